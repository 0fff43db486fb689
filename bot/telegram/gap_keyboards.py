"""Inline keyboards below unanswered questions, and below what a lesson would change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.journal.journal import StoredQuestion
from bot.messages import Messages
from bot.telegram.admin_buttons import (
    ExampleButton,
    FindButton,
    FoundButton,
    GapButton,
    GapsButton,
    ReadersWordButton,
    ScopeButton,
    TeachButton,
    TypeButton,
    WordButton,
    WordsButton,
)
from bot.telegram.callback_data import CallbackData, Span
from bot.telegram.keyboards import Row, back_button, button, keyboard, pager
from bot.views.gaps import letters_of
from bot.views.pagination import Page
from bot.views.reader import Reader
from retrieval.answer.answer import Citation
from retrieval.evaluation.gaps import Gap
from retrieval.text.analysis import Term

WORDS_IN_ROW = 2


def gaps_keyboard(page: Page[Gap], collection: str) -> InlineKeyboardMarkup | None:
    """Return a button for each gap on a page of a collection's list, and those to other pages."""
    numbers = [
        button(str(number), GapButton(gap.head.id))
        for number, gap in enumerate(page.items, start=page.first)
    ]
    turning = pager(page.number, page.pages, lambda number: GapsButton(number, collection))
    return keyboard([numbers, turning])


def gap_keyboard(
    reader: Reader, gap: Gap, closest: Page[Citation], listed_on: int
) -> InlineKeyboardMarkup | None:
    """Return the four actions of a gap, and the buttons to other passages and wordings.

    Args:
        reader: The admin.
        gap: The gap.
        closest: The passages that are shown.
        listed_on: The page of the list that has the gap.
    """
    texts, question_id = reader.texts, gap.head.id
    leave = GapsButton(listed_on, reader.collection)
    others = [button(letter, GapButton(other)) for letter, other in letters_of(gap)]
    return keyboard(
        [
            _answers(question_id, closest),
            pager(closest.number, closest.pages, lambda page: GapButton(question_id, page)),
            others,
            [
                button(texts.gettext("Teach a word"), WordsButton(question_id)),
                button(texts.gettext("Find a passage"), FindButton(question_id)),
            ],
            [
                button(texts.gettext("Out of scope"), ScopeButton("try", question_id)),
                button(texts.gettext("‹ Leave it open"), leave),
            ],
        ]
    )


def found_keyboard(
    texts: Messages, question_id: str, found: Page[Citation]
) -> InlineKeyboardMarkup | None:
    """Return the buttons by which a passage that was found answers a question, and to others."""
    if not found.items:
        return None
    turning = pager(found.number, found.pages, lambda page: FoundButton(question_id, page))
    back = [back_button(texts, GapButton(question_id))]
    return keyboard([_answers(question_id, found), turning, back])


def words_keyboard(
    reader: Reader, question: StoredQuestion, words: Iterable[Term]
) -> InlineKeyboardMarkup:
    """Return a button for each word of a question that may be taught, and one to type another."""
    spans = ((one.start, one.end) for one in words)
    buttons = [button(question.text[slice(*one)], WordButton(question.id, one)) for one in spans]
    typing = button(reader.texts.gettext("Type it"), ReadersWordButton(question.id))
    back = back_button(reader.texts, GapButton(question.id))
    return InlineKeyboardMarkup([*_rows(buttons), [typing, back]])


def word_keyboard(
    reader: Reader, question_id: str, span: Span, words: Iterable[str]
) -> InlineKeyboardMarkup:
    """Return a button for each word that the articles may have instead, and one to type it."""
    buttons = [
        button(reader.display.of(word), data)
        for word in words
        if (data := teach_button("try", question_id, span, word))
    ]
    typing = button(reader.texts.gettext("Type it"), TypeButton(question_id, span))
    back = back_button(reader.texts, WordsButton(question_id))
    return InlineKeyboardMarkup([*_rows(buttons), [typing, back]])


def teach_button(step: str, question_id: str, span: Span, word: str) -> TeachButton | None:
    """Return the button that teaches a word; None if the word is too long for one."""
    try:
        return TeachButton("keep" if step == "keep" else "try", question_id, span, word)
    except ValueError:
        return None


def preview_keyboard(
    texts: Messages, label: str, keep: CallbackData, back: CallbackData
) -> InlineKeyboardMarkup:
    """Return the buttons that keep a lesson, by a label of its own, or do not."""
    return InlineKeyboardMarkup([[button(label, keep), cancel(texts, back)]])


def cancel_keyboard(texts: Messages, back: CallbackData) -> InlineKeyboardMarkup:
    """Return the button that stops a search."""
    return InlineKeyboardMarkup([[cancel(texts, back)]])


def cancel(texts: Messages, back: CallbackData) -> InlineKeyboardButton:
    """Return a button that leads back without keeping anything."""
    return button(texts.gettext("Cancel"), back)


def back_to_gaps(reader: Reader) -> InlineKeyboardMarkup:
    """Return the button to the list."""
    back = GapsButton(1, reader.collection)
    return InlineKeyboardMarkup([[button(reader.texts.gettext("‹ Unanswered"), back)]])


def _answers(question_id: str, page: Page[Citation]) -> Row:
    """Return a button for each passage on a page by which it answers a question."""
    return [
        button(f"✓ {number}", ExampleButton("try", question_id, citation.passage.id))
        for number, citation in enumerate(page.items, start=page.first)
        if citation.passage
    ]


def _rows(buttons: Sequence[InlineKeyboardButton]) -> list[Row]:
    """Return buttons in rows of two, which phones show in full."""
    return [
        list(buttons[first : first + WORDS_IN_ROW])
        for first in range(0, len(buttons), WORDS_IN_ROW)
    ]
