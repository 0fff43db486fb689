"""Words of a question that a collection may say in another way, and words it may say instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from retrieval.index.lexicon import Lexicon
from retrieval.question.parsing import evidence_weight
from retrieval.question.patterns import words_of
from retrieval.text.analysis import Analyzer, Term
from retrieval.text.script import fold

MAX_WORDS = 8
"""Maximum number of words of a question that are offered, and of words in their place."""

MAX_RUN = 8
"""Maximum length of several words that count as one, in characters: the analyzer may have divided
a word that it does not know."""


def words_to_teach(text: str, analyzer: Analyzer, lexicon: Lexicon) -> list[Term]:
    """Return the informative words of a question, those that no passage has first.

    Words side by side count together as well. The offsets are those of the text.
    """
    folded = fold(text)
    words = [term for term in analyzer.terms(folded, "default") if _is_informative(term.text)]
    found = {term.text: term for term in (*_runs(folded, words), *words)}.values()

    def rank(term: Term) -> tuple[bool, bool, int]:
        return lexicon.contains(term.text), len(term.text) == 1, term.end - term.start

    return sorted(found, key=rank)[:MAX_WORDS]


def unknown_words(words: Iterable[Term], lexicon: Lexicon) -> list[Term]:
    """Return those of some words that no passage has, without longer ones around them."""
    unknown = {term.text: term for term in words if not lexicon.contains(term.text)}
    return [
        term
        for one, term in unknown.items()
        if not any(two != one and two in one for two in unknown)
    ]


def words_instead(question: str, passages: Iterable[str], analyzer: Analyzer) -> list[str]:
    """Return words of passages that a word of a question may stand for, the likeliest first.

    They are the words that say most about what the passages have in common, as these write them.
    """
    asked, weights = fold(question), defaultdict[str, float](float)
    written = dict[str, str]()
    for passage in passages:
        terms = {term.text: term for term in analyzer.terms(passage, "default")}
        for word, term in terms.items():
            if len(word) > 1 and word not in asked and _is_informative(word):
                weights[word] += evidence_weight(word, analyzer)
                written.setdefault(word, passage[term.start : term.end])
    likeliest = sorted(weights, key=lambda word: -weights[word])
    return [written[word] for word in likeliest[:MAX_WORDS]]


def _is_informative(word: str) -> bool:
    return not any(word in words_of(name) for name in ("interrogatives", "courtesy", "stop_words"))


def _runs(folded: str, words: list[Term]) -> Iterable[Term]:
    """Yield words side by side as one, from each word as far as they go on."""
    for first, word in enumerate(words):
        end = word.end
        for before, after in pairwise(words[first:]):
            if before.end != after.start or after.end - word.start > MAX_RUN:
                break
            end = after.end
        if end > word.end:
            yield Term(folded[word.start : end], word.start, end)
