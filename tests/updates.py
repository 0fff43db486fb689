"""Updates of every kind that the Bot API has, and mutations of them, for hypothesis.

The grammar is that of python-telegram-bot: an object is built by the constructor of its class,
from values of the types that the constructor states. What handlers look for comes more often.
"""

from __future__ import annotations

import time
import types
import typing
import warnings
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from inspect import signature
from itertools import count
from typing import Any, Union, get_args, get_origin, get_type_hints

import telegram
from hypothesis import strategies as st
from telegram import TelegramObject

from bot.playground.standin.formatting import detect
from bot.playground.standin.model import JSON
from bot.telegram.callback_data import CallbackData
from bot.telegram.menus import COMMANDS

MAX_DEPTH = 3
"""Depth from which an object has only what its class requires."""

MAX_FIELDS = 3
"""Maximum number of fields of an object that its class does not require."""

_CONTENT = {
    name: next(one for one in get_args(hint) if one is not type(None))
    for name, hint in get_type_hints(telegram.Update.__init__, vars(telegram)).items()
    if name not in {"update_id", "api_kwargs", "return"}
}
"""The class of each kind of update."""

_KINDS = (
    *("message",) * 6,
    *("edited_message", "callback_query", "inline_query") * 2,
    *("guest_message", "chosen_inline_result", "my_chat_member", ""),
)
"""Kinds of updates, as often as they come; an empty name is for all others."""

_OTHERS = sorted({*_CONTENT}.difference(_KINDS))
_OFFSETS = ("", "10", "20", "40", "-1", "x", "9" * 60, "٣")

_ODD = (
    *(
        "",
        " ",
        "\n",
        "\0",
        "\ud83d",
        "\udc00\ud800",
        "\u202e名\u202c",
        "海\u200b水",
        "🐜",
        "𠀀" * 60,
    ),
    *("<b>x</b>", "&lt;", "`*_[x](y)_*`", "%s{0}", "a" * 300, "啊" * 4096, "1" * 40, "-1"),
)
_WORDS = (
    *(
        "流量思维",
        "金融科技为什么要成为基础设施？",
        "你好",
        "它呢",
        "还有呢",
        "谁写的？",
        "2023年的文章",
    ),
    *("甲和乙有什么不同", "liuliang", "what is fintech?", "@yinju_bot", "@yinju_bot 流量", "取消"),
)
_STARTS = ("a_0123456789ab", "p_0123456789abcdef", "q_0123456789ab", "inline", "x" * 64, "_")
_NAMES = [f"/{name}" for name in sorted(COMMANDS)] + ["/ask@yinju_bot", "/x@other_bot", "/"]

TEXTS = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(_ODD),
    st.tuples(st.sampled_from(_NAMES), st.sampled_from(("", *_WORDS, *_ODD, *_STARTS))).map(
        " ".join
    ),
    st.text(max_size=12),
)
INTEGERS = st.sampled_from((0, 1, -1, 2, 255, 2**31, -(2**40))) | st.integers(-(2**52), 2**52)
BUTTONS = st.sampled_from(sorted(CallbackData._kinds)).flatmap(
    lambda verb: st.from_regex(CallbackData._kinds[verb].pattern, fullmatch=True)
)
_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: INTEGERS,
    float: st.floats(-1e6, 1e6),
    str: TEXTS,
    datetime: st.integers(0, 2**31 - 1).map(lambda at: datetime.fromtimestamp(at, UTC)),
    timedelta: st.integers(0, 2**20).map(lambda seconds: timedelta(seconds=seconds)),
    bytes: st.just(b""),
    dict: st.just({}),
    object: st.just(None),
}
_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    INTEGERS,
    TEXTS,
    st.sampled_from(([], {}, [{}], [None], {"id": 1}, {"type": "x"}, 1e300, 2**80)).map(deepcopy),
)


def objects(kind: type[TelegramObject], depth: int = 0) -> st.SearchStrategy[TelegramObject]:
    """Return a strategy for objects of a class, or of one of its kinds."""
    return _objects(kind.__name__, min(depth, MAX_DEPTH))


@cache
def _objects(name: str, depth: int) -> st.SearchStrategy[TelegramObject]:
    kind: type[TelegramObject] = getattr(telegram, name)
    if kinds := [one for one in kind.__subclasses__() if one.__module__.startswith("telegram._")]:
        return st.sampled_from(kinds).flatmap(lambda one: objects(one, depth))
    hints = get_type_hints(kind.__init__, vars(telegram) | vars(typing))
    fields = [one for one in signature(kind.__init__).parameters.values() if one.name in hints]
    required = [one.name for one in fields if one.default is one.empty]
    optional = [
        one.name for one in fields if one.default is not one.empty and one.name != "api_kwargs"
    ]
    most = MAX_FIELDS if depth < MAX_DEPTH else 0
    chosen = st.lists(st.sampled_from(optional), max_size=most, unique=True)

    @st.composite
    def build(draw: st.DrawFn) -> TelegramObject:
        names = required + (draw(chosen) if optional and most else [])
        values = {name: draw(_field(name, hints[name], depth + 1)) for name in names}
        while True:
            try:
                return kind(**values)
            except TypeError as error:  # The Bot API requires what the signature does not.
                missing = [name for name in optional if name in str(error) and name not in values]
                values |= {name: draw(_field(name, hints[name], depth + 1)) for name in missing}
                if not missing:
                    raise

    return build()


