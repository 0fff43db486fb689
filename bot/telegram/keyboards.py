"""Inline keyboards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages import Messages
from bot.telegram.admin_buttons import EditButton
from bot.telegram.callback_data import (
    REASONS,
    AskButton,
    BadButton,
    CallbackData,
    CopyButton,
    GoodButton,
    HereButton,
    ListButton,
    OutlineButton,
    PageButton,
    ReadButton,
    WhyButton,
)
from bot.telegram.plain_keyboard import PlainButton, PlainKeyboard
from bot.views.answers import shortened
from bot.views.articles import section_label
from bot.views.copying import clipboard_text, shortened_clipboard_text
from bot.views.links import article_key, file_key
from bot.views.markup import harmless
from bot.views.pagination import Page
from bot.views.reader import Place, Reader
from bot.views.sharing import SharedAnswer, shared_words
from corpus.model import Article, Passage
from corpus.sections import Section
from retrieval.answer.answer import Citation
from retrieval.answer.related import Suggestion
from retrieval.text.script import Display

MAX_HEADING = 40

MAX_NUMBERS_IN_ROW = 5
"""Maximum number of articles whose buttons share one row; of more, the row is halved."""

Row = list[InlineKeyboardButton]


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


def button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """Return a button that sends a callback query."""
    return PlainButton(harmless(label), callback_data=data.pack())


def answer_keyboard(reader: Reader, footer: AnswerFooter) -> InlineKeyboardMarkup | None:
    """Return the buttons for turning pages, reading, feedback, sharing and related questions."""
    rows = [
        pager(footer.page, footer.pages, footer.at),
        *(_section_row(reader, passage, footer.here) for passage in footer.closest),
        _reading_row(reader, footer),
        _feedback_row(reader, footer),
        *(_question_row(suggestion, footer, reader.display) for suggestion in footer.related),
    ]
    return keyboard(rows)


def reasons_keyboard(texts: Messages, page: PageButton) -> InlineKeyboardMarkup:
    """Return the buttons that say what is wrong with an answer, and one back to its page."""
    labels = (
        texts.gettext("Wrong passage"),
        texts.gettext("Not in the articles"),
        texts.gettext("Unclear"),
    )
    rows = [
        [button(label, WhyButton(reason, page))]
        for label, reason in zip(labels, REASONS, strict=True)
    ]
    return InlineKeyboardMarkup([*rows, [back_button(texts, page)]])


def place_keyboard(
    reader: Reader, article: Article, passage: Passage, back: CallbackData | None
) -> InlineKeyboardMarkup:
    """Return the buttons to the passages before and after, to the outline, and back."""
    passages = article.passages
    position = passages.index(passage) + 1
    steps = pager(
        position, len(passages), lambda number: _read(reader, passages[number - 1], back)
    )
    around = [button(reader.texts.gettext("Outline"), _outline(reader, article, 1, back))]
    if back:
        around.append(back_button(reader.texts, back))
    return InlineKeyboardMarkup([row for row in (steps, around) if row])


def outline_keyboard(
    reader: Reader,
    article: Article,
    page: Page[Section],
    back: CallbackData | None,
    *,
    can_edit: bool,
) -> InlineKeyboardMarkup | None:
    """Return a button for each section on a page of an article's outline."""
    rows = [
        [button(section_label(one, reader.display), _read(reader, one.passage, back))]
        for one in page.items
    ]
    steps = pager(page.number, page.pages, lambda number: _outline(reader, article, number, back))
    last = [back_button(reader.texts, back)] if back else []
    if can_edit:
        here = _outline(reader, article, page.number, back)
        edit = EditButton(file_key(article), here, collection=reader.collection)
        last.insert(0, button(reader.texts.gettext("Edit"), edit))
    return keyboard([*rows, steps, last])


