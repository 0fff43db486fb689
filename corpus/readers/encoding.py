"""Decoding: the encoding is detected, whatever the file declares."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.document import UnreadableError
from corpus.likelihood import Frequency, log_likelihood
from corpus.lost import damaged
from corpus.message import Message

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # Before UTF-16, whose mark it begins with.
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE = ("gb18030", "big5hkscs", "cp950")
_MOVED = dict(
    zip(
        "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7"
        "\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843"
        "\ue854\ue855\ue864",
        "︐︒︑︓︔︕︖︗︘︙ḿ𠂇𠂉𠃌龴龵龶龷𡗗龸𢦏龹龺𤇾龻",
        strict=True,
    )
)
"""Characters to which GB18030 gave private numbers in 2000, as Python does; Unicode has them now.

The standard has moved all but the six beyond U+FFFF, of which it has a second form in four bytes.
"""

_PRIVATE = re.compile(f"[{''.join(_MOVED)}]")
_WIDE = ("utf-16-le", "utf-16-be")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w.:-]{2,20})""", re.IGNORECASE)

_HEAD = 2048
"""Number of bytes at the start of a file in which its encoding is declared."""

_SAMPLE = 2000
"""Number of characters used to decide between encodings."""

_MIN_COMMON = 0.75
"""Minimum share of common characters in text; in random bytes it is 0.4."""

_MAX_LOST = 0.02
"""Maximum share of undecodable characters with which an encoding is accepted."""

_MIN_OTHERS = 8
"""Minimum number of other characters beyond ASCII for each undecodable one, in short files."""

_FORMATS = (
    (b"\x89PNG", Message("is a {format} picture, not text; remove it", format="PNG")),
    (b"\xff\xd8\xff", Message("is a {format} picture, not text; remove it", format="JPEG")),
    (b"GIF8", Message("is a {format} picture, not text; remove it", format="GIF")),
    (b"\x1f\x8b", Message("is a {format} archive, not text; unpack it", format="gzip")),
    (b"PK\x03\x04", Message("is a {format} archive, not text; unpack it", format="ZIP")),
    (b"7z\xbc\xaf", Message("is a {format} archive, not text; unpack it", format="7z")),
    (b"Rar!", Message("is a {format} archive, not text; unpack it", format="RAR")),
    (b"\xd0\xcf\x11\xe0", Message("is in an old Office format; save it as DOCX")),
    (b"{\\rtf", Message("is in Rich Text Format (RTF); save it as DOCX")),
    (b"\x7fELF", Message("is a program, not text; remove it")),
)
"""The first bytes of formats that are not text, and the message about such a file."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a file with line feeds as line ends, and warnings about lost characters."""

    text: str
    warnings: tuple[tuple[int | None, Message], ...] = ()


def decode(data: bytes, frequency: Frequency) -> DecodedText:
    """Decode a file as UTF-8, UTF-16, GB18030 or Big5, whichever gives likely Chinese.

    The encoding that the file declares is tried only if all of these fail.

    Args:
        data: The file's bytes.
        frequency: Word counts in either script, for the likelihood of a text.

    Raises:
        UnreadableError: The bytes are not text.
    """
    binary = Message("is binary data, no text file; remove it, or save its text as UTF-8")
    found = _marked(data) or _whole(data, frequency) or _damaged(data, frequency)
    if found is None and len(_CONTROL_BYTES.findall(data)) > len(data) // 20 + 1:
        raise UnreadableError(binary)
    if found is None:
        raise UnreadableError(
            "is neither UTF-8 nor UTF-16, GB18030 or Big5; save it as UTF-8", _line_of_fault(data)
        )
    if _is_full_of_controls(found.text):
        raise UnreadableError(binary)
    return DecodedText(found.text.replace("\r\n", "\n").replace("\r", "\n"), found.warnings)


def check_signature(data: bytes) -> None:
    """Check that a file does not begin like a format that is not text.

    Raises:
        UnreadableError: It does.
    """
    for signature, message in _FORMATS:
        if data.startswith(signature):
            raise UnreadableError(message)


def _marked(data: bytes) -> DecodedText | None:
    """Decode a file by its byte order mark; None if it has none or does not keep to it."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            text = _strict(data.removeprefix(mark), codec)
            return DecodedText(text) if text is not None else None
    return None


def _whole(data: bytes, frequency: Frequency) -> DecodedText | None:
    """Return the likeliest text among encodings in which all bytes are valid."""
    text = _strict(data, "utf-8")
    if text is not None and not _CONTROLS.search(text):
        return DecodedText(text)
    chinese, wide = _plausible(data, _CHINESE), _plausible(data, _WIDE)
    likely = [*chinese, *wide] if b"\0" in data else chinese or wide
    if likely:
        return DecodedText(max(likely, key=lambda text: _likelihood(text, frequency)))
    text = text if text is not None else _as_declared(data)
    return DecodedText(text) if text is not None else None


def _plausible(data: bytes, codecs: Iterable[str]) -> list[str]:
    """Return the texts in these encodings that are valid and plausible."""
    texts = (_strict(data, codec) for codec in codecs)
    return [text for text in texts if text is not None and _is_plausible(text)]


def _damaged(data: bytes, frequency: Frequency) -> DecodedText | None:
    """Decode with a few undecodable characters, as in a truncated file."""
    candidates = []
    for codec in ("utf-8", *_CHINESE):
        text = _decoded(data, codec, "replace").removeprefix("\ufeff")
        lost = text.count("\ufffd")
        others = sum(character > "\x7f" for character in text) - lost
        is_little = lost <= max(1, others * _MAX_LOST) and others >= _MIN_OTHERS * lost
        if is_little and _is_plausible(text):
            candidates.append((-lost, _likelihood(text, frequency), text))
    if not candidates:
        return None
    minus_lost, _, text = max(candidates)
    line = text.count("\n", 0, text.index("\ufffd")) + 1
    return DecodedText(text, ((line, damaged(-minus_lost)),))


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return _decoded(data, codec, "strict")
    except UnicodeError:  # Some of Python's codecs raise it, not UnicodeDecodeError.
        return None


def _decoded(data: bytes, codec: str, errors: str) -> str:
    """Decode bytes, those of GB18030 by the standard of 2022."""
    text = data.decode(codec, errors)
    return _PRIVATE.sub(lambda match: _MOVED[match[0]], text) if codec == "gb18030" else text


def _as_declared(data: bytes) -> str | None:
    """Return the text in the encoding that a page declares, None if it is not valid."""
    match = _DECLARED.search(data[:_HEAD])
    try:
        return _strict(data, match[1].decode("ascii", "replace")) if match else None
    except LookupError:
        return None  # An unknown encoding, or one that is not for text.


def _is_plausible(text: str) -> bool:
    """Return True if a text has mostly common characters of either script and few controls."""
    if _is_full_of_controls(text):
        return False
    characters = [character for character in text[:_SAMPLE] if character > "\x7f"]
    common = sum(map(_is_common, characters))
    return common >= _MIN_COMMON * len(characters)


def _is_common(character: str) -> bool:
    """Return True if GB2312 has a character, or the first level of Big5, which ends at C67E."""
    if character.encode("gb2312", "ignore"):
        return True
    return b"" < character.encode("big5", "ignore") <= b"\xc6\x7e"


def _is_full_of_controls(text: str) -> bool:
    return len(_CONTROLS.findall(text)) > len(text) // 20 + 1


def _likelihood(text: str, frequency: Frequency) -> float:
    """Return the log-likelihood of the beginning of a text."""
    return log_likelihood(text[:_SAMPLE], frequency)


def _line_of_fault(data: bytes) -> int | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return None
