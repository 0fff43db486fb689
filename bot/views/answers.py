"""Answers and abstentions as rich text: quotations, their sources, and reasons for declining."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.messages import Messages
from bot.views.fragments import to_paragraph
from bot.views.links import DeepLink, article_key
from bot.views.markup import (
    RichText,
    Span,
    bold,
    code,
    filled,
    joined,
    link,
    quote_with_code,
    text,
)
from bot.views.reader import Place, Reader
from corpus.model import Article
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.declining import Reason
from retrieval.answer.enumeration import OMISSION
from retrieval.answer.related import MAX_SUGGESTION_COLUMNS, ClosestSections, columns
from retrieval.question.headings import makes_sense_alone
from retrieval.question.patterns import Aspect
from retrieval.text.script import Display

MAX_ADDRESS = 1024
"""Maximum length of a link; a longer one is replaced by the bot's own link to the passage.

It could use up all bytes that the entities of a message may take.
"""

MAX_TITLE = 80
MAX_AUTHOR = 40
MAX_OPEN = 240
"""Characters of a quotation shown in full; a longer one is collapsed until it is tapped."""

MAX_HIGHLIGHTS = 20
"""Maximum number of highlights in a quotation; Telegram shows 100 entities in a message."""

MAX_FOLLOWED = 30
"""Maximum length of an earlier question in the note of what an answer leans on."""

MIN_TITLE_COLUMNS = 8
"""Minimum width of a title before a heading; with less room the heading stands alone."""

MAX_TITLES = 5
"""Number of titles listed where a question is declined."""

_INVITING = frozenset({Reason.GREETING, Reason.ABILITIES, Reason.NOTHING_ASKED})
"""Reasons for declining that come with an example of a question."""

_COMPLETE = frozenset(
    {
        *(Reason.THANKS, Reason.FAREWELL, Reason.GOOD_NIGHT),
        *(Reason.ABOUT, Reason.HELP, Reason.CONTACT, Reason.DISSATISFIED, Reason.NO_MORE),
        Reason.UNAVAILABLE,
    }
)
"""Reasons for declining that are said without the titles of articles."""


def render_answer(reader: Reader, answer: Answer) -> RichText:
    """Render as many quotations as fit in one message, all but the first collapsed."""
    before: Article | None = None
    blocks = [text(answer_note(reader.texts, answer))]
    for citation in answer.citations:
        quoted = quotation(citation, reader.display, expandable=before is not None)
        source = render_source(reader, citation, is_same=citation.article is before)
        blocks.append(quoted + text("\n") + source)
        before = citation.article
    return fitting(blocks)


def fitting(blocks: Iterable[RichText]) -> RichText:
    """Join blocks with blank lines, as many as fit in one message."""
    whole = RichText()
    for block in blocks:
        longer = joined([whole, block], "\n\n")
        if not longer.fits:
            break
        whole = longer
    return whole


def page_line(texts: Messages, page: int, pages: int) -> RichText:
    """Return the line below a page of an answer that says which it is; empty if there is one."""
    words = texts.gettext("Page {page} of {pages}").format(page=page, pages=pages)
    return text(words if pages > 1 else "")


def answer_note(texts: Messages, answer: Answer) -> str:
    """Return the notes above an answer, one a line; an empty text if there are none."""
    notes = (_context_note(texts, answer), _result_note(texts, answer))
    return "\n".join(filter(None, notes))


def _context_note(texts: Messages, answer: Answer) -> str:
    """Return the earlier question that the answer leans on, or an empty text."""
    if answer.follows is None:
        return ""
    words = texts.gettext("Following “{question}”:")
    return words.format(question=shortened(" ".join(answer.follows.split()), MAX_FOLLOWED))


def _result_note(texts: Messages, answer: Answer) -> str:
    """Return the number of articles, a note that the answer is doubtful, or an empty text."""
    if answer.articles is not None:
        words = texts.ngettext(
            "There is {count} article.",
            "There are {count} articles.",
            answer.articles,
        )
        return words.format(count=answer.articles)
    return texts.gettext("This may not be quite what you asked:") if answer.doubtful else ""


def render_abstention(
    reader: Reader,
    abstention: Abstention,
    articles: Sequence[Article] = (),
    contact: str | None = None,
) -> RichText:
    """Render the reason for declining, and the titles of the first *articles*."""
    texts = reader.texts
    if abstention.reason is Reason.NO_ARTICLES:
        return no_articles(reader)
    reason = text(abstention_text(texts, abstention.reason, contact))
    if not articles or abstention.reason in _COMPLETE:
        return reason
    if abstention.reason in _INVITING:
        title = reader.display.of(shortened(articles[0].title, MAX_TITLE))
        example = texts.gettext("For example: what does 《{title}》 say?").format(title=title)
        reason = joined([reason, text(example)])
    rest = len(articles) - MAX_TITLES
    more = texts.ngettext("… and {count} more: /articles", "… and {count} more: /articles", rest)
    listed = [
        text(texts.gettext("The articles here:")),
        *title_links(reader, articles[:MAX_TITLES]),
        text(more.format(count=rest) if rest > 0 and reader.has_commands else ""),
    ]
    return joined([reason, joined(listed)], "\n\n")


def abstention_text(texts: Messages, reason: Reason, contact: str | None = None) -> str:
    """Return the words that give a reason for declining.

    Args:
        texts: The catalogue of the reader's language.
        reason: The reason.
        contact: The operator's address for readers who ask for a person.
    """
    words = {
        **_small_talk(texts, contact),
        Reason.NOTHING_ASKED: texts.gettext(
            "Ask something about the articles, in your own words."
        ),
        Reason.INSTRUCTION: texts.gettext(
            "I only quote from the articles; anything else is beyond me."
        ),
        Reason.DETAIL_MISSING: texts.gettext(
            "I found something close to this in the articles, but not what you asked about."
        ),
        Reason.NOT_COVERED: texts.gettext("I found no answer to this in the articles."),
        Reason.NO_SUCH_DATE: texts.gettext("No article has such a date."),
        Reason.NO_MORE: texts.gettext("That is all I found about it in the articles."),
        Reason.NO_ARTICLES: texts.gettext("There are no articles here yet."),
        Reason.UNAVAILABLE: texts.gettext(
            "The articles cannot be reached at the moment. Please ask again in a minute."
        ),
    }
    return words[reason]


def _small_talk(texts: Messages, contact: str | None) -> dict[Reason, str]:
    nobody = texts.gettext(
        "All I can give you here is quotations from the articles; there is no person here "
        "to answer."
    )
    person = texts.gettext("To reach a person: {contact}").format(contact=contact)
    return {
        Reason.GREETING: texts.gettext(
            "Hello! Ask me anything about the articles, in your own words."
        ),
        Reason.THANKS: texts.gettext("You are welcome! Ask again whenever you like."),
        Reason.FAREWELL: texts.gettext("Goodbye! Come back whenever you like."),
        Reason.GOOD_NIGHT: texts.gettext("Good night! The articles will still be here tomorrow."),
        Reason.ABOUT: texts.gettext(
            "I am Yinju, a program and not an AI that writes: I quote articles word for word."
        ),
        Reason.ABILITIES: texts.gettext(
            "I find the paragraphs that answer your question, and quote them word for word "
            "with their source. If I find no answer, I say so."
        ),
        Reason.HELP: texts.gettext("Write your question, in your own words; that is all."),
        Reason.CONTACT: person if contact else nobody,
        Reason.DISSATISFIED: texts.gettext("Sorry about that. Please ask again in other words."),
    }


def no_articles(reader: Reader) -> RichText:
    """Return the note that the collection is empty, or that none is open to the reader.

    An admin of an empty one is told in private to send something, others who adds articles.
    """
    texts = reader.texts
    if reader.is_closed:
        words = texts.gettext(
            "No collection is open to you here; my operator decides who may ask."
        )
        return text(words)
    words = texts.gettext("An admin can add some with {command} and then send /reload.")
    if reader.is_admin and reader.place is Place.PRIVATE:
        words = texts.gettext(
            "Send me a document here, or the address of a page, and I will add it. In a "
            "shell: {command}, then /reload here."
        )
    adding = filled(words, {"command": code(text("yinju corpus add"))})
    return joined([text(abstention_text(texts, Reason.NO_ARTICLES)), adding])


def closest_heading(texts: Messages, closest: ClosestSections) -> str:
    """Return the heading of the closest sections, offered where a question is declined."""
    if closest.is_near:
        return texts.gettext("What comes closest:")
    return texts.gettext("Or look at one of these:")


def suggestion_label(words: str, title: str, display: Display) -> str:
    """Return a heading or a question of an article for a button of one line.

    The article's *title* stands before what makes no sense without it, in the room that is left.
    """
    shown = within_columns(display.of(words), MAX_SUGGESTION_COLUMNS)
    left = MAX_SUGGESTION_COLUMNS - columns(f" › {shown}")
    if not title or left < MIN_TITLE_COLUMNS or makes_sense_alone(words, title):
        return shown
    return f"{within_columns(display.of(title), left)} › {shown}"


def quotation(citation: Citation, display: Display, *, expandable: bool = False) -> RichText:
    """Render the excerpt of a citation as a block quotation, its highlights in bold."""
    excerpt = citation.excerpt
    before, after = omissions(citation, display)
    plain = shown_text(citation, display)
    shift = len(before)
    return quote_with_code(
        plain,
        _shifted(excerpt.highlights[:MAX_HIGHLIGHTS], shift),
        _shifted(_code_spans(citation), shift),
        expandable=expandable or len(plain) - len(before) - len(after) > MAX_OPEN,
    )


def _shifted(spans: Iterable[Span], shift: int) -> list[Span]:
    return [(start + shift, end + shift) for start, end in spans]


def _code_spans(citation: Citation) -> list[Span]:
    """Return the spans of an excerpt that are code."""
    start, length = citation.excerpt.start, len(citation.excerpt.text)
    code = citation.passage.code if citation.passage else ()
    spans = ((max(first - start, 0), min(last - start, length)) for first, last in code)
    return [(first, last) for first, last in spans if first < last]


def shown_text(citation: Citation, display: Display) -> str:
    """Return a citation's excerpt as plain text, with marks where something is left out."""
    before, after = omissions(citation, display)
    return f"{before}{display.of(citation.excerpt.text)}{after}"