@cache
def _field(name: str, hint: Any, depth: int) -> st.SearchStrategy[Any]:
    """Return a strategy for values of a field; an id is never empty."""
    is_id = name == "id" or name.endswith("_id")
    return _values(hint, depth).filter(lambda one: one != "") if is_id else _values(hint, depth)


@cache
def _values(hint: Any, depth: int) -> st.SearchStrategy[Any]:
    """Return a strategy for values of a type as a constructor states it."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        options = [one for one in arguments if one is not type(None)]
        options = [timedelta] if timedelta in options else options  # Or a small number.
        return st.sampled_from(options).flatmap(lambda one: _values(one, depth))
    if origin is typing.Literal:
        return st.sampled_from(arguments)
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return st.lists(_values(arguments[0], depth), max_size=2)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if isinstance(hint, type) and issubclass(hint, TelegramObject):
        return objects(hint, depth)
    return _LEAVES.get(origin or hint, st.none())


@dataclass(frozen=True, repr=False)
class Sender:
    """A person in a chat that knows the bot.

    Attributes:
        person: The person as the Bot API's User.
        chat: The chat as the Bot API's Chat.
        answer: A message of the bot in the chat.
        number: Function that returns ids that nothing else has.
    """

    person: JSON
    chat: JSON
    answer: JSON
    number: Callable[[], int]


@st.composite
def updates(
    draw: st.DrawFn, senders: Sequence[Sender], buttons: Sequence[str], *, is_mutated: bool = True
) -> tuple[Sender, JSON]:
    """Draw an update without its id, and who sends it; one in three is mutated.

    Args:
        draw: Hypothesis's function.
        senders: People and chats.
        buttons: Data of buttons that exist.
        is_mutated: False for updates that are all as the types allow.
    """
    sender = draw(st.sampled_from(senders))
    kind = draw(st.sampled_from(_KINDS))
    kind = kind or draw(st.sampled_from(_OTHERS))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of what the library no longer recommends.
        content = draw(_values(_CONTENT[kind], 0)).to_dict()
    content |= deepcopy(draw(_addressed(sender, kind, tuple(buttons))))
    if is_mutated and draw(st.integers(0, 2)) == 0:
        content = _mutated(draw, content)
    return sender, {kind: content}


@st.composite
def _addressed(draw: st.DrawFn, sender: Sender, kind: str, buttons: tuple[str, ...]) -> JSON:
    """Draw the fields by which the sender causes an update that handlers understand."""
    fields: JSON = {"from": sender.person, "id": str(sender.number())}
    if kind == "inline_query":
        return fields | {"query": draw(TEXTS), "offset": draw(st.sampled_from(_OFFSETS))}
    if kind == "callback_query":
        data = draw(st.sampled_from((st.sampled_from(buttons),) * 3 + (BUTTONS, TEXTS)))
        fields["data"] = draw(data)
        return fields | ({"message": sender.answer} if draw(st.integers(0, 3)) else {})
    if kind not in {"message", "edited_message", "guest_message", "my_chat_member"}:
        return {}
    text = draw(TEXTS)
    fields = {"from": sender.person, "chat": sender.chat, "text": text, "date": int(time.time())}
    fields |= {"message_id": sender.number(), "guest_query_id": str(sender.number())}
    if draw(st.booleans()):
        fields["entities"] = detect(text.encode("utf-8", "replace").decode())
    if not draw(st.integers(0, 3)):
        fields["reply_to_message"] = sender.answer
    return fields


def _mutated(draw: st.DrawFn, content: Any) -> Any:
    """Return JSON with one to three values removed, or replaced by something else."""
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(content))
        holder, key = draw(st.sampled_from(places))
        if isinstance(holder, dict) and draw(st.booleans()):
            del holder[key]
        else:
            holder[key] = draw(_JUNK)
        if not content:
            break
    return content


def _places(content: Any) -> typing.Iterator[tuple[Any, Any]]:
    """Yield every place of a value: what holds it, and its key or its index."""
    items = content.items() if isinstance(content, dict) else enumerate(content)
    for key, value in list(items):
        yield content, key
        if isinstance(value, (dict, list)):
            yield from _places(value)


def numbers(first: int) -> Callable[[], int]:
    """Return a function that returns another number at each call."""
    return count(first).__next__
