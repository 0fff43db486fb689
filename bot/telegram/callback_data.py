"""The data of buttons: a verb and its arguments, so that a button works after a restart.

Each kind of button is a frozen dataclass; its fields, in order, are the arguments. `Annotated`
gives the text form of a field. A field that has its default value is left out:

    >>> PageButton("0123456789ab", 2, is_titled=True).pack()
    'page:0123456789ab:2:titled'
    >>> CallbackData.parse("read:0123456789abcdef~0~9:list:2")
    ReadButton(passage_id='0123456789abcdef', quoted=(0, 9), back=ListButton(page=2, words=''))

The field `back` holds another button, which leads back to the message before. The field
`collection` holds the mark of the collection that the message is from, as the chat may choose
another one before the tap. A way back leads into the same one, and its data leaves that out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, dataclass, field, replace
from typing import Annotated, Any, ClassVar, Literal, Self, get_type_hints

from bot.figures import Period

MAX_DATA_BYTES = 64
"""Maximum size of a button's data (https://core.telegram.org/bots/api#inlinekeyboardbutton)."""

REASONS = ("passage", "absent", "unclear")
"""Complaints about an answer, as buttons and the journal name them."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Argument:
    """The text form of a field: its pattern, and how its values are parsed and formatted."""

    pattern: str
    parse: Callable[[str], Any] = str
    format: Callable[[Any], str] = str
    separator: str = ":"


class CallbackData:
    """Base class of all kinds of buttons: it parses any of them, a subclass its own kind alone.

    Raises:
        ValueError: The data would be longer than Telegram allows, even without a way back.
    """

    verb: ClassVar[str]
    arguments: ClassVar[Mapping[str, Argument]]
    pattern: ClassVar[re.Pattern[str]]
    __dataclass_fields__: ClassVar[dict[str, Any]]
    _data: str
    _kinds: ClassVar[dict[str, type[CallbackData]]] = {}

    def __init_subclass__(cls, *, verb: str) -> None:
        hints = get_type_hints(cls, include_extras=True)
        cls.verb = verb
        cls.arguments = {name: hints[name].__metadata__[0] for name in cls.__annotations__}
        pattern = verb
        for name, argument in cls.arguments.items():
            group = f"{argument.separator}(?P<{name}>{argument.pattern})"
            pattern += f"(?:{group})?" if hasattr(cls, name) else group
        cls.pattern = re.compile(pattern, re.DOTALL)
        CallbackData._kinds[verb] = cls

    def __post_init__(self) -> None:
        """Shorten a way back that does not fit, so that every button that exists can be packed."""
        back = getattr(self, "back", None)
        if back:
            object.__setattr__(self, "back", _marked(back, collection_of(self)))
        while len((packed := self._packed()).encode()) > MAX_DATA_BYTES:
            back = getattr(self, "back", None)
            if not back:
                raise ValueError(f"a button takes {MAX_DATA_BYTES} bytes: {packed}")
            object.__setattr__(self, "back", back.shortened())
        object.__setattr__(self, "_data", packed)

    def into(self, collection: str) -> Self:
        """Return the button with the mark of another collection, if it carries one."""
        is_other = "collection" in self.arguments and collection_of(self) != collection
        return replace(self, collection=collection) if is_other else self

    def shortened(self) -> Self | None:
        """Return the button with a shorter way back, or None if it has none."""
        back = getattr(self, "back", None)
        return replace(self, back=back.shortened()) if back else None

    @classmethod
    def parse(cls, data: str) -> Self | None:
        """Parse the data of a button; return None if it is no button of this class.

        A way back that cannot be parsed is dropped, as the button works without it.
        """
        kind = CallbackData._kinds.get(data.partition(":")[0])
        if kind is None or not issubclass(kind, cls):
            return None
        match = kind.pattern.fullmatch(data)
        if match is None:
            return None
        texts = {name: text for name, text in match.groupdict().items() if text is not None}
        try:
            return kind(**{name: kind.arguments[name].parse(texts[name]) for name in texts})
        except ValueError:
            return None

    def pack(self) -> str:
        """Return the data of the button."""
        return self._data

    def _packed(self) -> str:
        packed = self.verb
        for name, argument in self.arguments.items():
            value = getattr(self, name)
            if name == "back" and value:
                value = value.into("")
            if value != getattr(type(self), name, MISSING):
                packed += argument.separator + argument.format(value)
        return packed


def _marked(back: CallbackData, collection: str) -> CallbackData | None:
    """Return a way back with the mark of a collection, or None if that does not fit."""
    try:
        return back.into(collection)
    except ValueError:
        return None


def question_behind(data: Hashable) -> str | None:
    """Return the id of the question whose answer has this button, if its data contains it."""
    if not isinstance(data, CallbackData):
        return None
    inner = getattr(data, "page", None), getattr(data, "back", None)
    nested = next((one for one in inner if isinstance(one, CallbackData)), None)
    return question_behind(nested) if nested else getattr(data, "question_id", None)


def collection_of(data: Hashable) -> str:
    """Return the mark of the collection that a button carries, empty if it carries none."""
    return getattr(data, "collection", "") if isinstance(data, CallbackData) else ""


def _parse_span(text: str) -> Span:
    start, end = map(int, text.split("~"))
    return start, end


def _format_span(span: Span) -> str:
    return f"{span[0]}~{span[1]}"


def _parse_page(data: str) -> PageButton:
    page = PageButton.parse(data)
    if page is None:
        raise ValueError(data)
    return page


NUMBER = Argument("[0-9]{1,6}", int)
KEY = Argument("[0-9a-f]{12}")
PASSAGE_ID = Argument("[0-9a-f]{16}")
SPAN = Argument("[0-9]{1,4}~[0-9]{1,4}", _parse_span, _format_span, separator="~")
COLLECTION = Argument("[0-9a-f]{6}")
_TITLED = Argument("titled", bool, lambda _: "titled")
_PERIOD = Argument("|".join(Period))
_PAGE = Argument(".*", _parse_page, CallbackData.pack)

Back = Annotated[CallbackData | None, Argument(".*", CallbackData.parse, CallbackData.pack)]


@dataclass(frozen=True)
class ListButton(CallbackData, verb="list"):
    """Shows a page of the list of articles, of all or of those found by some words."""

    page: Annotated[int, NUMBER]
    words: Annotated[str, Argument("[^:]*")] = ""
    # Two colons, as the words may look like a mark.
    collection: Annotated[str, replace(COLLECTION, separator="::")] = ""


@dataclass(frozen=True)
class OutlineButton(CallbackData, verb="toc"):
    """Shows a page of an article's outline."""

    article_key: Annotated[str, KEY]
    page: Annotated[int, NUMBER]
    collection: Annotated[str, COLLECTION] = field(default="", kw_only=True)
    back: Back = None


