"""The figures of `yinju eval` as they are printed for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from bot.messages import Messages
from bot.views.reasons import reason_in_words
from retrieval.evaluation.comparison import Comparison
from retrieval.evaluation.figures import Judgement

Asked = Sequence[tuple[Judgement, dict[str, Any]]]
"""Judged questions, each with its answer as JSON."""


def misses_table(texts: Messages, asked: Asked) -> Table:
    """Return the missed questions, with their first quotations or the reasons for declining."""
    names = (texts.gettext("missed"), texts.gettext("asked"), texts.gettext("quoted instead"))
    table = Table(*names, box=None, header_style="dim")
    for judgement, answer in asked:
        if not judgement.is_right:
            quoted = [citation["excerpt"] for citation in answer["citations"][:1]]
            reason = reason_in_words(texts, answer["reason"] or "")
            shown = escape(quoted[0]) if quoted else f"[dim]{escape(reason)}[/dim]"
            table.add_row(judgement.question.id, escape(judgement.question.text), shown)
    return table


def comparison_summary(texts: Messages, comparison: Comparison) -> str:
    """Return the questions that changed, and the change of the mean score."""
    low, high = comparison.interval
    nothing = texts.gettext("none")
    better, worse = (" ".join(names) or nothing for names in (comparison.better, comparison.worse))
    verdict = texts.gettext("may be chance")
    if comparison.is_more_than_chance:
        verdict = texts.gettext("more than chance")
    lines = (
        texts.gettext("better: {questions}").format(questions=better),
        texts.gettext("worse: {questions}").format(questions=worse),
        texts.gettext(
            "over {count} questions {difference}, 95 % interval {low} to {high}: {verdict}"
        ).format(
            count=comparison.n,
            difference=f"{comparison.difference:+.3f}",
            low=f"{low:+.3f}",
            high=f"{high:+.3f}",
            verdict=verdict,
        ),
    )
    return "\n".join(lines)


def kinds_table(texts: Messages, figures: dict[str, Any]) -> Table:
    """Return the figures for each kind of question."""
    names = (texts.gettext("kind"), "n", texts.gettext("correct"), "hit@1", "hit@3", "MRR@5")
    table = Table(*names, box=None, header_style="dim")
    kinds = {**figures["kinds"], texts.gettext("single passage"): figures["single"]}
    for name, row in kinds.items():
        mean = f"{row['MRR@5']:.3f}" if "MRR@5" in row else ""
        cells = (row.get(key, "") for key in ("n", "right", "hit@1", "hit@3"))
        table.add_row(name, *map(str, cells), mean)
    return table


def summary(texts: Messages, figures: dict[str, Any]) -> str:
    """Return the figures that are no ranks."""
    refused, false, shown = figures["refused"], figures["false_refusals"], figures["shown"]
    return texts.gettext(
        "the excerpt shows the answer in {shown} of {hits} hits among the first three; "
        "refused {refused} of {unanswerable} that have no answer, "
        "{wrongly} of {answerable} that have one; meaning: {meaning}"
    ).format(
        shown=shown[0],
        hits=shown[1],
        refused=refused[0],
        unanswerable=refused[1],
        wrongly=false[0],
        answerable=false[1],
        meaning=figures.get("meaning") or texts.gettext("off"),
    )


def ranking_table(figures: dict[str, Any]) -> Table:
    """Return the figures over bare passages, without those that were not measured."""
    measured = {name: value for name, value in figures.items() if value is not None}
    table = Table(*measured, box=None, header_style="dim")
    table.add_row(
        *(
            f"{value:.3f}" if isinstance(value, float) else str(value)
            for value in measured.values()
        )
    )
    return table
