"""Formulas of Word (OMML, ECMA-376 part 1, chapter 22.1) as TeX in one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from unicodedata import normalize

from corpus.readers.word_package import Element, W
from corpus.tables import read_table

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
"""The namespace of formulas, as lxml writes it."""

_TABLE = read_table("corpus.readers", "word_formulas.toml")
_OPERATORS, _ACCENTS, _ESCAPES = (_TABLE[name] for name in ("operators", "accents", "escapes"))
_FUNCTIONS = frozenset(_TABLE["functions"]["names"])
_MATRICES = _TABLE["matrices"]

_ROW_END = r" \\ "
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_COMMAND = re.compile(r"\\[A-Za-z]+$")
_SPACES = re.compile(r"\s+")
_ATOM = re.compile(r"\S|\\[A-Za-z]+")
_ENVIRONMENT = re.compile(r"\\begin\{matrix\}(.*)\\end\{matrix\}", re.DOTALL)


def tex(formula: Element) -> str:
    """Return a formula as TeX without the dollar signs; "" if nothing is written in it."""
    return _SPACES.sub(" ", _sequence(formula)).strip()


def _sequence(parent: Element | None) -> str:
    """Return the TeX of all that stands in an element; containers are passed through."""
    return _concatenated(map(_one, parent)) if parent is not None else ""


def _one(element: Element) -> str:
    write = _WRITERS.get(element.tag)
    if write:
        return write(element)
    return "" if element.tag.endswith("Pr") else _sequence(element)


def _concatenated(parts: Iterable[str]) -> str:
    """Join parts; a space ends a command that a letter would lengthen."""
    text = ""
    for part in parts:
        is_glued = part[:1].isascii() and part[:1].isalpha() and _COMMAND.search(text[-20:])
        text += f" {part}" if is_glued else part
    return text


def _child(element: Element, name: str) -> str:
    return _sequence(element.find(M + name))


def _property(element: Element, name: str, default: str = "") -> str:
    """Return a property of an element, *default* if it does not stand."""
    found = element.find(f"{element.tag}Pr/{M}{name}")
    return default if found is None else found.get(f"{M}val", "")


def _is_on(element: Element, name: str) -> bool:
    """Return a property that is on or off; it is on if it stands without a value."""
    return _property(element, name, "0") not in {"0", "off", "false"}


def _run(element: Element) -> str:
    """Return the text of a run; mathematical letters become plain ones."""
    text = "".join(found.text or "" for found in element.iter(f"{M}t", f"{W}t"))
    text = "".join(
        normalize("NFKC", character) if "\U0001d400" <= character <= "\U0001d7ff" else character
        for character in text
    )
    is_prose = element.find(f"{M}rPr/{M}nor") is not None and " " in text.strip()
    written = _escaped(text)
    if is_prose and any("a" <= letter <= "z" for letter in text):
        return rf"\text{{{written}}}"
    return rf"\{written}" if written in _FUNCTIONS else written


def _fraction(element: Element) -> str:
    numerator, denominator = _child(element, "num"), _child(element, "den")
    kind = _property(element, "type")
    if kind in {"lin", "skw"}:
        return f"{_grouped(numerator)}/{_grouped(denominator)}"
    if kind == "noBar":
        return rf"{{{numerator} \atop {denominator}}}"
    return rf"\frac{{{numerator}}}{{{denominator}}}"


def _scripts(element: Element) -> str:
    base = _grouped(_child(element, "e"))
    scripts = _script("_", _child(element, "sub")) + _script("^", _child(element, "sup"))
    return f"{{}}{scripts}{base}" if element.tag == f"{M}sPre" else base + scripts


def _script(sign: str, text: str) -> str:
    return f"{sign}{{{text}}}" if text.strip() else ""


def _grouped(text: str) -> str:
    """Return a text, in braces if a script behind it would not belong to all of it."""
    return (
        text if _ATOM.fullmatch(text.strip()) or text.endswith(("}", ")", "]")) else f"{{{text}}}"
    )


def _radical(element: Element) -> str:
    degree = "" if _is_on(element, "degHide") else _child(element, "deg")
    index = f"[{degree}]" if degree.strip() else ""
    return rf"\sqrt{index}{{{_child(element, 'e')}}}"


def _limit(element: Element) -> str:
    sign = "_" if element.tag == f"{M}limLow" else "^"
    return _child(element, "e") + _script(sign, _child(element, "lim"))


def _sum(element: Element) -> str:
    sign = _property(element, "chr", "∫")
    return _concatenated(
        (
            _OPERATORS.get(sign, sign)
            + _script("_", "" if _is_on(element, "subHide") else _child(element, "sub"))
            + _script("^", "" if _is_on(element, "supHide") else _child(element, "sup")),
            _child(element, "e"),
        )
    )


def _delimited(element: Element) -> str:
    left, right = _property(element, "begChr", "("), _property(element, "endChr", ")")
    separator = _property(element, "sepChr", "|")
    inside = separator.join(_sequence(part) for part in element.iterchildren(f"{M}e"))
    name = _MATRICES.get(left + right)
    if name and (matrix := _ENVIRONMENT.fullmatch(inside)) and r"\begin{matrix}" not in matrix[1]:
        return rf"\begin{{{name}}}{matrix[1]}\end{{{name}}}"
    if left == "{" and not right:
        lines = inside.removeprefix(r"\begin{aligned}").removesuffix(r"\end{aligned}")
        return rf"\begin{{cases}}{lines}\end{{cases}}"
    return f"{_ESCAPES.get(left, left)}{inside}{_ESCAPES.get(right, right)}"


def _matrix(element: Element) -> str:
    rows = _ROW_END.join(
        " & ".join(_sequence(cell) for cell in row.iterchildren(f"{M}e"))
        for row in element.iterchildren(f"{M}mr")
    )
    return rf"\begin{{matrix}}{rows}\end{{matrix}}"


def _lines(element: Element) -> str:
    lines = _ROW_END.join(_sequence(line) for line in element.iterchildren(f"{M}e"))
    # In the lines of Word, & marks where they are aligned, as it does in TeX.
    return rf"\begin{{aligned}}{lines.replace(_ESCAPES['&'], '&')}\end{{aligned}}"


def _function(element: Element) -> str:
    name, argument = _child(element, "fName"), _child(element, "e")
    return f"{name} {argument}" if name.startswith("\\") else name + argument


def _accent(element: Element) -> str:
    sign = _property(element, "chr", "̂")
    return f"{_ACCENTS.get(sign, _ACCENTS['^'])}{{{_child(element, 'e')}}}"


def _bar(element: Element) -> str:
    command = r"\overline" if _property(element, "pos") == "top" else r"\underline"
    return f"{command}{{{_child(element, 'e')}}}"


def _brace(element: Element) -> str:
    sign = _property(element, "chr", "⏟")
    return f"{_ACCENTS.get(sign, '')}{{{_child(element, 'e')}}}"


def _phantom(element: Element) -> str:
    return "" if _property(element, "show", "1") in {"0", "off", "false"} else _child(element, "e")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda special: _ESCAPES[special[0]], text)


_WRITERS: dict[str, Callable[[Element], str]] = {
    f"{M}acc": _accent,
    f"{M}bar": _bar,
    f"{M}borderBox": lambda element: r"\boxed{" + _child(element, "e") + "}",
    f"{M}d": _delimited,
    f"{M}eqArr": _lines,
    f"{M}f": _fraction,
    f"{M}func": _function,
    f"{M}groupChr": _brace,
    f"{M}limLow": _limit,
    f"{M}limUpp": _limit,
    f"{M}m": _matrix,
    f"{M}nary": _sum,
    f"{M}phant": _phantom,
    f"{M}r": _run,
    f"{M}rad": _radical,
    f"{M}sPre": _scripts,
    f"{M}sSub": _scripts,
    f"{M}sSubSup": _scripts,
    f"{M}sSup": _scripts,
    f"{W}del": lambda _: "",
    f"{W}t": lambda element: _escaped(element.text or ""),
}
