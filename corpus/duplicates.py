"""Duplicate and near-duplicate passages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import normalize

from corpus.message import Message, counted
from corpus.model import Article, Corpus, Passage, Problem

_SHINGLE = 4
"""Number of letters of a shingle."""

_MIN_PASSAGE = 20
"""Minimum number of letters of a passage that is compared; shorter ones are equal by chance."""

_MIN_CLAUSE = 5
"""Minimum number of letters of a clause that is indexed; shorter ones are shared by chance."""

_MAX_POSTINGS = 8
"""Maximum number of passages indexed under one clause; a common phrase tells nothing."""

_EXCERPT = 20
"""Number of characters of a repeated paragraph in a warning."""

_MAX_LINES = 3
"""Number of articles with which one may share passages until one warning is for all of them."""

_NUMBER = re.compile(r"\d+|[〇零一二两兩三四五六七八九十百千]{2,}|[二三四五六七八九]")
"""A number; 一 alone is a part of many words."""

_NOT_LETTERS = re.compile(r"[\W_]+")

NEARLY_SAME = 0.8
"""The resemblance from which two texts count as duplicates."""


def shingles(letters: str) -> frozenset[str]:
    """Return all 4-grams of a text without punctuation (w-shingles, Broder 1997)."""
    count = max(1, len(letters) - _SHINGLE + 1)
    return frozenset([letters[start : start + _SHINGLE] for start in range(count)])


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller set of shingles that is in the other one, from 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


class ComparedText:
    """A text that is compared with several others.

    Attributes:
        shingles: The shingles of its letters.

    Args:
        letters: Its letters, without punctuation.
    """

    __slots__ = ("_letters", "shingles")

    def __init__(self, letters: str) -> None:
        self._letters = letters
        self.shingles = shingles(letters)

    def is_nearly_same(self, other: ComparedText) -> bool:
        """Return True if of two texts the shorter is in the other, its numbers included.

        Prices and results of two years stand in the same sentences.
        """
        if resemblance(self.shingles, other.shingles) < NEARLY_SAME:
            return False
        shorter, longer = sorted((self._letters, other._letters), key=len)
        return set(_NUMBER.findall(shorter)) <= set(_NUMBER.findall(longer))


class DistinctTexts:
    """Texts none of which is nearly the same as another."""

    def __init__(self) -> None:
        self._texts: list[ComparedText] = []
        self._known: set[str] = set()

    def add(self, text: ComparedText) -> bool:
        """Add a text, unless one of these is nearly the same; return True if it is added."""
        # No text shares more with it than all of them do.
        shared = len(text.shingles & self._known)
        for other in self._texts:
            smaller = min(len(text.shingles), len(other.shingles))
            if shared >= NEARLY_SAME * smaller and text.is_nearly_same(other):
                return False
        self._texts.append(text)
        self._known |= text.shingles
        return True


def find_duplicates(corpus: Corpus) -> tuple[Problem, ...]:
    """Return warnings about articles that repeat others and paragraphs that occur more than once.

    Each passage is compared only with earlier ones that share a clause with it, so the work is
    linear in the size of the collection.
    """
    index = _Index()
    overlaps: dict[tuple[str, str], _Overlap] = {}
    for passage in corpus.passages:
        originals = index.originals_of(passage)
        for original in originals:
            pair = (original.article_id, passage.article_id)
            if pair not in overlaps:
                earlier, later = (corpus.article_of(one) for one in (original, passage))
                overlaps[pair] = _Overlap(earlier, later)
            overlaps[pair].matches.append((original, passage))
        if all(len(one.text) < NEARLY_SAME * len(passage.text) for one in originals):
            index.add(passage)  # It has more than they have.
    whole = [_about_whole(one) for one in overlaps.values() if one.is_whole]
    shared = _about_shared([one for one in overlaps.values() if not one.is_whole])
    return tuple(sorted((*whole, *shared), key=lambda problem: problem.path))


def repeats_of(article: Article, known: Iterable[Article]) -> tuple[Problem, ...]:
    """Return the warnings about what an article and others, or its own paragraphs, share.

    Args:
        article: An article that may be added.
        known: The articles there are; one of the same file is passed over.
    """
    others = tuple(one for one in known if one.path != article.path and one.id != article.id)
    return repeats_in(Corpus((*others, article)), {article.path})


def repeats_in(corpus: Corpus, paths: Collection[str]) -> tuple[Problem, ...]:
    """Return the warnings about what some files of a corpus and others, or they alone, share."""
    return tuple(one for one in find_duplicates(corpus) if is_about(one, paths))


def is_about(repeat: Problem, paths: Collection[str]) -> bool:
    """Return True if a warning about what files share is of one of these, or names it."""
    other = dict(repeat.message.values).get("file")
    return repeat.path in paths or other in paths


class Duplicates:
    """The warnings about repeated texts of a corpus, found again only if it has changed."""

    def __init__(self) -> None:
        self._last: tuple[tuple[Article, ...], tuple[Problem, ...]] = ((), ())

    def of(self, corpus: Corpus) -> tuple[Problem, ...]:
        """Return the warnings, as `find_duplicates`; a large corpus takes a second."""
        articles, problems = self._last
        if articles != corpus.articles:
            problems = find_duplicates(corpus)
            self._last = corpus.articles, problems
        return problems


@dataclass(slots=True)
class _Index:
    """Passages by their clauses."""

    postings: dict[str, list[Passage]] = field(default_factory=dict)

    def originals_of(self, passage: Passage) -> list[Passage]:
        """Return the earlier passages that are near-duplicates."""
        parts = _parts(passage.text)
        letters = "".join(parts)
        if len(letters) < _MIN_PASSAGE:
            return []
        found: list[Passage] = []
        seen: set[str] = set()
        compared = ComparedText(letters)
        for clause in _clauses(parts):
            for earlier in self.postings.get(clause, ()):
                if earlier.id not in seen:
                    seen.add(earlier.id)
                    if compared.is_nearly_same(ComparedText(_letters(earlier.text))):
                        found.append(earlier)
        return found

    def add(self, passage: Passage) -> None:
        """Index a passage under its clauses, except those with too many passages already."""
        parts = _parts(passage.text)
        if sum(map(len, parts)) >= _MIN_PASSAGE:
            for clause in set(_clauses(parts)):
                postings = self.postings.setdefault(clause, [])
                if len(postings) < _MAX_POSTINGS:
                    postings.append(passage)


@dataclass(slots=True)
class _Overlap:
    """The passages that two articles share, or that one repeats, each the earlier one first."""

    earlier: Article
    later: Article
    matches: list[tuple[Passage, Passage]] = field(default_factory=list)

    def passages_of(self, article: Article) -> set[Passage]:
        """Return the passages of one of the two articles."""
        is_later = article is self.later
        return {pair[is_later] for pair in self.matches}

    @property
    def start(self) -> str:
        """The beginning of the first passage."""
        return " ".join(self.matches[0][1].text.split())[:_EXCERPT]

    @property
    def is_whole(self) -> bool:
        """True if there is one article, or one of the two is in the other."""
        return self.earlier is self.later or max(self.shares) >= NEARLY_SAME

    @property
    def shares(self) -> tuple[float, float]:
        """The share of the letters of the earlier and of the later article, from 0 to 1."""
        return (
            _covered(self.earlier, self.matches),
            _covered(self.later, [(later, earlier) for earlier, later in self.matches]),
        )


def _covered(article: Article, matches: Iterable[tuple[Passage, Passage]]) -> float:
    """Return the share of an article's letters that are in the passages matched with its own."""
    matched: Counter[str] = Counter()
    for own, other in matches:
        matched[own.id] += len(_letters(other.text))
    lengths = {one.id: len(_letters(one.text)) for one in article.passages}
    covered = sum(min(lengths[name], length) for name, length in matched.items())
    whole = sum(length for length in lengths.values() if length >= _MIN_PASSAGE)
    return covered / whole if whole else 0.0


