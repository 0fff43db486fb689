"""Readers of judged questions, of answers and of passages: files of one JSON object per line.

There are two forms of judged questions. Over a collection, gold names whole articles, or passages
by words that they contain, and the bot answers or declines. Over bare passages, gold names
passages by id, and the engine only ranks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.message import Message, ReportedError, system_error
from corpus.model import Article, Corpus, Passage

OUT_OF_SCOPE = "out-of-scope"
"""The kind of questions that have no gold and must be declined."""


class JudgedFileError(ReportedError):
    """A file cannot be read; the message names the file and the line."""

    def __init__(self, path: Path, line: int | None, message: Message) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(Message("{place}: {what}", place=place, what=message))


@dataclass(frozen=True, slots=True)
class Gold:
    """A right answer: an article, or its passage that contains these words.

    `shows` are words that the excerpt must contain; without them, those of `contains`.
    """

    article: str
    contains: str = ""
    shows: str = ""


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A judged question over a collection; one without gold must be declined.

    `earlier` are the questions before it in the same conversation, oldest first. `line` is the
    question's line in its file.
    """

    id: str
    text: str
    kind: str = "question"
    gold: tuple[Gold, ...] = ()
    earlier: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation as it is judged: the article's id and file, the passage's text, the excerpt."""

    article: str
    path: str
    text: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class RankingQuestion:
    """A judged question over bare passages: any of these passage ids is right."""

    id: str
    text: str
    gold: frozenset[str]


def read_questions(path: Path) -> list[JudgedQuestion]:
    """Read judged questions over a collection: `id`, `query` or `text`, `kind`, `gold`.

    In place of `query`, `turns` lists the questions of a conversation; the last is judged. A row
    with both is read if they end with the same question, so that other programs can read it too.

    Raises:
        JudgedFileError: The file cannot be read, or a line is not such a question.
    """
    return [_question(path, line, row) for line, row in _rows(path)]


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
        raise JudgedFileError(
            path, None, Message("cannot be read: {reason}", reason=system_error(error))
        ) from error
    except UnicodeDecodeError as error:
        raise JudgedFileError(path, None, Message("is not UTF-8")) from error


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        json.dumps(row, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise JudgedFileError(
            path, number, Message("is not JSON from column {column} on", column=error.colno)
        ) from error
    except UnicodeEncodeError as error:
        has_half = Message("has half of a surrogate pair, which is not text")
        raise JudgedFileError(path, number, has_half) from error
    if not isinstance(row, dict):
        raise JudgedFileError(path, number, Message("is not a JSON object"))
    return row


def _text(path: Path, line: int, row: dict[str, Any], *keys: str) -> str:
    """Return the text of the first of these keys that is there and not blank."""
    for key in keys:
        if isinstance(row.get(key), str | int) and str(row[key]).strip():
            return str(row[key])
    if len(keys) == 1:
        raise JudgedFileError(path, line, Message("lacks {key}", key=repr(keys[0])))
    one, other = map(repr, keys)
    raise JudgedFileError(path, line, Message("lacks {key} or {other}", key=one, other=other))


def _question(path: Path, line: int, row: dict[str, Any]) -> JudgedQuestion:
    *earlier, text = _turns(path, line, row)
    question = JudgedQuestion(
        id=_text(path, line, row, "id"),
        text=text,
        kind=str(row.get("kind") or "question"),
        gold=tuple(_gold(path, line, gold) for gold in _list(path, line, row)),
        earlier=tuple(earlier),
        line=line,
    )
    if question.kind == OUT_OF_SCOPE and question.gold:
        has_gold = Message("a question of kind {kind} has gold", kind=repr(OUT_OF_SCOPE))
        raise JudgedFileError(path, line, has_gold)
    return question


def _turns(path: Path, line: int, row: dict[str, Any]) -> tuple[str, ...]:
    """Return the questions of a conversation, or the only question."""
    turns = row.get("turns")
    if turns is None:
        return (_text(path, line, row, "query", "text"),)
    if not isinstance(turns, list) or not turns:
        raise JudgedFileError(
            path, line, Message("{key} is not a list of questions", key="'turns'")
        )
    if not all(isinstance(turn, str) and turn.strip() for turn in turns):
        raise JudgedFileError(
            path, line, Message("an entry of {key} is not a question", key="'turns'")
        )
    if any(str(row[key]) != turns[-1] for key in ("query", "text") if key in row):
        differs = Message(
            "{key} ends with another question than {other}", key="'turns'", other="'query'"
        )
        raise JudgedFileError(path, line, differs)
    return tuple(turns)


def _list(path: Path, line: int, row: dict[str, Any], key: str = "gold") -> list[Any]:
    found = row.get(key)
    if not isinstance(found, list):
        raise JudgedFileError(path, line, Message("{key} is not a list", key=repr(key)))
    return found


def _quotation(path: Path, line: int, one: Any) -> Quotation:
    if not isinstance(one, dict):
        not_an_object = Message("an entry of {key} is not a JSON object", key="'citations'")
        raise JudgedFileError(path, line, not_an_object)
    keys = ("article", "path", "text", "excerpt")
    return Quotation(*(_text(path, line, one, key) for key in keys))


def _gold(path: Path, line: int, gold: Any) -> Gold:
    if not isinstance(gold, dict) or not isinstance(gold.get("article"), str):
        raise JudgedFileError(
            path, line, Message("an entry of {key} lacks {name}", key="'gold'", name="'article'")
        )
    words = (str(gold.get(key) or "") for key in ("contains", "shows"))
    return Gold(gold["article"], *words)
