"""Files that may become articles: sent by an admin or fetched from the web, stored for a while."""

from __future__ import annotations

import json
import os
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.settings import Settings
from corpus.document import UnreadableError
from corpus.files import check_format
from corpus.progress import Progress
from corpus.writing import write_whole

LIFETIME_SECONDS = 24 * 3600
"""Seconds after which a stored file is deleted."""

MAX_UPLOADS = 50
MAX_BYTES = 256 << 20
"""Maximum number and size of all stored files; the oldest are deleted first."""

MAX_NAME_BYTES = 200
"""Maximum size of a file's name, which leaves room for a number before the suffix."""

_UNNAMED = "article"
_SUFFIXES = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
"""Suffixes of files that were sent without a name, by their media types."""

_NOT_IN_NAME = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
"""Characters that make a name unreadable, or no name of a file at all."""

_HIDING = re.compile(r"^(?:[.\s]|~\$)+")
"""The beginnings of names of files that a collection skips."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may become an article: its name, its bytes, and its URL if it was fetched."""

    name: str
    data: bytes
    url: str | None = None


def fetch_upload(url: str, settings: Settings, progress: Progress | None = None) -> Upload:
    """Fetch a page or a file from the web, with the limits of the settings.

    Raises:
        UnreadableError: The URL is not allowed or not reachable, or leads to something else.
    """
    from corpus.fetch import FetchError, fetch  # Loads an HTTP client, which only URLs need.

    try:
        found = fetch(url, settings.fetch_limits, progress)
    except FetchError as error:
        raise UnreadableError("cannot be fetched: {reason}", reason=error.message) from error
    return Upload(found.name, found.data, url)


def article_name(given: str | None, media_type: str | None) -> str:
    """Return the name for a file in the collection's own folder.

    Args:
        given: The name that the sender's client states, which may be anything.
        media_type: The type that it states, for a file without a name.

    Raises:
        UnreadableError: No reader supports the file's format.
    """
    plain = _NOT_IN_NAME.sub("", given or "").replace("\\", "/")
    plain = _HIDING.sub("", plain.rstrip("/").rpartition("/")[2]).strip()
    path = PurePosixPath(plain or _UNNAMED + _SUFFIXES.get(media_type or "", ""))
    check_format(path.name)
    longest = MAX_NAME_BYTES - len(path.suffix)
    stem = path.stem.encode()[:longest].decode(errors="ignore").strip()
    return f"{stem or _UNNAMED}{path.suffix}"


class UploadStore:
    """Files that wait for somebody's decision, in a folder that only its owner can read.

    Each is one file: its name and URL as a line of JSON, then its bytes.

    Args:
        folder: The folder, made when it is first needed.
        clock: Returns the time in seconds since the epoch.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock

    def put(self, upload: Upload) -> str:
        """Store a file and return its key: 12 hexadecimal digits.

        Raises:
            OSError: The folder cannot be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        head = json.dumps({"name": upload.name, "url": upload.url}).encode()
        self._make_room(len(upload.data))
        key = secrets.token_hex(6)
        write_whole(self._folder / key, head + b"\n" + upload.data)
        # Of its own accord a file system may give files that are written at once the same time.
        now = time.time_ns()
        os.utime(self._folder / key, ns=(now, now))
        return key

    def get(self, key: str) -> Upload | None:
        """Return a stored file, None if it has expired or was deleted.

        Raises:
            OSError: It cannot be read.
        """
        try:
            if self._age(self._folder / key) > LIFETIME_SECONDS:
                return None
            head, _, data = (self._folder / key).read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        return Upload(data=data, **json.loads(head))

    def twin(self, key: str) -> Upload | None:
        """Return the oldest file that was stored before another and has its bytes, if any has.

        A file that cannot be read is equal to none.
        """
        with suppress(OSError):
            if own := self.get(key):
                found = (self._equal(path, own.data) for path in self._before(key))
                return next(filter(None, found), None)
        return None

    def drop(self, key: str) -> None:
        """Delete a stored file, if it is still there."""
        (self._folder / key).unlink(missing_ok=True)

    def expire(self) -> None:
        """Delete the files that have expired."""
        if self._folder.is_dir():
            self._make_room(0)

    def _before(self, key: str) -> list[Path]:
        """Return the files that were stored before another one and have not expired."""
        stored = {path.stat().st_mtime_ns: path for path in self._folder.glob("[!.]*")}
        last = (self._folder / key).stat().st_mtime_ns
        older = [stored[at] for at in sorted(stored) if at < last]
        return [path for path in older if self._age(path) <= LIFETIME_SECONDS]

    @staticmethod
    def _equal(path: Path, data: bytes) -> Upload | None:
        """Return a stored file if it has these bytes; one of another size is not read."""
        with path.open("rb") as file:
            head = file.readline()
            if path.stat().st_size - len(head) != len(data) or file.read() != data:
                return None
        return Upload(data=data, **json.loads(head))

    def _make_room(self, size: int) -> None:
        """Delete what has expired, and the oldest files where one more would be too much."""
        stored, total = [], size
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # Another thread may have deleted it.
                stored.append((self._age(path), path.stat().st_size, path))
        for number, (age, own_size, path) in enumerate(sorted(stored), start=2):
            total += own_size
            if age > LIFETIME_SECONDS or number > MAX_UPLOADS or total > MAX_BYTES:
                path.unlink(missing_ok=True)

    def _age(self, path: Path) -> float:
        """Return the seconds since a file was stored."""
        return self._clock() - path.stat().st_mtime
