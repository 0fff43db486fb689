"""Repair of GBK text whose bytes were replaced across character boundaries.

A program inserted `(reading)` after characters, and a byte before ，；？, by searching the GBK
bytes of a page regardless of character boundaries. Where a match covered the last byte of one
character and the first byte of the next, a lead byte was left with an impossible trail byte.
Both were decoded as one "?", and the following bytes were paired one byte too late, until an
ASCII byte restored the alignment: 這一點。可以說 became 這一點??梢哉f.

This gives two shapes of damage. In both, the characters after the "?" are encoded again,
shifted by one byte and decoded. Every pair must give a Chinese character or mark. The byte left
over is completed by what ends the run: an ASCII character, a reading, or the "?" of another lost
pair. If several texts are possible, the printed readings and the likelihood of the clause
decide. A place is changed only if one text is clearly likelier than the damaged one and than all
other candidates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import product

from corpus.likelihood import Frequency, log_likelihood
from corpus.message import Message
from corpus.model import Repair
from corpus.pinyin import SYLLABLE, readings

_HAN = "㐀-䶿一-鿿"
_MARKS = "。，、；：？！（）「」『』《》〈〉【】…—·“”‘’"
_READING = rf"\({SYLLABLE}\)"
_END = (
    rf"(?:(?!{SYLLABLE}\))(?P<trail>[@-~])(?P<own>{_READING})?"  # an ASCII trail byte
    rf"|€?(?P<own80>{_READING})"  # the trail byte 80, which is no character of its own
    rf"|\?(?P<lost>{SYLLABLE})\)"  # a trail byte lost to a reading
    r"|\?(?=[,;?]|$))"  # a trail byte lost to a mark or to the end of the line
)
_RUNS = (
    r"(?P<run>[^\x00-\x7f]{0,200})",
    rf"(?P<run>(?:[^\x00-\x7f]|{_READING}){{0,200}})",  # with readings of pairs that never were
)

_ANNOTATION = re.compile(rf"(?<=[{_HAN}]){_READING}")
_ACROSS_ASCII = re.compile(rf"([{_HAN}{_MARKS}])([@-~])({_READING})")
_LOST_LEAD = [re.compile(rf"\?(?P<mark>[,;?]){run}{_END}") for run in _RUNS]
_LOST_PAIR = [re.compile(rf"\?(?P<reading>{SYLLABLE})\){run}{_END}") for run in _RUNS]
_BEFORE = re.compile(rf"([{_HAN}{_MARKS},;?!:()])(?:{_READING})?$")
_CHINESE = re.compile(rf"[{_HAN}{_MARKS}]+")

_FULL_WIDTH = str.maketrans(",;?!:()", "，；？！：（）")
_HALF_WIDTH = str.maketrans("，；？！：（）", ",;?!:()")
_LEADS = [bytes([byte]) for byte in range(0x81, 0xFF)]
_TRAILS = [bytes([byte]) for byte in range(0x40, 0xFF) if byte != 0x7F]

_SPLIT_BY_MARK = Message(
    "a search for a punctuation mark matched across two characters;"
    " the bytes after it were shifted by one"
)
_SPLIT_BY_READING = Message(
    "a reading was inserted between the two bytes of a character;"
    " the bytes after it were shifted by one"
)

_CONTEXT = 10
"""Number of characters on each side that are used to score a candidate."""

_ANNOTATED_CONTEXT = 10 * _CONTEXT
"""Number of characters on each side that surely contain the context, readings included."""

_MIN_GAIN = 12.0
"""Minimum log-likelihood advantage of a repair over the damaged text."""

_MIN_LEAD = 2.5
_MIN_STOP_LEAD = 3.5
"""Minimum log-likelihood advantage of a repair over the next candidate.