def omissions(citation: Citation, display: Display) -> tuple[str, str]:
    """Return the marks to put before and after an excerpt, empty where nothing is left out.

    Above rows of a table stands its first one, which says what they are.
    """
    head = citation.table_head
    return (
        (f"{display.of(head)}\n" if head else "") + (OMISSION if citation.is_cut_before else ""),
        OMISSION if citation.is_cut_after else "",
    )


def source_line(article: Article, display: Display, *, without: Aspect | None = None) -> RichText:
    """Render an article's title, author and date, *without* one of these."""
    title = bold(text(shown_title(article, display)))
    author = "" if without is Aspect.AUTHOR else shown_author(article, display)
    date = "" if without is Aspect.DATE else _shown_date(article)
    return joined([title, text(author), text(date)], " · ")


def _shown_date(article: Article) -> str:
    return article.date.isoformat() if article.date else ""


def render_source(reader: Reader, citation: Citation, *, is_same: bool = False) -> RichText:
    """Render a citation's title, author, date, last heading and link.

    One that is quoted for its meaning, though words alone would quote others, says so. If it
    *is_same*, of the same article as the citation before, the first three are left out.
    """
    texts = reader.texts
    address = address_of(reader, citation)
    is_elsewhere = citation.article.url is not None and address.startswith(citation.article.url)
    words = texts.gettext("Read the article") if is_elsewhere else texts.gettext("Open")
    article = source_line(citation.article, reader.display)
    if is_same:
        article = text(texts.gettext("Same article"))
    headings = [one for one in citation.heading[-1:] if one != citation.article.title]
    section = [text(shortened(reader.display.of(one), MAX_TITLE)) for one in headings]
    place, why = joined([article, *section], " › "), text(meaning_note(texts, citation))
    return joined([place, why, link(text(words), address)], " · ")


