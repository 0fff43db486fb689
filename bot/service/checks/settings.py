"""The settings: mistakes, names that are none, and who may read the file with the token."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.service.checks import Finding, error, right, warning
from bot.settings import ENV_FILE, unknown_settings
from corpus.message import Message

_GROUP, _OTHERS = 0o070, 0o007


def check_settings(mistakes: Iterable[Message]) -> Iterator[Finding]:
    """Yield what is wrong with the settings, or that nothing is.

    Args:
        mistakes: The mistakes of all settings but the token.
    """
    found = [*map(error, mistakes), *map(warning, unknown_settings()), *_file()]
    yield from found
    if not found:
        place = str(Path(ENV_FILE).absolute())
        if Path(ENV_FILE).is_file():
            yield right(Message("all are accepted; {file} is read", file=place))
        else:
            yield right(Message("all are accepted; there is no file {file}", file=place))


def _file() -> Iterator[Finding]:
    """Yield a warning if others may read the file, which may hold secrets.

    The group of our own user is not another: root may own the file, and let that group read it.
    """
    file = Path(ENV_FILE)
    if not file.is_file():
        return
    status = file.stat()
    closed = _OTHERS if status.st_gid == os.getegid() else _GROUP | _OTHERS
    if status.st_mode & closed:
        yield warning(
            Message(
                "others on this machine can read {file}, which has the token; {command}",
                file=str(file.absolute()),
                command=f"chmod go= {file.absolute()}",
            )
        )
