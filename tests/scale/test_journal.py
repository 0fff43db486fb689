"""The journal on a PostgreSQL server: its commands, its export, and outages of the server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import RowMapping, select, text

from bot.journal import JournalError
from bot.journal.database import Database
from bot.journal.inbox import Inbox, StoredUpdate
from bot.journal.journal import Journal, NewQuestion
from bot.journal.opening import make_database
from bot.journal.personal_data import PersonalData
from bot.journal.report_store import ReportStore
from bot.service.checks import State
from bot.service.checks.database import check_database
from bot.service.exports import Exports
from bot.service.health import Health
from bot.settings import Settings
from retrieval.answer.answer import Abstention
from retrieval.answer.declining import Reason
from tests.bot.conftest import Run, data_dir, environment, index_folder, run, shared_analyzer
from tests.bot.journal.test_asked import answer
from tests.postgresql import PostgresqlServer

__all__ = ["data_dir", "environment", "index_folder", "run", "shared_analyzer"]

DECLINED = Abstention("问", Reason.NOT_COVERED)


def asked(words: str, person: int = 6, number: int = 1) -> NewQuestion:
    """Return a question that somebody asks in private."""
    return NewQuestion(words, person, "private", person, number, "zh-Hans")


@pytest.fixture
async def database(journal_url: str) -> AsyncIterator[Database]:
    """An empty journal."""
    async with make_database(journal_url) as database:
        yield database


async def test_programs_that_start_at_once(journal_url: str) -> None:
    """Programs that start at the same time with an empty database migrate it once."""
    databases = [make_database(journal_url) for _ in range(4)]
    await asyncio.gather(*(one.__aenter__() for one in databases))
    await Journal(databases[0]).record(asked("流量"), DECLINED, 1.0)
    try:
        assert 1 == (await Journal(databases[1]).statistics())["questions"]
    finally:
        for one in databases:
            await one.__aexit__()


async def test_text_that_the_server_refuses(database: Database) -> None:
    """NUL and half a surrogate pair cost neither a question nor those written with it."""
    journal, odd = Journal(database), asked("流\0量\ud800")
    await asyncio.gather(*(journal.record(one, DECLINED, 1.0) for one in (odd, asked("复利"))))

    found = await journal.question(odd.id)
    assert found
    assert "流量?" == found.text
    assert 0 == database.lost


async def test_a_write_that_fails_takes_no_other_with_it(database: Database) -> None:
    """Of writes in one transaction, the one that fails is undone, and the others stay."""
    wrong, journal = replace(asked("流量"), language="x" * 17), Journal(database)
    await asyncio.gather(
        *(journal.record(one, DECLINED, 1.0) for one in (asked("流"), wrong, asked("利")))
    )

    assert 1 == database.lost
    assert 2 == (await journal.statistics())["questions"]


async def test_an_entry_that_is_written_again(database: Database) -> None:
    """An entry that was committed when the connection broke is there once, and not lost."""
    question, journal = asked("流量"), Journal(database)
    for _ in range(2):
        await journal.record(question, answer("a"), 1.0)

    assert 0 == database.lost
    assert 1 == (await journal.statistics())["questions"]


async def test_an_outage(own_pg: PostgresqlServer, caplog: pytest.LogCaptureFixture) -> None:
    """While the server is away, nothing is stored, which is told; after it, all goes on."""
    async with make_database(own_pg.new_database()) as database:
        inbox, journal = Inbox(database, 1), Journal(database)
        assert {1} == await inbox.store([StoredUpdate(1, "{}")])
        own_pg.kill()
        question = asked("流量")
        recording = asyncio.create_task(journal.record(question, DECLINED, 1.0))
        assert await journal.question("000000000000") is None
        assert not await database.is_writable()
        assert await inbox.known([1]) is None
        assert "journal read failed" in caplog.text
        await asyncio.to_thread(own_pg.start)
        await recording
        found = await journal.question(question.id)

        assert found
        assert await database.is_writable()
        assert {1} == await inbox.known([1])
        assert 0 == database.lost


async def test_a_server_that_hangs(
    own_pg: PostgresqlServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """While the server is silent, nobody waits for ever; what is written meanwhile is not lost."""
    for limit in ("_ANSWER_SECONDS", "_CONNECT_SECONDS"):
        monkeypatch.setattr(f"bot.journal.postgresql.{limit}", 0.5)
    async with make_database(own_pg.new_database()) as database:
        inbox, journal = Inbox(database, 1), Journal(database)
        assert {1} == await inbox.store([StoredUpdate(1, "{}")])
        own_pg.pause()
        question = asked("流量")
        recording = asyncio.create_task(journal.record(question, DECLINED, 1.0))
        assert await inbox.known([1]) is None
        assert "inbox not read" in caplog.text
        assert not await database.is_writable()
        own_pg.resume()
        await recording

        assert await journal.question(question.id)
        assert {1} == await inbox.known([1])
        assert await database.is_writable()
        assert 0 == database.lost


async def test_the_end_while_the_server_hangs(own_pg: PostgresqlServer) -> None:
    """A program ends while the server is silent, and gives up what it cannot write."""
    database = make_database(own_pg.new_database())
    await database.__aenter__()
    journal = Journal(database)
    await asyncio.gather(*(database.size() for _ in range(5)))
    await journal.record(asked("流量"), DECLINED, 1.0)
    own_pg.pause()
    recording = asyncio.create_task(journal.record(asked("复利"), DECLINED, 1.0))
    await asyncio.sleep(0.1)
    ending = asyncio.create_task(database.__aexit__())
    # Before a statement of statistics would have to be answered, which is minutes.
    ended, _ = await asyncio.wait({ending}, timeout=30)
    own_pg.resume()
    await recording

    assert {ending} == ended
    assert 1 == database.lost


async def test_a_server_that_is_away_at_the_start(own_pg: PostgresqlServer) -> None:
    """Without the server the program starts, says what is wrong, and opens the journal later."""
    url = own_pg.new_database()
    own_pg.stop()
    with pytest.raises(JournalError, match="BOT_DATABASE_URL"):
        async with make_database(url):
            pass
    async with make_database(url, is_required=False) as database:
        assert database.is_to_be_opened
        assert await Inbox(database, 1).store([StoredUpdate(1, "{}")]) is None
        await asyncio.to_thread(own_pg.start)

        assert await database.reopen()
        assert {1} == await Inbox(database, 1).store([StoredUpdate(1, "{}")])


async def test_a_server_that_takes_no_writes(journal_url: str) -> None:
    """A journal that can only be read is told as a problem, and can be read."""
    async with make_database(journal_url) as database:
        await Journal(database).record(asked("流量"), DECLINED, 1.0)
        name = journal_url.partition("@/")[2].partition("?")[0]
        only_reads = f"ALTER DATABASE {name} SET default_transaction_read_only = on"
        await database.writer.run(lambda one: one.exec_driver_sql(only_reads))
    async with make_database(journal_url, is_required=False) as database:
        assert database.problem
        assert 1 == (await Journal(database).statistics())["questions"]
        assert not await database.is_writable()


@pytest.mark.parametrize("word", ["a-secret-word", "a/secret?word", "a@secret-word"])
@pytest.mark.parametrize("form", ["nobody:{}@/{}", "/{1}&user=nobody&password={0}"])
async def test_passwords_are_not_told(
    journal_url: str, caplog: pytest.LogCaptureFixture, form: str, word: str
) -> None:
    """An error of the server names it without its password, and no log has that."""
    scheme, _, place = journal_url.partition("yinju@/")
    url = scheme + form.format(word, place)
    with pytest.raises(JournalError) as raised:
        async with make_database(url):
            pass
    settings = Settings(database_url=url)
    told = str(raised.value) + caplog.text + settings.journal_name

    assert "***" in settings.journal_name
    assert "secret" not in told
    assert word in settings.secrets


async def test_what_is_stored_about_a_person(database: Database) -> None:
    """All rows about a person are found, and deleted with what refers to them."""
    journal, personal = Journal(database), PersonalData(database)
    await journal.record(asked("流量", 6), DECLINED, 1.0)
    await journal.record(asked("复利", 8), DECLINED, 1.0)
    await Inbox(database, 1).store([StoredUpdate(1, "{}", 6, 6), StoredUpdate(2, "{}", 8, 8)])

    assert {"questions", "inbox"} == set(await personal.rows_about(6))
    assert 2 == await personal.count_about(6)
    assert 2 == await personal.forget(6)
    assert {} == await personal.rows_about(6)
    assert 1 == (await journal.statistics())["questions"]


async def test_an_export_of_a_running_bot(journal_url: str, tmp_path: Path) -> None:
    """/stats exports what was asked, in a process of its own that the password is not shown to."""
    async with make_database(journal_url) as database:
        for number in range(250):
            await Journal(database).record(asked(f"第{number}问", number=number), DECLINED, 1.5)
        settings = Settings(database_url=journal_url, data_dir=tmp_path)
        from bot.figures import Period

        async with Exports(settings).open("jsonl", Period.ALL) as files:
            ((file, count),) = files
            rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    assert 250 == count == len(rows)
    assert {f"第{number}问" for number in range(250)} == {row["question"] for row in rows}
    assert {("not-covered", True, 1.5)} == {
        (row["reason"], row["is_question"], row["milliseconds"]) for row in rows
    }


async def test_health(database: Database, journal_url: str) -> None:
    """While the program starts, a journal on a server is not ready."""
    health = Health(Settings(database_url=journal_url))

    assert not (await health.checks())["database"]
    assert await database.is_writable()
    assert (await database.size() or 0) > 1_000_000


def test_commands(run: Run, journal_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands work on a journal on a server; a backup is pg_dump's."""
    monkeypatch.setenv("BOT_DATABASE_URL", journal_url)
    empty = list(check_database(Settings()))

    async def record() -> None:
        async with make_database(journal_url) as database:
            await Journal(database).record(asked("=1+1"), DECLINED, 1.0)
            inbox = Inbox(database, 0)
            await inbox.store([StoredUpdate(5, "{}")])
            await inbox.set_aside(5)

    asyncio.run(record())
    (aside,) = check_database(Settings())
    assert "the next start migrates it" in str(empty[0].message)
    assert "yinju journal replay" in str(aside.message)
    assert 1 == json.loads(run("journal", "stats", "--json").out)["messages"]
    assert "5" == run("journal", "replay").out.strip()
    assert "=1+1" in run("journal", "unanswered").out
    assert 0 == run("journal", "export", "questions.csv").status
    assert "'=1+1" in Path("questions.csv").read_text("utf-8-sig")
    refused = run("journal", "backup", "copy.sqlite3")
    assert (0, True) != (refused.status, Path("copy.sqlite3").exists())
    assert "pg_dump" in refused.err
    assert 1 == json.loads(run("journal", "forget", "--yes", "--json", "6").out)["deleted"]


