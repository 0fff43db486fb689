"""A lock per message: one update at a time, and of those that wait only the latest."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.handlers.message_locks import MessageLocks


@given(numbers=st.lists(st.integers(1, 1000), min_size=1, max_size=20, unique=True))
def test_of_those_that_wait_the_last_is_latest(numbers: list[int]) -> None:
    """Of the updates that arrive while the lock is held, only the latest is still wanted."""
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
    """Locks of two messages are held at the same time."""
    locks = MessageLocks()

    async with locks.acquire("one", 1) as first, locks.acquire("other", 1) as second:
        assert first
        assert second


async def test_it_does_not_grow_without_end() -> None:
    """Unused locks are discarded; one that is held is not."""
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
    """Update ids restart at any number after a quiet week: a lower one is the latest then."""
    locks = MessageLocks()

    for number in (900, 5):
        async with locks.acquire("held", number) as is_latest:
            assert is_latest


async def test_a_late_tap_is_late() -> None:
    """An update that reaches the lock after a later one is no longer wanted."""
    locks = MessageLocks()

    with locks.hold("held"):
        async with locks.acquire("held", 2):
            pass
        assert not await anext_turn(locks, 1)


async def test_never_two_at_once() -> None:
    """The lock is held by one update at a time, also while the next one is being woken."""
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
    """Acquire the lock of a message; return True if the update is still the latest."""
    async with locks.acquire("held", number) as is_latest:
        return is_latest
