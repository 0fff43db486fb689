"""The report of what feeds and pages have given."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages import Messages, language_in
from bot.views.answers import MAX_TITLE, shortened
from bot.views.changes import of_collection
from bot.views.markup import RichText, joined, link, text
from bot.views.problems import render_problem
from bot.views.reload_report import MAX_LISTED, MAX_VALUE, listed
from corpus.collection_file import CollectionInfo
from corpus.following import FollowReport, FoundArticle
from corpus.model import Problem

Reports = Sequence[tuple[CollectionInfo | None, FollowReport]]
"""The reports on collections; the only one is None."""


def feeds_report(texts: Messages, reports: Reports) -> RichText:
    """Return the report of a run: new articles, newer copies, and failures not told before.

    What belongs to one of several collections stands below its name. If the report is too long for
    a message, fewer are listed.
    """
    longer = (_whole(texts, reports, most) for most in range(MAX_LISTED, 0, -1))
    return next((one for one in longer if one.fits), _whole(texts, reports, 0))


def _whole(texts: Messages, reports: Reports, most: int) -> RichText:
    parts = [_report(texts, *one, most) for one in reports if one[1].is_notable]
    return joined([*parts, _advice(texts, reports)], "\n\n")


def _report(
    texts: Messages, info: CollectionInfo | None, report: FollowReport, most: int
) -> RichText:
    new = [one for one in report.articles if one.is_new]
    newer = [one for one in report.articles if not one.is_new]
    failures = [one for one in report.failures if one.is_new]
    problems = [Problem("warning", one.url, None, one.reason) for one in failures]
    name = of_collection(texts, info.name(language_in(texts))) if info else RichText()
    parts = [
        name,
        _articles(texts.gettext("New from feeds and pages: {count}"), new, most),
        _articles(texts.gettext("Newer copies from feeds and pages: {count}"), newer, most),
        listed(
            texts.gettext("Problems: {count}"),
            [render_problem(texts, one, MAX_VALUE) for one in problems[:most]],
            len(problems),
        ),
    ]
    return joined(parts, "\n\n")


def _advice(texts: Messages, reports: Reports) -> RichText:
    """Return how admins take back what a run has added.

    Removing an article that was replaced would not bring back its old version, so /remove is
    named where there are new ones.
    """
    found = [one for _, report in reports for one in report.articles]
    if not found:
        return RichText()
    words = texts.gettext("/undo takes all of this back.")
    if any(one.is_new for one in found):
        words = texts.gettext("/undo takes all of this back, /remove one new article.")
    lines = [text(words)]
    if any(info for info, _ in reports):
        lines.append(
            text(texts.gettext("They work in the collection that is chosen by /settings here."))
        )
    return joined(lines)


def _articles(heading: str, found: Sequence[FoundArticle], most: int) -> RichText:
    titles = [link(text(shortened(one.article.title, MAX_TITLE)), one.url) for one in found[:most]]
    return listed(heading, titles, len(found))
