"""The catalogues are complete, and language codes select the right one."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from bot.messages import Language, language_of, messages
from bot.views.problems import of_sent_files

PACKAGES = ("corpus", "retrieval", "bot")


def sources() -> Iterator[Path]:
    """Return the modules of all packages."""
    return chain.from_iterable(Path(package).rglob("*.py") for package in PACKAGES)


ERRORS = {
    name
    for path in sources()
    for name in re.findall(r"^class (\w+)\(ReportedError\b", path.read_text("utf-8"), re.MULTILINE)
}
"""The errors that are made with a message, whether or not a test has loaded their modules."""

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "Message": None,
    "counted": (1, 2),
    **dict.fromkeys(ERRORS),
}
"""The functions and classes that take the id of a message first."""

CHINESE = [Language.SIMPLIFIED, Language.TRADITIONAL]


def catalogue(language: Language) -> Catalog:
    """Parse the .po file of a language."""
    source = files("bot").joinpath("locales", f"{language.replace('-', '_')}.po")
    return read_po(BytesIO(source.read_bytes()))


def in_code() -> set[str | tuple[str, ...]]:
    """Extract the ids of all messages in the code."""
    found = chain.from_iterable(
        extract_from_dir(Path(package), [("**.py", "python")], keywords=KEYWORDS)
        for package in PACKAGES
    )
    return {message for _, _, message, _, _ in found}


def made_messages() -> Iterator[tuple[str, ast.Call]]:
    """Yield every call in the code that makes a message about the collection, with its place."""
    makers = KEYWORDS.keys() - DEFAULT_KEYWORDS.keys()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) in makers:
                yield f"{path}:{node.lineno}", node


def test_templates_are_literals() -> None:
    """No template is put together where a message is made, as no catalogue would have it."""
    composed = (ast.JoinedStr, ast.BinOp)
    found = [place for place, call in made_messages() if isinstance(call.args[0], composed)]

    assert [] == found


def test_templates_get_their_values() -> None:
    """Each name in a template has a value, and each value stands in a template."""
    for place, call in made_messages():
        texts = [one.value for one in call.args if isinstance(one, ast.Constant)]
        names = {name for one in texts for name in re.findall(r"{(\w+)}", str(one))}
        given = {one.arg for one in call.keywords if one.arg}
        assert not texts or names == given, place


@pytest.mark.parametrize("language", CHINESE)
def test_no_message_is_missing_or_unused(language: Language) -> None:
    """A catalogue has exactly the messages of the code."""
    translated = {message.id for message in catalogue(language) if message.id}

    assert in_code() == translated


@pytest.mark.parametrize("language", CHINESE)
def test_no_message_stands_twice(language: Language) -> None:
    """No message has two translations, of which the later would be used everywhere."""
    source = files("bot").joinpath("locales", f"{language.replace('-', '_')}.po")
    ids = re.findall(r"^msgid (.+(?:\n\".*\")*)", source.read_text("utf-8"), re.MULTILINE)

    assert [] == [one for one, count in Counter(ids).items() if count > 1]


def test_messages_about_sent_files() -> None:
    """A message about a sent file stands for one that there is, with the same values."""
    known = in_code()
    for about_folder, about_sent in of_sent_files(messages(Language.ENGLISH)).items():
        assert about_folder in known
        assert re.findall(r"{\w+}", about_folder) == re.findall(r"{\w+}", about_sent)


@pytest.mark.parametrize("language", CHINESE)
def test_placeholders_agree(language: Language) -> None:
    """Every form of every message is translated and has the placeholders of the English one."""
    for message in catalogue(language):
        if not message.id:
            continue
        english = str(message.id[-1] if isinstance(message.id, tuple) else message.id)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        for form in map(str, forms):
            assert form
            assert sorted(re.findall(r"{\w*}", english)) == sorted(re.findall(r"{\w*}", form))


@pytest.mark.parametrize("language", list(Language))
def test_plural_forms(language: Language) -> None:
    """English has a singular and a plural form, Chinese one form."""
    texts = messages(language)
    one, many = (
        texts.ngettext(
            "Ask about {count} article. What it says is quoted; Ctrl-D leaves.",
            "Ask about {count} articles. What they say is quoted; Ctrl-D leaves.",
            count,
        )
        for count in (1, 2)
    )

    assert (one == many) is (language is not Language.ENGLISH)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("zh-hans", Language.SIMPLIFIED),
        ("zh-CN", Language.SIMPLIFIED),
        ("zh", Language.SIMPLIFIED),
        ("zh_TW.UTF-8", Language.TRADITIONAL),
        ("zh-hant-hk", Language.TRADITIONAL),
        ("zh-MO", Language.TRADITIONAL),
        ("zh-Hans-HK", Language.SIMPLIFIED),
        ("zh-hans-tw", Language.SIMPLIFIED),
        ("zh_TW@stroke", Language.TRADITIONAL),
        ("zh-Hant-CN", Language.TRADITIONAL),
        ("yue", Language.TRADITIONAL),
        ("yue-Hant-HK", Language.TRADITIONAL),
        ("yue_Hans_CN", Language.SIMPLIFIED),
        ("yue-CN", Language.SIMPLIFIED),
        ("en_GB", Language.ENGLISH),
        ("de", Language.ENGLISH),
        ("C.UTF-8", Language.ENGLISH),
        ("", Language.ENGLISH),
        (None, Language.ENGLISH),
    ],
)
def test_language_codes(code: str | None, expected: Language) -> None:
    """Codes of Telegram and of locales select a language of the bot."""
    assert expected is language_of(code)
