"""Buttons below messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages import Messages
from bot.telegram.callback_data import Press
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

REASONS = ("passage", "absent", "unclear")
"""What may be wrong with an answer, as buttons and the journal name it."""

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
    def here(self) -> Press:
        """The press that shows this page."""
        return self.at(self.page)

    def at(self, page: int) -> Press:
        """The press that shows another page."""
        return Press.of("page", self.question_id, page, *(("titled",) if self.is_titled else ()))


def button(label: str, press: Press) -> InlineKeyboardButton:
    """A button that calls the bot."""
    return InlineKeyboardButton(label, callback_data=press.data)


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


def reasons_keyboard(texts: Messages, back: Press) -> InlineKeyboardMarkup:
    """What may be wrong with an answer, and the way back to it."""
    labels = (
        texts.gettext("Wrong passage"),
        texts.gettext("Not in the articles"),
        texts.gettext("Unclear"),
    )
    rows = [
        [button(label, Press.of("why", reason).then(back))]
        for label, reason in zip(labels, REASONS, strict=True)
    ]
    return InlineKeyboardMarkup([*rows, [_back(texts, back)]])


def place_keyboard(
    texts: Messages, article: Article, passage: Passage, back: Press | None
) -> InlineKeyboardMarkup:
    """A passage back, where one is, a passage on; the outline; the way back."""
    passages = article.passages
    here = passages.index(passage) + 1
    steps = _pager(here, len(passages), lambda number: _read(passages[number - 1], back))
    around = [button(texts.gettext("Outline"), _outline(article, 1, back))]
    if back:
        around.append(_back(texts, back))
    return InlineKeyboardMarkup([row for row in (steps, around) if row])


def outline_keyboard(
    texts: Messages,
    article: Article,
    page: Page[Section],
    back: Press | None,
    display: Display = Display.PRINTED,
) -> InlineKeyboardMarkup | None:
    """An article's sections, a row each."""
    rows = [[button(section_label(one, display), _read(one.passage, back))] for one in page.items]
    turning = _pager(page.number, page.pages, lambda number: _outline(article, number, back))
    return _keyboard([*rows, turning, [_back(texts, back)] if back else []])


def list_keyboard(page: Page[Article], words: str) -> InlineKeyboardMarkup | None:
    """A button with each article's number, and the pages."""

    def to(number: int) -> Press:
        return Press.of("list", number, *((words,) if words else ()))

    numbers = [
        button(str(number), _outline(article, 1, to(page.number)))
        for number, article in enumerate(page.items, start=page.first)
    ]
    half = -(-len(numbers) // 2) if len(numbers) > 5 else len(numbers)
    turning = _pager(page.number, page.pages, to)
    return _keyboard([numbers[:half], numbers[half:], turning])


def _reading(texts: Messages, below: AnswerFooter, display: Display) -> Row:
    """Reading on from the first quotation, and copying it; of a card, reading its article."""
    first = below.first
    if first is None:
        return []
    outline = button(texts.gettext("Outline"), _outline(first.article, 1, below.here))
    if first.passage is None:
        opening = _read(first.article.passages[0], below.here)
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
            button("👍", Press.of("good", below.question_id)),
            button("👎", Press.of("bad").then(below.here)),
        ]
    if below.is_shared:
        shared = shortened(" ".join(below.question.split()), MAX_SHARED)
        row.append(InlineKeyboardButton(texts.gettext("Share"), switch_inline_query=shared))
    return row


def _place_button(passage: Passage, back: Press, display: Display) -> Row:
    label = shortened(display.of(passage.heading[-1]), 40)
    return [button(f"› {label}", _read(passage, back))]


def _ask_button(suggestion: Suggestion, display: Display) -> Row:
    start = () if suggestion.start is None else (suggestion.start,)
    press = Press.of("ask", suggestion.passage.id, *start)
    return [button(f"💬 {display.of(suggestion.text)}", press)]


def _pager(page: int, pages: int, to: Callable[[int], Press]) -> Row:
    """Back, where one is, on; nothing where there is one page. Pages count from 1."""
    if pages < 2:
        return []
    row = [button(f"{page} / {pages}", Press.of("here"))]
    if page > 1:
        row.insert(0, button("‹", to(page - 1)))
    if page < pages:
        row.append(button("›", to(page + 1)))
    return row


def _back(texts: Messages, press: Press) -> InlineKeyboardButton:
    return button(texts.gettext("‹ Back"), press)


def _read(passage: Passage, back: Press | None) -> Press:
    return Press.of("read", passage.id).then(back)


def _quoted(passage: Passage, excerpt: Excerpt, back: Press) -> Press:
    end = excerpt.start + len(excerpt.text)
    return Press.of("read", f"{passage.id}~{excerpt.start}~{end}").then(back)


def _outline(article: Article, page: int, back: Press | None) -> Press:
    return Press.of("toc", article_key(article), page).then(back)


def _keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    """These rows but for the empty ones; nothing where none is left."""
    filled = [row for row in rows if row]
    return InlineKeyboardMarkup(filled) if filled else None
