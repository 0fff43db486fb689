"""One edit at a time, and of those that wait only the last."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.handlers.message_locks import MessageLocks


@given(numbers=st.lists(st.integers(1, 1000), min_size=1, max_size=20, unique=True))
def test_of_those_that_wait_the_last_is_wanted(numbers: list[int]) -> None:
    """While one edit is under way, the newest of those that arrive takes the next turn alone."""
    done: list[int] = []

    async def edit(turns: MessageLocks, number: int, free: asyncio.Event) -> None:
        async with turns.turn("message", number) as is_wanted:
            if is_wanted:
                await free.wait()
                done.append(number)

    async def scene() -> None:
        turns, free = MessageLocks(), asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for number in (0, *numbers):
                group.create_task(edit(turns, number, free))
                await asyncio.sleep(0)
            free.set()

    asyncio.run(scene())

    assert [0, max(numbers)] == done


async def test_messages_do_not_wait_for_each_other() -> None:
    """Two messages are edited at the same time."""
    turns = MessageLocks()

    async with turns.turn("one", 1) as first, turns.turn("other", 1) as second:
        assert first
        assert second


async def test_it_does_not_grow_without_end() -> None:
    """Messages at rest are forgotten; one that is being edited never is."""
    turns = MessageLocks()
    async with turns.turn("held", 5):
        for number in range(5000):
            async with turns.turn(number, 1):
                pass
        older = asyncio.create_task(anext_turn(turns, 4))
        await asyncio.sleep(0)

    assert not await older
    assert not turns._turns


async def test_numbers_may_start_again() -> None:
    """Telegram counts from anywhere after a quiet week: a lower number is as good as a first."""
    turns = MessageLocks()

    for number in (900, 5):
        async with turns.turn("held", number) as is_wanted:
            assert is_wanted


async def test_a_late_tap_is_late() -> None:
    """Whoever came before, and took longer to get ready, does not undo what came after."""
    turns = MessageLocks()

    with turns.attending("held"):
        async with turns.turn("held", 2):
            pass
        assert not await anext_turn(turns, 1)


async def test_never_two_at_once() -> None:
    """A third that comes while the second is being woken waits as well."""
    turns, inside, most = MessageLocks(), 0, 0

    async def work(number: int) -> None:
        nonlocal inside, most
        for _ in range(number):
            await asyncio.sleep(0)
        async with turns.turn("held", number):
            inside += 1
            most = max(most, inside)
            for _ in range(5):
                await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*map(work, range(1, 15)))

    assert 1 == most


async def anext_turn(turns: MessageLocks, number: int) -> bool:
    """Wait for a turn; whether it was still wanted."""
    async with turns.turn("held", number) as is_wanted:
        return is_wanted
