"""The catalogues are complete, and language codes select the right one."""

from __future__ import annotations

import re
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.messages import Language, language_of, messages

CHINESE = [Language.SIMPLIFIED, Language.TRADITIONAL]


def catalogue(language: Language) -> Catalog:
    """Parse the .po file of a language."""
    source = files("bot").joinpath("locales", f"{language.replace('-', '_')}.po")
    return read_po(BytesIO(source.read_bytes()))


def in_code() -> set[str | tuple[str, ...]]:
    """Extract the ids of all messages in the code."""
    found = extract_from_dir(Path("bot"), method_map=[("**.py", "python")])
    return {message for _, _, message, _, _ in found}


@pytest.mark.parametrize("language", CHINESE)
def test_no_message_is_missing_or_unused(language: Language) -> None:
    """A catalogue has exactly the messages of the code."""
    translated = {message.id for message in catalogue(language) if message.id}

    assert in_code() == translated


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
