"""The report of a reload of the collection."""

from __future__ import annotations

from bot.messages import Messages
from bot.views.answers import shortened
from bot.views.markup import RichText, bold, joined, text
from corpus.model import Problem
from retrieval.library import ReloadResult

MAX_LISTED = 10
"""Maximum number of names listed under a heading; of the rest, the number is given."""

MAX_LINE = 200


def reload_failed(texts: Messages, why: str) -> RichText:
    """Return the report of a reload that failed."""
    words = texts.gettext("Nothing was changed, the articles so far go on serving: {why}")
    return text(words.format(why=why))


def reload_report(texts: Messages, reload: ReloadResult) -> RichText:
    """Return the report of a reload: the articles that changed, and problems."""
    diff = reload.diff
    titles = {a.id: a.title for c in (reload.before, reload.after) for a in c.corpus.articles}
    count, passages = len(reload.after.corpus.articles), len(reload.after.corpus)
    summary = texts.ngettext(
        "{count} article, {passages} passages, in {seconds} s",
        "{count} articles, {passages} passages, in {seconds} s",
        count,
    ).format(count=count, passages=passages, seconds=f"{reload.seconds:.1f}")
    parts = [
        text(summary),
        _listed(texts.gettext("Added: {count}"), [titles[name] for name in diff.added]),
        _listed(texts.gettext("Changed: {count}"), [titles[name] for name in diff.changed]),
        _listed(texts.gettext("Removed: {count}"), [titles[name] for name in diff.removed]),
        _listed(
            texts.gettext("Problems: {count}"),
            [_problem(texts, one) for one in reload.after.problems],
        ),
    ]
    if not (diff.added or diff.changed or diff.removed):
        parts.append(text(texts.gettext("No article has changed.")))
    return joined(parts, "\n\n")


def _listed(heading: str, lines: list[str]) -> RichText:
    if not lines:
        return RichText()
    shown = [text(f"· {shortened(line, MAX_LINE)}") for line in lines[:MAX_LISTED]]
    if len(lines) > MAX_LISTED:
        shown.append(text(f"· … +{len(lines) - MAX_LISTED}"))
    return joined([bold(text(heading.format(count=len(lines)))), *shown])


def _problem(texts: Messages, problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    return texts.gettext("{place}: {what}").format(place=place, what=problem.message)
