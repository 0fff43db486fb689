"""MHTML (RFC 2557): a web page that a browser saved with its pictures in one file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from corpus.document import UnreadableError

_HEAD = 4000
"""Number of bytes in which the headers of an archive state what it is."""

_ARCHIVE = re.compile(
    rb"(?:\A|\n)content-type:\s*multipart/(?:related|mixed|alternative)", re.IGNORECASE
)
_PAGE_ALONE = re.compile(rb"(?:\A|\n)content-type:\s*text/html", re.IGNORECASE)
_VERSION = re.compile(rb"(?:\A|\n)mime-version:", re.IGNORECASE)
_HEADER = re.compile(
    rb"\A\s*(?:[a-z][a-z-]{1,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+", re.IGNORECASE
)
_LEADING = b"\xef\xbb\xbf \t\r\n"
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """The bytes of the page in an archive, and the address that it was saved from, if stated."""

    data: bytes
    url: str | None


def is_web_archive(data: bytes) -> bool:
    """Return True if the bytes are an MHTML file, whatever its name."""
    head = _HEADER.match(data[:_HEAD].lstrip(_LEADING))
    if not head:
        return False
    is_page_alone = _PAGE_ALONE.search(head[0]) and _VERSION.search(head[0])
    return bool(_ARCHIVE.search(head[0]) or is_page_alone)


def archived_page(data: bytes) -> ArchivedPage:
    """Return the page of an archive: the first part that is HTML.

    Raises:
        UnreadableError: There is no page in it.
    """
    try:
        # The newer policies of the library parse each header, and fail on broken ones.
        archive = message_from_bytes(data.lstrip(_LEADING))
        for part in archive.walk():
            if part.get_content_type() in _PAGES and (page := part.get_payload(decode=True)):
                return ArchivedPage(bytes(page), _address(archive, part))
    except RecursionError as error:
        raise UnreadableError("is a web archive nested too deeply; save the page again") from error
    raise UnreadableError("is a web archive without a page; save the page again, as HTML")


def _address(*parts: Message) -> str | None:
    for part in parts:
        for name in ("Snapshot-Content-Location", "Content-Location"):
            address = "".join(str(part.get(name, "")).split())
            if address.startswith(("http://", "https://")):
                return address
    return None
