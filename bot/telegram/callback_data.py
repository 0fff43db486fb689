"""What a button carries: a verb and its arguments, so that it works after a restart.

Telegram gives a button 64 bytes (https://core.telegram.org/bots/api#inlinekeyboardbutton).
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_DATA_BYTES = 64


@dataclass(frozen=True, slots=True)
class Press:
    """What pressing a button asks for, such as `list:2`.

    The arguments may end in another press, which leads back: `read:0123456789abcdef:list:2`.
    """

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

    def then(self, back: Press | None) -> Press:
        """The same press, which also knows the way back, where there is room for that."""
        if back is None:
            return self
        longer = Press(self.verb, (*self.arguments, back.verb, *back.arguments))
        return longer if longer.fits else self

    def back(self, own: int) -> Press | None:
        """Where the way back leads, behind so many arguments of its own."""
        rest = self.arguments[own:]
        return Press(rest[0], rest[1:]) if rest else None

    @property
    def fits(self) -> bool:
        """Whether Telegram takes it."""
        return len(self._written.encode()) <= MAX_DATA_BYTES

    @property
    def data(self) -> str:
        """What the button carries.

        Raises:
            ValueError: It is more than Telegram takes.
        """
        if not self.fits:
            raise ValueError(f"a button takes {MAX_DATA_BYTES} bytes: {self._written}")
        return self._written

    @property
    def _written(self) -> str:
        return ":".join((self.verb, *self.arguments))
