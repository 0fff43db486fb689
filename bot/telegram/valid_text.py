"""Valid Unicode in updates: JSON can express half of a surrogate pair, which cannot be encoded."""

from __future__ import annotations

from typing import Any

_REPLACEMENT = "\ufffd"


def with_valid_text(value: Any) -> Any:
    """Return a value of JSON with the replacement character for each half of a surrogate pair.

    Both have the same length in UTF-16, which offsets of entities count in.
    """
    if isinstance(value, str):
        return value if _is_valid(value) else "".join(map(_valid, value))
    if isinstance(value, dict):
        return {with_valid_text(key): with_valid_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [with_valid_text(one) for one in value]
    return value


def _valid(character: str) -> str:
    return character if _is_valid(character) else _REPLACEMENT


def _is_valid(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
