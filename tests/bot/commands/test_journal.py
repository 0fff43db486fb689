"""`yinju journal stats`, `export` and `forget`."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.journal.journal import Journal, NewQuestion
from bot.journal.opening import make_database
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.declining import Reason
from tests.bot.commands.test_removing import Typed
from tests.bot.conftest import Run

GROUP, ANN, BOB = -100, 41, 42


@pytest.fixture
def journal(environment: None, data_dir: Path) -> Path:
    """A journal with questions of two people, in private and in a group."""
    file = data_dir / "journal.sqlite3"
    now = datetime.now(UTC)

    async def write() -> None:
        async with make_database(f"sqlite+aiosqlite:///{file}") as database:
            kept = Journal(database)
            for number, (chat, person, at) in enumerate(
                [
                    (ANN, ANN, now),
                    (GROUP, ANN, now - timedelta(days=40)),
                    (GROUP, BOB, now - timedelta(days=3)),
                ]
            ):
                asked = NewQuestion("=复利", chat, "group", person, number, "zh-Hans", at=at)
                declined = Abstention("=复利", Reason.NOT_COVERED)
                await kept.record(asked, declined if number else Answer("=复利", ()), 12.0)

    asyncio.run(write())
    return file


@pytest.mark.parametrize(
    ("options", "questions", "people"),
    [
        ((), 3, 2),
        (("--period", "week"), 2, 2),
        (("--chat", str(GROUP)), 2, 2),
        (("--period", "month", "--chat", str(GROUP)), 1, 1),
        (("--period", "today", "--chat", str(BOB)), 0, 0),
    ],
)
def test_stats(
    run: Run, journal: Path, options: tuple[str, ...], questions: int, people: int
) -> None:
    """The figures are those of a period and a chat, beside the counts of the whole journal."""
    shown = json.loads(run("journal", "stats", "--json", *options).out)

    assert (3, {"answered": 1, "declined": 2}) == (shown["messages"], shown["outcomes"])
    assert (questions, people) == (shown["period"]["questions"], shown["period"]["people"])
    assert 24 == len(shown["period"]["hours"])


@pytest.mark.parametrize(
    ("language", "words"),
    [("C.UTF-8", "people who asked"), ("zh_CN.UTF-8", "提问的人"), ("zh_TW.UTF-8", "提問的人")],
)
def test_the_tables(
    run: Run, journal: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    """Without --json there are tables in the terminal's language."""
    monkeypatch.setenv("LANG", language)

    printed = run("journal", "stats").out

    for expected in (words, "=复利", "█"):
        assert expected in printed