A wrong full stop splits a word, so it needs a larger advantage.
"""

_NEAR = 4
"""Number of characters of the damaged place that are used to score one end of it."""

_SHORTLIST = 24
"""Number of candidates for each end that are compared in context."""


@dataclass(frozen=True, slots=True)
class _Damage:
    """A possibly damaged place: the characters between its ends, and candidates for each end.

    If the damage is a single character, *firsts* are its candidates and *lasts* is one empty text.
    """

    match: re.Match[str]
    firsts: list[str]
    between: str
    lasts: list[str]
    why: Message


def strip_annotations(text: str) -> tuple[str, int]:
    """Remove the readings printed after characters.

    Returns:
        The text, and how many readings were removed.
    """
    return _ANNOTATION.subn("", _ACROSS_ASCII.sub(_without_reading_across, text))


def printed_readings(text: str) -> Iterator[tuple[str, str]]:
    """Yield each character that has a reading printed after it, with the reading."""
    for match in _ANNOTATION.finditer(text):
        yield text[match.start() - 1], match[0][1:-1]


def repair_misaligned(line: str, frequency: Frequency) -> tuple[str, tuple[Repair, ...]]:
    """Repair every damaged place of a line that still carries its annotations.

    Args:
        line: One line of text; this damage never crosses the end of a line.
        frequency: Counts of words in either script.

    Returns:
        The line, and the repairs from left to right. What cannot be repaired is left as it is.
    """
    repairs: list[Repair] = []
    position = line.find("?")
    while position >= 0:
        if damage := _damage_at(line, position):
            start, end = damage.match.span()
            if after := _likeliest(line, damage, frequency):
                repairs.append(Repair(damage.match[0], strip_annotations(after)[0], damage.why))
                line = line[:start] + after + line[end:]
                end = start + len(after)
            position = end - 1
        position = line.find("?", position + 1)
    return line, tuple(repairs)


def _without_reading_across(match: re.Match[str]) -> str:
    """Remove a reading of a character formed by the bytes of two others: 的I(shèn)."""
    before, ascii_letter, annotation = match.groups()
    code = _code(before)
    split = _text(code[-1:] + ascii_letter.encode()) if code else None
    is_stray = split and annotation[1:-1] in readings(split)
    return before + ascii_letter if is_stray else match[0]


def _damage_at(line: str, position: int) -> _Damage | None:
    """Return the possible damage at the "?" at *position*, if there is any."""
    before = _BEFORE.search(line, max(0, position - 10), position)
    if not before:
        return None
    damages = [*_lost_leads(line, position), *_lost_pairs(line, position, before[1])]
    repairable = [damage for damage in damages if damage.firsts and damage.lasts]
    return next(iter([*repairable, *damages]), None)


def _lost_leads(line: str, position: int) -> Iterator[_Damage]:
    """Yield damage by a search for a mark: a character lost its lead byte."""
    for pattern in _LOST_LEAD:
        if match := pattern.match(line, position):
            known = _code(match["mark"] + match["run"])
            yield from _damage(match, known, _LEADS, _SPLIT_BY_MARK)


def _lost_pairs(line: str, position: int, before: str) -> Iterator[_Damage]:
    """Yield damage by an inserted reading of the trail of *before* and a lost lead byte."""
    for pattern in _LOST_PAIR:
        if match := pattern.match(line, position):
            trail = (_code(before) or b"")[-1:]
            leads = [code[1:] for code in _read_as(match["reading"], [trail], _LEADS)]
            yield from _damage(match, _code(match["run"]), leads, _SPLIT_BY_READING)


def _damage(
    match: re.Match[str], known: bytes | None, leads: list[bytes], why: Message
) -> Iterator[_Damage]:
    """Yield the damage whose bytes are one of *leads* and then *known*, if they are valid.

    *known* are the bytes of the run, None if it has characters that GBK lacks.
    """
    if known == b"":
        yield _Damage(match, _endings(match, leads), "", [""], why)
    elif known and (between := _text(known[1:-1])) is not None:
        firsts = [text for lead in leads if (text := _text(lead + known[:1]))]
        yield _Damage(match, firsts, between, _endings(match, [known[-1:]]), why)


def _endings(match: re.Match[str], leads: list[bytes]) -> list[str]:
    """Return candidates for the last character: one of these leads and the printed trail byte.

    If the trail byte is lost, the only safe candidate is a full stop at the end of the line, and
    there is none if a quotation may end there as well.
    """
    if reading := match["lost"]:
        return _common(_read_as(reading, leads, _TRAILS))
    if annotation := match["own"] or match["own80"]:
        trail = (match["trail"] or "").encode() or b"\x80"
        return _common(_read_as(annotation[1:-1], leads, [trail]))
    if match["trail"]:
        found = (_text(lead + match["trail"].encode()) for lead in leads)
        return [character for character in found if character]
    may_end_quotation = match.string.count("「") > match.string.count("」")
    is_end = match.end() == len(match.string)
    return ["。"] if is_end and b"\xa1" in leads and not may_end_quotation else []


def _likeliest(line: str, damage: _Damage, frequency: Frequency) -> str | None:
    """Return the most likely original text, None if no candidate is clearly the likeliest."""
    match = damage.match
    left = strip_annotations(line[max(0, match.start() - _ANNOTATED_CONTEXT) : match.start()])[0]
    right = strip_annotations(line[match.end() : match.end() + _ANNOTATED_CONTEXT])[0]
    left, right = left[-_CONTEXT:], right[:_CONTEXT]

    def score(text: str) -> float:
        return log_likelihood(left + text + right, frequency)

    candidates = {text: score(text) for text in _candidates(damage, score)}
    if not candidates:
        return None
    best, *others = nlargest(2, candidates, key=candidates.__getitem__)
    if candidates[best] < score(strip_annotations(match[0])[0]) + _MIN_GAIN:
        return None
    lead = _MIN_STOP_LEAD if best.startswith("。") else _MIN_LEAD
    if others and candidates[best] < candidates[others[0]] + lead:
        return None
    lost = f"({match['lost']})" if match["lost"] else ""
    annotation = match["own"] or match["own80"] or lost
    return best.translate(_HALF_WIDTH) + annotation


def _candidates(damage: _Damage, score: Callable[[str], float]) -> Iterator[str]:
    """Yield the candidates to compare; each end is scored alone first, as there are thousands."""
    begins, ends = damage.between[:_NEAR], damage.between[-_NEAR:]
    firsts = nlargest(_SHORTLIST, damage.firsts, key=lambda first: score(first + begins))
    lasts = nlargest(_SHORTLIST, damage.lasts, key=lambda last: score(ends + last))
    return (first + damage.between + last for first, last in product(firsts, lasts))


def _read_as(reading: str, leads: list[bytes], trails: list[bytes]) -> list[bytes]:
    """Return the two-byte codes whose character has this reading and may have been annotated.

    Annotated text is Traditional, so a character that GB2312 has and Big5 lacks is excluded.
    """
    codes = (lead + trail for lead, trail in product(leads, trails))
    return [
        code
        for code in codes
        if (text := _text(code))
        and reading in readings(text)
        and (_big5(text) or not text.encode("gb2312", "ignore"))
    ]


def _common(codes: list[bytes]) -> list[str]:
    """Return the characters of these codes, the common ones alone if there are any.

    GBK has many variants of a character under one lead byte. The common ones are in the first
    level of Big5 (up to C67E).
    """
    found = [text for code in codes if (text := _text(code))]
    return [text for text in found if b"" < _big5(text) <= b"\xc6\x7e"] or found


def _big5(text: str) -> bytes:
    return text.encode("big5hkscs", "ignore")


def _code(text: str) -> bytes | None:
    """Return the two-byte codes of a text, with full-width marks; None if a character has none."""
    text = strip_annotations(text)[0].translate(_FULL_WIDTH)
    code = text.encode("gb18030", "surrogatepass")
    return code if len(code) == 2 * len(text) else None


def _text(code: bytes) -> str | None:
    """Decode two-byte codes; None if one is not a Chinese character or mark."""
    text = code.decode("gb18030", "replace")
    return text if _CHINESE.fullmatch(text) or not code else None
