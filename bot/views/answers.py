"""Answers as text for Telegram: what is quoted, from where, and what is said when nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.messages import Messages
from bot.views.fragments import to_paragraph
from bot.views.links import DeepLink, article_key
from bot.views.markup import RichText, bold, highlighted, joined, link, quote, text
from corpus.model import Article
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.declining import Reason
from retrieval.text.script import Display

MAX_ADDRESS = 1024
"""A longer address could fill a message's entities by itself; the bot's own link stands in."""

MAX_TITLE = 80
MAX_AUTHOR = 40
MAX_OPEN = 280
"""Characters that are quoted open; of more, the first lines show until the quotation is tapped."""

MAX_HIGHLIGHTS = 20
"""Bold stretches of one quotation; Telegram shows a hundred entities in a message."""

MAX_TITLES = 5
"""Titles that tell what the collection is about."""


def render_answer(
    texts: Messages, username: str, answer: Answer, display: Display = Display.PRINTED
) -> RichText:
    """Quotations one below the other, as many as one message takes; the first one stands open."""
    before: Article | None = None
    blocks = [text(answer_note(texts, answer))]
    for citation in answer.citations:
        quoted = quotation(citation, display, expandable=before is not None)
        is_same = citation.article is before
        found = source(texts, username, citation, display, is_same=is_same)
        blocks.append(quoted + text("\n") + found)
        before = citation.article
    return fitting(blocks)


def fitting(blocks: Iterable[RichText]) -> RichText:
    """Blocks one below the other, as many as one message takes."""
    whole = RichText()
    for block in blocks:
        longer = joined([whole, block], "\n\n")
        if not longer.fits:
            break
        whole = longer
    return whole


def answer_note(texts: Messages, answer: Answer) -> str:
    """What is to be known of an answer before it is read; mostly nothing."""
    if answer.articles is not None:
        words = texts.ngettext(
            "There is {count} article.",
            "There are {count} articles.",
            answer.articles,
        )
        return words.format(count=answer.articles)
    return texts.gettext("This may not be quite what you asked:") if answer.doubtful else ""


def render_abstention(
    texts: Messages,
    abstention: Abstention,
    username: str = "",
    articles: Sequence[Article] = (),
    display: Display = Display.PRINTED,
) -> RichText:
    """Why nothing is quoted, and what there is to ask about."""
    why = text(abstention_text(texts, abstention.reason))
    if not articles or abstention.reason is Reason.THANKS:
        return why
    if abstention.reason in (Reason.GREETING, Reason.NOTHING_ASKED):
        title = display.of(shortened(articles[0].title, MAX_TITLE))
        example = texts.gettext("For example: what does 《{title}》 say?").format(title=title)
        why = joined([why, text(example)])
    rest = len(articles) - MAX_TITLES
    more = texts.ngettext("… and {count} more: /articles", "… and {count} more: /articles", rest)
    listed = [
        text(texts.gettext("The articles here:")),
        *title_links(articles[:MAX_TITLES], username, display),
        text(more.format(count=rest) if rest > 0 else ""),
    ]
    return joined([why, joined(listed)], "\n\n")


def abstention_text(texts: Messages, reason: Reason) -> str:
    """Why nothing is quoted, in a reader's words."""
    if reason is Reason.GREETING:
        return texts.gettext("Hello! Ask me anything about the articles, in your own words.")
    if reason is Reason.THANKS:
        return texts.gettext("With pleasure! Ask again whenever you like.")
    if reason is Reason.NOTHING_ASKED:
        return texts.gettext("Ask about what the articles are about, in your own words.")
    if reason is Reason.INSTRUCTION:
        return texts.gettext("I only quote from the articles; anything else is beyond me.")
    if reason is Reason.DETAIL_MISSING:
        return texts.gettext("The articles come near this, but what you ask they do not say.")
    return texts.gettext("The articles do not say anything about this.")


def quotation(citation: Citation, display: Display, *, expandable: bool = False) -> RichText:
    """What a citation quotes, in the reader's characters, what was sought in bold."""
    excerpt = citation.excerpt
    plain = display.of(excerpt.text)
    marked = highlighted(plain, excerpt.highlights[:MAX_HIGHLIGHTS])
    return quote(marked, expandable=expandable or len(plain) > MAX_OPEN)


def source_line(article: Article, display: Display = Display.PRINTED) -> RichText:
    """Title, author and date."""
    title = bold(text(shown_title(article, display)))
    author = text(shortened(article.author or "", MAX_AUTHOR))
    date = text(article.date.isoformat() if article.date else "")
    return joined([title, author, date], " · ")


def source(
    texts: Messages, username: str, citation: Citation, display: Display, *, is_same: bool = False
) -> RichText:
    """Title, author and date, and the way there; of the same article as before, the part alone."""
    address = address_of(citation, username)
    is_elsewhere = citation.article.url is not None and address.startswith(citation.article.url)
    words = texts.gettext("Read the article") if is_elsewhere else texts.gettext("Read on here")
    if is_same:
        part = [shortened(display.of(one), MAX_TITLE) for one in citation.heading[-1:]]
        name = text(" › ".join((texts.gettext("Same article"), *part)))
    else:
        name = source_line(citation.article, display)
    return joined([name, link(text(words), address)], " · ")


def shown_title(article: Article, display: Display) -> str:
    """A title as a line has room for it."""
    return shortened(display.of(article.title), MAX_TITLE)


def title_links(
    articles: Iterable[Article], username: str, display: Display, first: int = 1
) -> list[RichText]:
    """Titles in numbered lines, each leading to its article in the bot."""
    return [
        text(f"{number}. ")
        + link(
            text(shown_title(article, display)),
            DeepLink("article", article_key(article)).address(username),
        )
        for number, article in enumerate(articles, start=first)
    ]


def address_of(citation: Citation, username: str) -> str:
    """Where a reader finds a citation: its article's address, else its place in the bot.

    The address leads to the very paragraph where that is certain to work.
    """
    article, passage = citation.article, citation.passage
    exact = to_paragraph(article, passage, citation.excerpt) if passage else article.url
    for address in (exact, article.url):
        if address and len(address) <= MAX_ADDRESS:
            return address
    return DeepLink("passage", (passage or article.passages[0]).id).address(username)


def shortened(plain: str, longest: int) -> str:
    """A text of at most *longest* characters; one that was cut says so."""
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
