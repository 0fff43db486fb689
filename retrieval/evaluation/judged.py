"""Readers of judged questions, of answers and of passages: files of one JSON object per line.

There are two forms of judged questions. Over a collection, gold names whole articles, or passages
by words that they contain, and the bot answers or declines. Over bare passages, gold names
passages by id, and the engine only ranks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.model import Article, Corpus, Passage


class JudgedFileError(Exception):
    """A file cannot be read; the message names the file and the line."""

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")


@dataclass(frozen=True, slots=True)
class Gold:
    """A right answer: an article, or its passage that contains these words."""

    article: str
    contains: str = ""


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A judged question over a collection; one without gold must be declined."""

    id: str
    text: str
    kind: str = "question"
    gold: tuple[Gold, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation as it is judged: the article's id and file, and the passage's text."""

    article: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class RankingQuestion:
    """A judged question over bare passages: any of these passage ids is right."""

    id: str
    text: str
    gold: frozenset[str]


def read_questions(path: Path) -> list[JudgedQuestion]:
    """Read judged questions over a collection: `id`, `query` or `text`, `kind`, `gold`.

    Raises:
        JudgedFileError: The file cannot be read, or a line is not such a question.
    """
    return [
        JudgedQuestion(
            id=_text(path, line, row, "id"),
            text=_text(path, line, row, "query", "text"),
            kind=str(row.get("kind") or "question"),
            gold=tuple(_gold(path, line, gold) for gold in _list(path, line, row)),
        )
        for line, row in _rows(path)
    ]


def read_answers(path: Path) -> dict[str, tuple[Quotation, ...]]:
    """Read a file that `eval --answers` wrote: quotations by the id of the question.

    Raises:
        JudgedFileError: The file cannot be read, or a line is not such an answer.
    """
    return {
        _text(path, line, row, "id"): tuple(
            _quotation(path, line, one) for one in _list(path, line, row, "citations")
        )
        for line, row in _rows(path)
    }


def read_ranked_questions(path: Path) -> list[RankingQuestion]:
    """Read questions over bare passages: `id`, `query` or `text`, `gold` as passage ids.

    Raises:
        JudgedFileError: The file cannot be read, or a line is not such a question.
    """
    return [
        RankingQuestion(
            id=_text(path, line, row, "id"),
            text=_text(path, line, row, "query", "text"),
            gold=frozenset(str(name) for name in _list(path, line, row)),
        )
        for line, row in _rows(path)
    ]


def read_passages(path: Path) -> Corpus:
    """Read bare passages: `id`, `title`, `text`. Passages with the same title are one article.

    Raises:
        JudgedFileError: The file cannot be read, or a line is not a passage.
    """
    articles: dict[str, list[Passage]] = {}
    titles: dict[str, str] = {}
    for line, row in _rows(path):
        name, text = _text(path, line, row, "id"), str(row.get("text", ""))
        title = str(row.get("title") or "")
        article = f"title {title}" if title else f"passage {name}"
        titles[article] = title
        articles.setdefault(article, []).append(Passage(name, article, text))
    return Corpus(
        tuple(
            Article(id=name, path="", title=titles[name], passages=tuple(passages))
            for name, passages in articles.items()
        )
    )


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file, with their line numbers; blank lines are skipped."""
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _row(path, number, line)
    except OSError as error:
        raise JudgedFileError(path, None, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise JudgedFileError(path, None, "is not UTF-8") from error


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise JudgedFileError(path, number, f"is not JSON: {error.msg}") from error
    if not isinstance(row, dict):
        raise JudgedFileError(path, number, "is not a JSON object")
    return row


def _text(path: Path, line: int, row: dict[str, Any], *keys: str) -> str:
    """Return the text of the first of these keys that is there and not blank."""
    for key in keys:
        if isinstance(row.get(key), str | int) and str(row[key]).strip():
            return str(row[key])
    raise JudgedFileError(path, line, f"lacks {' or '.join(repr(key) for key in keys)}")


def _list(path: Path, line: int, row: dict[str, Any], key: str = "gold") -> list[Any]:
    found = row.get(key)
    if not isinstance(found, list):
        raise JudgedFileError(path, line, f"'{key}' is not a list")
    return found


def _quotation(path: Path, line: int, one: Any) -> Quotation:
    if not isinstance(one, dict):
        raise JudgedFileError(path, line, "an entry of 'citations' is not a JSON object")
    return Quotation(*(_text(path, line, one, key) for key in ("article", "path", "text")))


def _gold(path: Path, line: int, gold: Any) -> Gold:
    if not isinstance(gold, dict) or not isinstance(gold.get("article"), str):
        raise JudgedFileError(path, line, "an entry of 'gold' lacks 'article'")
    return Gold(gold["article"], str(gold.get("contains") or ""))
