"""Questions about the collection itself, answered from what is known of its articles."""

from __future__ import annotations

from bot.markup import Piece, bold, joined, text
from bot.messages import Messages
from bot.render import (
    answer_note,
    fitting,
    quotation,
    shortened,
    shown_title,
    source,
    title_links,
)
from corpus.model import Article
from retrieval.answer import Answer, Citation
from retrieval.kinds import About
from retrieval.script import Display

MOST_HEADINGS = 8
LONGEST_HEADING = 60


def render_about(
    texts: Messages,
    username: str,
    answer: Answer,
    display: Display = Display.PRINTED,
) -> Piece:
    """What was asked of an article or of the collection, said plainly.

    Args:
        texts: The reader's language.
        username: The bot's, for links.
        answer: One whose `about` is set.
        display: The characters that titles and quotations are shown in.
    """
    if answer.about is About.COUNT:
        listed = title_links([one.article for one in answer.citations], username, display)
        rest = text(texts.gettext("/articles lists all of them."))
        return joined(
            [
                text(answer_note(texts, answer)),
                joined(listed),
                rest if (answer.articles or 0) > len(listed) else Piece(),
            ],
            "\n\n",
        )
    if answer.about is About.SUMMARY:
        return _summary(texts, username, answer, display)
    if answer.about is About.SOURCE:
        return fitting([source(texts, username, one, display) for one in answer.citations])
    cards = [_datum(texts, answer.about, one.article, display) for one in answer.citations]
    return joined(cards, "\n\n")


def _datum(texts: Messages, about: About | None, article: Article, display: Display) -> Piece:
    """One datum of an article, or that it is not given."""
    title = text(shown_title(article, display))
    if about is About.TITLE:
        return bold(title)
    if about is About.AUTHOR:
        label, known = texts.gettext("Author: {value}"), article.author or ""
        missing = texts.gettext("The article does not name its author.")
    else:
        label, known = texts.gettext("Date: {value}"), str(article.date or "")
        missing = texts.gettext("The article does not say when it appeared.")
    return joined([title, bold(text(label.format(value=known))) if known else text(missing)])


def _summary(texts: Messages, username: str, answer: Answer, display: Display) -> Piece:
    """How the articles open, and what their headings are."""
    return fitting([_opening(texts, username, citation, display) for citation in answer.citations])


def _opening(texts: Messages, username: str, citation: Citation, display: Display) -> Piece:
    headings = [
        text(f"· {shortened(display.of(one), LONGEST_HEADING)}")
        for one in citation.article.headings[:MOST_HEADINGS]
    ]
    titled = text(texts.gettext("Its parts:")) if headings else Piece()
    return joined(
        [
            quotation(citation, display),
            source(texts, username, citation, display),
            titled,
            *headings,
        ]
    )
