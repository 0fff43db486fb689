"""Who wrote an article, when, and where it stands: from its front matter and its bylines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from corpus.document import Block

_AUTHOR_KEYS = ("author", "authors", "byline", "作者")
_DATE_KEYS = ("date", "published", "pubdate", "publish_date", "created", "日期")
_URL_KEYS = ("url", "link", "source", "source_url", "canonical", "permalink", "original")

_NAME = r"[^\s，,。:：;；、（）()]{2,20}"
_BIO = re.compile(
    rf"(?P<name>{_NAME})[，,].*(?:专栏作家|專欄作家|撰稿人|评论员|評論員|公众号|公眾號)", re.DOTALL
)
_BYLINE = re.compile(
    rf"(?:.*[，,。\s])?(?:作者|撰文|文|记者|記者)\s*[:：/|｜]\s*(?P<name>{_NAME})", re.DOTALL
)
_HAN_NAME = re.compile(r"[㐀-䶿一-鿿·]{2,6}")
_YMD = re.compile(r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article beside its text."""

    author: str | None = None
    date: date | None = None
    url: str | None = None


def understand(metadata: Mapping[str, Any], blocks: Iterable[Block]) -> Metadata:
    """Read metadata as files write it, and the bylines among the furniture.

    Where the author's field holds the platform and a bio names the writer, the writer it is.
    """
    furniture = [block.text for block in blocks if block.is_furniture]
    stated = _first_text(metadata, _AUTHOR_KEYS)
    named = next((name for text in furniture if (name := _named_in(text))), None)
    is_platform = stated is not None and any(
        stated in text and not text.startswith(stated) for text in furniture
    )
    return Metadata(
        author=named if named and (stated is None or is_platform) else stated,
        date=next((day for key in _DATE_KEYS if (day := parse_date(metadata.get(key)))), None),
        url=next((url for key in _URL_KEYS if (url := _web_address(metadata.get(key)))), None),
    )


def mark_byline(blocks: Sequence[Block], author: str | None) -> tuple[Block, ...]:
    """The same blocks; one that says nothing but the author's name is furniture."""
    return tuple(
        replace(block, is_furniture=True) if author and block.text == author else block
        for block in blocks
    )


def parse_date(value: Any) -> date | None:
    """A calendar day from what YAML or a person wrote; None where there is none in it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value or "")
    try:
        if match := _YMD.search(text):
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        return parsedate_to_datetime(text).date()
    except ValueError:
        return None


def _first_text(metadata: Mapping[str, Any], keys: Iterable[str]) -> str | None:
    for key in keys:
        value = metadata.get(key)
        if isinstance(value, list):
            value = "、".join(str(part) for part in value)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _named_in(text: str) -> str | None:
    match = _BYLINE.match(text) or _BIO.match(text)
    return match["name"] if match and _HAN_NAME.fullmatch(match["name"]) else None


def _web_address(value: Any) -> str | None:
    text = str(value or "").strip()
    return text if re.fullmatch(r"https?://[^\s<>\"]+", text) else None
