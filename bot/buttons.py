"""What a button carries: a verb and its arguments, so that it works after a restart.

Telegram gives a button 64 bytes (https://core.telegram.org/bots/api#inlinekeyboardbutton).
"""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 64


@dataclass(frozen=True, slots=True)
class Press:
    """What pressing a button asks for, such as `articles:2`."""

    verb: str
    arguments: tuple[str, ...] = ()

    @classmethod
    def of(cls, verb: str, *arguments: object) -> Press:
        """A press from its parts."""
        return cls(verb, tuple(map(str, arguments)))

    @classmethod
    def read(cls, data: str) -> Press:
        """The press that a button's data stands for."""
        verb, *arguments = data.split(":")
        return cls(verb, tuple(arguments))

    @property
    def data(self) -> str:
        """What the button carries.

        Raises:
            ValueError: It is more than Telegram takes.
        """
        data = ":".join((self.verb, *self.arguments))
        if len(data.encode()) > LONGEST:
            raise ValueError(f"a button takes {LONGEST} bytes: {data}")
        return data
