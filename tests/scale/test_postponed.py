"""An answer that waits for Telegram goes out once, whoever has its update in the end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete
from telegram import Chat, Message, Update, User

from bot.journal.handling import handling
from bot.journal.opening import make_database
from bot.journal.schema import replicas
from bot.journal.shared_inbox import SharedInbox
from bot.telegram.turns import ChatTurns
from tests.bot.journal.test_claims import taken, updates


async def test_a_claim_lost_between_attempts(
    journal_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer is not tried again once another program has taken its update over."""
    monkeypatch.setattr("bot.telegram.turns._LONG_PAUSE", 0.01)
    chat, person = Chat(5, "private"), User(5, "Ann", is_bot=False)
    update = Update(1, message=Message(1, datetime.now(UTC), chat, from_user=person, text="流量"))
    attempts = []
    async with make_database(journal_url) as one, make_database(journal_url) as other:
        first, second = SharedInbox(one, 1), SharedInbox(other, 1)
        await first.store(updates(1))
        turns = ChatTurns(first)

        async def handle(_: Update) -> None:
            """Fail to reach Telegram for so long that another program takes over."""
            current = handling.get()
            assert current
            attempts.append(current.attempt)
            if len(attempts) == 1:
                async with one.begin() as connection:
                    await connection.execute(delete(replicas))
                assert [1] == await taken(second)
                await first.claims.beat()
                current.is_postponed = True

        turns.handle = handle
        await turns.do_process_update(update, handle(update))

        assert [1] == attempts
        assert await second.begin_again(1)
