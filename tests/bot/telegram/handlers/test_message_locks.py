"""One edit at a time, and of those that wait only the last."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.handlers.message_locks import MessageLocks


@given(numbers=st.lists(st.integers(1, 1000), min_size=1, max_size=20, unique=True))
def test_of_those_that_wait_the_last_is_latest(numbers: list[int]) -> None:
    """While one edit is under way, the newest of those that arrive takes the next turn alone."""
    done: list[int] = []

    async def edit(locks: MessageLocks, number: int, free: asyncio.Event) -> None:
        async with locks.acquire("message", number) as is_latest:
            if is_latest:
                await free.wait()
                done.append(number)

    async def scene() -> None:
        locks, free = MessageLocks(), asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for number in (0, *numbers):
                group.create_task(edit(locks, number, free))
                await asyncio.sleep(0)
            free.set()

    asyncio.run(scene())

    assert [0, max(numbers)] == done


async def test_messages_do_not_wait_for_each_other() -> None:
    """Two messages are edited at the same time."""
    locks = MessageLocks()

    async with locks.acquire("one", 1) as first, locks.acquire("other", 1) as second:
        assert first
        assert second


async def test_it_does_not_grow_without_end() -> None:
    """Messages at rest are forgotten; one that is being edited never is."""
    locks = MessageLocks()
    async with locks.acquire("held", 5):
        for number in range(5000):
            async with locks.acquire(number, 1):
                pass
        older = asyncio.create_task(anext_turn(locks, 4))
        await asyncio.sleep(0)

    assert not await older
    assert not locks._locks


async def test_numbers_may_start_again() -> None:
    """Telegram counts from anywhere after a quiet week: a lower number is as good as a first."""
    locks = MessageLocks()

    for number in (900, 5):
        async with locks.acquire("held", number) as is_latest:
            assert is_latest


async def test_a_late_tap_is_late() -> None:
    """Whoever came before, and took longer to get ready, does not undo what came after."""
    locks = MessageLocks()

    with locks.hold("held"):
        async with locks.acquire("held", 2):
            pass
        assert not await anext_turn(locks, 1)


async def test_never_two_at_once() -> None:
    """A third that comes while the second is being woken waits as well."""
    locks, inside, most = MessageLocks(), 0, 0

    async def work(number: int) -> None:
        nonlocal inside, most
        for _ in range(number):
            await asyncio.sleep(0)
        async with locks.acquire("held", number):
            inside += 1
            most = max(most, inside)
            for _ in range(5):
                await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*map(work, range(1, 15)))

    assert 1 == most


async def anext_turn(locks: MessageLocks, number: int) -> bool:
    """Wait for a turn; whether it was still wanted."""
    async with locks.acquire("held", number) as is_latest:
        return is_latest
