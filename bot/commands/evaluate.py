"""`yinju eval`: figures over judged questions, for a collection or for bare passages."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import RenderableType
from rich.progress import track

from bot.commands.as_json import answer_as_json
from bot.commands.evaluation_tables import (
    Asked,
    comparison_summary,
    kinds_table,
    misses_table,
    ranking_table,
    summary,
)
from bot.commands.loading import errors, open_collection, open_index, read_meaning
from bot.commands.memory import peak_memory_mib
from bot.commands.options import corpus_option, json_option
from bot.commands.printing import results
from bot.commands.tuning import best, tune, tuning_table
from bot.commands.usage import UsageError
from bot.messages import messages
from bot.service.bootstrap import DEFAULT_ENGINE, ENGINES, make_analyzer, make_answerer
from bot.settings import read_settings, terminal_language
from bot.views.problems import in_words
from corpus.collection_file import one_collection
from corpus.loading import LoadResult
from corpus.message import Message, ReportedError, system_error
from retrieval.answer.answerer import Answerer
from retrieval.evaluation.comparison import Comparison, compare
from retrieval.evaluation.figures import (
    JUDGED_QUOTATIONS,
    Judgement,
    gold_faults,
    judge,
    quotations,
    ranking_report,
    report,
)
from retrieval.evaluation.judged import (
    JudgedQuestion,
    Quotation,
    read_answers,
    read_passages,
    read_questions,
    read_ranked_questions,
)
from retrieval.question.context import Context

RANKED = 10
"""Number of passages that are ranked for a question over bare passages."""

_T = TypeVar("_T")


class EvaluationError(ReportedError):
    """The questions cannot be asked as was wanted, or the answers not be written."""


@click.command("eval")
@click.argument("questions", type=click.Path(path_type=Path), metavar="FILE.jsonl")
@click.option("--passages", type=click.Path(path_type=Path), help="Rank these passages only.")
@click.option(
    "--answers", type=click.Path(path_type=Path), help="Write every answer to this file."
)
@click.option(
    "--compare",
    "earlier",
    type=click.Path(path_type=Path),
    metavar="ANSWERS.jsonl",
    help="Compare with the answers that --answers wrote to this file.",
)
@click.option(
    "--tune",
    "tuned",
    type=click.Choice(["meaning"]),
    help="Find the weight of meaning that is best for these questions.",
)
@click.option("--engine", type=click.Choice(list(ENGINES)), default=DEFAULT_ENGINE)
@corpus_option
@json_option
def evaluate(
    questions: Path,
    passages: Path | None,
    answers: Path | None,
    earlier: Path | None,
    tuned: str | None,
    engine: str,
    folder: Path | None,
    *,
    as_json: bool,
) -> None:
    """Ask judged questions and count how often the right passage is quoted."""
    if passages and (answers or earlier or tuned or folder):
        raise UsageError(
            "--passages ranks bare passages; leave out --answers, --compare, --tune and --corpus"
        )
    if passages:
        figures = _rank(questions, passages, engine)
        _print(figures, ranking_table(figures), as_json=as_json)
        return
    judged = read_questions(questions)
    before = read_answers(earlier) if earlier else None
    answerer, texts = _open(engine, folder), messages(terminal_language())
    for question, fault in gold_faults(judged, answerer.snapshot.corpus.articles):
        place = f"{questions}:{question.line}: {question.id}"
        warning = in_words(texts, Message("{place}: {what}", place=place, what=fault))
        errors.print(warning, markup=False, soft_wrap=True)
    if tuned:
        _tune(answerer, judged, as_json=as_json)
        return
    asked = asyncio.run(_ask(answerer, judged))
    if answers:
        _write(answers, [answer for _, answer in asked])
    _report(asked, before, _meaning_of(answerer), as_json=as_json)


def _tune(answerer: Answerer, judged: Sequence[JudgedQuestion], *, as_json: bool) -> None:
    """Print the figures of each weight of meaning, and the best one."""
    meaning = answerer.snapshot.meaning
    if meaning is None or meaning.missing:
        raise EvaluationError(
            "meaning is off; install the extra “meaning”, or set BOT_EMBEDDINGS_URL"
        )
    tried = tune(answerer, meaning, judged)
    figures = {
        "best": best(tried).weight,
        "weights": [
            {"weight": one.weight, "score": one.score, **one.figures["single"]} for one in tried
        ],
    }
    texts = messages(terminal_language())
    advice = texts.gettext("best: {setting} ({encoder})").format(
        setting=f"BOT_MEANING_WEIGHT={best(tried).weight:g}", encoder=meaning.encoder.name
    )
    _print(figures, tuning_table(texts, tried), advice, as_json=as_json)


def _report(
    asked: Asked,
    before: Mapping[str, Sequence[Quotation]] | None,
    meaning: dict[str, str],
    *,
    as_json: bool,
) -> None:
    """Print the figures, and the comparison with earlier answers where there are any."""
    judgements = [judgement for judgement, _ in asked]
    figures = report(judgements) | meaning
    texts = messages(terminal_language())
    shown: list[RenderableType] = [kinds_table(texts, figures), summary(texts, figures)]
    if figures["misses"]:
        shown.append(misses_table(texts, asked))
    if before is not None:
        comparison = _comparison(judgements, before)
        figures["compared"] = comparison.as_json()
        shown.append(comparison_summary(texts, comparison))
    _print(figures, *shown, as_json=as_json)


def _open(engine: str, folder: Path | None) -> Answerer:
    """Open a collection, and return an answerer over it with this engine."""
    settings = read_settings()
    analyzer = make_analyzer(settings)
    if engine == DEFAULT_ENGINE:
        library = open_index(settings, folder, analyzer, is_completed=True)
        return Answerer(library, analyzer)
    loaded = open_collection(settings, folder, analyzer)
    collection = one_collection(folder or settings.collection)
    meaning = read_meaning(settings, loaded.corpus)
    return make_answerer(loaded, analyzer, engine, collection, meaning)


def _meaning_of(answerer: Answerer) -> dict[str, str]:
    """Return the name and version of the encoder of meanings; nothing if words alone answer."""
    meaning = answerer.snapshot.meaning
    if meaning is None or meaning.missing:
        return {}
    return {"meaning": f"{meaning.encoder.name} {meaning.encoder.version}"}


async def _ask(answerer: Answerer, questions: Sequence[JudgedQuestion]) -> Asked:
    """Ask the questions one after the other, and judge the answers."""
    asked = []
    asking = messages(terminal_language()).gettext("Asking")
    for question in _with_progress(questions, asking):
        begun = time.perf_counter()
        context = Context.of(question.earlier)
        result = await answerer.answer(question.text, JUDGED_QUOTATIONS, context)
        took_ms = (time.perf_counter() - begun) * 1000
        answer = {"id": question.id, **answer_as_json(result, took_ms)}
        asked.append((judge(question, quotations(result)), answer))
    return asked


def _rank(questions: Path, passages: Path, engine: str) -> dict[str, Any]:
    """Return the figures over bare passages, with times and the peak memory."""
    judged, corpus = read_ranked_questions(questions), read_passages(passages)
    settings = read_settings()
    analyzer = make_analyzer(settings)
    analyzer.frequency("")  # Load the dictionary, so that only building is timed.
    meaning = read_meaning(settings, corpus)
    begun = time.perf_counter()
    answerer = make_answerer(LoadResult(corpus, ()), analyzer, engine, meaning=meaning)
    build_s = time.perf_counter() - begun

    async def ask() -> tuple[list[int | None], list[float]]:
        ranks, seconds = [], []
        ranking = messages(terminal_language()).gettext("Ranking")
        for question in _with_progress(judged, ranking):
            begun = time.perf_counter()
            ranked = await answerer.rank(question.text, RANKED)
            seconds.append(time.perf_counter() - begun)
            ids = [passage.id for passage, _ in ranked]
            right = (rank for rank, name in enumerate(ids, 1) if name in question.gold)
            ranks.append(next(right, None))
        return ranks, seconds

    ranks, seconds = asyncio.run(ask())
    measured = {"build_s": build_s, "peak_mb": peak_memory_mib()}
    return ranking_report(ranks, seconds) | measured | _meaning_of(answerer)


def _with_progress(items: Sequence[_T], what: str) -> Iterator[_T]:
    """Yield the items, with a progress bar on a terminal."""
    return iter(track(items, what, console=errors, transient=True, disable=not errors.is_terminal))


def _write(path: Path, answers: Sequence[dict[str, Any]]) -> None:
    """Write answers, one JSON object per line."""
    try:
        with path.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    except OSError as error:
        raise EvaluationError(
            "{file} cannot be written: {reason}", file=str(path), reason=system_error(error)
        ) from error


def _comparison(
    judgements: Sequence[Judgement], before: Mapping[str, Sequence[Quotation]]
) -> Comparison:
    """Compare with earlier answers, which are judged by the same rules."""
    after = {judgement.question.id: judgement for judgement in judgements}
    earlier = {name: judge(after[name].question, before[name]) for name in after if name in before}
    return compare(
        {name: judgement.score for name, judgement in earlier.items()},
        {name: judgement.score for name, judgement in after.items()},
    )


def _print(figures: dict[str, Any], *shown: RenderableType, as_json: bool) -> None:
    """Print the figures as JSON, or what is shown of them to people."""
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
    else:
        results().print(*shown, sep="\n")
