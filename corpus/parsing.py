"""An article of a document: its furniture is marked, its metadata read, the rest split up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from corpus.byline import name_test
from corpus.credit_lines import mark_credits
from corpus.document import Document, UnreadableError
from corpus.furniture import mark_furniture
from corpus.headings import mark_headings, mark_title, take_title
from corpus.likelihood import Frequency
from corpus.limits import Limits
from corpus.metadata import mark_byline, read_metadata, stated_title, take_bare_byline
from corpus.model import Article
from corpus.segment import passages
from corpus.signature import office, take_signature


def article_of(document: Document, path: str, limits: Limits, frequency: Frequency) -> Article:
    """Build an article: mark furniture, read metadata, take the title, split into passages.

    Raises:
        UnreadableError: The document has too much text.
    """
    length = sum(len(block.text) for block in document.blocks)
    if length > limits.characters:
        raise UnreadableError(
            "has {length} characters of text, and {limit} are allowed;"
            " split it or raise BOT_MAX_CHARACTERS",
            length=length,
            limit=limits.characters,
        )
    stem = PurePosixPath(path).stem
    is_name = name_test(frequency)
    stated = stated_title(document.metadata)
    blocks = mark_title(mark_furniture(document.blocks), stated)
    blocks = mark_credits(blocks, stated, is_name)
    signature, blocks = take_signature(blocks, is_name)
    metadata = read_metadata(document.metadata, blocks, stem, signature.day, is_name)
    blocks = mark_byline(blocks, metadata.author)
    title, blocks = take_title(blocks, metadata.title)
    author, blocks = take_bare_byline(blocks, metadata.author, is_name)
    body = [block for block in mark_headings(blocks) if not block.is_furniture]
    if all(block.kind == "heading" for block in body):  # There is nothing else to quote.
        body = [replace(block, kind="paragraph") for block in body]
    article_id = metadata.id or stem
    return Article(
        id=article_id,
        path=path,
        title=title or stem,
        author=author or signature.names or office(document.metadata.get("content_source")),
        date=metadata.date,
        url=metadata.url,
        headings=tuple(block.text for block in body if block.kind == "heading"),
        passages=passages(article_id, body, limits),
        repairs=document.repairs,
        annotations=document.annotations,
    )
