"""Entries of sources.toml are written for the operator, and all else in the file stays."""

from __future__ import annotations

import tomllib
from codecs import BOM_UTF8
from datetime import date

import pytest

from corpus.source_entries import SourcesError, Value, with_metadata, with_missing
from corpus.sources import parse_sources

BY_HAND = """# 这份文件是手写的，请勿整理。

[[source]]  # 所有文章
match = "*"
fill = true
author = '王小明'   # 多数是他写的

# 这一篇的题目印错了。
[[source]]
match = "a.txt"
title = "旧题"   # 从封面上抄来的

# 下面是别人的文章。
[[source]]
match = "guest/*.txt"
author = "李四"
"""

NAMES = ["a.txt", "b.txt", "guest/c.txt"]


def edited(name: str, before: str = BY_HAND, **metadata: Value) -> str:
    """Return a sources.toml after an edit of one file's metadata."""
    return with_metadata(before.encode(), name, metadata, NAMES).decode()


def known(after: str, name: str) -> dict[str, object]:
    """Return what a sources.toml states about a file that states everything itself."""
    stated = dict.fromkeys(("title", "author", "date", "url"), "—")
    return parse_sources(after.encode()).apply(name, stated)


def test_an_entry_is_changed_in_its_place() -> None:
    """A value is replaced within its line, and a new key stands behind the others."""
    after = edited("a.txt", title="新题", date=date(2021, 2, 3))

    expected = 'title = "新题"   # 从封面上抄来的\ndate = 2021-02-03\n'
    assert BY_HAND.replace('title = "旧题"   # 从封面上抄来的\n', expected) == after


@pytest.mark.parametrize("name", ["b.txt", "guest/c.txt"])
def test_a_file_without_an_entry_gets_one(name: str) -> None:
    """A new entry stands at the end, and everything above it is as it was."""
    after = edited(name, title="“新”题\\1", author="张三", url="https://example.org/{1}")

    assert after.startswith(BY_HAND + "\n[[source]]\n")
    assert ("“新”题\\1", "张三", "—", "https://example.org/%7B1%7D") == tuple(
        known(after, name)[key] for key in ("title", "author", "date", "url")
    )
    others = [one for one in NAMES if one != name]
    assert [known(BY_HAND, one) for one in others] == [known(after, one) for one in others]


def test_an_entry_is_made_once() -> None:
    """A second edit of a file changes the entry that the first one made."""
    once = edited("b.txt", title="新题")
    twice = edited("b.txt", once, title="更新的题", author="张三")

    assert once.replace('"新题"', '"更新的题"') + 'author = "张三"\n' == twice


def test_a_value_is_taken_back() -> None:
    """Without a value the key goes, and an entry that says nothing more, too."""
    assert (
        BY_HAND == edited("b.txt", edited("b.txt", title="新题"), title=None).rstrip("\n") + "\n"
    )
    after = edited("a.txt", title=None)

    assert "—" == known(after, "a.txt")["title"]
    assert "# 这一篇的题目印错了。" in after


@pytest.mark.parametrize(
    "before",
    [
        '[[source]]\nmatch = "b.txt"\n\n[[source]]\nmatch = "*"\ntitle = "都一样"\n',
        '[[source]]\nmatch = "b.txt"\nfill = true\ntitle = "都一样"\n',
        '[[source]]\nmatch = "b.*"\ntitle = "都一样"\n',
        'source = [{match = "b.txt", author = "张三"}]\n',
        "",
        "# 空的\n",
        '[[source]]\nmatch = "b.txt"',
        '[[source]]\nmatch = """\nb\n[[source]]\n"""\n',
        '[[source]]\r\nmatch = "b.txt"\r\n\r\n[[source]]\r\nmatch = "z"\r\n',
    ],
)
def test_the_value_counts_whatever_else_is_stated(before: str) -> None:
    """An edit has its effect, whatever entries there are besides, and none of them is lost."""
    after = edited("b.txt", before, title="新题")

    assert "新题" == known(after, "b.txt")["title"]
    before_rows = tomllib.loads(before).get("source", [])
    kept = [
        {key: row.get(key) for key in was}
        for was, row in zip(before_rows, tomllib.loads(after)["source"], strict=False)
    ]
    assert kept == before_rows


def test_an_entry_about_several_files_is_not_changed() -> None:
    """An entry that matches a file of the same name elsewhere as well stays as it is."""
    before = '[[source]]\nmatch = "c.txt"\ntitle = "旧题"\n'
    names = ["c.txt", "guest/c.txt"]
    after = with_metadata(before.encode(), "c.txt", {"title": "新题"}, names).decode()

    assert after.startswith(before)
    assert ("新题", "旧题") == tuple(known(after, name)["title"] for name in names)


def test_a_byte_order_mark_stays() -> None:
    """A file of Windows keeps its mark at its beginning."""
    before = BOM_UTF8 + b'[[source]]\nmatch = "a.txt"\n'
    after = with_metadata(before, "a.txt", {"title": "t"}, NAMES)

    assert before + b'title = "t"\n' == after


@pytest.mark.parametrize(
    "before", ["[[source]\n", 'source = [{match = "z.txt"}]\n', "\xff", "source = 1\n"]
)
def test_a_file_in_another_form_is_refused(before: str) -> None:
    """What is no TOML, or has its entries in another form, is not touched."""
    with pytest.raises(SourcesError, match=r"^sources\.toml cannot be changed"):
        with_metadata(before.encode("latin-1"), "a.txt", {"title": "新题"}, NAMES)


def test_an_address_is_noted_once() -> None:
    """An address that the file has already, in whatever form, is not written again."""
    first = with_missing(b"", "b.txt", {"url": "https://example.org/{1}"})
    by_hand = b'[[source]]\nmatch = "b.txt"\nurl = "https://example.org/2"\n'

    assert first == with_missing(first, "b.txt", {"url": "https://example.org/{1}"})
    assert by_hand == with_missing(by_hand, "b.txt", {"url": "https://example.org/2"})
    assert first.decode() == (
        '[[source]]\nmatch = "/b.txt"\nfill = true\nurl = "https://example.org/%7B1%7D"\n'
    )
