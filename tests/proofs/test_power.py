"""A power cut at any write or sync loses nothing that Telegram was told had arrived.

The stores run 200 updates. At each write and sync of that run the power is cut, and the program
starts with what the disk may hold then. These hold after each cut:

1. The database is whole: SQLite's check of it finds nothing, and no row refers to nothing.
2. An update that was confirmed is there; if its reply has not gone out, it waits, whole.
3. An update whose end was written is not handled again. Only a reply in flight, whose end was not
   written yet, can go out twice.
4. A question that was recorded is there, with what was quoted.
5. What a person had deleted stays deleted.
"""

from __future__ import annotations

import asyncio
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.journal.handling import Handling, handling
from bot.journal.inbox import Inbox, StoredUpdate
from bot.journal.journal import Feedback, Journal, NewQuestion
from bot.journal.personal_data import PersonalData
from bot.journal.policy_store import PolicyStore
from bot.journal.schema import State, citations, inbox, questions
from bot.journal.sqlite_database import SqliteDatabase
from bot.policy import Policy
from corpus.model import Article
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.declining import Reason
from retrieval.answer.excerpt import Excerpt
from tests.proofs.power import Disk, Mark, Operation, Record, Statement, record_statements, replay

UPDATES = 200
WAYS = ("lost", "kept", "torn")
FILE = "journal.sqlite3"
FORGETFUL = 77
"""The person who has everything deleted in the middle of the run."""


def payload(number: int) -> str:
    """Return the content of an update: some are short, some need several pages."""
    return f"第{number}条消息" * (1 + number % 7 * 100)


def person_of(number: int) -> int:
    """Return the person who sent an update."""
    return FORGETFUL if number % 10 == 3 else 100 + number % 5


@dataclass
class Program:
    """The stores of a running program, and the record of what they do."""

    database: SqliteDatabase
    record: Record

    def mark(self, kind: str, number: int) -> None:
        """Note that something has happened."""
        self.record.append(Mark(kind, number))

    async def run(self) -> None:
        """Take updates as polling does, in batches, and handle those of a batch at once."""
        store, chance, first = Inbox(self.database, 1), random.Random(5), 1
        while first <= UPDATES:
            batch = range(first, min(first + chance.randint(1, 6), UPDATES + 1))
            await store.store(
                [StoredUpdate(n, payload(n), person_of(n), person_of(n)) for n in batch]
            )
            for number in batch:
                self.mark("confirmed", number)
            # The order of two writers that meet cannot be seen in a record, so that what has a
            # transaction of its own comes after what is written together.
            await asyncio.gather(*(self._answer(store, number) for number in batch if number % 3))
            for number in batch:
                await self._keep(store, number)
            first = batch.stop
            if first > UPDATES // 2 > batch.start - 1:
                self.mark("forgetting", batch.stop)
                await PersonalData(self.database).forget(FORGETFUL)
                self.mark("forgotten", batch.stop)
        await store.forget_old()

    async def _answer(self, store: Inbox, number: int) -> None:
        self.mark("replied", number)
        handling.set(Handling(store, number))
        await self._record(number)
        self.mark("ended", number)

    async def _keep(self, store: Inbox, number: int) -> None:
        if number % 3:
            feedback = Feedback(str(number), person_of(number), "good")
            await Journal(self.database).record_feedback(feedback)
            return
        self.mark("replied", number)
        await PolicyStore(self.database).keep(person_of(number), Policy(quotations=2))
        await store.finish(number)
        await store.finish_rest()
        self.mark("ended", number)

    async def _record(self, number: int) -> None:
        journal, person = Journal(self.database), person_of(number)
        asked = NewQuestion(f"问{number}", person, "private", person, number, "en", id=str(number))
        article = Article("a", "a.txt", "题")
        quoted = Answer(asked.text, (Citation(article, None, Excerpt("文", 0, ()), 1.0),))
        await journal.record(
            asked, quoted if number % 2 else Abstention(asked.text, Reason.NOT_COVERED), 1.0
        )
        # An answer does not wait long for its entry.
        await asyncio.gather(*journal._writing.values())
        self.mark("recorded", number)


@dataclass
class Known:
    """What has happened before a cut: numbers of updates by kind of mark."""

    numbers: dict[str, set[int]] = field(default_factory=dict)

    def add(self, mark: Mark) -> None:
        """Take a mark."""
        self.numbers.setdefault(mark.kind, set()).add(mark.number)

    def of(self, kind: str) -> set[int]:
        """Return the numbers of the updates for which something had happened."""
        return self.numbers.get(kind, set())

    def deleted(self, mark: str) -> set[int]:
        """Return the updates of the person who had everything deleted before a mark."""
        upto = max(self.of(mark), default=0)
        return {number for number in range(1, upto) if person_of(number) == FORGETFUL}


async def recorded_run(folder: Path) -> Record:
    """Run the program on a new journal, and return its statements and what happened when."""
    record: Record = []
    database = SqliteDatabase(f"sqlite+aiosqlite:///{folder / 'recorded.sqlite3'}")
    record_statements((database._engine.sync_engine, database._threads), record)
    async with database:
        await Program(database, record).run()
    assert 0 == database.lost
    return record


