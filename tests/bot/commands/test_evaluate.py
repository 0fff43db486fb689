"""`yinju eval` prints figures, writes answers and compares them."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from bot.commands.memory import peak_memory_mib
from tests.bot.conftest import Run


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Three judged questions over the packaged collection."""
    file = tmp_path / "q.jsonl"
    rows = [
        {"id": "a", "query": "流量思维", "kind": "keyword", "gold": [{"article": "huan"}]},
        {"id": "b", "query": "明天下雨吗", "kind": "out-of-scope", "gold": []},
        {"id": "c", "query": "基础设施", "kind": "natural", "gold": [{"article": "nowhere"}]},
    ]  # fmt: skip
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return file


def test_eval(run: Run, questions: Path, tmp_path: Path) -> None:
    """Figures are printed as JSON and as a table, and every answer is written to a file."""
    answers = tmp_path / "answers.jsonl"
    figures = json.loads(run("eval", str(questions), "--json", "--answers", str(answers)).out)
    written = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]

    assert {"n", "single", "shown", "kinds", "refused", "false_refusals", "misses"} == set(figures)
    assert (3, ["c"], [1, 1]) == (figures["n"], figures["misses"], figures["refused"])
    assert ["a", "b", "c"] == [answer["id"] for answer in written]
    assert 5 == len(written[2]["citations"])
    again = run("eval", str(questions), "--json", "--compare", str(answers)).out
    assert {"n": figures["n"], "better": [], "worse": [], "difference": 0.0} == {
        key: json.loads(again)["compared"][key] for key in ("n", "better", "worse", "difference")
    }
    assert "may be chance" in run("eval", str(questions), "--compare", str(answers)).out
    whole = run("eval", str(questions), "--engine", "rank-bm25")
    table = whole.out
    assert f"{questions}:3: c: no article is called nowhere" in whole.err.splitlines()
    assert 1 == sum("hits among the first three; refused 1 of 1" in x for x in table.splitlines())
    assert "keyword" in table
    assert "missed" in table
    assert "c  " in table.partition("missed")[2]


@pytest.mark.parametrize(
    ("locale", "head", "words"),
    [
        ("zh_CN.UTF-8", "类型", "没有答案的 1 个，拒答 1 个；有答案的 2 个，拒答 0 个；"),
        ("zh_TW.UTF-8", "類型", "沒有答案的 1 個，拒答 1 個；有答案的 2 個，拒答 0 個；"),
    ],
)
def test_figures_in_chinese(  # noqa: PLR0917 - fixtures
    run: Run,
    questions: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    locale: str,
    head: str,
    words: str,
) -> None:
    """People read the language of the terminal, but for names."""
    monkeypatch.setenv("LANG", locale)
    answers = tmp_path / "a.jsonl"
    run("eval", str(questions), "--answers", str(answers))
    ran = run("eval", str(questions), "--compare", str(answers))

    assert (0, True, True) == (ran.status, head in ran.out, words in ran.out)
    known = {"n", "hit", "MRR", "keyword", "natural", "out", "of", "scope", "a", "b", "c"}
    assert set() == set(re.findall("[A-Za-z]+", ran.out)) - known


def test_eval_over_passages(run: Run, tmp_path: Path) -> None:
    """Bare passages are ranked, and no question is declined."""
    passages, judged = tmp_path / "p.jsonl", tmp_path / "q.jsonl"
    passages.write_text(
        '{"id": "1", "title": "", "text": "流量"}\n{"id": "2", "text": "土壤"}', "utf-8"
    )
    judged.write_text('{"id": "a", "text": "土壤？", "gold": ["2"]}', "utf-8")

    figures = json.loads(run("eval", str(judged), "--passages", str(passages), "--json").out)

    assert {"n", "R@1", "R@3", "R@5", "MRR@10", "p50_ms", "p99_ms", "build_s", "peak_mb"} == set(
        figures
    )
    assert (1, 1.0, 1.0) == (figures["n"], figures["R@1"], figures["MRR@10"])
    assert "MRR@10" in run("eval", str(judged), "--passages", str(passages)).out


def test_answers_that_cannot_be_written(run: Run, questions: Path) -> None:
    """The error for a file that cannot be written names it."""
    ran = run("eval", str(questions), "--answers", "nowhere/a.jsonl")

    assert 2 == ran.status
    assert "nowhere/a.jsonl" in ran.err


def test_peak_memory_is_in_mib() -> None:
    """A Python process with this program takes more than 10 MiB, and less than 100 GiB."""
    peak = peak_memory_mib()

    assert peak is not None
    assert 10 < peak < 100 * 1024


@pytest.mark.parametrize(("platform", "expected"), [("linux", 3.0), ("darwin", 3.0 / 1024)])
def test_peak_memory_by_platform(
    monkeypatch: pytest.MonkeyPatch, platform: str, expected: float
) -> None:
    """The system's figure is in KiB on Linux, and in bytes on macOS."""
    resource = pytest.importorskip("resource")
    usage = type("Usage", (), {"ru_maxrss": 3 * 1024})
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(resource, "getrusage", lambda _: usage)

    assert expected == peak_memory_mib()


def test_peak_memory_that_is_not_reported(
    monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path
) -> None:
    """Without the module `resource`, as on Windows, ranking works; the memory is null in JSON."""
    monkeypatch.setitem(sys.modules, "resource", None)
    passages, judged = tmp_path / "p.jsonl", tmp_path / "q.jsonl"
    passages.write_text('{"id": "1", "text": "土壤"}', "utf-8")
    judged.write_text('{"id": "a", "text": "土壤？", "gold": ["1"]}', "utf-8")
    command = ("eval", str(judged), "--passages", str(passages))

    assert json.loads(run(*command, "--json").out)["peak_mb"] is None
    assert "peak_mb" not in run(*command).out
