"""The report of a reload of the collection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from bot.messages import Messages
from bot.views.answers import MAX_TITLE, shortened
from bot.views.markup import RichText, bold, code, filled, joined, text
from bot.views.problems import render_message, render_problem
from corpus.message import Message
from corpus.model import Article, Problem
from retrieval.library import ReloadResult
from retrieval.meaning.meaning import Meaning

MAX_LISTED = 10
"""Maximum number of names listed under a heading; of the rest, the number is given."""

MIN_SECONDS = 0.1
"""The duration of a reload from which it is told."""

MAX_VALUE = 80
"""Maximum length of a file name, or of what a message quotes."""


def reload_failed(
    texts: Messages, why: Message | str, problems: Sequence[Problem] = ()
) -> RichText:
    """Return the report of a reload that failed: the reason, and problems that explain it."""
    said = filled(
        texts.gettext("The new version is not in use: {why}"), {"why": _reason(texts, why)}
    )
    return joined([said, _problems(texts, problems, MAX_LISTED)], "\n\n")


def collections_kept(
    texts: Messages, why: Message | str, problems: Sequence[Problem] = ()
) -> RichText:
    """Return the report of collections that could not be looked for again, with the reason."""
    words = texts.gettext("The collections, and who may ask them, stay as they were: {why}")
    said = filled(words, {"why": _reason(texts, why)})
    return joined([said, _problems(texts, problems, MAX_LISTED)], "\n\n")


def reloads_again(texts: Messages) -> RichText:
    """Return that the collections could be reloaded, after this had failed."""
    words = texts.gettext("The articles can be read again.")
    return text(f"✅ {words}")


def _reason(texts: Messages, why: Message | str) -> RichText:
    if isinstance(why, str):
        return code(text(shortened(" ".join(why.split()), MAX_VALUE)))
    return render_message(texts, why)


def reload_outcome(texts: Messages, *, has_failed: bool, is_sent: bool) -> RichText:
    """Return what a group is told of a reload, whose report only the admin is sent."""
    if is_sent:
        words = texts.gettext(
            "The articles have been read again; the report is in our private chat."
        )
        if has_failed:
            words = texts.gettext("The reload failed; the report is in our private chat.")
        return text(words)
    words = texts.gettext(
        "The articles have been read again; /reload in private shows the report."
    )
    if has_failed:
        words = texts.gettext("The reload failed; /reload in private shows the report.")
    return text(words)


def reload_report(texts: Messages, reload: ReloadResult) -> RichText:
    """Return the report of a reload: the articles that changed, and problems.

    If it is too long for a message, fewer names are listed.
    """
    reports = (_report(texts, reload, most) for most in range(MAX_LISTED, 0, -1))
    return next((report for report in reports if report.fits), _report(texts, reload, 0))


def _report(texts: Messages, reload: ReloadResult, most: int) -> RichText:
    diff = reload.diff
    count, passages = len(reload.after.corpus.articles), len(reload.after.corpus)
    parts = [text(_summary(texts, count, passages, reload.seconds))]
    for heading, ids, snapshot in (
        (texts.gettext("Added: {count}"), diff.added, reload.after),
        (texts.gettext("Changed: {count}"), diff.changed, reload.after),
        (texts.gettext("Removed: {count}"), diff.removed, reload.before),
    ):
        found = filter(None, map(snapshot.corpus.article, ids[:most]))
        titles = list(map(_title, found))
        parts.append(listed(heading, titles, len(ids)))
    parts.append(_problems(texts, reload.problems, most))
    if reload.earlier_problems and not reload.problems:
        over = texts.gettext("All problems with the articles are solved.")
        parts.append(text(f"✅ {over}"))
    if not (diff.added or diff.changed or diff.removed):
        parts.append(text(texts.gettext("No article has changed.")))
    parts.append(_meaning(texts, reload.after.meaning))
    return joined(parts, "\n\n")


def _summary(texts: Messages, count: int, passages: int, seconds: float) -> str:
    """Return the size of a collection, and how long its reload took if that is worth telling."""
    articles = texts.ngettext("{count} article", "{count} articles", count)
    length = texts.ngettext("{count} passage", "{count} passages", passages)
    words = texts.gettext("{articles}, {passages}")
    if seconds >= MIN_SECONDS:
        words = texts.gettext("{articles}, {passages}, in {seconds} s")
    return words.format(
        articles=articles.format(count=count),
        passages=length.format(count=passages),
        seconds=f"{seconds:.1f}",
    )


def _meaning(texts: Messages, meaning: Meaning | None) -> RichText:
    """Return how many passages are read for their meaning, as long as some are not."""
    if meaning is None or not meaning.missing:
        return RichText()
    words = texts.gettext(
        "{known} of {total} passages have been read for their meaning; until all have, "
        "questions are answered by words alone."
    )
    known = meaning.total - meaning.missing
    return text(words.format(known=known, total=meaning.total))


def _title(article: Article) -> RichText:
    """Render an article's title; the name of its file, in place of one, is code."""
    is_name = article.title == PurePosixPath(article.path).stem
    title = text(shortened(article.title, MAX_TITLE))
    return code(title) if is_name else title


def _problems(texts: Messages, problems: Sequence[Problem], most: int) -> RichText:
    lines = [render_problem(texts, one, MAX_VALUE, in_chat=True) for one in problems[:most]]
    return listed(texts.gettext("Problems: {count}"), lines, len(problems))


def listed(heading: str, lines: Sequence[RichText], count: int) -> RichText:
    """Return a heading with the count, the first lines below it, and the number of the others."""
    if not count:
        return RichText()
    shown = [text("· ") + line for line in lines]
    if count > len(lines):
        shown.append(text(f"· … +{count - len(lines)}"))
    return joined([bold(text(heading.format(count=count))), *shown])