def meaning_note(texts: Messages, citation: Citation) -> str:
    """Return the note on a passage that is quoted for its meaning; empty for any other."""
    return texts.gettext("similar in meaning") if citation.by_meaning else ""


def shown_title(article: Article, display: Display) -> str:
    """Return an article's title, shortened to one line."""
    return shortened(display.of(article.title), MAX_TITLE)


def shown_author(article: Article, display: Display) -> str:
    """Return an article's author, shortened; empty if there is none."""
    return shortened(display.of(article.author or ""), MAX_AUTHOR)


def title_links(reader: Reader, articles: Iterable[Article]) -> list[RichText]:
    """Render titles as numbered lines with dates, each linked to its article in the bot."""
    lines = []
    for number, article in enumerate(articles, start=1):
        address = article_address(reader, article)
        title = link(text(shown_title(article, reader.display)), address)
        dated = joined([title, text(_shown_date(article))], " · ")
        lines.append(text(f"{number}. ") + dated)
    return lines


def article_address(reader: Reader, article: Article) -> str:
    """Return the URL that opens an article in the bot."""
    link = DeepLink("article", article_key(article), reader.collection)
    return link.address(reader.username)


def address_of(reader: Reader, citation: Citation) -> str:
    """Return the URL of a citation: its article's, else a deep link to its passage.

    The URL points to the quoted paragraph where the page is certain to contain it literally.
    """
    article, passage = citation.article, citation.passage
    exact = to_paragraph(article, passage, citation.excerpt) if passage else article.url
    for address in (exact, article.url):
        if address and len(address) <= MAX_ADDRESS:
            return address
    passage_id = (passage or article.passages[0]).id
    return DeepLink("passage", passage_id, reader.collection).address(reader.username)


def shortened(plain: str, longest: int) -> str:
    """Return a text of at most *longest* characters, with an ellipsis if it was shortened."""
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def within_columns(plain: str, widest: int) -> str:
    """Return a text of at most *widest* columns, with an ellipsis if it was shortened."""
    if columns(plain) <= widest:
        return plain
    while columns(plain) > widest - columns("…"):
        plain = plain[:-1]
    return f"{plain}…"
