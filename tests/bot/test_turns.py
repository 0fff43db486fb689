"""One edit at a time, and of those that wait only the last."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.edits import Edits


@given(numbers=st.lists(st.integers(1, 1000), min_size=1, max_size=20, unique=True))
def test_of_those_that_wait_the_last_is_wanted(numbers: list[int]) -> None:
    """While one edit is under way, the newest of those that arrive takes the next turn alone."""
    done: list[int] = []

    async def edit(edits: Edits, number: int, free: asyncio.Event) -> None:
        async with edits.turn("message", number) as is_wanted:
            if is_wanted:
                await free.wait()
                done.append(number)

    async def scene() -> None:
        edits, free = Edits(), asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for number in (0, *numbers):
                group.create_task(edit(edits, number, free))
                await asyncio.sleep(0)
            free.set()

    asyncio.run(scene())

    assert [0, max(numbers)] == done


async def test_messages_do_not_wait_for_each_other() -> None:
    """Two messages are edited at the same time."""
    edits = Edits()

    async with edits.turn("one", 1) as first, edits.turn("other", 1) as second:
        assert first
        assert second


async def test_it_does_not_grow_without_end() -> None:
    """Messages at rest are forgotten; one that is being edited never is."""
    edits = Edits()
    async with edits.turn("held", 5):
        for number in range(5000):
            async with edits.turn(number, 1):
                pass
        older = asyncio.create_task(anext_turn(edits, 4))
        await asyncio.sleep(0)

    assert not await older
    assert len(edits._turns) <= 1001


async def anext_turn(edits: Edits, number: int) -> bool:
    """Wait for a turn; whether it was still wanted."""
    async with edits.turn("held", number) as is_wanted:
        return is_wanted
