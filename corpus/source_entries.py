"""Entries of sources.toml about single articles, written so that all else in it stays as it is."""

from __future__ import annotations

import glob
import json
import tomllib
from codecs import BOM_UTF8
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from corpus.message import ReportedError
from corpus.reverting import ended, tables
from corpus.sources import FILE, Source, parse_sources

EDITABLE = ("title", "author", "date", "url")
"""The keys of metadata that people edit."""

_BEGIN = b"[[source]]"

Value = str | date | None
"""The value of a key; None for none, so that the file's own statement counts."""


class SourcesError(ReportedError):
    """An entry cannot be written to sources.toml; the message says why."""


def with_missing(current: bytes | None, name: str, metadata: Mapping[str, Value]) -> bytes:
    """Return a sources.toml with metadata, such as its address, that a file does not state."""
    current = current or b""
    known = parse_sources(current).apply(name, {})
    missing = {
        key: value
        for key, value in metadata.items()
        if value is not None and known.get(key) != _escaped(key, value)
    }
    return _appended(current, _entry(name, missing, fill=True)) if missing else current


def with_metadata(
    current: bytes | None, name: str, metadata: Mapping[str, Value], names: Collection[str]
) -> bytes:
    """Return a sources.toml that states metadata of one file, in place of what the file states.

    The entry about this file alone is changed, where there is one and no later one overrules it;
    otherwise an entry is appended.

    Args:
        current: The content of the file, None if there is none.
        name: The file, relative to the collection.
        metadata: The values by their keys; None takes a key out of the entry.
        names: All files of the collection.

    Raises:
        SourcesError: The file is no valid TOML, or has another form than tables in brackets.
    """
    current = current or b""
    _check(current)
    changed = _with_changed_entry(current, name, metadata, names)
    stated = {key: value for key, value in metadata.items() if value is not None}
    if not _states(changed, name, stated):
        changed = _appended(changed, _entry(name, stated))
    _check(changed)
    return changed


def without_own(current: bytes | None, name: str) -> bytes | None:
    """Return a sources.toml without the entries that were written here about one file.

    What somebody has written or remarked on stays, as does a file that is no valid TOML.
    """
    if current is None:
        return None
    mark = BOM_UTF8 if current.startswith(BOM_UTF8) else b""
    parts = tables(current.removeprefix(mark))
    left = [part for part in parts if not _is_own(part, name)]
    if len(left) < len(parts):
        left[-1:] = [part.rstrip(b"\r\n") + b"\n" for part in left[-1:]]
    return mark + b"".join(left)


def _is_own(part: bytes, name: str) -> bool:
    """Return True if a part of the file is an entry as it is written here about one file."""
    row = _row(part)
    has_remark = any(line.lstrip().startswith(b"#") for line in part.splitlines())
    is_about = row is not None and row.get("match") == _pattern(name)
    return is_about and not has_remark and set(row or ()) <= {"match", "fill", *EDITABLE}


def _row(part: bytes) -> Mapping[str, Any] | None:
    """Return the only entry of a part of the file, None if it is anything else."""
    if not part.lstrip().startswith(_BEGIN):
        return None
    try:
        document = tomllib.loads(part.decode())
        (row,) = document["source"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return row if isinstance(row, dict) and len(document) == 1 else None


def _with_changed_entry(
    current: bytes, name: str, metadata: Mapping[str, Value], names: Collection[str]
) -> bytes:
    """Return the file with its last entry about one file alone changed, if it has one."""
    mark = BOM_UTF8 if current.startswith(BOM_UTF8) else b""
    parts = tables(current.removeprefix(mark))
    own = [place for place, part in enumerate(parts) if _is_about(part, name, names)]
    if own:
        parts[own[-1]] = _changed(parts[own[-1]], metadata)
    return mark + b"".join(ended(parts))


def _is_about(part: bytes, name: str, names: Collection[str]) -> bool:
    """Return True if a part of the file is an entry that overrules one file's metadata alone."""
    try:
        (row,) = tomllib.loads(part.decode())["source"]
        pattern, is_fill = row["match"], row.get("fill")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    if is_fill or pattern not in {glob.escape(name), _pattern(name)}:
        return False
    return not any(Source(pattern, {}).matches(other) for other in names if other != name)


def _changed(part: bytes, metadata: Mapping[str, Value]) -> bytes:
    """Return an entry with some of its values replaced; without values and comments, nothing."""
    import tomlkit  # Only edits need it.
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(part.decode())
    except TOMLKitError:  # It is stricter than the standard library here and there.
        return part
    (row,) = document["source"]
    for key, value in metadata.items():
        if value is None:
            row.pop(key, None)
        else:
            row[key] = _escaped(key, value)
    is_empty = row.keys() <= {"match"} and b"#" not in part
    return b"" if is_empty else document.as_string().encode()


def _states(data: bytes, name: str, metadata: Mapping[str, Any]) -> bool:
    """Return True if this sources.toml gives a file these values, whatever the file states."""
    known = parse_sources(data).apply(name, dict.fromkeys(metadata, "."))
    return all(known[key] == value for key, value in metadata.items())


def _entry(name: str, metadata: Mapping[str, Any], *, fill: bool = False) -> bytes:
    """Return a new entry about one file."""
    lines = ["[[source]]", f"match = {_quoted(_pattern(name))}", *(["fill = true"] * fill)]
    for key, value in metadata.items():
        stated = value.isoformat() if isinstance(value, date) else _quoted(_escaped(key, value))
        lines.append(f"{key} = {stated}")
    return ("\n".join(lines) + "\n").encode()


def _pattern(name: str) -> str:
    """Return the pattern that matches one file only."""
    return glob.escape(name if "/" in name else f"/{name}")


def _escaped(key: str, value: Any) -> Any:
    """Return a value as an entry has it: in an address, braces would be placeholders."""
    if key != "url":
        return value
    return str(value).replace("{", "%7B").replace("}", "%7D")


def _quoted(value: str) -> str:
    """Return a basic string of TOML."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _appended(current: bytes, entry: bytes) -> bytes:
    before = current if not current or current.endswith(b"\n") else current + b"\n"
    return before + (b"\n" if before else b"") + entry


def _check(data: bytes) -> None:
    """Check that a sources.toml is valid TOML.

    Raises:
        SourcesError: It is not.
    """
    try:
        tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourcesError(
            "{file} cannot be changed, as it is not TOML with entries that begin with {begin};"
            " correct it",
            file=FILE,
            begin="[[source]]",
        ) from error
