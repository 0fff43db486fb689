"""Completing snapshots while questions are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from threading import Event

import pytest

from retrieval.library import Library, Snapshot
from retrieval.meaning.maker import VectorMaker
from tests.retrieval.meaning.concepts import ConceptEncoder

PATIENCE = 60


@pytest.fixture
def snapshots(index: Callable[..., Snapshot]) -> list[Snapshot]:
    """Two snapshots of a collection."""
    return [index("猫睡觉。"), index("猫睡觉。", "下雨了。")]


class Completing:
    """Completes snapshots when it is allowed to.

    Attributes:
        begun: Set when it begins.
        allowed: Set to let it go on.
        wanted: What it was told at its end, each time.
    """

    def __init__(self) -> None:
        self.begun, self.allowed = Event(), Event()
        self.wanted: list[bool] = []

    def complete(self, snapshot: Snapshot, is_wanted: Callable[[], bool]) -> Snapshot:
        """Return a snapshot with the meaning of its passages."""
        self.begun.set()
        assert self.allowed.wait(PATIENCE)
        self.wanted.append(is_wanted())
        return replace(snapshot, meaning=VectorMaker(ConceptEncoder()).make(snapshot.corpus))


async def until(happened: Callable[[], object]) -> None:
    """Wait until something has happened."""
    async with asyncio.timeout(PATIENCE):
        while not happened():
            await asyncio.sleep(0.005)


def test_a_snapshot_is_completed(snapshots: list[Snapshot]) -> None:
    """The completed snapshot is in use, with the same corpus."""
    completing = Completing()
    completing.allowed.set()
    library = Library(lambda: snapshots[1], snapshots[0], completing.complete)

    library.complete()

    assert library.current.meaning
    assert library.current.corpus is snapshots[0].corpus
    assert [True] == completing.wanted


def test_a_library_without_anything_to_complete(snapshots: list[Snapshot]) -> None:
    """Where there is nothing to make, the snapshot stays."""
    library = Library(lambda: snapshots[1], snapshots[0])
    library.complete()
    library.complete_meanwhile()

    assert library.current is snapshots[0]


async def test_a_reload_wins(snapshots: list[Snapshot]) -> None:
    """A snapshot that a reload has replaced is not put in use again; the new one is completed."""
    completing = Completing()
    library = Library(lambda: snapshots[1], snapshots[0], completing.complete)
    library.complete_meanwhile()
    await until(completing.begun.is_set)
    assert library.current is snapshots[0]

    await library.reload()
    assert library.current is snapshots[1]
    completing.allowed.set()
    await until(lambda: library.current.meaning)

    assert library.current.corpus is snapshots[1].corpus
    assert [False, True] == completing.wanted


async def test_reloads_of_a_program_that_does_not_complete(snapshots: list[Snapshot]) -> None:
    """A reload completes nothing unless the program has asked for it."""
    completing = Completing()
    library = Library(lambda: snapshots[1], snapshots[0], completing.complete)

    await library.reload()

    assert not completing.begun.is_set()