def _about_whole(overlap: _Overlap) -> Problem:
    """Build the warning about an article that repeats itself, or is in another one."""
    if overlap.earlier is overlap.later:
        message = counted(
            "repeats {count} paragraph, “{start}…”; it is quoted only once",
            "repeats {count} paragraphs, such as “{start}…”; each is quoted only once",
            count=len(overlap.passages_of(overlap.later)),
            start=overlap.start,
        )
        return Problem("warning", overlap.later.path, None, message)
    if min(overlap.shares) >= NEARLY_SAME:
        file = overlap.earlier.path
        message = Message("has the same text as {file}; remove one of the two", file=file)
        return Problem("warning", overlap.later.path, None, message)
    return _about_part(overlap)


def _about_part(overlap: _Overlap) -> Problem:
    """Build the warning about the shorter of two articles, which is a part of the other."""
    of_earlier, of_later = overlap.shares
    part, whole = overlap.later, overlap.earlier
    if of_earlier > of_later:
        part, whole = whole, part
    found = overlap.passages_of(whole)
    if len(found) < len(whole.passages):
        message = Message(
            "is a part of {file}: {found} of its {total} paragraphs; remove one of the two",
            file=whole.path,
            found=len(found),
            total=len(whole.passages),
        )
    else:
        message = Message(
            "is a part of {file}: {share}% of its text; remove one of the two",
            file=whole.path,
            share=round(100 * min(of_earlier, of_later)),
        )
    return Problem("warning", part.path, None, message)


def _about_shared(overlaps: Sequence[_Overlap]) -> Iterator[Problem]:
    """Yield a warning for each two articles that share passages.

    There is one for an article that shares passages with many.
    """
    degrees = Counter(name for one in overlaps for name in (one.earlier.id, one.later.id))
    groups: dict[str, list[_Overlap]] = {}
    for one in overlaps:
        hub = max(one.later.id, one.earlier.id, key=degrees.__getitem__)
        name = hub if degrees[hub] > _MAX_LINES else f"{one.earlier.id}\0{one.later.id}"
        groups.setdefault(name, []).append(one)
    for name, group in groups.items():
        first = group[0]
        article, other = first.later, first.earlier
        if other.id == name:
            article, other = other, article
        passages = {one.id for overlap in group for one in overlap.passages_of(article)}
        message = _shares(len(passages), len(group), other, first.start)
        yield Problem("warning", article.path, None, message)


def _shares(count: int, files: int, other: Article, start: str) -> Message:
    if files == 1:
        return counted(
            "shares {count} paragraph with {file}, “{start}…”",
            "shares {count} paragraphs with {file}, such as “{start}…”",
            count=count,
            file=other.path,
            start=start,
        )
    return counted(
        "shares {count} paragraph with {files} files, such as {file}: “{start}…”",
        "shares {count} paragraphs with {files} files, such as {file}: “{start}…”",
        count=count,
        files=files,
        file=other.path,
        start=start,
    )


@lru_cache(maxsize=64)
def _parts(text: str) -> list[str]:
    """Return the letters between punctuation and spaces, without width and case."""
    return _NOT_LETTERS.split(normalize("NFKC", text).casefold())


def _clauses(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if len(part) >= _MIN_CLAUSE]


def letters_of(folded: str) -> str:
    """Return the letters and digits of a text that is folded already."""
    return _NOT_LETTERS.sub("", folded)


def _letters(text: str) -> str:
    """Return the letters of a text, without punctuation, spaces, width and case."""
    return "".join(_parts(text))
