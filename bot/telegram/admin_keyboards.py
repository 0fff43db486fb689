"""Inline keyboards below messages for admins."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.messages import Messages
from bot.telegram.admin_buttons import (
    AddButton,
    DiscardButton,
    DropButton,
    FieldButton,
    HistoryButton,
    KeepButton,
    PreviewButton,
    RemoveButton,
    SaveButton,
    UndoButton,
    UndoListButton,
)
from bot.telegram.callback_data import CallbackData
from bot.telegram.keyboards import back_button, button, keyboard, pager
from bot.views.answers import shortened
from bot.views.changes import change_label, distinct_title
from bot.views.fields import field_name
from bot.views.links import EditLink, file_key, text_key
from bot.views.pagination import Page
from corpus.adding import Addition
from corpus.changes import Change
from corpus.model import Article, Passage
from corpus.source_entries import EDITABLE

MAX_LABEL = 50
"""Maximum length of the label of a change or an article, in characters."""

MAX_REPLACED = 30
"""Maximum length of the title on the button that replaces an article, in characters."""


def history_keyboard(page: int, pages: int, collection: str) -> InlineKeyboardMarkup | None:
    """Return the buttons that turn the pages of the history of the collection with a mark."""
    return keyboard([pager(page, pages, lambda number: HistoryButton(number, collection))])


def undo_keyboard(
    texts: Messages, changes: Sequence[Change], collection: str
) -> InlineKeyboardMarkup | None:
    """Return a button for each change that can be undone of the collection with a mark."""
    return keyboard(
        [
            [
                button(
                    change_label(texts, change),
                    UndoButton(change.number, collection=collection),
                )
            ]
            for change in changes
        ]
    )


def undo_confirmation(texts: Messages, number: int, collection: str) -> InlineKeyboardMarkup:
    """Return the buttons that undo a change, and lead back to all that can be undone."""
    undo = button(texts.gettext("Undo"), UndoButton(number, is_sure=True, collection=collection))
    return InlineKeyboardMarkup([[undo, back_button(texts, UndoListButton(collection))]])


def undo_back(texts: Messages, collection: str) -> InlineKeyboardMarkup:
    """Return the button that leads back to all that can be undone."""
    return InlineKeyboardMarkup([[back_button(texts, UndoListButton(collection))]])


def removal_keyboard(articles: Sequence[Article], collection: str) -> InlineKeyboardMarkup | None:
    """Return a button for each article that may be the one to remove."""

    def remove(article: Article) -> RemoveButton:
        return RemoveButton(file_key(article), collection=collection)

    return keyboard(
        [
            [button(_labelled(number, distinct_title(article, articles)), remove(article))]
            for number, article in enumerate(articles, start=1)
        ]
    )


def removal_confirmation(
    texts: Messages, article: Article, collection: str
) -> InlineKeyboardMarkup:
    """Return the buttons that remove an article, and that keep it."""
    remove = RemoveButton(file_key(article), text_key(article), collection)
    row = [
        button(texts.gettext("Remove"), remove),
        button(texts.gettext("Cancel"), KeepButton()),
    ]
    return InlineKeyboardMarkup([row])


def metadata_keyboard(
    texts: Messages, article: Article, collection: str, back: CallbackData | None
) -> InlineKeyboardMarkup:
    """Return the buttons for the fields of an article, for removing it, and back."""
    key = file_key(article)
    fields = [
        button(field_name(texts, field), FieldButton(key, field, collection)) for field in EDITABLE
    ]
    last = [button(texts.gettext("Remove"), RemoveButton(key, collection=collection))]
    if back:
        last.append(back_button(texts, back))
    return InlineKeyboardMarkup([fields[:2], fields[2:], last])


def save_keyboard(texts: Messages, article: Article, request: EditLink) -> InlineKeyboardMarkup:
    """Return the buttons that save the edit that was asked for, and that drop it."""
    data = SaveButton(
        request.file_key, text_key(article), request.field, request.collection, request.panel
    )
    save = button(texts.gettext("Save"), data)
    return InlineKeyboardMarkup([[save, button(texts.gettext("Cancel"), DropButton())]])


def preview_keyboard(
    texts: Messages, key: str, collection: str, page: Page[Passage], addition: Addition
) -> InlineKeyboardMarkup | None:
    """Return the buttons that turn the pages of a preview, add or replace, and discard.

    Args:
        texts: The catalogue of the reader's language.
        key: The key of the stored file.
        collection: The mark of the collection that it would be added to.
        page: The page of passages that is shown.
        addition: What would be added.
    """
    replaces, label = addition.state == "replaced", texts.gettext("Add")
    if replaces:
        replaced = addition.before.article if addition.before else None
        title = shortened(replaced.title if replaced else addition.name, MAX_REPLACED)
        label = texts.gettext("Replace “{title}”").format(title=title)
    add = button(label, AddButton(key, replaces, collection))
    discard = button(texts.gettext("Cancel"), DiscardButton(key))
    turning = pager(page.number, page.pages, lambda number: PreviewButton(key, number, collection))
    return keyboard([turning, [add], [discard]])


def _labelled(number: int, words: str) -> str:
    return shortened(f"{number} · {words}", MAX_LABEL)
