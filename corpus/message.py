"""Messages for people about files and articles, in English, to be translated by the program.

A message is a template and the values in it. The template is the id of its translations, which
this package does not know. Templates are collected from the code, so each is a literal where the
message is made.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass

_UNITS = ("B", "KB", "MB", "GB", "TB")


class Size(int):
    """A number of bytes, which people read in its largest unit, as Telegram shows it: 36 MB.

    Tenths are rounded up, so that what exceeds a round limit does so to the eye as well.
    """

    def __str__(self) -> str:
        """Return the number with its unit."""
        unit = min((self.bit_length() - 1) // 10, len(_UNITS) - 1) if self else 0
        tenths = -(-self * 10 >> 10 * unit)
        whole, tenth = divmod(tenths, 10)
        return f"{whole}.{tenth} {_UNITS[unit]}" if tenth else f"{whole} {_UNITS[unit]}"


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A sentence with named values, such as `Message("has {size}", size=Size(3))`.

    `plural` is the template for a `count` other than 1. A value that is a message is translated
    with the one that it is in. `str()` returns the English sentence.
    """

    template: str
    plural: str | None
    values: tuple[tuple[str, str | int | Message], ...]

    def __init__(
        self, template: str, plural: str | None = None, /, **values: str | int | Message
    ) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "plural", plural)
        object.__setattr__(self, "values", tuple(values.items()))

    def __str__(self) -> str:
        template = self.template if self.plural is None or self.count == 1 else self.plural
        # Without values it is no template: it may quote braces from a file.
        return template.format_map(dict(self.values)) if self.values else template

    def __contains__(self, words: str) -> bool:
        """Return True if these words are in the English sentence."""
        return words in str(self)

    @property
    def count(self) -> int:
        """The value that decides between singular and plural; 1 if there is none."""
        count = dict(self.values).get("count")
        return count if isinstance(count, int) else 1


def counted(one: str, many: str, /, *, count: int, **values: str | int | Message) -> Message:
    """Return a message with templates for a count of 1 and for any other."""
    return Message(one, many, count=count, **values)


class ReportedError(Exception):
    """An error that people are told of; `message` gives the reason and a remedy.

    Args:
        message: The message, or its template.
        values: The values in the template.
    """

    def __init__(self, message: Message | str, **values: str | int | Message) -> None:
        self.message = message if isinstance(message, Message) else Message(message, **values)
        super().__init__(str(self.message))


_SYSTEM_ERRORS = {
    errno.EACCES: Message("permission is denied"),
    errno.EADDRINUSE: Message("another program is listening there"),
    errno.EADDRNOTAVAIL: Message("this machine has no such address"),
    errno.EIO: Message("the disk cannot read it"),
    errno.EISDIR: Message("it is a folder"),
    errno.ELOOP: Message("its links lead in a circle"),
    errno.EMFILE: Message("too many files are open"),
    errno.ENAMETOOLONG: Message("the name is too long"),
    errno.ENOENT: Message("there is no such file or folder"),
    errno.ENOSPC: Message("the disk is full"),
    errno.ENOTDIR: Message("a part of the path is not a folder"),
    errno.EPERM: Message("permission is denied"),
    errno.EROFS: Message("the disk is read-only"),
}


def system_error(error: OSError) -> Message | str:
    """Return what went wrong with a file; a rare error in the words of the system."""
    return _SYSTEM_ERRORS.get(error.errno or 0) or error.strerror or str(error)
