"""Reading of feeds in a process of their own, which is ended if it takes too long.

The parser searches names and the like with expressions that need hours for some texts, and no
other thread would run meanwhile.
"""

from __future__ import annotations

import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection

from corpus.feeds import FeedEntry, FeedError, read_feed
from corpus.message import Message

SECONDS = 30
"""Seconds that reading a feed may take, the start of the process included."""


def read_feed_apart(data: bytes, url: str, content_type: str = "") -> tuple[FeedEntry, ...]:
    """Return the entries of a feed as `read_feed` does.

    Raises:
        FeedError: It is no feed, or reading it takes too long.
    """
    # Spawned, as a fork would copy locks that this process's threads may hold at that moment.
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(
        target=_send_entries, args=(sender, data, url, content_type), daemon=True
    )
    process.start()
    sender.close()
    try:
        if not receiver.poll(SECONDS):
            raise FeedError("reading it takes too long; it is damaged, or not a feed")
        found: tuple[FeedEntry, ...] | Message = receiver.recv()
    except EOFError as error:  # The process has ended without a result.
        raise FeedError("reading it takes too long; it is damaged, or not a feed") from error
    finally:
        process.kill()
        process.join()
        receiver.close()
    if isinstance(found, Message):
        raise FeedError(found)
    return found


def _send_entries(sender: Connection, data: bytes, url: str, content_type: str) -> None:
    """Send the entries of a feed, or the reason why there are none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits.
    signal.alarm(SECONDS)  # Ends this process also when nobody waits any more.
    try:
        sender.send(read_feed(data, url, content_type))
    except FeedError as error:
        sender.send(error.message)
