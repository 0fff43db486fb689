"""Exports hold every question once, in files that spreadsheets and programs read."""

from __future__ import annotations

import asyncio
import csv
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.journal.export import Export, harmless_cell
from bot.journal.opening import make_database
from bot.journal.schema import citations, feedback, questions

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
TEXTS = ["=1+1", "流量是什么？", "两行\n“引号”,逗号", "@SUM(A1)", "＝cmd", "\t=2", "🐜"] * 60
PERSON = 4242


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with a question an hour, in private and in a group."""
    file = tmp_path_factory.mktemp("export") / "journal"
    rows = [
        {
            "id": f"{number:012x}",
            "asked_at": BEGIN + timedelta(hours=number),
            "chat_id": -100 if number % 2 else PERSON,
            "chat_type": "group" if number % 2 else "private",
            "user_id": PERSON,
            "message_id": number,
            "language": "zh-Hans",
            "text": text,
            "outcome": "answered",
            "took_ms": 1.25,
        }
        for number, text in enumerate(TEXTS)
    ]
    quoted = [
        {"question_id": rows[0]["id"], "place": place, "article_id": name, "score": 1.0}
        for place, name in enumerate(["一", "二", "一"])
    ]
    judged = {"question_id": rows[0]["id"], "user_id": 1, "given_at": BEGIN, "verdict": "good"}

    async def write() -> None:
        url = f"sqlite+aiosqlite:///{file}"
        async with make_database(url) as database, database.begin() as connection:
            await connection.execute(insert(questions), rows)
            await connection.execute(insert(citations), quoted)
            await connection.execute(insert(feedback), judged)

    asyncio.run(write())
    return file


def export(
    journal: Path, folder: Path, kind: str, part_bytes: int | None = None, zone: str = "UTC"
) -> Export:
    """Return an export of a whole journal into a folder."""
    file = str(folder / "questions")
    return Export(str(journal), file, kind, "2026-01-01", ["greeting"], zone, part_bytes)


def test_csv(journal: Path, tmp_path: Path) -> None:
    """CSV begins with the mark that Excel needs, and gives every question back."""
    ((file, count),) = export(journal, tmp_path, "csv").write()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert file.read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert count == len(rows) == len(TEXTS)
    assert TEXTS == [row["question"].removeprefix("'") for row in rows]
    assert ("2026-11-01T00:00:00+00:00", "一\n二", "1", "0") == (
        *(rows[0]["asked_at"], rows[0]["articles"]),
        *(rows[0]["helpful"], rows[0]["not_helpful"]),
    )
    assert "" == rows[0]["group"]
    assert "-100" == rows[1]["group"]


def test_times(journal: Path, tmp_path: Path) -> None:
    """Times are by the clock of a zone, with its offset."""
    ((file, _),) = export(journal, tmp_path, "jsonl", zone="Asia/Shanghai").write()
    first = json.loads(file.read_text("utf-8").splitlines()[0])

    assert "2026-11-01T08:00:00+08:00" == first["asked_at"]


def test_json_lines(journal: Path, tmp_path: Path) -> None:
    """JSON Lines have an object a question, with its text as it was."""
    ((file, count),) = export(journal, tmp_path, "jsonl").write()
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    assert count == len(rows)
    assert TEXTS == [row["question"] for row in rows]
    assert (["一", "二"], []) == (rows[0]["articles"], rows[1]["articles"])


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_nobodys_number(journal: Path, tmp_path: Path, kind: str) -> None:
    """The number of a person, which is that of their private chat, is in no file."""
    ((file, _),) = export(journal, tmp_path, kind).write()

    assert str(PERSON) not in file.read_text("utf-8")
    assert 0o600 == file.stat().st_mode & 0o777


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_parts(journal: Path, tmp_path: Path, kind: str) -> None:
    """Where a file becomes too large, the next questions are in another one, none twice."""
    parts = list(export(journal, tmp_path, kind, 10_000).write())
    texts = []
    for file, _ in parts:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines) if kind == "csv" else map(json.loads, lines)
            texts += [row["question"].removeprefix("'") for row in rows]

    assert len(parts) > 2
    assert [f"questions-{n}.{kind}" for n in range(1, len(parts) + 1)] == [
        file.name for file, _ in parts
    ]
    assert TEXTS == texts
    assert len(TEXTS) == sum(count for _, count in parts)


def test_since(journal: Path, tmp_path: Path) -> None:
    """Only questions from a moment on are exported; without any there is a file without rows."""
    wanted = export(journal, tmp_path, "csv")

    ((file, count),) = replace(wanted, since="2026-11-02 00:00:00").write()
    file.unlink()
    ((file, none),) = replace(wanted, since="2027-01-01").write()

    assert (len(TEXTS) - 24, 0) == (count, none)
    assert 1 == len(file.read_text("utf-8-sig").splitlines())


def test_a_file_that_exists(journal: Path, tmp_path: Path) -> None:
    """An export overwrites nothing."""
    (tmp_path / "questions").write_text("mine", "utf-8")

    with pytest.raises(FileExistsError):
        list(export(journal, tmp_path, "csv").write())
    assert "mine" == (tmp_path / "questions").read_text("utf-8")


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", " =1"]
)
def test_formulas(cell: str) -> None:
    """A text that a spreadsheet could take for a formula begins with an apostrophe."""
    assert f"'{cell}" == harmless_cell(cell)


@pytest.mark.parametrize("cell", ["a=1", "流量", "", "1-2", -1, None])
def test_cells_that_are_harmless(cell: object) -> None:
    """Any other text, and a number, stays as it is."""
    assert cell == harmless_cell(cell)
