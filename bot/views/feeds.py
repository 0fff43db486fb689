"""The report of what feeds and pages have given."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages import Messages
from bot.views.answers import MAX_TITLE, shortened
from bot.views.markup import RichText, joined, link, text
from bot.views.problems import render_problem
from bot.views.reload_report import MAX_LISTED, MAX_VALUE, listed
from corpus.following import FollowReport, FoundArticle
from corpus.model import Problem


def feeds_report(texts: Messages, report: FollowReport) -> RichText:
    """Return the report of a run: new articles, newer copies, and failures not told before.

    If it is too long for a message, fewer are listed.
    """
    reports = (_report(texts, report, most) for most in range(MAX_LISTED, 0, -1))
    return next((one for one in reports if one.fits), _report(texts, report, 0))


def _report(texts: Messages, report: FollowReport, most: int) -> RichText:
    new = [one for one in report.articles if one.is_new]
    newer = [one for one in report.articles if not one.is_new]
    failures = [one for one in report.failures if one.is_new]
    problems = [Problem("warning", one.url, None, one.reason) for one in failures]
    parts = [
        _articles(texts.gettext("New from feeds and pages: {count}"), new, most),
        _articles(texts.gettext("Newer copies from feeds and pages: {count}"), newer, most),
        listed(
            texts.gettext("Problems: {count}"),
            [render_problem(texts, one, MAX_VALUE) for one in problems[:most]],
            len(problems),
        ),
    ]
    if report.articles:
        parts.append(text(texts.gettext("/undo takes all of this back, /remove one article.")))
    return joined(parts, "\n\n")


def _articles(heading: str, found: Sequence[FoundArticle], most: int) -> RichText:
    titles = [link(text(shortened(one.article.title, MAX_TITLE)), one.url) for one in found[:most]]
    return listed(heading, titles, len(found))
