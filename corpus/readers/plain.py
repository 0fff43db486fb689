"""Plain text: each line is a paragraph, as in scraped pages, unless it was broken at a width."""

from __future__ import annotations

import re
from email import message_from_string
from email.policy import default
from email.utils import parsedate

from corpus.copied_page import mark_copied_page
from corpus.document import Block, Document
from corpus.readers.wrapped_lines import paragraphs
from corpus.readers.written_notes import with_written_notes

_MAIL = re.compile(r"(?:[A-Z][\w-]*: .*\n){3,}\s*\n")
"""The head of a mail (RFC 5322), as programs save it."""


def read_plain(text: str) -> Document:
    """Read a plain text; each paragraph is a block, or notes to one.

    The head of a mail states its title and its day.
    """
    stated = {}
    if head := _MAIL.match(text):
        stated = _stated(head[0])
        text = text[head.end() :] if stated else text
    blocks = [Block("paragraph", paragraph) for paragraph in paragraphs(text)]
    marked = mark_copied_page(blocks)
    return Document(tuple(block for block in with_written_notes(marked) if block), stated)


def _stated(head: str) -> dict[str, str]:
    """Return what the head of a mail states of its text; nothing if it has no subject."""
    fields = message_from_string(head, policy=default)
    subject, sent = fields["Subject"], fields["Date"]
    if not subject:
        return {}
    day = parsedate(sent or "")
    return {"title": subject} | ({"date": "{:04}-{:02}-{:02}".format(*day[:3])} if day else {})
