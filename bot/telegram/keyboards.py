"""Inline keyboards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages import Messages
from bot.telegram.admin_buttons import EditButton
from bot.telegram.callback_data import (
    CallbackData,
    HereButton,
    ListButton,
    OutlineButton,
    ReadButton,
)
from bot.telegram.plain_keyboard import PlainButton, PlainKeyboard
from bot.views.articles import section_label
from bot.views.links import article_key, file_key
from bot.views.markup import harmless
from bot.views.pagination import Page
from bot.views.reader import Reader
from corpus.model import Article, Passage
from corpus.sections import Section

MAX_NUMBERS_IN_ROW = 5
"""Maximum number of articles whose buttons share one row; of more, the row is halved."""

Row = list[InlineKeyboardButton]


def button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """Return a button that sends a callback query."""
    return PlainButton(harmless(label), callback_data=data.pack())


def place_keyboard(
    reader: Reader, article: Article, passage: Passage, back: CallbackData | None
) -> InlineKeyboardMarkup:
    """Return the buttons to the passages before and after, to the outline, and back."""
    passages = article.passages
    position = passages.index(passage) + 1
    steps = pager(
        position, len(passages), lambda number: read_button(reader, passages[number - 1], back)
    )
    around = [button(reader.texts.gettext("Outline"), outline_button(reader, article, 1, back))]
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
        [button(section_label(one, reader.display), read_button(reader, one.passage, back))]
        for one in page.items
    ]
    steps = pager(
        page.number, page.pages, lambda number: outline_button(reader, article, number, back)
    )
    last = [back_button(reader.texts, back)] if back else []
    if can_edit:
        here = outline_button(reader, article, page.number, back)
        edit = EditButton(file_key(article), here, collection=reader.collection)
        last.insert(0, button(reader.texts.gettext("Edit"), edit))
    return keyboard([*rows, steps, last])


def list_keyboard(reader: Reader, page: Page[Article], words: str) -> InlineKeyboardMarkup | None:
    """Return a button for each article on a page of the list that *words* found."""

    def at(number: int) -> ListButton:
        return ListButton(number, words, reader.collection)

    numbers = [
        button(str(number), outline_button(reader, article, 1, at(page.number)))
        for number, article in enumerate(page.items, start=page.first)
    ]
    half = -(-len(numbers) // 2) if len(numbers) > MAX_NUMBERS_IN_ROW else len(numbers)
    return keyboard([numbers[:half], numbers[half:], pager(page.number, page.pages, at)])


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


def outline_button(
    reader: Reader, article: Article, page: int, back: CallbackData | None
) -> OutlineButton:
    """Return the data of a button that shows a page of an article's outline."""
    return OutlineButton(article_key(article), page, back, collection=reader.collection)


def read_button(reader: Reader, passage: Passage, back: CallbackData | None) -> ReadButton:
    """Return the data of a button that shows a passage in its article."""
    return ReadButton(passage.id, back=back, collection=reader.collection)


def keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    """Return the rows that are not empty as a keyboard, or None if all are."""
    filled = [row for row in rows if row]
    return PlainKeyboard(filled) if filled else None
