"""Bytes to text."""

from __future__ import annotations

from corpus.document import UnreadableError


def decode(data: bytes) -> str:
    """Decode a file as UTF-8, with or without its mark; line ends become line feeds.

    Raises:
        UnreadableError: The bytes are not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError("is not UTF-8; save it as UTF-8 and reload", line) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