@pytest.mark.parametrize("url", ["postgresql+asyncpg://host:port/journal"])
def test_a_wrong_address(run: Run, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """An address that is none is told with an example."""
    monkeypatch.setenv("BOT_DATABASE_URL", url)

    assert "must be like postgresql+asyncpg://" in run("journal", "stats").err


async def test_views_for_people(database: Database) -> None:
    """People who browse the database find views that count as those of SQLite do."""
    await Journal(database).record(asked("流量"), DECLINED, 1.26)

    async def first(view: str) -> RowMapping:
        async with database.connect() as connection:
            found = await connection.execute(select(text("*")).select_from(text(view)))
            row: RowMapping = found.mappings().one()
            return row

    day = await first("questions_by_day")
    assert "1.3" == str((await first("questions_asked"))["milliseconds"])
    assert (1, 1) == (day["declined"], day["people"])
    assert 1 == (await first("questions_without_answer"))["times"]


async def test_a_report_is_claimed_by_one(journal_url: str) -> None:
    """Of programs that find a report to be due at the same time, one sends it."""
    due = datetime(2026, 11, 2, 9, tzinfo=UTC)
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(make_database(journal_url)) for _ in range(4)]
        stores = [ReportStore(one) for one in opened]
        claimed = [
            await asyncio.gather(
                *(one.claim("weekly", due + timedelta(weeks=n)) for one in stores)
            )
            for n in range(5)
        ]

    assert [0, 1, 1, 1, 1] == [some.count(True) for some in claimed]


def test_the_doctor_without_the_server(tmp_path: Path) -> None:
    """`yinju doctor` tells of a server that cannot be reached, without its password."""
    url = f"postgresql+asyncpg://bot:a-secret-word@/yinju?host={tmp_path}"
    (found,) = check_database(Settings(database_url=url))

    assert State.ERROR is found.state
    assert "bot:***@" in str(found.message)
