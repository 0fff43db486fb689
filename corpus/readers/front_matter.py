"""Front matter: metadata at the start of a file, in YAML, TOML or JSON.

It stands between two lines of `---`, `+++` or `;;;`, or in braces. Hexo also reads it without the
first of the two lines.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from typing import Any

import yaml

from corpus.message import Message
from corpus.tables import read_table

_FENCED = re.compile(
    r"\A\s*(?P<fence>---|\+\+\+|;;;)[ \t]*\n(?P<fields>.*?)\n(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL
)
_HEADLESS = re.compile(
    r"""
    \A\s*
    (?P<fields>
        (?=["\w])
        (?>(?> (?: ["\w][^:\n]{0,40}: | [ \t] | -[ \t] | \#) [^\n]* \n ){2,100})
    )
    (?P<fence>---|;;;) [ \t]*(?:\n|\Z)
    """,
    re.VERBOSE,
)
"""Front matter without its first line; two fields at least, as one may be an underlined title."""

_UNCLOSED = re.compile(
    r"""
    \A\s*
    (?P<fence>---|\+\+\+) [ \t]*\n
    (?P<fields>
        (?=["\w])
        (?> (?> (?: "?[\w-]{1,20}"?[ \t]*[:=：] | [ \t]+\S | -[ ] ) [^\n]* (?:\n|\Z) ){1,100})
    )
    (?P<end> [ \t]*(?:\n|\Z) )?
    """,
    re.VERBOSE,
)
"""Front matter without its last line, and the empty line below it, if there is one."""

_BRACES = re.compile(r'\A\s*(?P<fields>\{\s*")')
_END_OF_BRACES = re.compile(r"^\}[ \t]*(?:\n|\Z)", re.MULTILINE)
_END_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")
_KEY = re.compile(r"^[ \t]*\"?([\w-]+)\"?[ \t]*[:=]", re.MULTILINE)
_TOML_LINE = re.compile(r"at line (\d+)")

_WIDE_COLON = re.compile(r"^([^\W\d_]\w{0,19})[ \t]*：[ \t]*", re.MULTILINE)
"""The name of a field and a full-width colon, which YAML takes for a part of the name."""

_MAX_SHOWN = 60
"""Number of characters of a broken line that are shown."""

_NESTED = ("params", "extra")
"""Fields under which Hugo and Zola put those that they do not know."""

_MAX_LENGTH = 50_000
"""Maximum number of characters of front matter in TOML, whose parser is slow on hostile texts."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The metadata at the start of a file, and the body after it."""

    body: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[tuple[int | None, Message], ...] = ()


class _BrokenError(Exception):
    """Fields that cannot be parsed; `line` counts from the first of their lines."""

    def __init__(self, line: int | None, message: Message) -> None:
        super().__init__(str(message))
        self.line = line
        self.message = message


def split_front_matter(text: str) -> FrontMatter:
    """Split a text into front matter and body; invalid front matter gives a warning."""
    if match := _FENCED.match(text):
        front = _split(text, match, _PARSERS[match["fence"]])
        # What closes broken front matter may be a rule in the text, of which nothing must be lost.
        unclosed = _split_unclosed(text, match.end("fields")) if front.warnings else None
        return unclosed or front
    if unclosed := _split_unclosed(text):
        return unclosed
    if (match := _HEADLESS.match(text)) and "title" in _known_fields(match["fields"]):
        return _split(text, match, _PARSERS[match["fence"]])
    if match := _BRACES.match(text):
        return _split_braces(text, match.start("fields"))
    return FrontMatter(text)


def _split(text: str, match: re.Match[str], parse: Callable[[str], Any]) -> FrontMatter:
    body, fields = text[match.end() :], match["fields"]
    try:
        metadata = parse(fields)
    except _BrokenError as error:
        if match["fence"] != "---" and not _KEY.search(fields):
            return FrontMatter(text)
        before = text.count("\n", 0, match.start("fields"))
        return _broken(body, error, before)
    if metadata is None:
        return FrontMatter(body)
    return FrontMatter(body, _flat(metadata)) if isinstance(metadata, dict) else FrontMatter(text)


def _split_unclosed(text: str, rule: int | None = None) -> FrontMatter | None:
    """Split a text whose front matter is never closed; None if it is none, as it has no title.

    Where no empty line shows its end, all of it stays in the text. Above a *rule*, the offset of a
    line that would close it, the empty line must be followed by text without fields.
    """
    match = _UNCLOSED.match(text)
    if not match or "title" not in _known_fields(match["fields"].replace("：", ":")):
        return None
    is_ended = match["end"] is not None
    if rule is not None:
        rest = text[match.end() : rule]
        if not is_ended or not rest.strip() or _KEY.search(rest):
            return None
    found = _split(text, match, _PARSERS[match["fence"]]) if is_ended else FrontMatter(text)
    message = Message(
        "the front matter is never closed; put a line “{fence}” below its last field",
        fence=match["fence"],
    )
    line = text.count("\n", 0, match.start("fence")) + 1
    return replace(found, warnings=((line, message), *found.warnings))


def _split_braces(text: str, start: int) -> FrontMatter:
    """Split a text that begins with a brace, if it names a field of front matter."""
    before = text.count("\n", 0, start)
    try:
        metadata, end = _read_json(_JSON.raw_decode, text[start:])
    except _BrokenError as error:
        stop = _END_OF_BRACES.search(text, start)
        if stop and _known_fields(text[start : stop.start()]):
            return _broken(text[stop.end() :], error, before)
        return FrontMatter(text)
    line_end = _END_OF_LINE.match(text, start + end)
    if not line_end or not any(key.lower() in _field_names() for key in metadata):
        return FrontMatter(text)
    return FrontMatter(text[line_end.end() :], _flat(metadata))


def _broken(body: str, error: _BrokenError, before: int) -> FrontMatter:
    line = None if error.line is None else before + error.line
    return FrontMatter(body, warnings=((line, error.message),))


def _flat(metadata: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the fields in lower case, with those of nested tables below them."""
    fields = {str(key).lower(): value for key, value in metadata.items()}
    nested = (fields[name] for name in _NESTED if isinstance(fields.get(name), dict))
    inner = {str(key).lower(): value for table in nested for key, value in table.items()}
    return {**inner, **fields}


def _known_fields(text: str) -> set[str]:
    """Return which of title, author and date a text has a field for."""
    names = _field_names()
    return {names[key.lower()] for key in _KEY.findall(text) if key.lower() in names}


@cache
def _field_names() -> Mapping[str, str]:
    table = read_table("corpus", "metadata.toml")
    kinds = ("title", "author", "date")
    return dict(chain.from_iterable(((name, kind) for name in table[kind]) for kind in kinds))


def _parse_yaml(text: str) -> Any:
    """Parse YAML, also with the full-width colons that Chinese keyboards type."""
    spelt = _WIDE_COLON.sub(r"\1: ", text)
    if spelt != text and _known_fields(spelt):
        text = spelt
    try:
        # Scalars stay strings: YAML would change an id of 007 and reject a date of 2021-13-45.
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds no objects
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _broken_line("YAML", text, mark.line + 1 if mark else None) from error
    except RecursionError as error:
        raise _too_deep() from error


def _parse_toml(text: str) -> Any:
    if len(text) > _MAX_LENGTH:
        message = Message(
            "the front matter is longer than {limit} characters; shorten it", limit=_MAX_LENGTH
        )
        raise _BrokenError(1, message)
    try:
        # By way of JSON, so that numbers and dates are the strings that other formats have.
        return _JSON.decode(json.dumps(tomllib.loads(text), default=str))
    except ValueError as error:
        line = _TOML_LINE.search(str(error))
        number = int(line[1]) if line else text.count("\n") + 1
        raise _broken_line("TOML", text, number) from error
    except RecursionError as error:
        raise _too_deep() from error


def _parse_json(text: str) -> Any:
    """Parse the fields of a JSON object, with its braces or without, as Hexo writes them."""
    is_whole = text.lstrip().startswith("{")
    return _read_json(_JSON.decode, text if is_whole else f"{{{text}}}")


def _read_json(read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except json.JSONDecodeError as error:
        raise _broken_line("JSON", text, error.lineno) from error
    except RecursionError as error:
        raise _too_deep() from error


def _broken_line(language: str, text: str, number: int | None) -> _BrokenError:
    """Return the error of a line that is not in the language of the front matter."""
    lines = text.split("\n")
    line = lines[number - 1].strip() if number and number <= len(lines) else ""
    if not line:
        message = Message("the front matter is not {language}; correct it", language=language)
        return _BrokenError(number, message)
    message = Message(
        "the front matter is not {language} at “{line}”; correct it there or in the line before,"
        " and put values with colons or quotation marks between quotation marks",
        language=language,
        line=line[:_MAX_SHOWN],
    )
    return _BrokenError(number, message)


def _too_deep() -> _BrokenError:
    message = Message("the front matter is nested too deeply to be read; correct it")
    return _BrokenError(1, message)


_JSON = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)
_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "---": _parse_yaml,
    "+++": _parse_toml,
    ";;;": _parse_json,
}
