"""collection.toml: a collection's name, its language, and who may ask it.

A folder that has such files in folders of its own holds several collections; any other folder is
one collection itself.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.message import Message, ReportedError, system_error

FILE = "collection.toml"

MAX_COLLECTIONS = 40
"""Maximum number of collections in a folder: as many as a keyboard has room for."""

_KEY = re.compile(r"[\w-]+")
_MAX_KEY_BYTES = 40
_FIELDS = frozenset({"name", "language", "askers", "default"})
_EVERYONE = "everyone"
_MAX_BYTES = 1 << 20
_LINE = re.compile(r"at line (\d+)")


class CollectionFileError(ReportedError):
    """A collection.toml cannot be used, or a folder has too many; the message names the remedy."""


@dataclass(frozen=True, slots=True)
class CollectionInfo:
    """A collection in its folder.

    Attributes:
        key: Name of the collection in callback data and in the journal; empty for the only one.
        names: Its name by language code, or under an empty code for all languages.
        language: Code of the language of its articles.
        askers: Ids of the people and groups who may ask; None if everyone may.
        is_default: True if it answers where nobody has chosen another.
    """

    folder: Path
    key: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    askers: frozenset[int] | None = None
    is_default: bool = False

    def name(self, language: str) -> str:
        """Return its name in a language, else in another one, else that of its folder."""
        return self.names.get(language.lower()) or next(
            iter(self.names.values()), self.folder.name
        )

    def is_open_to(self, chat_id: int | None) -> bool:
        """Return True if a person or a chat may ask it."""
        return self.askers is None or chat_id in self.askers


def find_collections(root: Path) -> tuple[CollectionInfo, ...]:
    """Return the collections in a folder, the default one first; the folder itself if it is one.

    Raises:
        CollectionFileError: A collection.toml cannot be used, or there are too many.
    """
    folders = [path.parent for path in sorted(root.glob(f"*/{FILE}")) if _is_visible(path)]
    if not folders:
        return (_read(root, ""),)
    if len(folders) > MAX_COLLECTIONS:
        raise CollectionFileError(
            "{folder} holds {number} collections, and no more than {most} can be offered; "
            "move some elsewhere",
            folder=str(root),
            number=len(folders),
            most=MAX_COLLECTIONS,
        )
    found = [_read(folder, _key(folder.name)) for folder in folders]
    return tuple(sorted(found, key=lambda one: not one.is_default))


def one_collection(folder: Path) -> Path:
    """Return a folder that is one collection.

    Raises:
        CollectionFileError: The folder holds several, or its collection.toml cannot be used.
    """
    found = find_collections(folder)
    if len(found) == 1:
        return found[0].folder
    raise CollectionFileError(
        "{folder} holds several collections: {names}; choose one with --corpus {example}",
        folder=str(folder),
        names=", ".join(one.folder.name for one in found),
        example=str(found[0].folder),
    )


def _is_visible(path: Path) -> bool:
    return not path.parent.name.startswith(".")


def _key(name: str) -> str:
    """Return a folder's name, or in place of a long or unusual one its hash."""
    if _KEY.fullmatch(name) and len(name.encode()) <= _MAX_KEY_BYTES:
        return name
    return hashlib.blake2b(name.encode(errors="surrogateescape"), digest_size=8).hexdigest()


def _read(folder: Path, key: str) -> CollectionInfo:
    """Return a folder as a collection, with what its collection.toml says if it has one."""
    path = folder / FILE
    try:
        with path.open("rb") as file:
            table = tomllib.loads(file.read(_MAX_BYTES).decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return CollectionInfo(folder, key)
    except OSError as error:
        raise CollectionFileError(
            "{file} cannot be read: {reason}; grant permission to read it, or remove it",
            file=str(path),
            reason=system_error(error),
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        line = _LINE.search(str(error))
        raise CollectionFileError(
            "{file} is not TOML in UTF-8, see line {line}; correct that line, or the one before",
            file=str(path),
            line=int(line[1]) if line else 1,
        ) from error
    if faults := tuple(_faults(table)):
        raise CollectionFileError(
            "{file} cannot be used: {reason}", file=str(path), reason=faults[0]
        )
    return _info(folder, key, table)


def _faults(table: Mapping[str, Any]) -> Iterator[Message]:
    """Yield what is wrong with the fields of a collection.toml."""
    for key in table.keys() - _FIELDS:
        yield Message(
            "“{key}” is not a field; the fields are {fields}",
            key=key,
            fields=", ".join(sorted(_FIELDS)),
        )
    names = table.get("name", "x")
    if not all(isinstance(one, str) and one.strip() for one in _values(names)):
        yield Message("“name” must be a text, or a table of texts by language")
    if not isinstance(table.get("language", ""), str):
        yield Message("“language” must be a code such as zh-hans")
    if not isinstance(table.get("default", False), bool):
        yield Message("“default” must be true or false")
    askers = table.get("askers", _EVERYONE)
    if askers != _EVERYONE and not (isinstance(askers, list) and all(map(_is_id, askers))):
        yield Message("“askers” must be “everyone” or a list of the ids of people and groups")


def _values(value: object) -> list[object]:
    """Return the values of a table, at least one; of anything else, the value itself."""
    return list(value.values()) or [None] if isinstance(value, dict) else [value]


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _info(folder: Path, key: str, table: Mapping[str, Any]) -> CollectionInfo:
    name, askers = table.get("name"), table.get("askers", _EVERYONE)
    names = name if isinstance(name, dict) else {"": name} if name else {}
    return CollectionInfo(
        folder,
        key,
        {code.lower(): words.strip() for code, words in names.items()},
        (table.get("language") or "").lower() or None,
        None if askers == _EVERYONE else frozenset(askers),
        table.get("default", False),
    )
