"""The keyboards below an answer: three rows at most, and what “More” shows in their place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages import Messages
from bot.telegram.callback_data import (
    REASONS,
    AskButton,
    BadButton,
    CopyButton,
    GoodButton,
    MoreButton,
    PageButton,
    ReadButton,
    WhyButton,
)
from bot.telegram.keyboards import (
    Row,
    back_button,
    button,
    keyboard,
    outline_button,
    read_button,
)
from bot.telegram.plain_keyboard import PlainButton
from bot.views.answers import suggestion_label
from bot.views.copying import clipboard_text, shortened_clipboard_text
from bot.views.markup import harmless
from bot.views.reader import Place, Reader
from bot.views.sharing import SharedAnswer, shared_words
from corpus.model import Passage
from retrieval.answer.answer import Citation
from retrieval.answer.related import Suggestion

MAX_ROWS = 3
"""Maximum number of rows below an answer, so that a phone shows it with its buttons."""


@dataclass(frozen=True, slots=True)
class AnswerFooter:
    """The contents of the keyboard below a page of an answer.

    Args:
        question_id: The journal's id of the question.
        question: The question, to be shared with other chats.
        page: Number of the page, from 1.
        pages: Number of all pages.
        citations: The citations to copy; the buttons for reading are about the first.
        is_titled: True if the message repeats the question.
        verdicts: The verdicts on the answer so far.
        related: Suggested questions.
        closest: Passages that begin the sections closest to a declined question.
        titles: The titles of the articles of suggested questions and of sections, by id.
        is_judged: True if readers are asked for feedback.
        is_shared: True if the bot can be asked from other chats (inline mode).
        follows: True if the question was understood by the one before it.
    """

    question_id: str
    question: str
    page: int
    pages: int
    citations: Sequence[Citation] = ()
    is_titled: bool = False
    verdicts: Collection[str] = ()
    related: Sequence[Suggestion] = ()
    closest: Sequence[Passage] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    is_judged: bool = True
    is_shared: bool = True
    follows: bool = False

    @property
    def here(self) -> PageButton:
        """The button that shows this page."""
        return self.at(self.page)

    def at(self, page: int) -> PageButton:
        """Return the button that shows another page."""
        return PageButton(self.question_id, page, self.is_titled)


def answer_keyboard(reader: Reader, footer: AnswerFooter) -> InlineKeyboardMarkup | None:
    """Return the buttons below a page of an answer; related questions take the rows left over."""
    verdicts, more = _verdicts(footer), _more_row(reader, footer)
    if footer.pages > 1:
        rows = [[*_page_row(reader, footer), *_reading_row(reader, footer)], [*verdicts, *more]]
    else:
        sections = [_section_row(reader, passage, footer) for passage in footer.closest]
        rows = [*sections, [*_reading_row(reader, footer), *verdicts, *more]]
    left = MAX_ROWS - len([row for row in rows if row])
    related = (_question_row(reader, one, footer) for one in footer.related[:left])
    return keyboard([*rows, *related])


def more_keyboard(reader: Reader, footer: AnswerFooter) -> InlineKeyboardMarkup | None:
    """Return the buttons that “More” shows: the outline, copying, sharing, and complaints."""
    actions = [*_article_row(reader, footer), *_share_row(reader, footer)]
    complaints = _complaints(reader.texts, footer.here, "👎 ") if footer.is_judged else []
    return keyboard([actions, complaints, [back_button(reader.texts, footer.here)]])


def reasons_keyboard(texts: Messages, page: PageButton) -> InlineKeyboardMarkup:
    """Return the buttons that say what is wrong with an answer, and one back to its page."""
    return InlineKeyboardMarkup([_complaints(texts, page), [back_button(texts, page)]])


def _complaints(texts: Messages, page: PageButton, mark: str = "") -> Row:
    """Return a button for each complaint, the first with a mark before its label."""
    labels = (
        mark + texts.gettext("Wrong passage"),
        texts.gettext("Not covered"),
        texts.gettext("Unclear"),
    )
    return [
        button(label, WhyButton(reason, page))
        for label, reason in zip(labels, REASONS, strict=True)
    ]


def _page_row(reader: Reader, footer: AnswerFooter) -> Row:
    """Return the buttons to the pages before and after."""
    row = []
    if footer.page > 1:
        label = reader.texts.gettext("‹ Previous")
        row.append(button(label, footer.at(footer.page - 1)))
    if footer.page < footer.pages:
        row.append(button(reader.texts.gettext("Next ›"), footer.at(footer.page + 1)))
    return row


def _reading_row(reader: Reader, footer: AnswerFooter) -> Row:
    """Return the button that shows the first citation in its article."""
    if not footer.citations:
        return []
    first = footer.citations[0]
    if first.passage is None:
        opening = read_button(reader, first.article.passages[0], footer.here)
        return [button(reader.texts.gettext("Read"), opening)]
    span = (first.excerpt.start, first.excerpt.start + len(first.excerpt.text))
    # With a span there is no room for a mark; the question has its collection.
    return [
        button(reader.texts.gettext("Context"), ReadButton(first.passage.id, span, footer.here))
    ]


def _more_row(reader: Reader, footer: AnswerFooter) -> Row:
    """Return the button that shows further actions, if there are any."""
    if not (footer.citations or footer.is_shared):
        return []
    return [button(reader.texts.gettext("More…"), MoreButton(footer.here))]


def _article_row(reader: Reader, footer: AnswerFooter) -> Row:
    """Return the buttons for the outline of the first article and for copying the page."""
    if not footer.citations:
        return []
    first = footer.citations[0]
    outline = button(
        reader.texts.gettext("Outline"), outline_button(reader, first.article, 1, footer.here)
    )
    has_text = first.passage is not None or bool(first.outline)
    return [outline, _copy_button(reader, footer)] if has_text else [outline]


def _copy_button(reader: Reader, footer: AnswerFooter) -> InlineKeyboardButton:
    """Return a button that copies all citations, or if they are too long sends them to copy.

    In a chat that the bot is not in it cannot send them, so there it copies the first.
    """
    texts, citations = reader.texts, footer.citations
    label, copied = texts.gettext("Copy"), clipboard_text(reader, citations)
    if len(citations) > 1:
        label = texts.gettext("Copy all")
    if not copied and reader.place is not Place.ELSEWHERE:
        return button(label, CopyButton(footer.here))
    if not copied:
        copied = shortened_clipboard_text(reader, citations[0])
        label = texts.gettext("Copy the first") if len(citations) > 1 else label
    return PlainButton(label, copy_text=CopyTextButton(harmless(copied)))


def _share_row(reader: Reader, footer: AnswerFooter) -> Row:
    """Return the button that shares the answer, if the bot can be asked from other chats."""
    if not footer.is_shared:
        return []
    label, query = reader.texts.gettext("Share"), _shared_query(reader, footer)
    return [PlainButton(label, switch_inline_query=query)]


def _shared_query(reader: Reader, footer: AnswerFooter) -> str:
    """Return the question, and where that alone would find something else, the answer's id."""
    words = shared_words(footer.question)
    if reader.collection or footer.page > 1 or footer.follows:
        shared = SharedAnswer(words, footer.question_id, footer.page, reader.quotations)
        return shared.query
    return words


