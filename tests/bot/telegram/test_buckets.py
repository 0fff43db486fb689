"""Token buckets of many people."""

from __future__ import annotations

from bot.telegram.buckets import MAX_BUCKETS, Buckets


def taken(buckets: Buckets, key: int, at: float, attempts: int) -> int:
    """Take a token as often as there is one, and return how often that was."""
    count = 0
    for _ in range(attempts):
        if buckets.has(key, 1, at):
            buckets.take(key, 1, at)
            count += 1
    return count


def test_as_many_at_once_as_in_a_minute() -> None:
    """A bucket holds the tokens of a minute, and another one is not affected."""
    buckets = Buckets(5)

    assert 5 == taken(buckets, 1, 0, 20)
    assert 5 == taken(buckets, 2, 0, 20)


def test_tokens_come_back() -> None:
    """Tokens come back evenly, and never more than a bucket holds."""
    buckets = Buckets(6)
    taken(buckets, 1, 0, 20)

    assert 1 == taken(buckets, 1, 10, 20)
    assert 3 == taken(buckets, 1, 40, 20)
    assert 6 == taken(buckets, 1, 4_000, 20)


def test_a_part_of_a_token() -> None:
    """What costs a quarter of a token may be done four times as often."""
    buckets, count = Buckets(2), 0
    while buckets.has(1, 0.25, 0):
        buckets.take(1, 0.25, 0)
        count += 1

    assert 8 == count


def test_time_that_goes_back() -> None:
    """A request that is older than the one before takes a token, and gives none back."""
    buckets = Buckets(2)

    assert 2 == taken(buckets, 1, 100, 20)
    assert 0 == taken(buckets, 1, 0, 20)
    assert 1 == taken(buckets, 1, 130, 20)


def test_no_limit() -> None:
    """Without a limit there are always tokens, and nothing is kept in memory."""
    buckets = Buckets(0)

    assert 1_000 == taken(buckets, 1, 0, 1_000)
    assert not buckets._buckets


def test_an_owner_is_told_once() -> None:
    """Who is out of tokens is told once, and again only after the bucket was full."""
    buckets = Buckets(2)
    taken(buckets, 1, 0, 2)

    assert [True, False, False] == [buckets.tell(1, at) for at in (0, 1, 31)]
    assert 2 == taken(buckets, 1, 200, 3)
    assert buckets.tell(1, 200)


def test_bounded_memory() -> None:
    """Buckets that were not used for longest are dropped."""
    buckets = Buckets(1)
    for key in range(MAX_BUCKETS + 5):
        taken(buckets, key, 0, 1)

    assert MAX_BUCKETS == len(buckets._buckets)
    assert 0 == taken(buckets, MAX_BUCKETS, 0, 1)
