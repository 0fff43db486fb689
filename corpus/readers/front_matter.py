"""Front matter: YAML between two lines of dashes at the start of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from corpus.message import Message

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?P<yaml>.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The metadata at the start of a file, and the body after it."""

    body: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[tuple[int | None, Message], ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Split a text into front matter and body; invalid front matter gives a warning."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return FrontMatter(text)
    body = text[match.end() :]
    try:
        # Scalars stay strings: YAML would change an id of 007 and reject a date of 2021-13-45.
        metadata = yaml.load(match["yaml"], Loader=yaml.BaseLoader)  # noqa: S506 - builds no objects
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        before = text.count("\n", 0, match.start("yaml"))
        line = before + mark.line + 1 if mark else None
        detail = getattr(error, "problem", None) or type(error).__name__
        message = Message("the front matter is not YAML: {detail}; correct it", detail=detail)
        return FrontMatter(body, warnings=((line, message),))
    except RecursionError:
        message = Message("the front matter is nested too deeply to be read; correct it")
        return FrontMatter(body, warnings=((1, message),))
    if metadata is None:
        return FrontMatter(body)
    if not isinstance(metadata, dict):
        return FrontMatter(text)
    return FrontMatter(body, {str(key).lower(): value for key, value in metadata.items()})