def _verdicts(footer: AnswerFooter) -> Row:
    """Return 👍 and 👎, if readers are asked for feedback."""
    if not footer.is_judged:
        return []
    good = GoodButton(footer.question_id, footer.page, footer.is_titled)
    return [
        button(_counted("👍", footer, "good"), good),
        button(_counted("👎", footer, "bad"), BadButton(footer.here)),
    ]


def _counted(label: str, footer: AnswerFooter, verdict: str) -> str:
    """Return a label, marked if somebody gave this verdict, with their number if several did."""
    count = list(footer.verdicts).count(verdict)
    marked = f"✓ {label}" if count else label
    return f"{marked} {count}" if count > 1 else marked


def _section_row(reader: Reader, passage: Passage, footer: AnswerFooter) -> Row:
    label = _label(reader, passage.heading[-1], passage, footer)
    return [button(f"› {label}", read_button(reader, passage, footer.here))]


def _question_row(reader: Reader, suggestion: Suggestion, footer: AnswerFooter) -> Row:
    data = AskButton(suggestion.passage.id, suggestion.start, footer.question_id)
    return [button(f"💬 {_label(reader, suggestion.text, suggestion.passage, footer)}", data)]


def _label(reader: Reader, words: str, passage: Passage, footer: AnswerFooter) -> str:
    title = footer.titles.get(passage.article_id, "")
    return suggestion_label(words, title, reader.display)
