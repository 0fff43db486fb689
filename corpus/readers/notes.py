"""Footnotes: each note is taken from its place and kept with the paragraph that refers to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote

from lxml import html

from corpus.readers.content import has_text, short_text
from corpus.readers.names import names_of
from corpus.readers.written_notes import written_notes

_MARK = re.compile(
    r"[\[(（〔【［]?\s*(?P<word>注|註|note\s*)?(?P<number>\d{1,3}|[①-⑳㉑-㊿]|[ivx]{1,5}|[a-z]|[*†‡§]{1,3}"
    r"|(?<=[注註])[一二三四五六七八九十]{1,3})"
    r"\s*[\])）〕】］]?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[\[(（〔【［].*[\])）〕】］]|[①-⑳㉑-㊿]|[*†‡§]+|(?:注|註).*")
_REFERENCE = re.compile(
    r"(?:foot|end)?note-?ref|footnote|endnote|reference|noteref|cite-ref|fnref"
)
_RETURN = re.compile(
    r"[↩↑⏎↵^⇧\ufe0e\ufe0f\s]*|back(?: to (?:text|top))?|返回(?:正文|原文)?", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:\^\s*)?(?:(?:[\[(（〔【［]\s*(?:注|註)?\s*(?:\d{1,3}|[a-z*]|(?<=[注註])[一二三四五六七八九十]{1,3})"
    r"\s*[\])）〕】］]|(?:注|註)\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3}(?=\s*[:：]))"
    r"|[①-⑳㉑-㊿]|[*†‡§]{1,3}|\d{1,3}(?:(?=\s)|[.、:：](?!\d)))\s*[.、:：]?\s*)?"
)
_LETTER = re.compile(r"[a-z]{1,2}")
"""A letter that leads back to one of several references to a note."""

_NOTES = frozenset({"aside", "dd", "div", "li", "p", "span", "td"})
_MAX_NOTES = 2000
"""Number of references on a page that are looked at."""

_MAX_NOTE = 1000
"""Length from which what a reference points to is a section rather than a note."""

_MAX_MARK = 12
_MAX_WRITTEN = 60
"""Maximum length of a reference, and of one with the white space in its markup."""

_MAX_RETURNS = 100
"""Number of links in a note that are looked at."""

_SEPARATOR = "\x01"


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a page by the elements that refer to them, as `[1] text`."""

    by_reference: Mapping[html.HtmlElement, str] = field(default_factory=dict)

    def mark(self, reference: html.HtmlElement) -> str | None:
        """Return the mark to print for a reference, with its note enclosed, None if it is none."""
        note = self.by_reference.get(reference)
        return f"{note.split(' ', 1)[0]}{_SEPARATOR}{note}{_SEPARATOR}" if note else None

    def split(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Split a text into itself and the notes that its marks enclose."""
        if _SEPARATOR not in text:
            return text, ()
        parts = text.split(_SEPARATOR)
        return "".join(parts[::2]), tuple(dict.fromkeys(parts[1::2]))


def take_notes(root: html.HtmlElement) -> Notes:
    """Find the footnotes of a tree, and remove them from it.

    A reference is a short mark in a link to an element of the same page that stands after it, and
    is raised, in brackets or named as a reference.
    """
    references = [link for link in _links(root) if _is_reference(link)][:_MAX_NOTES]
    found = {sup: note for sup in root.iter("sup") if (note := _attached(sup))}
    if not references:
        return Notes(found)
    targets = {str(name): owner for owner, name in _named(root)}
    order = {element: place for place, element in enumerate(root.iter())}
    taken: dict[html.HtmlElement, None] = {}
    for link in references:
        address = link.get("href", "")[1:]
        target = targets.get(address, targets.get(unquote(address)))
        holder = _holder(target) if target is not None else None
        if holder is None or order[holder] < order[link] or holder in link.iterancestors():
            continue
        if len(written_notes(holder.text_content())[1]) > 1:
            continue  # Several notes in one element are told apart by their labels.
        if text := _note_text(holder, _names_around(link)):
            found[_raised(link)] = f"{_printed_mark(link)} {text}"
            taken[holder] = None
    for holder in taken:
        _drop(holder)
    return Notes(found)


def _attached(sup: html.HtmlElement) -> str | None:
    """Return the note that a raised mark has as an attribute, as Zhihu writes it."""
    text = " ".join(sup.get("data-text", "").split())
    match = _MARK.fullmatch(_mark_text(sup)) if text else None
    return f"[{match['number']}] {text}" if match else None


def _links(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (link for link in root.iter("a") if link.get("href", "").startswith("#"))


def _named(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """Yield each element that can be linked to, with its name; the first of a name comes last."""
    for element in reversed(root.xpath("//*[@id] | //a[@name]")):
        if name := element.get("name"):
            yield element, name
        if name := element.get("id"):
            yield element, name


def _is_reference(link: html.HtmlElement) -> bool:
    text = _mark_text(link)
    if not _MARK.fullmatch(text):
        return False
    roles = (link.get(name, "") for name in ("role", "rel", "epub:type"))
    names = " ".join((names_of(link), *roles))
    return bool(
        _BRACKETED.fullmatch(text)
        or _REFERENCE.search(names)
        or link.find("sup") is not None
        or any(above.tag == "sup" for above in link.iterancestors("sup"))
    )


def _mark_text(link: html.HtmlElement) -> str:
    """Return the text of a link if it is short enough for a mark, else an empty text."""
    text = (short_text(link, _MAX_WRITTEN) or "").strip()
    return text if len(text) <= _MAX_MARK else ""


def _holder(target: html.HtmlElement) -> html.HtmlElement | None:
    """Return the element that holds the note which a link leads to, None if it is no note."""
    for element in (target, *target.iterancestors()):
        if element.tag in {"li", "dd", "p", "aside", "td"} or (
            element.tag == "div" and element is target
        ):
            is_short = short_text(element, _MAX_NOTE) is not None
            return element if is_short and element.getparent() is not None else None
        if element.tag not in _NOTES | {"a", "sup", "b", "strong", "em"}:
            return None
    return None


def _raised(link: html.HtmlElement) -> html.HtmlElement:
    """Return the raised element that holds nothing but a reference, else the reference itself."""
    above = link.getparent()
    is_raised = above is not None and above.tag == "sup"
    return above if is_raised and _mark_text(above) == _mark_text(link) else link


def _printed_mark(link: html.HtmlElement) -> str:
    """Return a reference's mark in square brackets, so that it is never read as a number."""
    match = _MARK.fullmatch(_mark_text(link))
    return f"[{match['number']}]" if match else "[*]"


def _names_around(link: html.HtmlElement) -> frozenset[str]:
    """Return the names by which a note can lead back to a reference."""
    around = (link, *islice(link.iterancestors(), 2))
    return frozenset(name for one in around for name in (one.get("id"), one.get("name")) if name)


def _note_text(holder: html.HtmlElement, names: frozenset[str]) -> str:
    """Return the text of a note without its label and the links back to the text."""
    for link in islice(holder.iter("a"), _MAX_RETURNS):
        target = link.get("href", "")
        text = _mark_text(link)
        leads_back = target[1:] in names or _RETURN.fullmatch(text) or _LETTER.fullmatch(text)
        if target.startswith("#") and leads_back:
            link.text = None
            for child in list(link):
                link.remove(child)
    text = " ".join(holder.text_content().split())
    return _LABEL.sub("", text, count=1).strip()


def _drop(holder: html.HtmlElement) -> None:
    """Remove a note, and the lists and sections that it leaves empty."""
    while (above := holder.getparent()) is not None:
        holder.drop_tree()
        if has_text(above) or above.tag in {"body", "html"}:
            return
        holder = above
