"""Updates as they come from Telegram, before they are stored."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, User

from bot import metrics
from bot.journal.database import Database
from bot.journal.inbox import Inbox, StoredUpdate
from bot.journal.opening import make_database
from bot.journal.transactions import BUSY_SECONDS
from bot.telegram.intake import Intake
from bot.telegram.lanes import MAX_IN_MEMORY
from bot.telegram.raw_updates import RawUpdate, whole
from bot.telegram.turns import ChatTurns


def question(number: int) -> RawUpdate:
    """Return an update with a message in a private chat."""
    person = {"id": 5, "is_bot": False, "first_name": "Ann"}
    chat = {"id": 5, "type": "private", "first_name": "Ann"}
    message = {"message_id": number, "date": 0, "chat": chat, "from": person, "text": "流量"}
    return {"update_id": number, "message": message}


def database_of(file: Path) -> Database:
    """Return a database that the bot can do without."""
    return make_database(f"sqlite+aiosqlite:///{file}", is_required=False)


def intake_of(database: Database) -> tuple[Intake, Inbox, asyncio.Queue[Any]]:
    """Return an intake with its inbox and its queue."""

    async def tell(_: object) -> None:
        """Tell nobody."""

    bot, inbox, queue = Bot("1:token"), Inbox(database, 1), asyncio.Queue[Any]()
    bot._bot_user = User(1, "bot", is_bot=True, username="yinju_bot")
    return Intake(inbox, bot, queue, ChatTurns(inbox), tell), inbox, queue


def queued(queue: asyncio.Queue[Any]) -> list[int]:
    """Take everything out of a queue, and return the ids."""
    return [queue.get_nowait().update_id for _ in range(queue.qsize())]


async def stored_by_an_earlier_run(file: Path) -> None:
    """Store update 7, as a run does that is killed before it handles it."""
    async with database_of(file) as database:
        await Inbox(database, 1).store([StoredUpdate(7, json.dumps(question(7)), 5, 5)])


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Keep a database locked, as another program may."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_what_is_known_is_queued_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update that an earlier run left and that comes again unstored is handled once."""
    monkeypatch.setattr("bot.journal.transactions.BUSY_SECONDS", 0.5)
    file = tmp_path / "journal.sqlite3"
    await stored_by_an_earlier_run(file)
    async with database_of(file) as database:
        intake, _, queue = intake_of(database)
        await intake.recover()
        with locked(file):
            await intake.take([question(7), question(8)])

        assert [7, 8] == queued(queue)


@pytest.mark.parametrize("kind", [{}, [], 7, None, {"type": "group"}])
async def test_a_chat_of_no_known_kind(tmp_path: Path, kind: object) -> None:
    """An update whose chat has any JSON in place of its type is set aside, or handled."""
    odd = question(7)
    odd["message"]["chat"]["type"] = kind
    async with database_of(tmp_path / "journal.sqlite3") as database:
        intake, _, queue = intake_of(database)
        await intake.take([odd, question(8)])

        assert 8 in queued(queue)


async def test_what_was_answered_before_storing_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update that was answered while storing took long is not handled again if that fails."""
    monkeypatch.setattr("bot.journal.transactions.BUSY_SECONDS", 0.5)
    file = tmp_path / "journal.sqlite3"
    async with database_of(file) as database:
        intake, _, queue = intake_of(database)
        with locked(file):
            taking = asyncio.create_task(intake.take([question(7)]))
            async with asyncio.timeout(10):
                update = await queue.get()
            intake._leave(update.update_id)
            await taking

        assert [] == queued(queue)


async def test_what_was_answered_without_a_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Updates that were answered while the journal was locked are not recovered later."""
    monkeypatch.setattr("bot.journal.sqlite_database._BUSY_ATTEMPT", 0.1)
    monkeypatch.setattr("bot.journal.sqlite_database._BUSY_BEGIN", 0.1)
    file = tmp_path / "journal.sqlite3"
    await stored_by_an_earlier_run(file)
    database = database_of(file)
    with locked(file):
        await database.__aenter__()
        intake, inbox, queue = intake_of(database)
        await intake.recover()
        assert await intake.take_stored(question(7))
        assert [7] == queued(queue)
        await inbox.finish(7)
        intake._leave(7)
    await intake.resume()

    assert database.problem is None
    assert [] == queued(queue)
    await database.__aexit__()


async def test_a_lane_has_room_for_few_while_storing_takes_long(tmp_path: Path) -> None:
    """No more of a chat's updates are in memory where they are queued before they are stored."""
    file = tmp_path / "journal.sqlite3"
    async with database_of(file) as database:
        intake, _, queue = intake_of(database)
        with locked(file):
            taking = asyncio.create_task(intake.take([question(n) for n in range(1, 41)]))
            await asyncio.sleep(0.6)
            early = queued(queue)
        await taking

        assert list(range(1, MAX_IN_MEMORY + 1)) == early + queued(queue)


async def test_nobody_waits_for_a_closed_intake(tmp_path: Path) -> None:
    """An update that waits to be stored when the bot stops must come again."""
    file = tmp_path / "journal.sqlite3"
    async with database_of(file) as database:
        intake, _, queue = intake_of(database)
        with locked(file):
            taking = asyncio.create_task(intake.take_stored(question(7)))
            await asyncio.sleep(0.4)
            intake.close()

            assert not await asyncio.wait_for(taking, BUSY_SECONDS / 2)
        assert queue.empty()


