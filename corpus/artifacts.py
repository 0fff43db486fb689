"""Files that can be made again at any time, kept between runs and believed only if whole.

Each file's name begins with the digest of its content, and a manifest names those that belong
together. It is written last, in one step, so that whoever is interrupted leaves the files of
before; whatever does not fit it is noticed and made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO

MANIFEST = "manifest.json"

_FORMAT = 1
_SOURCES = (".py", ".toml")

Write = Callable[[BinaryIO], object]
"""Writes a file's content."""


class ArtifactStore:
    """A folder of such files.

    Args:
        folder: Where they are; made when the first is kept.
        recipe: What they are made by, in a few letters: files of another recipe are not believed.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._folder = folder
        self._fingerprint = fingerprint

    def open(self) -> Mapping[str, Path]:
        """The files by name; none at all unless each is there, as it was written."""
        try:
            manifest = json.loads((self._folder / MANIFEST).read_bytes())
            if (manifest["format"], manifest["recipe"]) != (_FORMAT, self._fingerprint):
                return {}
            found = manifest["files"].items()
            paths = {name: self._path(name, digest) for name, digest in found}
            with ThreadPoolExecutor() as pool:  # Hashing lets other threads run meanwhile.
                digests = list(pool.map(_digest, paths.values()))
            is_whole = digests == list(manifest["files"].values())
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
            return {}
        return paths if is_whole else {}

    def keep(self, contents: Mapping[str, Write]) -> Mapping[str, Path]:
        """Put these files in the place of all that are here.

        Raises:
            OSError: They cannot be written; those of before stay.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        digests = {name: self._put(name, write) for name, write in contents.items()}
        manifest = {"format": _FORMAT, "recipe": self._fingerprint, "files": digests}
        draft = self._draft(lambda file: file.write(json.dumps(manifest).encode()))
        draft.replace(self._folder / MANIFEST)
        paths = {name: self._path(name, digest) for name, digest in digests.items()}
        self._clear({self._folder / MANIFEST, *paths.values()})
        return paths

    def _path(self, name: str, digest: str) -> Path:
        return self._folder / f"{digest}-{name}"

    def _put(self, name: str, write: Write) -> str:
        draft = self._draft(write)
        digest = _digest(draft)
        draft.replace(self._path(name, digest))
        return digest

    def _draft(self, write: Write) -> Path:
        handle, name = tempfile.mkstemp(dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                write(file)
        except BaseException:
            Path(name).unlink()
            raise
        return Path(name)

    def _clear(self, kept: set[Path]) -> None:
        """Remove what belongs to no manifest; a file that is in use elsewhere may have to stay."""
        for path in self._folder.iterdir():
            if path not in kept:
                with suppress(OSError):
                    path.unlink()


def fingerprint(package: str, libraries: Iterable[str], *settings: object) -> str:
    """Stands for a package's own source, the versions of libraries, and settings."""
    state = hashlib.blake2b(repr(settings).encode(), digest_size=16)
    for library in libraries:
        state.update(f"\0{library} {_version(library)}".encode())
    for source in _sources(files(package)):
        state.update(source)
    return state.hexdigest()


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "-"


def _sources(folder: Traversable) -> Iterable[bytes]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith(_SOURCES):
            yield entry.read_bytes()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
