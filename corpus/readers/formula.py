"""Formulas on web pages as TeX, each once: from attributes, annotations, scripts and MathML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import unquote_plus

from lxml import etree, html

from corpus.readers.content import short_text

_ATTRIBUTES = ("data-tex", "data-latex", "data-formula", "data-math-tex", "data-katex")
_RENDERED = re.compile(r"katex|math ?jax|mwe-math|mjx")
_DRAWN = re.compile(r"math ?jax_|(?:^| )math ?jax(?: |$)|mjx-container|katex-html")
"""Names of what a script has drawn of a formula that stands in the page as well."""

_TEX_SCRIPTS = ("math/tex", "math/asciimath")
"""Types of the scripts in which MathJax 2 keeps a formula."""

_IMAGE = re.compile(r"tex|latex|math|equation|eeimg|formula")
_TEX_ADDRESS = re.compile(r"[?&](?:tex|latex|eq)=|latex\.codecogs\.com/|/render/math")
_TEX_QUERY = re.compile(r"[?&](?:tex|latex)=([^&#]+)")
_WRAPPED = re.compile(
    r"\s*(?:\\\((.*)\\\)|\\\[(.*)\\\]|\$\$(.*)\$\$|\$(.*)\$|\{\\(?:displaystyle|textstyle)\s*(.*)\})\s*",
    re.DOTALL,
)
_TYPED = re.compile(r"\\\((.{1,400}?)\\\)|\\\[(.{1,1000}?)\\\]", re.DOTALL)
"""A formula in a text, in the brackets that MathJax and KaTeX look for."""

_TEX = re.compile(r"[\\^_=+\-<>/()]|^[A-Za-z0-9]{1,3}$")
_MAX_TEX = 2000
_MAX_MARKUP = 20_000
"""Number of characters of MathML in an attribute up to which it is read."""

_MAX_DEPTH = 30


def formula(element: html.HtmlElement, names: str) -> str | None:
    """Return a formula as `$TeX$` if the element shows one, an empty text for a second rendering.

    None is returned for all other elements.
    """
    tag = element.tag
    if tag in {"img", "math", "script"}:
        return _dollars(_tex_of(element, names))
    if tag == "span" and "math" in element.get("class", "").split():
        text = short_text(element, _MAX_TEX) or ""
        return _dollars(text) if _WRAPPED.fullmatch(text) else None
    if not element.attrib:
        return None
    for name in _ATTRIBUTES:
        if tex := element.get(name):
            return _dollars(tex)
    if names and _RENDERED.search(names) and tag not in {"body", "html", "article", "main"}:
        return _rendered(element, names)
    return None


def with_dollars(text: str) -> str:
    """Return a text in which the formulas that a script would draw stand as `$TeX$`."""
    if "\\(" not in text and "\\[" not in text:
        return text
    return _TYPED.sub(lambda match: _dollars(match[1] or match[2]) or match[0], text)


def _tex_of(element: html.HtmlElement, names: str) -> str | None:
    if element.tag == "math":
        return _annotation(element) or _mathml(element, _MAX_DEPTH)
    if element.tag == "script":
        is_tex = element.get("type", "").startswith(_TEX_SCRIPTS)
        return str(element.text) if is_tex and element.text else None
    return _tex_of_image(element, names)


def _tex_of_image(image: html.HtmlElement, names: str) -> str | None:
    source = image.get("src", "") + image.get("data-src", "")
    if (names and _IMAGE.search(names)) or image.get("eeimg") or _TEX_ADDRESS.search(source):
        alternative = image.get("alt", "")
        if _TEX.search(alternative):
            return str(alternative)
        query = _TEX_QUERY.search(source)
        return unquote_plus(query[1]) if query else None
    return None


def _rendered(element: html.HtmlElement, names: str) -> str | None:
    """Return the TeX behind what a script has drawn, an empty text if it stands elsewhere."""
    if _DRAWN.search(names) and _precedes_source(element):
        return ""
    if element.tag in {"div", "p", "section"}:
        return None
    if markup := element.get("data-mathml"):
        return _dollars(_mathml_of(markup))
    source = next(element.iter("math", "annotation", "script"), None)
    if source is None:
        return "" if _DRAWN.search(names) else None
    if source.tag == "script":
        return None
    return _dollars(_annotation(element) or _mathml(source, _MAX_DEPTH))


def _precedes_source(element: html.HtmlElement) -> bool:
    """Return True if the script with a formula's TeX follows what MathJax 2 has drawn of it."""
    following = element.getnext()
    return (
        following is not None
        and following.tag == "script"
        and following.get("type", "").startswith(_TEX_SCRIPTS)
    )


def _mathml_of(markup: str) -> str | None:
    """Return MathML that stands in an attribute as TeX, None if it cannot be read."""
    if len(markup) > _MAX_MARKUP:
        return None
    try:
        math = html.fragment_fromstring(markup)
    except etree.ParserError:
        return None
    return _mathml(math, _MAX_DEPTH)


def _annotation(element: html.HtmlElement) -> str | None:
    for annotation in element.iter("annotation"):
        if "tex" in annotation.get("encoding", "").lower():
            return str(annotation.text_content())
    return None


def _dollars(tex: str | None) -> str | None:
    """Return TeX between single dollar signs, without the signs and groups that it came in."""
    if not tex or not tex.strip() or len(tex) > _MAX_TEX:
        return None
    while match := _WRAPPED.fullmatch(tex):
        tex = next(group for group in match.groups() if group is not None)
    return f"${' '.join(tex.split())}$" if tex.strip() else None


def _mathml(element: html.HtmlElement, depth: int) -> str:
    """Return presentation MathML as TeX (https://www.w3.org/TR/mathml-core/)."""
    if depth == 0 or element.tag in {"annotation", "annotation-xml"}:
        return ""
    if element.tag in {"mi", "mn", "mo", "mtext", "ms"}:
        return str(element.text_content()).strip()
    parts = [_mathml(child, depth - 1) for child in element if isinstance(child.tag, str)]
    shape = _SHAPES.get(element.tag)
    return shape[1](parts) if shape and len(parts) >= shape[0] else "".join(parts)


def _group(part: str) -> str:
    return part if len(part) == 1 else f"{{{part}}}"


_Shape = Callable[[Sequence[str]], str]
_SHAPES: dict[str, tuple[int, _Shape]] = {
    "msup": (2, lambda p: f"{p[0]}^{_group(p[1])}"),
    "msub": (2, lambda p: f"{p[0]}_{_group(p[1])}"),
    "msubsup": (3, lambda p: f"{p[0]}_{_group(p[1])}^{_group(p[2])}"),
    "munder": (2, lambda p: f"{p[0]}_{_group(p[1])}"),
    "mover": (2, lambda p: f"{p[0]}^{_group(p[1])}"),
    "munderover": (3, lambda p: f"{p[0]}_{_group(p[1])}^{_group(p[2])}"),
    "mfrac": (2, lambda p: f"\\frac{{{p[0]}}}{{{p[1]}}}"),
    "msqrt": (1, lambda p: f"\\sqrt{{{''.join(p)}}}"),
    "mroot": (2, lambda p: f"\\sqrt[{p[1]}]{{{p[0]}}}"),
}
"""For each element with a shape, the least number of its parts and its TeX."""
