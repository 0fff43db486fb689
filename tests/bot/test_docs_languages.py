"""Pages that are there in English and in Chinese say the same, and lead to each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import pytest

from bot.messages import Language, messages
from tests.bot.test_docs import anchors_of, read, tracked

PAIRS = {
    Path("README.md"): Path("README.zh.md"),
    **{Path("docs") / path.name: path for path in tracked("docs/zh/*.md")},
}
"""The Chinese page of each page that has one."""

IN_BOTH = ("admins", "collection", "evaluation", "operations", "privacy", "reference")
"""What operators and admins read."""

EMPHASIS = {"In private", "replaces", "✓ 1"}
"""What is in bold and is no label of a button by the catalogue."""

EXAMPLE = re.compile(r"^ {4}[^\n]*$|^```.*?^```$", re.MULTILINE | re.DOTALL)
"""A line of an example, or a fenced one as a whole."""


@dataclass(frozen=True, slots=True)
class Section:
    """The parts of a page in every language: their form, names and figures."""

    heading: str = field(compare=False)
    level: tuple[str, ...]
    form: tuple[str, ...]
    examples: tuple[str, ...]
    codes: frozenset[str]
    commands: frozenset[str]
    numbers: frozenset[str]
    links: frozenset[tuple[str, str]]
    labels: frozenset[str] = field(compare=False)


def sections(text: str, page: Path = Path("README.md")) -> list[Section]:
    """Return the sections of a page, the one before the first heading included."""
    plain = EXAMPLE.sub(_without_comments, text)
    parts = re.split(r"^(?=#+ )", plain, flags=re.MULTILINE)
    return [_section(part, page) for part in parts if part.strip()]


def _without_comments(example: re.Match[str]) -> str:
    return re.sub(r"(?<=\S)\s+# .*|(?<=^ {4})# .*", " #", example[0])


def _section(part: str, page: Path) -> Section:
    heading = re.match(r"(#*) ?(.*)\n", part)
    assert heading
    prose = re.sub(r"^ {4}.*$", "", part, flags=re.MULTILINE)
    codes = re.findall(r"`([^`\n]+)`", prose)
    bare = re.sub(r"`[^`\n]+`|\]\([^)]*\)|<[^>]+>", " ", prose)
    return Section(
        heading=heading[2],
        level=(heading[1],),
        form=tuple(_forms(part.removeprefix(heading[0]) if heading[1] else part)),
        examples=tuple(
            _in_english(line) for line in re.findall(r"^ {4}(.+)$", part, re.MULTILINE)
        ),
        codes=frozenset(map(_in_english, codes)),
        commands=frozenset(re.findall(r"(?<![\w/.<])/[a-z]+\b(?!/)", bare)),
        numbers=frozenset(re.findall(r"\d+(?:[.,]\d+)*", bare)),
        links=frozenset(_links(prose, page)),
        labels=frozenset(re.findall(r"\*\*(.+?)\*\*", bare)),
    )


def _in_english(code: str) -> str:
    return code.strip().replace("文件夹", "FOLDER")


def _forms(text: str) -> Iterator[str]:
    """Yield the form of each block: a paragraph, a list, a table or an example, with its size."""
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        lines = block.splitlines()
        if block.startswith("    "):
            yield f"example of {len(lines)} lines"
        elif block.startswith("|"):
            yield f"table of {len(lines)} rows, {[line.count('|') for line in lines]} columns"
        elif points := [line for line in lines if re.match(r" *(?:[-*]|\d+\.) ", line)]:
            yield f"list of {len(points)}"
        elif block:
            yield "paragraph"


def _links(prose: str, page: Path) -> Iterator[tuple[str, str]]:
    """Yield where links lead, of pages in both languages to the English one, by its headings."""
    english = {chinese: path for path, chinese in PAIRS.items()}
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        file, _, fragment = target.partition("#")
        if ":" in file:
            yield file, fragment
            continue
        where = Path(_normal(page.parent / file)) if file else page
        if english.get(where, where) != english.get(page, page) or fragment:
            number = _heading_number(where, fragment) if fragment else ""
            yield english.get(where, where).as_posix(), number


def _normal(path: Path) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _heading_number(page: Path, fragment: str) -> str:
    """Return the number of a heading in its page, which is the same in every language."""
    headings = re.findall(r"^#+ .+$", read(page), re.MULTILINE)
    return str([fragment in anchors_of(heading) for heading in headings].index(True))


def differences(english: list[Section], chinese: list[Section]) -> list[str]:
    """Return what sections in two languages do not have in common."""
    found = [f"{len(english)} sections, {len(chinese)} in Chinese"]
    found *= len(english) != len(chinese)
    for one, other in zip(english, chinese, strict=False):
        for name in (each.name for each in fields(Section) if each.compare):
            left, right = getattr(one, name), getattr(other, name)
            if left != right:
                found.append(f"{one.heading}, {name}: {_apart(left, right)}")
        texts = messages(Language.SIMPLIFIED)
        wanted = {texts.gettext(label) for label in one.labels} - one.labels
        found += [f"{one.heading}, label: {label}" for label in sorted(wanted - other.labels)]
    return found


def _apart(left: Collection[Any], right: Collection[Any]) -> str:
    one, other = Counter(left), Counter(right)
    apart = sorted((one - other).elements()), sorted((other - one).elements())
    return f"{apart[0]} against {apart[1]}" if any(apart) else "another order"


def test_operators_and_admins_read_both() -> None:
    """Pages for operators and admins are there in both languages."""
    assert {Path(f"docs/{name}.md") for name in IN_BOTH} <= set(PAIRS)


@pytest.mark.parametrize("page", PAIRS, ids=str)
def test_both_languages_say_the_same(page: Path) -> None:
    """Both have the same headings, blocks, examples, names, figures, links and labels."""
    chinese = PAIRS[page]

    assert [] == differences(sections(read(page), page), sections(read(chinese), chinese))


@pytest.mark.parametrize("page", PAIRS, ids=str)
def test_both_languages_lead_to_each_other(page: Path) -> None:
    """Each of the two links to the other before its first section."""
    chinese = PAIRS[page]
    there = chinese.relative_to(page.parent).as_posix()
    back = "/".join([".."] * (len(chinese.parts) - len(page.parts)) + [page.name])

    assert f"]({there})" in read(page).partition("\n## ")[0]
    assert f"]({back})" in read(chinese).partition("\n## ")[0]


def test_labels_are_those_of_buttons() -> None:
    """Words in bold are texts of the bot, unless it is named as emphasis."""
    bold = {
        label for page in PAIRS for part in sections(read(page), page) for label in part.labels
    }
    texts = messages(Language.SIMPLIFIED)

    assert EMPHASIS == {label for label in bold if texts.gettext(label) == label}


@pytest.mark.parametrize("language", Language)
def test_help_names_the_manual(language: Language) -> None:
    """/help names the admins' page in the reader's language, where there is one."""
    shown = messages(language).gettext(
        "The manual for admins is docs/admins.md in the program’s files."
    )
    english = Path("docs/admins.md")

    assert {english if language is Language.ENGLISH else PAIRS[english]} == {
        Path(name) for name in re.findall(r"docs/[\w/]+\.md", shown)
    }


ENGLISH = """# The bot