@dataclass(frozen=True)
class ReadButton(CallbackData, verb="read"):
    """Shows a passage in its article, with the span that an answer quoted in bold."""

    passage_id: Annotated[str, PASSAGE_ID]
    quoted: Annotated[Span | None, SPAN] = None
    collection: Annotated[str, COLLECTION] = field(default="", kw_only=True)
    back: Back = None


@dataclass(frozen=True)
class PageButton(CallbackData, verb="page"):
    """Shows a page of an answer; *is_titled* if the message repeats the question."""

    question_id: Annotated[str, KEY]
    page: Annotated[int, NUMBER]
    is_titled: Annotated[bool, _TITLED] = False


@dataclass(frozen=True)
class MoreButton(CallbackData, verb="more"):
    """Shows further actions in place of the buttons of a page of an answer."""

    page: Annotated[PageButton, _PAGE]


@dataclass(frozen=True)
class CopyButton(CallbackData, verb="copy"):
    """Sends the quotations on a page of an answer as text to copy."""

    page: Annotated[PageButton, _PAGE]


@dataclass(frozen=True)
class AskButton(CallbackData, verb="ask"):
    """Asks the question in a passage that begins at *start*, or the passage's heading.

    The message answers the question with *question_id*; older buttons do not name it.
    """

    passage_id: Annotated[str, PASSAGE_ID]
    start: Annotated[int | None, NUMBER] = None
    question_id: Annotated[str | None, KEY] = None


@dataclass(frozen=True)
class GoodButton(CallbackData, verb="good"):
    """Records that an answer helped, and shows so on its page."""

    question_id: Annotated[str, KEY]
    page: Annotated[int, NUMBER] = 1
    is_titled: Annotated[bool, _TITLED] = False

    @property
    def shown(self) -> PageButton:
        """The page that the message shows."""
        return PageButton(self.question_id, self.page, self.is_titled)


@dataclass(frozen=True)
class BadButton(CallbackData, verb="bad"):
    """Records that an answer did not help; *page* is the page that the message shows."""

    page: Annotated[PageButton, _PAGE]


@dataclass(frozen=True)
class WhyButton(CallbackData, verb="why"):
    """Records why an answer did not help, and shows its page again."""

    reason: Annotated[str, Argument("|".join(REASONS))]
    page: Annotated[PageButton, _PAGE]


@dataclass(frozen=True)
class SettingButton(CallbackData, verb="setting"):
    """Shows the values of a setting, or without one all settings again."""

    field: Annotated[str, Argument(r"\w+")] = ""


@dataclass(frozen=True)
class SetButton(CallbackData, verb="set"):
    """Sets a field of a chat's policy."""

    field: Annotated[str, Argument(r"\w+")]
    value: Annotated[str, Argument(r"[\w-]*")]


@dataclass(frozen=True)
class LanguageButton(CallbackData, verb="language"):
    """Sets a person's language; an empty one means that of their Telegram client."""

    language: Annotated[str, Argument(r"[\w-]*")]


@dataclass(frozen=True)
class ForgetButton(CallbackData, verb="forget"):
    """Deletes somebody's data, or declines to."""

    answer: Annotated[Literal["yes", "no"], Argument("yes|no")]


@dataclass(frozen=True)
class StatsButton(CallbackData, verb="stats"):
    """Shows the statistics of a period, of a chat or by default of all chats."""

    period: Annotated[str, _PERIOD]
    chat_id: Annotated[int, Argument(r"-?[0-9]{1,20}", int)] = 0


@dataclass(frozen=True)
class StatsGroupsButton(CallbackData, verb="groups"):
    """Shows the groups whose statistics there are for a period."""

    period: Annotated[str, _PERIOD]


@dataclass(frozen=True)
class ExportButton(CallbackData, verb="export"):
    """Sends the questions of a period as a file."""

    format: Annotated[str, Argument("csv|jsonl")]
    period: Annotated[str, _PERIOD]


@dataclass(frozen=True)
class HereButton(CallbackData, verb="here"):
    """Does nothing: it shows the number of the current page of a list."""
