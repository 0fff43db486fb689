"""Buttons below messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages import Messages
from bot.telegram.callback_data import (
    REASONS,
    AskButton,
    BadButton,
    CallbackData,
    GoodButton,
    HereButton,
    ListButton,
    OutlineButton,
    PageButton,
    ReadButton,
    WhyButton,
)
from bot.views.answers import shortened
from bot.views.articles import Page, section_label
from bot.views.copying import copied
from bot.views.links import article_key
from corpus.model import Article, Passage
from corpus.sections import Section
from retrieval.answer.answer import Citation
from retrieval.answer.excerpt import Excerpt
from retrieval.answer.related import Suggestion
from retrieval.text.script import Display

MAX_SHARED = 200
"""Characters of a question that is shared; an inline query takes 256."""

Row = list[InlineKeyboardButton]


@dataclass(frozen=True, slots=True)
class AnswerFooter:
    """What the buttons below a page of an answer are made from.

    `question` is what is shared, where the bot can be asked in other chats; `first` the quotation
    that the buttons for reading and copying are about; `is_titled` whether the message repeats
    the question.
    """

    question_id: str
    question: str
    page: int
    pages: int
    first: Citation | None
    is_titled: bool = False
    related: Sequence[Suggestion] = ()
    closest: Sequence[Passage] = ()
    is_judged: bool = True
    is_shared: bool = True

    @property
    def here(self) -> PageButton:
        """The button that shows this page."""
        return self.at(self.page)

    def at(self, page: int) -> PageButton:
        """Return the button that shows another page."""
        return PageButton(self.question_id, page, self.is_titled)


def button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """Return a button that sends a callback query."""
    return InlineKeyboardButton(label, callback_data=data.pack())


def answer_keyboard(
    texts: Messages, below: AnswerFooter, display: Display = Display.PRINTED
) -> InlineKeyboardMarkup | None:
    """Turning pages, reading on, judging, sharing, and what else may be asked."""
    rows = [
        _pager(below.page, below.pages, below.at),
        *(_place_button(passage, below.here, display) for passage in below.closest),
        _reading(texts, below, display),
        _judging(texts, below),
        *(_ask_button(one, display) for one in below.related),
    ]
    return _keyboard(rows)


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
    return InlineKeyboardMarkup([*rows, [_back(texts, page)]])


def place_keyboard(
    texts: Messages, article: Article, passage: Passage, back: CallbackData | None
) -> InlineKeyboardMarkup:
    """A passage back, where one is, a passage on; the outline; the way back."""
    passages = article.passages
    here = passages.index(passage) + 1
    steps = _pager(
        here, len(passages), lambda number: ReadButton(passages[number - 1].id, back=back)
    )
    around = [button(texts.gettext("Outline"), _outline(article, 1, back))]
    if back:
        around.append(_back(texts, back))
    return InlineKeyboardMarkup([row for row in (steps, around) if row])


def outline_keyboard(
    texts: Messages,
    article: Article,
    page: Page[Section],
    back: CallbackData | None,
    display: Display = Display.PRINTED,
) -> InlineKeyboardMarkup | None:
    """An article's sections, a row each."""
    rows = [
        [button(section_label(one, display), ReadButton(one.passage.id, back=back))]
        for one in page.items
    ]
    turning = _pager(page.number, page.pages, lambda number: _outline(article, number, back))
    return _keyboard([*rows, turning, [_back(texts, back)] if back else []])


def list_keyboard(page: Page[Article], words: str) -> InlineKeyboardMarkup | None:
    """A button with each article's number, and the pages."""
    numbers = [
        button(str(number), _outline(article, 1, ListButton(page.number, words)))
        for number, article in enumerate(page.items, start=page.first)
    ]
    half = -(-len(numbers) // 2) if len(numbers) > 5 else len(numbers)
    turning = _pager(page.number, page.pages, lambda number: ListButton(number, words))
    return _keyboard([numbers[:half], numbers[half:], turning])


def _reading(texts: Messages, below: AnswerFooter, display: Display) -> Row:
    """Reading on from the first quotation, and copying it; of a card, reading its article."""
    first = below.first
    if first is None:
        return []
    outline = button(texts.gettext("Outline"), _outline(first.article, 1, below.here))
    if first.passage is None:
        opening = ReadButton(first.article.passages[0].id, back=below.here)
        return [button(texts.gettext("Read"), opening), outline]
    copy = CopyTextButton(copied(first, display))
    return [
        button(texts.gettext("Context"), _quoted(first.passage, first.excerpt, below.here)),
        outline,
        InlineKeyboardButton(texts.gettext("Copy"), copy_text=copy),
    ]


def _judging(texts: Messages, below: AnswerFooter) -> Row:
    row = []
    if below.is_judged:
        row = [
            button("👍", GoodButton(below.question_id)),
            button("👎", BadButton(below.here)),
        ]
    if below.is_shared:
        shared = shortened(" ".join(below.question.split()), MAX_SHARED)
        row.append(InlineKeyboardButton(texts.gettext("Share"), switch_inline_query=shared))
    return row


def _place_button(passage: Passage, back: CallbackData, display: Display) -> Row:
    label = shortened(display.of(passage.heading[-1]), 40)
    return [button(f"› {label}", ReadButton(passage.id, back=back))]


def _ask_button(suggestion: Suggestion, display: Display) -> Row:
    data = AskButton(suggestion.passage.id, suggestion.start)
    return [button(f"💬 {display.of(suggestion.text)}", data)]


def _pager(page: int, pages: int, to: Callable[[int], CallbackData]) -> Row:
    """Back, where one is, on; nothing where there is one page. Pages count from 1."""
    if pages < 2:
        return []
    row = [button(f"{page} / {pages}", HereButton())]
    if page > 1:
        row.insert(0, button("‹", to(page - 1)))
    if page < pages:
        row.append(button("›", to(page + 1)))
    return row


def _back(texts: Messages, back: CallbackData) -> InlineKeyboardButton:
    return button(texts.gettext("‹ Back"), back)


def _quoted(passage: Passage, excerpt: Excerpt, back: CallbackData) -> ReadButton:
    span = (excerpt.start, excerpt.start + len(excerpt.text))
    return ReadButton(passage.id, span, back)


def _outline(article: Article, page: int, back: CallbackData | None) -> OutlineButton:
    return OutlineButton(article_key(article), page, back)


def _keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    """These rows but for the empty ones; nothing where none is left."""
    filled = [row for row in rows if row]
    return InlineKeyboardMarkup(filled) if filled else None