def list_keyboard(reader: Reader, page: Page[Article], words: str) -> InlineKeyboardMarkup | None:
    """Return a button for each article on a page of the list that *words* found."""

    def at(number: int) -> ListButton:
        return ListButton(number, words, reader.collection)

    numbers = [
        button(str(number), _outline(reader, article, 1, at(page.number)))
        for number, article in enumerate(page.items, start=page.first)
    ]
    half = -(-len(numbers) // 2) if len(numbers) > MAX_NUMBERS_IN_ROW else len(numbers)
    return keyboard([numbers[:half], numbers[half:], pager(page.number, page.pages, at)])


def _reading_row(reader: Reader, footer: AnswerFooter) -> Row:
    """Return the buttons for the first citation's context and outline, and for copying all."""
    if not footer.citations:
        return []
    texts, first, here = reader.texts, footer.citations[0], footer.here
    outline = button(texts.gettext("Outline"), _outline(reader, first.article, 1, here))
    if first.passage is None:
        opening = _read(reader, first.article.passages[0], here)
        row: Row = [button(texts.gettext("Read"), opening), outline]
        return [*row, _copy_button(reader, footer)] if first.outline else row
    span = (first.excerpt.start, first.excerpt.start + len(first.excerpt.text))
    # With a span there is no room for a mark; the question has its collection.
    context = ReadButton(first.passage.id, span, here)
    return [button(texts.gettext("Context"), context), outline, _copy_button(reader, footer)]


def _copy_button(reader: Reader, footer: AnswerFooter) -> InlineKeyboardButton:
    """Return a button that copies all citations, or if they are too long sends them to copy.

    In a chat that the bot is not in it cannot send them, so there it copies the first.
    """
    texts, citations = reader.texts, footer.citations
    label, copied = texts.gettext("Copy"), clipboard_text(reader, citations)
    if not copied and reader.place is not Place.ELSEWHERE:
        return button(label, CopyButton(footer.here))
    if not copied:
        copied = shortened_clipboard_text(reader, citations[0])
        label = texts.gettext("Copy the first") if len(citations) > 1 else label
    return PlainButton(label, copy_text=CopyTextButton(harmless(copied)))


def _feedback_row(reader: Reader, footer: AnswerFooter) -> Row:
    row = []
    if footer.is_judged:
        row = [
            button(
                _counted("👍", footer, "good"),
                GoodButton(footer.question_id, footer.page, footer.is_titled),
            ),
            button(_counted("👎", footer, "bad"), BadButton(footer.here)),
        ]
    if footer.is_shared:
        label, query = reader.texts.gettext("Share"), _shared_query(reader, footer)
        row.append(PlainButton(label, switch_inline_query=query))
    return row


def _shared_query(reader: Reader, footer: AnswerFooter) -> str:
    """Return the question, and where that alone would find something else, the answer's id."""
    words = shared_words(footer.question)
    if reader.collection or footer.page > 1 or footer.follows:
        shared = SharedAnswer(words, footer.question_id, footer.page, reader.quotations)
        return shared.query
    return words


def _counted(label: str, footer: AnswerFooter, verdict: str) -> str:
    """Return a label, marked if somebody gave this verdict, with their number if several did."""
    count = list(footer.verdicts).count(verdict)
    marked = f"✓ {label}" if count else label
    return f"{marked} {count}" if count > 1 else marked


def _section_row(reader: Reader, passage: Passage, back: CallbackData) -> Row:
    label = shortened(reader.display.of(passage.heading[-1]), MAX_HEADING)
    return [button(f"› {label}", _read(reader, passage, back))]


def _question_row(suggestion: Suggestion, footer: AnswerFooter, display: Display) -> Row:
    data = AskButton(suggestion.passage.id, suggestion.start, footer.question_id)
    return [button(f"💬 {display.of(suggestion.text)}", data)]


def pager(page: int, pages: int, button_for: Callable[[int], CallbackData]) -> Row:
    """Return buttons to the pages before and after, or none if there is one page."""
    if pages < 2:
        return []
    row = [button(f"{page} / {pages}", HereButton())]
    if page > 1:
        row.insert(0, button("‹", button_for(page - 1)))
    if page < pages:
        row.append(button("›", button_for(page + 1)))
    return row


def back_button(texts: Messages, back: CallbackData) -> InlineKeyboardButton:
    """Return a button that leads back to another message."""
    return button(texts.gettext("‹ Back"), back)


def _outline(
    reader: Reader, article: Article, page: int, back: CallbackData | None
) -> OutlineButton:
    return OutlineButton(article_key(article), page, back, collection=reader.collection)


def _read(reader: Reader, passage: Passage, back: CallbackData | None) -> ReadButton:
    return ReadButton(passage.id, back=back, collection=reader.collection)


def keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    """Return the rows that are not empty as a keyboard, or None if all are."""
    filled = [row for row in rows if row]
    return PlainKeyboard(filled) if filled else None
