"""The data of buttons in messages to admins.

Those that show or change a collection carry its mark, as an admin may choose another before the
tap. Those that change an article carry keys of its file, and of the text that was shown. Those
about a question belong to the collection that it was asked of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from bot.telegram.callback_data import (
    COLLECTION,
    KEY,
    NUMBER,
    PASSAGE_ID,
    SPAN,
    Argument,
    Back,
    CallbackData,
    Span,
)
from corpus.source_entries import EDITABLE

_SURE = Argument("sure", bool, lambda _: "sure")
_REPLACES = Argument("replace", bool, lambda _: "replace")
_FIELD = Argument("|".join(EDITABLE))
_REVOKES = Argument("revoke", bool, lambda _: "revoke")
_RULE = Argument("blocked|allowed")
_STEP = Argument("try|keep")
_LETTERS = Argument(".{1,24}")
_MESSAGE = Argument("[0-9]{1,10}", int, separator="~")


@dataclass(frozen=True)
class HistoryButton(CallbackData, verb="history"):
    """Shows a page of the changes of the collection."""

    page: Annotated[int, NUMBER]
    collection: Annotated[str, COLLECTION] = ""


@dataclass(frozen=True)
class UndoListButton(CallbackData, verb="undoable"):
    """Shows the changes that can be undone."""

    collection: Annotated[str, COLLECTION] = ""


@dataclass(frozen=True)
class UndoButton(CallbackData, verb="undo"):
    """Asks for confirmation to undo a change, or if *is_sure* undoes it."""

    number: Annotated[int, NUMBER]
    is_sure: Annotated[bool, _SURE] = False
    collection: Annotated[str, COLLECTION] = ""


@dataclass(frozen=True)
class RemoveButton(CallbackData, verb="remove"):
    """Asks for confirmation to remove an article, or with the key of its text removes it."""

    file_key: Annotated[str, KEY]
    text_key: Annotated[str, KEY] = ""
    collection: Annotated[str, COLLECTION] = ""


@dataclass(frozen=True)
class KeepButton(CallbackData, verb="keep"):
    """Declines to remove an article."""


@dataclass(frozen=True)
class EditButton(CallbackData, verb="edit"):
    """Shows what is stated of an article, to be edited."""

    file_key: Annotated[str, KEY]
    collection: Annotated[str, COLLECTION] = field(default="", kw_only=True)
    back: Back = None


@dataclass(frozen=True)
class FieldButton(CallbackData, verb="field"):
    """Asks for a new value of a field of what is stated of an article."""

    file_key: Annotated[str, KEY]
    field: Annotated[str, _FIELD]
    collection: Annotated[str, COLLECTION] = ""


@dataclass(frozen=True)
class SaveButton(CallbackData, verb="save"):
    """Saves the value of a field that its message shows, and shows it in the *panel* as well.

    That is the message whose button asked for the value; older buttons do not name it.
    """

    file_key: Annotated[str, KEY]
    text_key: Annotated[str, KEY]
    field: Annotated[str, _FIELD]
    collection: Annotated[str, COLLECTION] = ""
    panel: Annotated[int, _MESSAGE] = 0


@dataclass(frozen=True)
class DropButton(CallbackData, verb="drop"):
    """Drops an edit that its message shows."""


@dataclass(frozen=True)
class PreviewButton(CallbackData, verb="preview"):
    """Shows a page of the preview of a file that an admin has sent.

    A file is of no collection yet: that in force is where it would be added, and if the message
    is about another, *shown_for* its mark, it is previewed again.
    """

    upload_key: Annotated[str, KEY]
    page: Annotated[int, NUMBER]
    shown_for: Annotated[str, COLLECTION] = ""


@dataclass(frozen=True)
class AddButton(CallbackData, verb="add"):
    """Adds a file that an admin has sent, or *replaces* an article by it.

    If the collection in force is not the one that it was *shown_for*, it is previewed again.
    """

    upload_key: Annotated[str, KEY]
    replaces: Annotated[bool, _REPLACES] = False
    shown_for: Annotated[str, COLLECTION] = ""


@dataclass(frozen=True)
class DiscardButton(CallbackData, verb="discard"):
    """Discards a file that an admin has sent."""

    upload_key: Annotated[str, KEY]


@dataclass(frozen=True)
class RevokeButton(CallbackData, verb="revoke"):
    """Takes back that a person or a chat is blocked or allowed, and shows who still is.

    The list is of the command that *revokes*, or that of its opposite.
    """

    rule: Annotated[Literal["blocked", "allowed"], _RULE]
    chat_id: Annotated[int, Argument("-?[0-9]{1,19}", int)]
    page: Annotated[int, NUMBER] = 1
    revokes: Annotated[bool, _REVOKES] = False


@dataclass(frozen=True)
class AccessButton(CallbackData, verb="access"):
    """Shows a page of those who are blocked or allowed, of the command that *revokes* or not."""

    rule: Annotated[Literal["blocked", "allowed"], _RULE]
    page: Annotated[int, NUMBER]
    revokes: Annotated[bool, _REVOKES] = False


@dataclass(frozen=True)
class GapsButton(CallbackData, verb="gaps"):
    """Shows a page of the list of unanswered questions."""

    page: Annotated[int, NUMBER]
    collection: Annotated[str, COLLECTION] = ""


@dataclass(frozen=True)
class GapButton(CallbackData, verb="gap"):
    """Shows an unanswered question with a page of the passages that come closest."""

    question_id: Annotated[str, KEY]
    page: Annotated[int, NUMBER] = 1


@dataclass(frozen=True)
class ExampleButton(CallbackData, verb="example"):
    """Shows what changes if a passage answers a question, or keeps that."""

    step: Annotated[Literal["try", "keep"], _STEP]
    question_id: Annotated[str, KEY]
    passage_id: Annotated[str, PASSAGE_ID]


@dataclass(frozen=True)
class ScopeButton(CallbackData, verb="scope"):
    """Shows what changes if a question is out of scope, or keeps that."""

    step: Annotated[Literal["try", "keep"], _STEP]
    question_id: Annotated[str, KEY]


@dataclass(frozen=True)
class WordsButton(CallbackData, verb="words"):
    """Offers the words of a question, of which one is to be taught."""

    question_id: Annotated[str, KEY]


@dataclass(frozen=True)
class WordButton(CallbackData, verb="word"):
    """Offers words of the articles that a word of a question, by its span, may stand for."""

    question_id: Annotated[str, KEY]
    span: Annotated[Span, SPAN]


@dataclass(frozen=True)
class TypeButton(CallbackData, verb="type"):
    """Asks for the word of the articles that a word of a question stands for."""

    question_id: Annotated[str, KEY]
    span: Annotated[Span, SPAN]


@dataclass(frozen=True)
class ReadersWordButton(CallbackData, verb="own-word"):
    """Asks for a word of a question that is not among those offered."""

    question_id: Annotated[str, KEY]


@dataclass(frozen=True)
class FindButton(CallbackData, verb="find"):
    """Asks for words of the passage that answers a question."""

    question_id: Annotated[str, KEY]


@dataclass(frozen=True)
class FoundButton(CallbackData, verb="found"):
    """Shows another page of the passages that the words in its message find for a question."""

    question_id: Annotated[str, KEY]
    page: Annotated[int, NUMBER]


@dataclass(frozen=True)
class TeachButton(CallbackData, verb="teach"):
    """Shows what changes if a word of a question means one of the articles, or keeps that."""

    step: Annotated[Literal["try", "keep"], _STEP]
    question_id: Annotated[str, KEY]
    span: Annotated[Span, SPAN]
    word: Annotated[str, _LETTERS]
