"""Answers as text for Telegram: what is quoted, from where, and what is said when nothing is."""

from __future__ import annotations

from bot.links import DeepLink
from bot.markup import Piece, bold, highlighted, joined, link, quote, text
from bot.messages import Messages
from corpus.model import Article, Passage
from retrieval.answer import Abstention, Answer, Citation, Reason

LONGEST_ADDRESS = 1024
"""A longer address could fill a message's entities by itself; the bot's own link stands in."""

LONGEST_TITLE = 120
MOST_HIGHLIGHTS = 20
"""Bold stretches of one quotation; Telegram shows a hundred entities in a message."""


def render_answer(texts: Messages, username: str, answer: Answer) -> Piece:
    """Quotations one below the other, as many as one message takes."""
    whole = text(answer_note(texts, answer))
    for place, citation in enumerate(answer.citations):
        longer = joined([whole, _citation(texts, username, citation, place)], "\n\n")
        if not longer.fits:
            break
        whole = longer
    return whole


def answer_note(texts: Messages, answer: Answer) -> str:
    """What is to be known of an answer before it is read; mostly nothing."""
    if answer.articles is not None:
        words = texts.ngettext(
            "The collection has {count} article.",
            "The collection has {count} articles.",
            answer.articles,
        )
        return words.format(count=answer.articles)
    return texts.gettext("This may not be quite what you asked:") if answer.doubtful else ""


def render_abstention(texts: Messages, abstention: Abstention) -> Piece:
    """Why nothing is quoted."""
    return text(abstention_text(texts, abstention.reason))


def abstention_text(texts: Messages, reason: Reason) -> str:
    """Why nothing is quoted, in a reader's words."""
    if reason is Reason.GREETING:
        return texts.gettext("Hello! Ask me anything about the articles, in your own words.")
    if reason is Reason.NOTHING_ASKED:
        return texts.gettext("Ask about what the articles are about, in your own words.")
    if reason is Reason.INSTRUCTION:
        return texts.gettext("I only quote from the articles; anything else is beyond me.")
    if reason is Reason.DETAIL_MISSING:
        return texts.gettext("The articles come near this, but what you ask they do not say.")
    return texts.gettext("The articles do not say anything about this.")


def render_passage(article: Article, passage: Passage) -> Piece:
    """A passage in its place: the one before, itself in full, the one after."""
    place = article.passages.index(passage)
    before, after = article.passages[max(place - 1, 0) : place], article.passages[place + 1 :][:1]
    path = " › ".join(passage.heading)
    parts = [quote(text(one.text)) for one in (*before, *after)]
    parts.insert(len(before), quote(bold(text(passage.text))))
    return joined([source_line(article), text(path), *parts], "\n\n")


def source_line(article: Article) -> Piece:
    """Title, author and date; the title leads to the article where it has an address."""
    title = bold(text(shortened(article.title, LONGEST_TITLE)))
    known = [article.author, article.date.isoformat() if article.date else None]
    return joined([title, *(text(part) for part in known if part)], " · ")


def address_of(article: Article, passage: Passage | None, username: str) -> str:
    """Where a reader finds a passage: its article's address, else its place in the bot.

    Without a passage, it is the article's first one.
    """
    if article.url and len(article.url) <= LONGEST_ADDRESS:
        return article.url
    return DeepLink("passage", (passage or article.passages[0]).id).address(username)


def shortened(plain: str, longest: int) -> str:
    """A text of at most *longest* characters; one that was cut says so."""
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def _citation(texts: Messages, username: str, citation: Citation, place: int) -> Piece:
    excerpt = citation.excerpt
    quoted = highlighted(excerpt.text, excerpt.highlights[:MOST_HIGHLIGHTS])
    address = address_of(citation.article, citation.passage, username)
    is_elsewhere = address == citation.article.url
    words = texts.gettext("Read the article") if is_elsewhere else texts.gettext("Read on here")
    return joined(
        [
            source_line(citation.article),
            quote(quoted, expandable=place > 0),
            link(text(words), address),
        ]
    )