def test_titles(run: Run, journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles are shown by the titles that were last indexed, each of its own collection."""
    for key, title in (("plays", "茶馆"), ("poems", "茶诗")):
        (folder := tmp_path / "all" / key).mkdir(parents=True)
        (folder / "collection.toml").write_text(f'name = "{key}"\n', "utf-8")
        (folder / "one.md").write_text(f"# {title}\n\n茶是山里的人种的。\n", "utf-8")
        run("corpus", "reindex", "--corpus", str(folder))
    monkeypatch.setenv("BOT_CORPUS_DIR", str(tmp_path / "all"))
    with closing(sqlite3.connect(journal)) as connection, connection:
        for number, key in enumerate(("plays", "poems", "poems")):
            connection.execute(
                "UPDATE questions SET collection = ? WHERE message_id = ?", (key, number)
            )
        connection.execute("INSERT INTO citations SELECT id, 1, 'one', NULL, 1.0 FROM questions")

    printed = run("journal", "stats").out
    shown = json.loads(run("journal", "stats", "--json").out)

    for expected in ("茶馆 · plays", "茶诗 · poems"):
        assert expected in printed
    assert {"plays/one": 1, "poems/one": 2} == shown["quoted"]
    assert [
        {"collection": "poems", "id": "one", "count": 2, "title": "茶诗"},
        {"collection": "plays", "id": "one", "count": 1, "title": "茶馆"},
    ] == shown["period"]["quoted"]


def test_a_zone_that_is_none(run: Run, journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A time zone that does not exist is named, with the one that comes closest."""
    for wrong in ("Asia/Shangai", "../etc", "Asia"):
        monkeypatch.setenv("BOT_TIMEZONE", wrong)
        ran = run("journal", "stats")
        assert 2 == ran.status
        assert "BOT_TIMEZONE must be the name of a time zone" in ran.err
    monkeypatch.setenv("BOT_TIMEZONE", "Asia/Shangai")
    assert "did you mean Asia/Shanghai?" in run("journal", "stats").err


@pytest.mark.parametrize(
    ("language", "words"),
    [("C", "not found in the articles"), ("zh_CN", "文章里没找到"), ("zh_TW", "文章裡沒找到")],
)
def test_reasons_in_words(
    run: Run, journal: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    """A table has the reasons for declining in words, and JSON as the journal names them."""
    monkeypatch.setenv("LANG", f"{language}.UTF-8")
    table = run("journal", "stats").out

    assert words in table
    assert "not-covered" not in table
    assert {"not-covered": 2} == json.loads(run("journal", "stats", "--json").out)["reasons"]


def test_json_of_what_was_done(run: Run, journal: Path, tmp_path: Path) -> None:
    """A program reads what was exported, copied and deleted."""
    export, copy = str(tmp_path / "all.csv"), str(tmp_path / "copy")
    done = [
        json.loads(run("journal", *words, "--json").out)
        for words in (
            ("export", export),
            ("backup", copy),
            ("forget", "--yes", str(ANN)),
            ("forget", str(ANN)),
        )
    ]

    assert done == [
        {"file": export, "questions": 3},
        {"file": copy, "questions": 3},
        {"id": ANN, "deleted": 2},
        {"id": ANN, "deleted": 0},
    ]


def test_times_of_the_zone(
    run: Run, journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All times that the shell writes have the offset of BOT_TIMEZONE."""
    monkeypatch.setenv("BOT_TIMEZONE", "Asia/Shanghai")
    file = tmp_path / "all.jsonl"
    run("journal", "export", "--format", "jsonl", str(file))
    stats = json.loads(run("journal", "stats", "--json").out)
    asked = [json.loads(line)["asked_at"] for line in file.read_text("utf-8").splitlines()]

    times = [stats["since"], stats["period"]["begins"], stats["period"]["ends"], *asked]
    assert {"+08:00"} == {time[-6:] for time in times}


def test_export(run: Run, journal: Path, tmp_path: Path) -> None:
    """Questions are written as CSV, or as JSON Lines from a day on, and nothing is overwritten."""
    every, late = tmp_path / "every.csv", tmp_path / "late.jsonl"
    since = f"{datetime.now(UTC) - timedelta(days=10):%Y-%m-%d}"

    assert "holds 3 questions" in run("journal", "export", str(every)).out
    run("journal", "export", "--format", "jsonl", "--since", since, str(late))
    again = run("journal", "export", str(every))

    assert 4 == len(every.read_text("utf-8-sig").splitlines())
    assert ",'=复利," in every.read_text("utf-8-sig")
    assert ["=复利"] * 2 == [
        json.loads(one)["question"] for one in late.read_text("utf-8").splitlines()
    ]
    assert (2, True) == (again.status, "overwrites nothing" in again.err)


def test_an_export_that_cannot_be_written(run: Run, journal: Path, tmp_path: Path) -> None:
    """A file in a folder that is none is told, as is a journal that is none."""
    ran = run("journal", "export", str(tmp_path / "nowhere" / "file.csv"))
    journal.unlink()
    without = run("journal", "export", str(tmp_path / "file.csv"))

    assert (2, True) == (ran.status, "cannot be written" in ran.err)
    assert (2, True) == (without.status, "There is no journal" in without.err)


def test_forget(run: Run, journal: Path) -> None:
    """With --yes, all that is stored about a person, and then about a group, is deleted."""
    first = run("journal", "forget", "--yes", str(ANN))
    second = run("journal", "forget", "-y", str(GROUP))
    nothing = run("journal", "forget", str(GROUP))
    left = json.loads(run("journal", "stats", "--json").out)

    assert f"2 entries about {ANN} deleted." in first.out
    assert f"1 entry about {GROUP} deleted." in second.out
    assert f"Nothing is stored about {GROUP}." in nothing.out
    assert 0 == left["messages"]


@pytest.mark.parametrize(("answer", "left"), [("y\n", 1), ("n\n", 3)])
def test_forget_asks(
    run: Run, journal: Path, monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    """At a terminal the number of entries is shown, and nothing is deleted without a yes."""
    monkeypatch.setattr("sys.stdin", Typed(answer))

    assert "2 entries" in run("journal", "forget", str(ANN)).out
    assert left == json.loads(run("journal", "stats", "--json").out)["messages"]


def test_forget_where_nobody_can_be_asked(run: Run, journal: Path) -> None:
    """Without a terminal nothing is deleted, unless --yes is given."""
    ran = run("journal", "forget", str(ANN))

    assert (2, True) == (ran.status, "--yes" in ran.err)
    assert 3 == json.loads(run("journal", "stats", "--json").out)["messages"]
