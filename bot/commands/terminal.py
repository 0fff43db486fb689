"""Answers as text for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from bot.messages import Language, Messages
from bot.views.answers import (
    abstention_text,
    answer_note,
    closest_heading,
    meaning_note,
    omissions,
    render_abstention,
    suggestion_label,
)
from bot.views.article_cards import MAX_HEADINGS, render_datum
from bot.views.reader import Place, Reader
from corpus.model import Article, Corpus, Passage
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.declining import Reason
from retrieval.answer.excerpt import Excerpt
from retrieval.answer.related import ClosestSections, Suggestion
from retrieval.question.patterns import Aspect
from retrieval.text.script import Display

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


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer or abstention with what is shown around it.

    Args:
        result: The answer or abstention.
        articles: All articles, the first of which an abstention names.
        closest: The sections closest to a declined question.
        related: Related questions.
    """

    result: Answer | Abstention
    articles: Sequence[Article] = ()
    closest: ClosestSections = field(default_factory=ClosestSections)
    related: Sequence[Suggestion] = ()


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
    console: Console, language: Language, shown: ShownAnswer, contact: str | None = None
) -> None:
    """Print quotations with highlighted terms, cards of articles, or the reason for declining.

    Args:
        console: The terminal or pipe.
        language: The language of the terminal.
        shown: What to print.
        contact: The operator's address for readers who ask for a person.
    """
    result, reader = shown.result, Reader(language, "", place=Place.ELSEWHERE)
    if isinstance(result, Abstention):
        _print_abstention(console, reader, shown, result, contact)
        return
    if note := answer_note(reader.texts, result):
        console.print(note, style="dim", markup=False)
    if result.articles is not None:
        _print_titles(console, result, result.articles)
        return
    before: Article | None = None
    for citation in result.citations:
        is_same = citation.article is before
        _print_citation(console, reader, citation, result.aspect, is_same=is_same)
        before = citation.article
    for one in shown.related:
        label = _label(shown, one.text, one.passage)
        console.print(Text(f"💬 {label}", style="dim"), soft_wrap=True)
    if shown.related:
        console.print()


def _print_abstention(
    console: Console,
    reader: Reader,
    shown: ShownAnswer,
    abstention: Abstention,
    contact: str | None,
) -> None:
    """Print the reason for declining, titles of articles, and the closest sections."""
    articles, texts = shown.articles, reader.texts
    if abstention.reason is Reason.NO_ARTICLES:
        console.print(abstention_text(texts, abstention.reason), markup=False)
        return
    words = render_abstention(reader, abstention, articles, contact).shown
    console.print(Text(words), soft_wrap=True)
    if articles and articles[-1].title not in words and f"1. {articles[0].title}" in words:
        console.print("… yinju corpus list", style="dim")
    if shown.closest.passages:
        console.print()
        console.print(closest_heading(texts, shown.closest), markup=False)
        for passage in shown.closest.passages:
            label = _label(shown, passage.heading[-1], passage)
            console.print(Text(f"· {label}"), soft_wrap=True)
    if "\n" in words or shown.closest.passages:
        console.print()


def _label(shown: ShownAnswer, words: str, passage: Passage) -> str:
    """Return a heading or a question as a button would have it."""
    titles = (one.title for one in shown.articles if one.id == passage.article_id)
    return suggestion_label(words, next(titles, ""), Display.PRINTED)


def _print_citation(
    console: Console,
    reader: Reader,
    citation: Citation,
    about: Aspect | None,
    *,
    is_same: bool,
) -> None:
    """Print a quotation or a card; of the same article as before, without its title and author."""
    texts = reader.texts
    article, note = citation.article, meaning_note(texts, citation)
    if is_same:
        same = " · ".join(filter(None, (texts.gettext("Same article"), note)))
        console.print(Text(same, style="dim"))
    else:
        console.print(_source(article, note, without=about))
    if about in _DATA:
        datum = render_datum(reader, about, article).shown
        console.print(Text(f"  {datum}"), soft_wrap=True)
    elif about not in _PLACES:
        _print_quotation(console, citation)
    if about is Aspect.SUMMARY and article.headings:
        console.print(Text(f"  {texts.gettext('Its parts:')}"))
        for heading in article.headings[:MAX_HEADINGS]:
            console.print(Text(f"  · {heading}"), soft_wrap=True)
    if place := _place(article, about):
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
    before, after = omissions(citation, Display.PRINTED)
    quoted = Text.assemble((before, "dim"), _excerpt(citation.excerpt), (after, "dim"))
    return Text("\n").join([path, quoted] if path else [quoted])


def _excerpt(excerpt: Excerpt) -> Text:
    text = Text(excerpt.text)
    for start, end in excerpt.highlights:
        text.stylize("bold yellow", start, end)
    return text
