"""Passages that an engine found, as the ranking and what follows it read them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Article, Corpus, Passage
from retrieval.index.analyzed_texts import AnalyzedTexts
from retrieval.index.text_arrays import AnalyzedText, Span
from retrieval.library import Snapshot

_CONJUNCTION = r"(?:[和与跟同、/]|还是|或者?|vs\.?|对)\s*"
_JOINED, _JOINS = re.compile(rf"{_CONJUNCTION}$"), re.compile(rf"\s*{_CONJUNCTION}")
"""What stands between things that a title names side by side, at the end and at the beginning."""


_MAX_MORE = 4
"""Maximum number of characters that a heading may have besides the name of a thing."""

_MAX_NAME = 12
"""Maximum length of a name at the beginning of a heading."""


class Candidate:
    """A passage that an engine found.

    The passage and its text are looked up when they are asked for: of most that an engine finds,
    the ranking needs no more than the row.

    Attributes:
        row: The row of the passage in the index.
        score: The engine's score.

    Args:
        snapshot: The collection.
        row: See above.
        score: See above.
    """

    __slots__ = ("_analyzed", "_passage", "_snapshot", "row", "score")

    def __init__(self, snapshot: Snapshot, row: int, score: float = 0.0) -> None:
        self._snapshot = snapshot
        self.row = row
        self.score = score
        self._passage: Passage | None = None
        self._analyzed: AnalyzedText | None = None

    @property
    def corpus(self) -> Corpus:
        """The collection."""
        return self._snapshot.corpus

    @property
    def texts(self) -> AnalyzedTexts:
        """The texts of all passages of the collection."""
        return self._snapshot.texts

    @property
    def passage(self) -> Passage:
        """The passage."""
        if self._passage is None:
            corpus, texts = self._snapshot.corpus, self._snapshot.texts
            self._passage = corpus.passage(texts.passages[self.row])
            if self._passage is None:
                raise LookupError(texts.passages[self.row])
        return self._passage

    @property
    def article(self) -> Article:
        """The article that contains it."""
        return self._snapshot.corpus.article_of(self.passage)

    @property
    def analyzed(self) -> AnalyzedText:
        """The arrays made of its text when it was indexed."""
        if self._analyzed is None:
            self._analyzed = self._snapshot.texts.at(self.row)
        return self._analyzed

    @property
    def folded(self) -> str:
        """The passage's text, folded; offsets are those of the text."""
        return self.analyzed.folded

    @property
    def headings(self) -> str:
        """The article's title and the passage's headings, folded."""
        return self.analyzed.above

    @property
    def title(self) -> str:
        """The article's title, folded."""
        return self.analyzed.above[: len(self.article.title)]

    @property
    def side(self) -> str:
        """The thing that the last heading above it names, folded; empty if it names none.

        That is what stands before a colon, 油车 of “油车：便宜在前头”, or a heading that is one of
        the things that the title names side by side: “油车还是电车”. The heading may add what the
        title says of all of them: 铁胆墨水 below “三种墨水：染料和铁胆”.
        """
        name, colon, _ = self.last_heading.partition(":")
        if colon and len(name) > 1:
            return name
        for end in range(min(len(name), _MAX_NAME), 1, -1):
            thing, rest = name[:end], name[end:]
            if self.is_compared(thing) and rest in self.title and not _JOINS.match(rest):
                return thing
        return ""

    @property
    def last_heading(self) -> str:
        """The last heading above it, folded; empty if it has none."""
        heading = self.passage.heading
        return self.headings[len(self.headings) - len(heading[-1]) :] if heading else ""

    def is_below(self, name: str) -> bool:
        """Return True if it stands below a heading that is a name, or begins or ends with one.

        A name of one character is also the beginning of others: 猫 of 猫头鹰.
        """
        heading, more = self.last_heading, _MAX_MORE if len(name) > 1 else 0
        is_named = heading.startswith(name) or heading.endswith(name)
        return name in self.side or (is_named and len(heading) <= len(name) + more)

    def is_compared(self, name: str) -> bool:
        """Return True if the title names a thing beside another one: 油车 of “油车还是电车”."""
        before, is_named, after = self.title.partition(name)
        return bool(is_named and (_JOINED.search(before) or _JOINS.match(after)))

    @property
    def sentences(self) -> Sequence[Span]:
        """The spans of the passage's sentences."""
        return self.analyzed.sentences


def candidate_of(snapshot: Snapshot, passage: Passage, score: float = 0.0) -> Candidate:
    """Return a passage of a collection as a candidate."""
    return Candidate(snapshot, snapshot.texts.row(passage.id), score)
