"""The folders that the program writes to: there, writable, its user's, closed to others, roomy."""

from __future__ import annotations

import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.journal.database_file import file_of_url
from bot.service.checks import Finding, error, right, warning
from bot.settings import Settings
from corpus.message import Message, Size

_OTHERS = 0o077

_OF_THE_DISK = "lost+found"

_LEAST_FREE = 200_000_000
"""Bytes below which a disk is nearly full; the admins are told at the same number."""


def check_folders(settings: Settings) -> Iterator[Finding]:
    """Yield what is wrong with the data folder and with the journal's, or that nothing is."""
    journal = file_of_url(settings.journal_url)
    folders = {settings.data_dir.absolute()} | ({journal.absolute().parent} if journal else set())
    for folder in sorted(folders):
        found = list(_faults(folder))
        yield from found
        if not found and folder.is_dir():
            yield right(
                Message(
                    "{folder} can be written, and is closed to others; {free} is free",
                    folder=str(folder),
                    free=str(Size(shutil.disk_usage(folder).free)),
                )
            )
        elif not found:
            yield right(Message("{folder} will be created at the first start", folder=str(folder)))


def _faults(folder: Path) -> Iterator[Finding]:
    nearest = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    if not nearest.is_dir():
        yield error(
            Message(
                "{file} is a file, where there should be a folder; move it away, or set "
                "BOT_DATA_DIR",
                file=str(nearest),
            )
        )
        return
    if not os.access(nearest, os.W_OK | os.X_OK, effective_ids=True):
        yield error(
            Message(
                "{folder} cannot be written by {user}; as root: {command}",
                folder=str(nearest),
                user=_user(os.geteuid()),
                command=f"chown {_user(os.geteuid())} {nearest}",
            )
        )
    if folder == nearest:
        yield from _owners(folder)
        yield from _modes(folder)
    if shutil.disk_usage(nearest).free < _LEAST_FREE:
        yield warning(
            Message(
                "the disk of {folder} is nearly full: only {free} is free; make room",
                folder=str(nearest),
                free=str(Size(shutil.disk_usage(nearest).free)),
            )
        )


def _owners(folder: Path) -> Iterator[Finding]:
    """Yield that root looks at the folder of another, or that files in it are of another user.

    A command that was run by root leaves such files, which the bot's user cannot write. The
    folder itself may be root's, and be open to the group of the bot, as volumes are.
    """
    owner, ours = folder.stat().st_uid, os.geteuid()
    user = ours or owner
    if user != ours:
        yield warning(
            Message(
                "{folder} belongs to {owner}, and you are {user}; run yinju as {owner}, so that "
                "the bot can write what it makes",
                folder=str(folder),
                owner=_user(owner),
                user=_user(ours),
            )
        )
    if others := [path for path in _contents(folder) if _owner(path) not in {user, None}]:
        yield error(
            Message(
                "{file} in {folder} does not belong to {owner}; as root: {command}",
                file=str(min(others).relative_to(folder)),
                folder=str(folder),
                owner=_user(user),
                command=f"chown -R {_user(user)} {folder}",
            )
        )


def _modes(folder: Path) -> Iterator[Finding]:
    mode = folder.stat().st_mode
    if mode & _OTHERS:
        yield warning(
            Message(
                "others on this machine can look into {folder}, where readers' questions "
                "are kept; {command}",
                folder=str(folder),
                command=f"chmod 700 {folder}",
            )
        )


def _contents(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder, but for what file systems put there themselves."""
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            if name != _OF_THE_DISK:
                yield Path(place, name)


def _owner(path: Path) -> int | None:
    with suppress(OSError):  # A temporary file that is gone.
        return path.lstat().st_uid
    return None


def _user(number: int) -> str:
    """Return the name of a user, or the number of one who has none."""
    with suppress(KeyError):
        return pwd.getpwuid(number).pw_name
    return str(number)
