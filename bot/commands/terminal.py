"""Answers as text for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from bot.messages import Messages
from bot.views.answers import abstention_text, answer_note, meaning_note, omissions
from bot.views.article_cards import render_datum
from corpus.model import Article, Corpus
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.declining import Reason
from retrieval.answer.excerpt import Excerpt
from retrieval.question.patterns import Aspect

_NEVER_FIRST = "，。、；：？！）」』》】”’…,.;:?!)"
"""Punctuation that must not begin a line."""

_INDENT = 2
"""Columns before each line of a quotation."""

_HANGING = 4
"""Columns left free at the end of a line, for two full-width marks that may hang there."""

_DATA = {Aspect.AUTHOR, Aspect.DATE}
"""What is said of an article below its title, without a quotation."""

_PLACES = {Aspect.SOURCE, Aspect.TITLE}
"""What an article's title and place answer."""

_MIN_WIDTH = 20
"""Minimum width of a quotation, in columns."""


def print_greeting(console: Console, texts: Messages, corpus: Corpus) -> None:
    """Print the number of articles and how to leave the conversation."""
    count = len(corpus.articles)
    if not count:
        console.print(abstention_text(texts, Reason.NO_ARTICLES), style="dim")
        return
    console.print(
        texts.ngettext(
            "Ask about {count} article. What it says is quoted; Ctrl-D leaves.",
            "Ask about {count} articles. What they say is quoted; Ctrl-D leaves.",
            count,
        ).format(count=count),
        style="dim",
    )


def print_answer(
    console: Console, texts: Messages, result: Answer | Abstention, contact: str | None = None
) -> None:
    """Print quotations with highlighted terms, cards of articles, or the reason for declining.

    Args:
        console: The terminal or pipe.
        texts: The catalogue of the terminal's language.
        result: The answer or abstention.
        contact: The operator's address for readers who ask for a person.
    """
    if isinstance(result, Abstention):
        console.print(abstention_text(texts, result.reason, contact), markup=False)
        return
    if note := answer_note(texts, result):
        console.print(note, style="dim")
    if result.articles is not None:
        _print_titles(console, result, result.articles)
        return
    for citation in result.citations:
        note = meaning_note(texts, citation)
        console.print(_source(citation.article, note, without=result.aspect))
        if result.aspect in _DATA:
            datum = render_datum(texts, result.aspect, citation.article).shown
            console.print(Text(f"  {datum}"), soft_wrap=True)
        elif result.aspect not in _PLACES:
            _print_quotation(console, citation)
        if place := _place(citation.article, result.aspect):
            console.print(Text("  ") + place, soft_wrap=True)
        console.print()


def _print_quotation(console: Console, citation: Citation) -> None:
    for line in wrapped(_quotation(citation), console):
        console.print(Text("  ") + line, no_wrap=True, soft_wrap=True)


def _place(article: Article, about: Aspect | None) -> Text:
    """Return an article's address; without one its file, if the place is what is asked for."""
    if article.url:
        return Text(article.url, style="blue underline")
    return Text(article.path if about in _PLACES else "")


def _print_titles(console: Console, answer: Answer, count: int) -> None:
    for citation in answer.citations:
        console.print(_source(citation.article))
    if count > len(answer.citations):
        console.print("… yinju corpus list", style="dim")


def wrapped(text: Text, console: Console) -> Iterator[Text]:
    """Yield the lines of a text, wrapped to the width of a terminal but not in a pipe.

    Full-width characters take two columns. Punctuation that must not begin a line is moved to
    the end of the previous one.
    """
    if not console.is_terminal:
        yield from text.split("\n")
        return
    width = max(console.width - _INDENT - _HANGING, _MIN_WIDTH)
    for paragraph in text.split("\n"):
        # A mark that the text itself begins a line with stays there.
        pending, *continued = paragraph.wrap(console, width)
        for line in continued:
            hanging = len(line.plain) - len(line.plain.lstrip(_NEVER_FIRST))
            yield pending + line[:hanging]
            pending = line[hanging:]
        if pending:
            yield pending


def _source(article: Article, note: str = "", *, without: Aspect | None = None) -> Text:
    known = {
        Aspect.AUTHOR: article.author,
        Aspect.DATE: article.date.isoformat() if article.date else None,
    }
    shown = [part for aspect, part in known.items() if part and aspect is not without]
    shown += [note] if note else []
    return Text.assemble((article.title, "bold"), *((f" · {part}", "dim") for part in shown))


def _quotation(citation: Citation) -> Text:
    path = Text(" › ".join(citation.heading), style="dim")
    before, after = omissions(citation)
    quoted = Text.assemble((before, "dim"), _excerpt(citation.excerpt), (after, "dim"))
    return Text("\n").join([path, quoted] if path else [quoted])


def _excerpt(excerpt: Excerpt) -> Text:
    text = Text(excerpt.text)
    for start, end in excerpt.highlights:
        text.stylize("bold yellow", start, end)
    return text
