"""Artifacts: files that can be rebuilt at any time, stored between runs and verified when opened.

A store is one folder, which holds one version of its files:

    3f0c…-articles.jsonl    a file: the hash of its content (BLAKE2b, 128 bits), then its name
    manifest.json           {"format": 1, "fingerprint": "…", "files": {"articles.jsonl": "3f0c…"}}
    verified.json           {"boot": "5ad1…", "files": {"3f0c…-articles.jsonl": [17, 4096, 9, 9]}}

Each file is written under a temporary name and renamed. The manifest is written and renamed last,
and only then are files of earlier versions removed, so an interrupted run leaves the previous
version intact. Nothing is synced to disk: after a power failure a file may be torn, which its hash
shows when the store is opened. If any file is missing, torn or made from something else, the store
counts as empty.

A large file is not hashed at every start: verified.json has the inode, the size and the times of
last writing and last change (in ns) of each file whose hash was right, and the boot of the machine
in which that was. While all five are the same, nothing has written to the file, nor has the power
failed. Times within the last two seconds prove nothing, nor does anything without a boot id.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from enum import StrEnum
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

MANIFEST = "manifest.json"
VERIFIED = "verified.json"

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_CLOCK_RESOLUTION = 2_000_000_000
"""The step of the coarsest clock of a file system, in nanoseconds."""

_FORMAT = 1

_DRAFT = "draft-"
"""The beginning of the names of files that are not whole yet."""

_DRAFT_SECONDS = 3600
"""Age of a draft that no program can still be writing."""

_IMPORT = re.compile(r"^\s*(?:from|import)\s+([\w.]+)", re.MULTILINE)

Write = Callable[[BinaryIO], object]
"""Function that writes the content of a file."""


class StoreState(StrEnum):
    """The state of a store: only an intact one is used, another is replaced."""

    MISSING = "missing"
    OUTDATED = "outdated"
    DAMAGED = "damaged"
    INTACT = "intact"


class ArtifactStore:
    """A folder of artifacts.

    Args:
        folder: The folder, created when files are first stored.
        fingerprint: A hash of what the files are made from; files with another are rejected.
        is_left_alone: True to write nothing, not even which files were hashed.
    """

    def __init__(self, folder: Path, fingerprint: str, *, is_left_alone: bool = False) -> None:
        self._folder = folder
        self.fingerprint = fingerprint
        self._is_left_alone = is_left_alone

    def open(self) -> Mapping[str, Path]:
        """Return the paths of all files by name; empty if any is missing, damaged or outdated."""
        try:
            manifest = json.loads((self._folder / MANIFEST).read_bytes())
            if (manifest["format"], manifest["fingerprint"]) != (_FORMAT, self.fingerprint):
                return {}
            expected = manifest["files"]
            paths = {name: self._path(name, digest) for name, digest in expected.items()}
            is_intact = self._are_intact({paths[name]: expected[name] for name in paths})
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
            return {}
        return paths if is_intact else {}

    def examine(self) -> StoreState:
        """Return the state of the store, for which every file is hashed."""
        try:
            manifest = json.loads((self._folder / MANIFEST).read_bytes())
            if (manifest["format"], manifest["fingerprint"]) != (_FORMAT, self.fingerprint):
                return StoreState.OUTDATED
            paths = {self._path(*one): one[1] for one in manifest["files"].items()}
            is_intact = all(_digest(path) == expected for path, expected in paths.items())
        except FileNotFoundError as error:
            is_begun = error.filename != str(self._folder / MANIFEST)
            return StoreState.DAMAGED if is_begun else StoreState.MISSING
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return StoreState.DAMAGED
        return StoreState.INTACT if is_intact else StoreState.DAMAGED

    def save(self, contents: Mapping[str, Write]) -> Mapping[str, Path]:
        """Replace all files of the store and return the paths of the new ones.

        Args:
            contents: For each name, a function that writes the file's content.

        Raises:
            OSError: They cannot be written; the previous files stay.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        digests = {name: self._put(name, write) for name, write in contents.items()}
        manifest = {"format": _FORMAT, "fingerprint": self.fingerprint, "files": digests}
        draft = self._draft(lambda file: file.write(json.dumps(manifest).encode()))
        draft.replace(self._folder / MANIFEST)
        paths = {name: self._path(name, digest) for name, digest in digests.items()}
        self._clear({self._folder / MANIFEST, *paths.values()})
        return paths

    def _are_intact(self, expected: Mapping[Path, str]) -> bool:
        """Return True if files have these hashes, by their times or by their content.

        Raises:
            OSError: A file is missing.
            ValueError: A path is invalid, or what is known of the files is no JSON.
        """
        stamps = {path: _stamp(path) for path in expected}
        verified = self._verified()
        doubtful = [
            path
            for path, stamp in stamps.items()
            if stamp is None or stamp != verified.get(path.name)
        ]
        if not doubtful:
            return True
        with ThreadPoolExecutor() as pool:  # Hashing releases the interpreter's lock.
            if list(pool.map(_digest, doubtful)) != [expected[path] for path in doubtful]:
                return False
        if settled := {path.name: stamp for path, stamp in stamps.items() if stamp}:
            self._note_verified(settled)
        return True

    def _verified(self) -> Mapping[str, Sequence[int]]:
        """Return the stamps of files whose hashes were right, by name; none after a reboot."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            noted = json.loads((self._folder / VERIFIED).read_bytes())
            if noted["boot"] == _BOOT_ID.read_text():
                return dict(noted["files"])
        return {}

    def _note_verified(self, stamps: Mapping[str, Sequence[int]]) -> None:
        if self._is_left_alone:
            return
        with suppress(OSError):  # Without it, the next start hashes the files again.
            noted = {"boot": _BOOT_ID.read_text(), "files": stamps}
            draft = self._draft(lambda file: file.write(json.dumps(noted).encode()))
            draft.replace(self._folder / VERIFIED)

    def _path(self, name: str, digest: str) -> Path:
        return self._folder / f"{digest}-{name}"

    def _put(self, name: str, write: Write) -> str:
        """Write a file and return the hash of its content."""
        draft = self._draft(write)
        digest = _digest(draft)
        draft.replace(self._path(name, digest))
        return digest

    def _draft(self, write: Write) -> Path:
        """Write a file under a temporary name."""
        handle, name = tempfile.mkstemp(prefix=_DRAFT, dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                write(file)
        except BaseException:
            Path(name).unlink()
            raise
        return Path(name)

    def _clear(self, current: set[Path]) -> None:
        """Remove all files but the current ones, and drafts that another program may write."""
        for path in self._folder.iterdir():
            if path not in current:
                with suppress(OSError):
                    is_old = time.time() - path.stat().st_mtime > _DRAFT_SECONDS
                    if is_old or not path.name.startswith(_DRAFT):
                        path.unlink()


def distrust(folder: Path) -> None:
    """Have every file of the stores in a folder compared with its hash when it is next opened."""
    for noted in folder.glob(f"*/{VERIFIED}"):
        with suppress(OSError):
            noted.unlink()


def fingerprint(modules: Iterable[str], libraries: Iterable[str], *settings: object) -> str:
    """Return a hash of everything that decides what an artifact holds.

    It covers the source of *modules* and of all first-party modules that they import, directly or
    not, the TOML file beside each, the versions of *libraries*, and *settings*. A change anywhere
    else leaves the artifact valid.
    """
    state = hashlib.blake2b(repr(settings).encode(), digest_size=16)
    for library in libraries:
        state.update(f"\0{library} {_version(library)}".encode())
    for name, sources in sorted(_closure(modules).items()):
        for source in sources:
            state.update(f"\0{name}\0".encode() + source)
    return state.hexdigest()


def imported_modules(modules: Iterable[str]) -> list[str]:
    """Return the names of *modules* and of all first-party modules that they import, sorted.

    Imports are read from the source text, those inside functions included. First-party packages
    are this one and those of *modules*.
    """
    return sorted(_closure(modules))


def _closure(modules: Iterable[str]) -> dict[str, Sequence[bytes]]:
    """Return the sources of *modules* and of all that they import, by module.

    A pattern finds the imports, since `ast` would take ten times as long; a test compares both.
    """
    pending = list(modules)
    packages = {name.partition(".")[0] for name in (__name__, *pending)}
    found: dict[str, Sequence[bytes]] = {}
    while pending:
        name = pending.pop()
        if name.partition(".")[0] in packages and name not in found:
            found[name] = _sources(name)
            pending += _imports(name)
            pending += [name.rpartition(".")[0]] if "." in name else []
    return found


@cache
def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "-"


@cache
def _sources(module: str) -> tuple[bytes, ...]:
    """Return the source of a module, then its TOML file where there is one."""
    root, *parts = module.split(".")
    place = files(root).joinpath(*parts)
    if place.is_dir():
        return (place.joinpath("__init__.py").read_bytes(),)
    folder = files(root).joinpath(*parts[:-1])
    source = folder.joinpath(f"{parts[-1]}.py").read_bytes()
    data = folder.joinpath(f"{parts[-1]}.toml")
    return (source, data.read_bytes()) if data.is_file() else (source,)


@cache
def _imports(module: str) -> tuple[str, ...]:
    """Return the names of the modules that a module imports."""
    source, *_ = _sources(module)
    return tuple(_IMPORT.findall(source.decode()))


def _stamp(path: Path) -> Sequence[int] | None:
    """Return what changes with a file; None if it is too new to tell."""
    status = path.stat()
    if max(status.st_mtime_ns, status.st_ctime_ns) + _CLOCK_RESOLUTION >= time.time_ns():
        return None
    return [status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