It answers `/ask`.

## Limits

It takes `BOT_MAX_FILES` files, or /reload fails, 20 MB each, see [the other](admins.md).

    yinju ask    # a conversation

Tap **Add**.

- one
- two

| a | b |
|---|---|
| 1 | 2 |
"""
CHINESE = """# 机器人

它回答 `/ask`。

## 限制

它能收 `BOT_MAX_FILES` 个文件，超过了 /reload 就会失败，每个 20 MB，见[另一页](admins.md)。

    yinju ask    # 对话

点**添加**。

- 一
- 二

| 甲 | 乙 |
|---|---|
| 1 | 2 |
"""


def test_translations_are_equal() -> None:
    """A page and its translation have no difference."""
    assert [] == differences(sections(ENGLISH), sections(CHINESE))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## 限制", "### 限制"),
        ("## 限制", "限制"),
        ("`/ask`", "`/help`"),
        ("BOT_MAX_FILES", "BOT_MAX_FILE_BYTES"),
        ("/reload", "/undo"),
        ("20 MB", "50 MB"),
        ("admins.md", "privacy.md"),
        ("yinju ask ", "yinju eval "),
        ("**添加**", "**加上**"),
        ("- 二\n", ""),
        ("| 1 | 2 |\n", ""),
        ("| 1 | 2 |\n", "| 1 |\n"),
        ("点**添加**。\n", "点**添加**。\n\n再点。\n"),
    ],
)
def test_a_change_of_one_language_is_seen(before: str, after: str) -> None:
    """A change in one language alone is a difference."""
    assert before in CHINESE
    assert [] != differences(sections(ENGLISH), sections(CHINESE.replace(before, after)))