async def start(folder: Path) -> tuple[dict[str, Any], dict[int, str]]:
    """Start the program on a disk, and return what it finds, and what it handles again."""
    async with SqliteDatabase(f"sqlite+aiosqlite:///{folder / FILE}") as database:
        recovered = await Inbox(database, 1).recover()
        assert recovered
        again = {one.update_id: one.payload for one in recovered.updates}
        async with database.connect() as connection:
            states = await connection.execute(select(inbox.c.update_id, inbox.c.state))
            asked = await connection.execute(select(questions.c.id, questions.c.user_id))
            quoted = await connection.execute(select(citations.c.question_id))
            found = {
                "states": dict(tuple(row) for row in states),
                "questions": dict(tuple(row) for row in asked),
                "quoted": {int(row[0]) for row in quoted},
                "intact": (await connection.exec_driver_sql("PRAGMA integrity_check")).scalar(),
                "broken": (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all(),
            }
    return found, again


def faults(known: Known, found: dict[str, Any], again: dict[int, str]) -> Iterator[str]:
    """Yield the invariants that do not hold, by name."""
    if found["intact"] != "ok" or found["broken"]:
        yield "damaged"
    states = found["states"]
    for number in known.of("confirmed"):
        if number not in states:
            yield "lost"
        elif number not in known.of("replied") and again.get(number) != payload(number):
            yield "never answered"
    for number in known.of("ended"):
        if number in again or states.get(number, State.DONE) != State.DONE:
            yield "answered twice"
    recorded = known.of("recorded") - known.deleted("forgetting")
    stored = {int(one) for one in found["questions"]}
    if recorded - stored or {n for n in recorded if n % 2} - found["quoted"]:
        yield "question lost"
    if stored & known.deleted("forgotten"):
        yield "not forgotten"


def cuts(done: list[Operation | Mark], number: int) -> set[int]:
    """Return the places of the operations to cut at, evenly chosen; all of them for 0."""
    places = [place for place, one in enumerate(done) if isinstance(one, Operation)]
    return set(places[:: max(1, len(places) // number)] if number else places)


async def started(
    image: dict[str, bytearray], folder: Path
) -> tuple[dict[str, Any], dict[int, str]] | Exception:
    """Start the program on a disk with these files, and return what `start` does, or its error."""
    folder.mkdir()
    for name, content in image.items():
        (folder / name).write_bytes(content)
    try:
        return await start(folder)
    except Exception as error:  # noqa: BLE001 - whatever it is, the program did not start
        return error
    finally:
        shutil.rmtree(folder)


async def faults_after_cuts(
    done: list[Operation | Mark], folder: Path, number: int
) -> tuple[Counter[str], int, int]:
    """Cut at some operations, each in every way, and return the faults, the cuts and the starts.

    A start that fails is a fault as well. Where a disk holds what it held at the cut before, its
    start is not repeated.
    """
    disk, known, count, chance = Disk(), Known(), Counter[str](), random.Random(11)
    starts, at, before = 0, cuts(done, number), dict[str, tuple[Any, Any]]()
    for place, one in enumerate(done):
        if isinstance(one, Mark):
            known.add(one)
            continue
        disk.do(one)
        for way in WAYS if place in at else ():
            image = dict(disk.cut(way, chance))
            if before.get(way, (None, None))[0] != image:
                starts += 1
                before[way] = image, await started(image, folder / "after")
            if isinstance(found := before[way][1], Exception):
                count[f"no start: {found}"] += 1
            else:
                count.update(set(faults(known, *found)))
    return count, len(at), starts


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the run."""
    return tmp_path_factory.mktemp("power")


@pytest.fixture(scope="module")
def record(run_folder: Path) -> Record:
    """The statements of a run of the program, with what happened when."""
    return asyncio.run(recorded_run(run_folder))


async def test_power_cuts(
    record: Record, run_folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Wherever the power is cut, nothing confirmed is lost, and nothing is answered twice."""
    done = replay(record, run_folder / FILE)
    found, number, starts = await faults_after_cuts(
        done, tmp_path, request.config.getoption("--cuts")
    )
    operations = Counter(one.kind for one in done if isinstance(one, Operation))
    print(f"{dict(operations)}; {number} cuts, {starts} starts, faults: {dict(found)}")  # noqa: T201

    assert {} == found
    assert UPDATES == sum(one.kind == "confirmed" for one in done if isinstance(one, Mark))


@pytest.mark.parametrize("setting", ["OFF", "NORMAL"])
async def test_the_proof_can_fail(
    record: Record, run_folder: Path, tmp_path: Path, setting: str
) -> None:
    """Where commits are not synced, the same cuts find updates that are lost."""
    weak: Record = [
        Statement(one.connection, one.sql.replace("synchronous=FULL", f"synchronous={setting}"))
        if isinstance(one, Statement)
        else one
        for one in record
    ]
    assert weak != record
    done = replay(weak, run_folder / f"{setting}-{FILE}")
    renamed = [
        Operation(one.kind, one.file.removeprefix(f"{setting}-"), one.offset, one.data)
        if isinstance(one, Operation)
        else one
        for one in done
    ]
    found, _, _ = await faults_after_cuts(renamed, tmp_path, 20)

    assert found["lost"] + sum(n for what, n in found.items() if what.startswith("no start"))
    assert found["lost"] or setting == "OFF"
