"""A change that cannot be undone names the one that is in the way, and no other."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from corpus.changes import ChangeLog, ChangesError
from corpus.source_entries import with_metadata

BY = "telegram:5"
NAMES = ("甲.md", "乙.md", "丙.md")


@pytest.fixture
def log(tmp_path: Path) -> ChangeLog:
    """The log of an empty collection."""
    (tmp_path / "articles").mkdir()
    return ChangeLog(tmp_path / "articles", tmp_path / "changes")


def edit(log: ChangeLog, name: str, author: str) -> None:
    """State an author of an article."""
    content = partial(with_metadata, name=name, metadata={"author": author}, names=NAMES)
    log.apply("edit", name, BY, {"sources.toml": content})


def sources(log: ChangeLog) -> str:
    """Return the content of sources.toml."""
    return (log.collection / "sources.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("edits", "first"),
    [
        ([("甲.md", "一"), ("甲.md", "二"), ("乙.md", "三")], 2),
        ([("甲.md", "一"), ("甲.md", "二"), ("乙.md", "三"), ("乙.md", "四")], 2),
        ([("甲.md", "一"), ("乙.md", "二"), ("甲.md", "三"), ("丙.md", "四")], 3),
        ([("甲.md", "一"), ("甲.md", "二"), ("甲.md", "三"), ("乙.md", "四")], 3),
    ],
)
def test_the_change_in_the_way_is_named(
    log: ChangeLog, edits: list[tuple[str, str]], first: int
) -> None:
    """It is the last one of the same entry, whatever happened to others; undone, it is not."""
    for name, author in edits:
        edit(log, name, author)
    with pytest.raises(ChangesError, match=rf"^change {first} has changed sources\.toml since"):
        log.check_undo(1)
    own = [number for number, (name, _) in enumerate(edits, start=1) if name == "甲.md"]
    for number in reversed(own):
        log.undo(number, BY)

    assert "甲" not in sources(log)
    assert edits[-1][1] in sources(log)


def test_a_change_by_hand_is_not_another_ones(log: ChangeLog) -> None:
    """What somebody changed by hand is blamed on no change of another entry."""
    edit(log, "甲.md", "一")
    by_hand = sources(log).replace("一", "手写")
    (log.collection / "sources.toml").write_text(by_hand, "utf-8")
    edit(log, "乙.md", "二")

    with pytest.raises(ChangesError, match=r"^sources\.toml has been changed since"):
        log.check_undo(1)


def test_an_undone_change_is_not_in_the_way(log: ChangeLog) -> None:
    """A later change of the same entry counts no more once it is undone, and again if redone."""
    for author in ("一", "二"):
        edit(log, "甲.md", author)
    log.undo(2, BY)
    log.check_undo(1)
    log.undo(3, BY)

    with pytest.raises(ChangesError, match=r"^change 4 has changed"):
        log.check_undo(1)
    log.undo(4, BY)
    log.undo(1, BY)
    assert not (log.collection / "sources.toml").exists()
