"""Questions about the collection itself, answered from what is known of its articles."""

from __future__ import annotations

from bot.messages import Messages
from bot.views.answers import (
    answer_note,
    fitting,
    quotation,
    shortened,
    shown_title,
    source,
    title_links,
)
from bot.views.markup import RichText, bold, joined, text
from corpus.model import Article
from retrieval.answer.answer import Answer, Citation
from retrieval.question.patterns import Aspect
from retrieval.text.script import Display

MAX_HEADINGS = 8
MAX_HEADING = 60


def render_about(
    texts: Messages,
    username: str,
    answer: Answer,
    display: Display = Display.PRINTED,
) -> RichText:
    """What was asked of an article or of the collection, said plainly.

    Args:
        texts: The reader's language.
        username: The bot's, for links.
        answer: One whose `aspect` is set.
        display: The characters that titles and quotations are shown in.
    """
    if answer.aspect is Aspect.COUNT:
        listed = title_links([one.article for one in answer.citations], username, display)
        rest = text(texts.gettext("/articles lists all of them."))
        return joined(
            [
                text(answer_note(texts, answer)),
                joined(listed),
                rest if (answer.articles or 0) > len(listed) else RichText(),
            ],
            "\n\n",
        )
    if answer.aspect is Aspect.SUMMARY:
        return _summary(texts, username, answer, display)
    if answer.aspect is Aspect.SOURCE:
        return fitting([source(texts, username, one, display) for one in answer.citations])
    cards = [_datum(texts, answer.aspect, one.article, display) for one in answer.citations]
    return joined(cards, "\n\n")


def _datum(texts: Messages, about: Aspect | None, article: Article, display: Display) -> RichText:
    """One datum of an article, or that it is not given."""
    title = text(shown_title(article, display))
    if about is Aspect.TITLE:
        return bold(title)
    if about is Aspect.AUTHOR:
        label, known = texts.gettext("Author: {value}"), article.author or ""
        missing = texts.gettext("The article does not name its author.")
    else:
        label, known = texts.gettext("Date: {value}"), str(article.date or "")
        missing = texts.gettext("The article does not say when it appeared.")
    return joined([title, bold(text(label.format(value=known))) if known else text(missing)])


def _summary(texts: Messages, username: str, answer: Answer, display: Display) -> RichText:
    """How the articles open, and what their headings are."""
    return fitting([_opening(texts, username, citation, display) for citation in answer.citations])


def _opening(texts: Messages, username: str, citation: Citation, display: Display) -> RichText:
    headings = [
        text(f"· {shortened(display.of(one), MAX_HEADING)}")
        for one in citation.article.headings[:MAX_HEADINGS]
    ]
    titled = text(texts.gettext("Its parts:")) if headings else RichText()
    return joined(
        [
            quotation(citation, display),
            source(texts, username, citation, display),
            titled,
            *headings,
        ]
    )