async def take_many(intake: Intake, queue: asyncio.Queue[Any], count: int) -> list[int]:
    """Take updates of one chat, and return the ids of those that are queued."""
    await intake.take([question(number) for number in range(1, count + 1)])
    assert queue.qsize() == MAX_IN_MEMORY
    return queued(queue)


async def handled(
    intake: Intake, queue: asyncio.Queue[Any], ids: list[int], count: int
) -> list[int]:
    """End updates as handlers do, until so many have been queued; return their ids."""
    for number in ids:
        intake._leave(number)
    while len(ids) < count:
        number = (await asyncio.wait_for(queue.get(), 10)).update_id
        intake._leave(number)
        ids.append(number)
    return ids


@pytest.mark.parametrize("is_noticed", [True, False])
async def test_a_journal_that_vanishes_while_updates_wait_in_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, is_noticed: bool
) -> None:
    """Updates that wait behind a full lane are handled in order after the file was deleted."""
    file = tmp_path / "journal.sqlite3"
    async with database_of(file) as database:
        intake, inbox, queue = intake_of(database)
        ids = await take_many(intake, queue, 40)
        file.unlink()
        if is_noticed:
            await inbox.finish(1)

        assert list(range(1, 41)) == await handled(intake, queue, ids, 40)
    assert "gone" not in caplog.text


async def test_updates_that_are_gone_are_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One line says how many updates waited and are gone, and their chat goes on."""
    async with database_of(tmp_path / "journal.sqlite3") as database:
        intake, _, queue = intake_of(database)
        ids = await take_many(intake, queue, 60)
        await database.write(lambda connection: connection.exec_driver_sql("DELETE FROM inbox"))
        for number in ids:
            intake._leave(number)
        async with asyncio.timeout(10):
            while intake._tasks:
                await asyncio.sleep(0.01)
        await intake.take([question(61)])

        assert [61] == queued(queue)
    assert [f"{60 - MAX_IN_MEMORY} updates that waited are gone"] == [
        line.partition(" from")[0] for line in caplog.messages
    ]


async def test_an_inbox_that_cannot_be_read_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Updates that wait are handled once the inbox can be read again."""
    monkeypatch.setattr("bot.telegram.intake._READ_PAUSE", 0.01)
    rename = "ALTER TABLE {} RENAME TO {}"
    async with database_of(tmp_path / "journal.sqlite3") as database:
        intake, _, queue = intake_of(database)
        ids = await take_many(intake, queue, 20)
        away = rename.format("inbox", "away")
        await database.write(lambda connection: connection.exec_driver_sql(away))
        for number in ids:
            intake._leave(number)
        await asyncio.sleep(0.05)
        assert queue.empty()
        back = rename.format("away", "inbox")
        await database.write(lambda connection: connection.exec_driver_sql(back))

        assert list(range(17, 21)) == await handled(intake, queue, [], 4)


async def test_a_recovery_that_fails_is_made_up_for(tmp_path: Path) -> None:
    """Updates that could not be read at the start are handled once they can, and only once."""
    file = tmp_path / "journal.sqlite3"
    await stored_by_an_earlier_run(file)
    rename = "ALTER TABLE {} RENAME TO {}"
    async with database_of(file) as database:
        intake, _, queue = intake_of(database)
        away = rename.format("inbox", "away")
        await database.write(lambda connection: connection.exec_driver_sql(away))
        await intake.recover()
        assert [] == queued(queue)
        back = rename.format("away", "inbox")
        await database.write(lambda connection: connection.exec_driver_sql(back))
        await intake.take([question(8)])
        for _ in range(2):
            await intake.resume()

        assert [8, 7] == queued(queue)


def count_of_messages() -> float:
    """Return the number of messages that the metrics have counted."""
    name = 'yinju_updates_total{type="message"} '
    (line,) = (
        line for line in metrics.exposition().decode().splitlines() if line.startswith(name)
    )
    return float(line.removeprefix(name))


async def test_each_update_is_counted_once(tmp_path: Path) -> None:
    """An update that comes again is not counted again, by polling or by webhook."""
    before = count_of_messages()
    async with database_of(tmp_path / "journal.sqlite3") as database:
        intake, _, _ = intake_of(database)
        await intake.take([question(7), question(8)])
        await intake.take([question(8), question(9)])
        for _ in range(2):
            assert await intake.take_stored(question(10))

    assert 4 == count_of_messages() - before


async def test_an_update_that_is_counted_before_it_is_stored(tmp_path: Path) -> None:
    """Updates that are queued while storing takes long are counted then, and not again."""
    file, before = tmp_path / "journal.sqlite3", count_of_messages()
    async with database_of(file) as database:
        intake, _, queue = intake_of(database)
        with locked(file):
            taking = asyncio.create_task(intake.take([question(7)]))
            await asyncio.wait_for(queue.get(), 10)
            assert 1 == count_of_messages() - before
        await taking

    assert 1 == count_of_messages() - before


def test_half_a_character() -> None:
    """Half of a surrogate pair becomes one other character, so that places stay; pairs stay."""
    raw = json.loads('{"update_id": 1, "message": {"text": "好\\ud83d\\ude00\\ud83d再"}}')

    assert {"update_id": 1, "message": {"text": "好😀\ufffd再"}} == whole(raw)


def test_what_is_whole_stays() -> None:
    """An update without such halves is left as it is."""
    raw = {"update_id": 1, "message": {"text": "好😀"}}

    assert raw is whole(raw)
