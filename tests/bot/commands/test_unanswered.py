"""`yinju journal unanswered` lists what /unanswered does."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.journal.journal import Journal, NewQuestion
from bot.journal.opening import make_database
from retrieval.answer.answer import Abstention
from retrieval.answer.declining import Reason
from tests.bot.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of one article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "boat.md").write_text("---\ntitle: 修木船\n---\n桐油要选秋天榨的。", "utf-8")
    return folder


def ask(data_dir: Path, *questions: str) -> None:
    """Record questions that found nothing."""

    async def record() -> None:
        url = f"sqlite+aiosqlite:///{data_dir / 'journal.sqlite3'}"
        async with make_database(url) as database:
            for text in questions:
                question = NewQuestion(text, 1, "private", 1, 1, "zh-Hans")
                await Journal(database).record(question, Abstention(text, Reason.NOT_COVERED), 1.0)

    asyncio.run(record())


def test_unanswered(run: Run, data_dir: Path, folder: Path) -> None:
    """Groups are printed with the wordings in them; what is answered by now is left out."""
    ask(data_dir, "明天下雨吗", "养老金怎么领", "养老金怎么领？", "养老金在哪领", "桐油要选什么")
    printed = run("journal", "unanswered", "--corpus", str(folder))
    found = json.loads(run("journal", "unanswered", "--json", "--corpus", str(folder)).out)
    (first,) = json.loads(
        run("journal", "unanswered", "--json", "--limit", "1", "--corpus", str(folder)).out
    )

    assert 0 == printed.status
    assert "asked 3×" in printed.out
    assert ["养老金怎么领？", "明天下雨吗"] == [one["question"] for one in found]
    assert (3, 3, 0, 0) == tuple(
        first[name] for name in ("asked", "nothing_found", "in_doubt", "disliked")
    )
    assert [2, 1] == [one["asked"] for one in first["questions"]]


def test_what_admins_try(
    run: Run, data_dir: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an admin asked in private is left out."""
    ask(data_dir, "明天下雨吗")
    monkeypatch.setenv("BOT_ADMIN_IDS", "1")
    ran = run("journal", "unanswered", "--json", "--corpus", str(folder))

    assert "[]" == ran.out.strip()


def test_nothing(run: Run, folder: Path) -> None:
    """An empty journal is said to have no such question."""
    ran = run("journal", "unanswered", "--corpus", str(folder))

    assert (0, "No question is waiting for a better answer.") == (ran.status, ran.out.strip())
    assert "[]" == run("journal", "unanswered", "--json", "--corpus", str(folder)).out.strip()


def test_check_names_examples_without_their_passage(run: Run, folder: Path) -> None:
    """`corpus check` warns of examples whose passage is gone, and fails if the file is no TOML."""
    file = folder / "examples.toml"
    file.write_text('[[example]]\nquestions = ["桐油多少钱"]\npassage = "gone"\n', "utf-8")
    warned = run("corpus", "check", "--corpus", str(folder))
    file.write_text("[[", "utf-8")
    failed = run("corpus", "check", "--json", "--corpus", str(folder))

    assert 0 == warned.status
    assert "examples.toml:3" in warned.out
    assert "桐油多少钱" in warned.out
    assert 1 == failed.status
    assert ["examples.toml"] == [one["path"] for one in json.loads(failed.out)["problems"]]


def test_ask_uses_examples(run: Run, folder: Path) -> None:
    """`ask` answers by the collection's examples as well."""
    quoted = json.loads(run("ask", "--json", "--corpus", str(folder), "桐油怎么选").out)
    passage = quoted["citations"][0]["passage"]
    text = f'[[example]]\nquestions = ["船漆去哪里买"]\npassage = "{passage}"\n'
    (folder / "examples.toml").write_text(text, "utf-8")
    answered = json.loads(run("ask", "--json", "--corpus", str(folder), "请问船漆去哪里买？").out)

    assert [passage] == [one["passage"] for one in answered["citations"]]
    assert not answered["doubtful"]
