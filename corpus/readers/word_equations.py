r"""EQ fields: what Word sets by a code, such as ③, a fraction, or a reading above a character.

The code is that of Word's EQ field: `\o\ac(○,3)` sets one text over the other, `\f(a,b)` is a
fraction, `\s\up 9(pīn)` raises a text. Commas and semicolons separate, a backslash escapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from unicodedata import decomposition

_MAX_DEPTH = 20
"""Maximum depth of codes within codes; deeper ones are shown as they are."""

_FORMATS = re.compile(r'\\\*\s*+(?:"[^"]*"|[^\s"\\]++)')
_SWITCH = re.compile(r"\\([abdfilorsx])(?![a-z])", re.IGNORECASE)
_OPTION = re.compile(
    r"\s*+\\(?:([lrbfv]c)\\?(.)|(a[cdilr]|su|pr|in|up|do|di|to|bo|le|ri|fo|ba|li|co|vs|hs)\s*\d*)",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\s*+\(")
_SIMPLE = re.compile(r"[\w.%°]+|[√∛∜]\w+|\([^()]*\)")
_SPACES = re.compile(r"\s+")
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_RINGS = frozenset("○◯〇")
_FRAMES = _RINGS | frozenset("□△◇◊")
_ROOTS = {"2": "√", "3": "∛", "4": "∜"}
_RINGED = {
    chr(int(code[1], 16))
    if len(code) == 2
    else "".join(chr(int(part, 16)) for part in code[1:]): chr(point)
    for point in range(0x2460, 0x3300)
    if (code := decomposition(chr(point)).split())[:1] == ["<circle>"]
}
"""The characters that Unicode has in a ring, by what stands in it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text and its place: "superscript", "subscript" or "" for the line."""

    text: str
    place: str = ""


_Pieces = tuple[Piece, ...]


def read_equation(code: str) -> _Pieces:
    """Return what the code of an EQ field shows, without the readings above characters."""
    return _Equation(_FORMATS.sub("", code)).read()


@dataclass(slots=True)
class _Equation:
    """A code, and how far it has been read."""

    code: str
    at: int = 0

    def read(self, depth: int = 0, *, is_argument: bool = False) -> _Pieces:
        """Read up to the end of the code, or of the argument."""
        pieces: list[Piece] = []
        text: list[str] = []
        brackets = 0
        while self.at < len(self.code):
            character = self.code[self.at]
            if character == "\\" and depth < _MAX_DEPTH and (found := self._switch(depth)):
                pieces += (Piece("".join(text)), *found)
                text = []
                continue
            if character == "\\":
                self.at += 1
                text.append(self.code[self.at : self.at + 1])
            elif is_argument and not brackets and character in ",;)":
                break
            else:
                brackets += (character == "(") - (character == ")" and brackets > 0)
                text.append(character)
            self.at += 1
        return _stripped((*pieces, Piece("".join(text))))

    def _switch(self, depth: int) -> _Pieces | None:
        """Read a switch with its options and arguments; None if none stands here."""
        found = _SWITCH.match(self.code, self.at)
        if not found:
            return None
        start, self.at = self.at, found.end()
        options: dict[str, str] = {}
        while option := _OPTION.match(self.code, self.at):
            options[(option[1] or option[3]).lower()] = option[2] or ""
            self.at = option.end()
        opened = _OPEN.match(self.code, self.at)
        if not opened:
            self.at = start
            return None
        self.at = opened.end()
        return _SWITCHES[found[1].lower()](self._arguments(depth + 1), options)

    def _arguments(self, depth: int) -> list[_Pieces]:
        found = [self.read(depth, is_argument=True)]
        while self.code[self.at : self.at + 1] in {",", ";"}:
            self.at += 1
            found.append(self.read(depth, is_argument=True))
        self.at += 1
        return found


def _stripped(pieces: _Pieces) -> _Pieces:
    """Return pieces without empty ones, and without the spaces at both ends."""
    kept = [Piece(_SPACES.sub(" ", piece.text), piece.place) for piece in pieces if piece.text]
    while kept and not kept[0].text.strip():
        del kept[0]
    while kept and not kept[-1].text.strip():
        del kept[-1]
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(kept)


def _line(pieces: _Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def _joined(arguments: Sequence[_Pieces], between: str) -> _Pieces:
    pieces = chain.from_iterable((*argument, Piece(between)) for argument in arguments)
    return tuple(pieces)[:-1]


def _overlaid(arguments: Sequence[_Pieces], _: dict[str, str]) -> _Pieces:
    """Return texts set one over the other: a character in a ring, or one with its reading."""
    frames = [_line(pieces) for pieces in arguments if _line(pieces) in _FRAMES]
    inner = [pieces for pieces in arguments if _line(pieces) not in _FRAMES]
    if frames:
        text = "".join(map(_line, inner))
        return (Piece(_RINGED.get(text, text) if frames[0] in _RINGS else text),)
    base = [pieces for pieces in inner if any(part.place != "superscript" for part in pieces)]
    if all(piece.place for pieces in inner for piece in pieces):
        return (Piece("".join(map(_line, inner))),)  # Two lines in the place of one.
    return tuple(chain.from_iterable(base))


def _fraction(arguments: Sequence[_Pieces], _: dict[str, str]) -> _Pieces:
    return _joined([_operand(argument) for argument in arguments], "/")


def _operand(pieces: _Pieces) -> _Pieces:
    """Return an operand, in brackets if it has an operator itself."""
    is_simple = _SIMPLE.fullmatch(_line(pieces))
    return pieces if is_simple else (Piece("("), *pieces, Piece(")"))


def _root(arguments: Sequence[_Pieces], _: dict[str, str]) -> _Pieces:
    degree = _line(arguments[0]) if len(arguments) > 1 else "2"
    sign = (
        (Piece(_ROOTS[degree]),)
        if degree in _ROOTS
        else (Piece(degree, "superscript"), Piece("√"))
    )
    return (*sign, *_operand(arguments[-1]))


def _script(arguments: Sequence[_Pieces], options: dict[str, str]) -> _Pieces:
    """Return a raised or lowered text; of two without an option, the first is raised."""
    if len(arguments) == 1:
        place = "subscript" if "do" in options else "superscript"
        return (Piece(_line(arguments[0]), place),)
    return (
        Piece(_line(arguments[0]), "superscript"),
        *(Piece(_line(argument), "subscript") for argument in arguments[1:]),
    )


def _bracketed(arguments: Sequence[_Pieces], options: dict[str, str]) -> _Pieces:
    left = options.get("lc") or options.get("bc") or ("" if "rc" in options else "(")
    both = options.get("bc")
    right = options.get("rc") or (_CLOSING.get(both, both) if both else "")
    right = right or (")" if left == "(" and "lc" not in options else "")
    return (Piece(left), *_joined(arguments, ","), Piece(right))


def _summed(arguments: Sequence[_Pieces], options: dict[str, str]) -> _Pieces:
    sign = "∑" if "su" in options else "∏" if "pr" in options else "∫"
    sign = options.get("fc") or options.get("vc") or sign
    lower, upper, body = (*arguments, (), (), ())[:3]
    return (
        Piece(sign),
        Piece(_line(lower), "subscript"),
        Piece(_line(upper), "superscript"),
        *body,
    )


_SWITCHES: dict[str, Callable[[Sequence[_Pieces], dict[str, str]], _Pieces]] = {
    "a": lambda arguments, _: _joined(arguments, " "),
    "b": _bracketed,
    "d": lambda arguments, _: _joined(arguments, " "),
    "f": _fraction,
    "i": _summed,
    "l": lambda arguments, _: _joined(arguments, ","),
    "o": _overlaid,
    "r": _root,
    "s": _script,
    "x": lambda arguments, _: _joined(arguments, " "),
}
