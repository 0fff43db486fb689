"""Answers about articles themselves, from their metadata."""

from __future__ import annotations

from bot.views.answers import (
    answer_note,
    fitting,
    quotation,
    render_source,
    shortened,
    source_line,
    title_links,
)
from bot.views.markup import RichText, bold, joined, text
from bot.views.reader import Reader
from corpus.model import Article
from retrieval.answer.answer import Answer, Citation
from retrieval.question.patterns import Aspect

MAX_HEADINGS = 8
MAX_HEADING = 60


def render_about(reader: Reader, answer: Answer) -> RichText:
    """Render an answer whose `aspect` is set."""
    if answer.aspect is Aspect.COUNT:
        return _count(reader, answer)
    return fitting([_card(reader, answer.aspect, citation) for citation in answer.citations])


def _card(reader: Reader, about: Aspect | None, citation: Citation) -> RichText:
    """Render what is asked about one article."""
    if about is Aspect.SUMMARY:
        return _summary(reader, citation)
    if about in {Aspect.SOURCE, Aspect.TITLE}:
        return render_source(reader, citation)
    return joined(
        [
            source_line(citation.article, reader.display, without=about),
            render_datum(reader, about, citation.article),
        ]
    )


def render_datum(reader: Reader, about: Aspect | None, article: Article) -> RichText:
    """Render an article's author or date, or that it has none."""
    texts = reader.texts
    if about is Aspect.AUTHOR:
        label, value = texts.gettext("Author: {value}"), reader.display.of(article.author or "")
        missing = texts.gettext("The article does not name its author.")
    else:
        label, value = texts.gettext("Date: {value}"), str(article.date or "")
        missing = texts.gettext("The article does not say when it appeared.")
    return bold(text(label.format(value=value))) if value else text(missing)


def _count(reader: Reader, answer: Answer) -> RichText:
    """Render the number of articles and the titles of those that the answer cites."""
    texts = reader.texts
    titles = title_links(reader, [citation.article for citation in answer.citations])
    is_partial = (answer.articles or 0) > len(titles)
    rest = text(texts.gettext("/articles lists all of them."))
    return joined(
        [
            text(answer_note(texts, answer)),
            joined(titles),
            rest if is_partial and reader.has_commands else RichText(),
        ],
        "\n\n",
    )


def _summary(reader: Reader, citation: Citation) -> RichText:
    """Render the opening of an article, its source and its first headings."""
    display = reader.display
    headings = [
        text(f"· {shortened(display.of(one), MAX_HEADING)}")
        for one in citation.article.headings[:MAX_HEADINGS]
    ]
    titled = text(reader.texts.gettext("Its parts:")) if headings else RichText()
    return joined(
        [
            quotation(citation, display),
            render_source(reader, citation),
            titled,
            *headings,
        ]
    )
