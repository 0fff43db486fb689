"""Counting in passages, in one compiled call; `features.py` counts the same with numpy.

Both give the same digits: sums are added up in the same order. Each passage is read twice. First
the single characters of the question are counted in all of them, and the passages with the best
BM25 scores are chosen; then all texts are looked up in these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from retrieval.answer.candidate import Candidate
from retrieval.answer.coverage import (
    HEADING_COVERAGE,
    MAX_PARTIAL_COVERAGE,
    SUBSTITUTE_COVERAGE,
)
from retrieval.answer.features import (
    BM25,
    COUNTED,
    OPENING_ENDS,
    OPENING_MARKS,
    READ,
    Counted,
    Features,
    WeightedQuestion,
)
from retrieval.index.compiled_scanning import (
    Found,
    Passages,
    chained,
    character_count,
    character_scores,
    look_up,
    stands,
)
from retrieval.index.text_arrays import encoded

Array = NDArray[Any]
Sizes = tuple[int, int, int, int, int]

_K1, _B = BM25.k1, BM25.b

_FEATURES = len(Features._fields)
_BLANK = ord(" ")
_OPENING = (
    np.array([ord(one) for one in OPENING_MARKS], np.uint16),
    np.array([ord(one) for one in OPENING_ENDS], np.uint16),
)


class _Words(NamedTuple):
    """The words of the question; see `SearchedWords`.

    Attributes:
        forms: The fields of each `Form`; instead of its pairs, where these begin and end in
            `pairs`.
        pairs: The columns of the pairs of all forms.
        lone: The number of each word that is a single character, with the columns of its two
            neighbours; -1 for one that is missing.
        lone_values: The coverage of each of these where no neighbour occurs.
        evidence: The weight of each word as evidence.
    """

    forms: Array
    pairs: Array
    lone: Array
    lone_values: Array
    evidence: Array


def count_compiled(
    asked: WeightedQuestion,
    candidates: Sequence[Candidate],
    weights: Features,
    *,
    all_topics: bool,
) -> Counted:
    """Count what is counted in passages; see `count_with_numpy`."""
    arrays = candidates[0].texts.arrays
    lengths, mean = asked.lexicon.all_lengths
    columns, lone_values, sizes = _columns(asked)
    found = _count(
        np.array([one.row for one in candidates], np.int64),
        np.array([one.score for one in candidates], np.float64),
        (arrays.unit_starts, arrays.units, arrays.above, arrays.above_starts, arrays.above_units),
        (arrays.starts, arrays.flags),
        lengths,
        mean,
        (asked.texts.starts, asked.texts.units),
        np.array(columns, np.int64),
        np.array([*weights, *asked.weights, *asked.evidence, *lone_values], np.float64),
        sizes,
        (asked.all_weights, asked.all_evidence),
        asked.words.number_coverage(candidates),
        np.frombuffer(encoded(asked.question.folded), np.uint16),
        _OPENING,
        all_topics,
    )
    return Counted(*found)


def _columns(asked: WeightedQuestion) -> tuple[list[int], list[float], Sizes]:
    """Return what `_count` takes of the words, and the coverage of lone characters."""
    words = asked.words
    forms: list[int] = []
    pairs: list[int] = []
    for word, column, number, columns, is_own in words.forms:
        forms += (word, column, number, len(pairs), len(pairs) + len(columns), is_own)
        pairs += columns
    lone = [
        number for word, neighbours, _ in words.lone for number in (word, *neighbours, -1, -1)[:3]
    ]
    sizes = len(asked.searched), asked.term_count, len(words.forms), len(pairs), len(words.lone)
    values = [one.value for one in words.lone]
    return [*asked.searched, *forms, *pairs, *lone], values, sizes


@njit(cache=True, nogil=True)
def _count(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    rows: Array,
    hits: Array,
    units: tuple[Array, ...],
    flags: tuple[Array, Array],
    lengths: Array,
    mean: float,
    text_units: tuple[Array, Array],
    columns: Array,
    values: Array,
    sizes: Sizes,
    totals: tuple[float, float],
    numbers: Array,
    typed: Array,
    opening: tuple[Array, Array],
    all_topics: bool,  # noqa: FBT001
) -> Any:
    """Return what `Counted` has of the passages of these rows."""
    searched, weights, words = _question(columns, values[_FEATURES:], sizes)
    norms = _K1 * (1 - _B + _B * (lengths[rows] / mean))
    scores = hits + _scores(_passages(rows, units), text_units, searched, weights, sizes[1], norms)
    best = np.sort(scores)
    is_read = scores >= best[max(0, len(best) - READ)]
    numbered = np.flatnonzero(is_read | all_topics)
    passages = _passages(rows[numbered], units)
    texts = chained(np.arange(len(text_units[0]) - 1), text_units[0], text_units[1])
    found = look_up(passages, flags[0], flags[1], texts)
    covered = _coverage(found, words, numbers[numbered] if numbers.size else numbers)
    sentences, best_topics = _best_sentences(found, searched, weights, sizes[1])
    features = np.zeros((len(rows), _FEATURES))
    topics = np.zeros((len(rows), 3), np.int64)
    named = np.zeros(len(rows), np.bool_)
    topics[numbered] = best_topics
    named[numbered] = _may_be_named(passages, typed)
    features[numbered, 1] = _weighted(covered, words.evidence) / totals[1]
    features[numbered, 2] = sentences / totals[0]
    features[numbered, 3] = _united(found, words) / totals[1]
    features[numbered, 4] = _leads(found, searched, weights) / totals[0]
    features[numbered, 5] = _openings_named(passages, typed, opening)
    features[~is_read] = 0.0
    features[:, 0] = scores / (best[-1] or 1.0)
    sums = _weighted(features, values[:COUNTED])
    return features, sums, is_read, covered[is_read[numbered]], topics, named & is_read


@njit(cache=True, nogil=True)
def _passages(rows: Array, units: tuple[Array, ...]) -> Any:
    """Return the passages of some rows."""
    starts, own, above, above_starts, above_units = units
    return Passages(rows, starts, own, above, above_starts, above_units)


@njit(cache=True, nogil=True)
def _scores(  # noqa: PLR0913, PLR0917 - arrays, as numba wants them
    passages: Passages,
    text_units: tuple[Array, Array],
    searched: Array,
    weights: Array,
    term_count: int,
    norms: Array,
) -> Array:
    """Return the BM25 scores of single characters."""
    characters = searched[term_count:]
    texts = chained(characters, text_units[0], text_units[1])
    return character_scores(passages, texts, characters, weights[term_count:], norms, _K1)


@njit(cache=True, nogil=True)
def _question(columns: Array, values: Array, sizes: Sizes) -> Any:
    """Return what was searched for, its weights, and the words.

    Args:
        columns: What was searched for, then the arrays of `_Words`.
        values: The weights of what was searched for, and of the words as evidence, then the
            coverage of lone characters.
        sizes: The numbers of what was searched for, of terms, forms, pairs and lone characters.
    """
    searched, _, forms, pairs, lone = sizes
    pairs_at = searched + 6 * forms
    lone_at = pairs_at + pairs
    words = _Words(
        columns[searched:pairs_at].reshape(forms, 6),
        columns[pairs_at:lone_at],
        columns[lone_at:].reshape(lone, 3),
        values[len(values) - lone :],
        values[searched : len(values) - lone],
    )
    return columns[:searched], values[:searched], words


@njit(cache=True, nogil=True)
def _best_sentences(found: Found, searched: Array, weights: Array, term_count: int) -> Any:
    """Return the weights of what was searched for in each passage's best sentence, and topics."""
    _, _, sentences, bounds, ends, _ = found
    best_sums = np.zeros(len(bounds) - 1)
    topics = np.empty((len(best_sums), 3), np.int64)
    for passage in range(len(best_sums)):
        first, last = bounds[passage], bounds[passage + 1]
        best, best_terms = first, -1.0
        for sentence in range(first, last):
            weight = 0.0
            for number in range(term_count):
                if sentences[sentence, searched[number]]:
                    weight += weights[number]
            if weight > best_terms:
                best, best_terms = sentence, weight
            for number in range(term_count, len(searched)):
                if sentences[sentence, searched[number]]:
                    weight += weights[number]
            best_sums[passage] = max(best_sums[passage], weight)
        topics[passage, 0] = ends[best - 1] + 1 if best > first else 0
        topics[passage, 1] = ends[best] + 1
        topics[passage, 2] = ends[min(best + 1, last - 1)] + 1
    return best_sums, topics


@njit(cache=True, nogil=True)
def _coverage(found: Found, words: _Words, numbers: Array) -> Array:
    """Return how much of each word is covered; see `SearchedWords.coverage`."""
    above, own, _, _, _, _ = found
    forms, pairs, lone, lone_values, evidence = words
    covered = np.zeros((len(own), len(evidence)))
    for passage in range(len(own)):
        at = 0
        for form in range(len(forms)):
            word, column, number, first, last, is_own = forms[form]
            value = HEADING_COVERAGE if above[passage, column] else 0.0
            if number >= 0:
                value = numbers[passage, number]
            elif own[passage, column]:
                value = 1.0
            if first < last:
                count = _occurring(own[passage], pairs[first:last])
                value = max(value, MAX_PARTIAL_COVERAGE * count / (last - first))
            if not is_own:
                value = max(covered[passage, word], SUBSTITUTE_COVERAGE * value)
            elif at < len(lone) and lone[at, 0] == word:
                if value > 0 and not _occurring(own[passage], lone[at, 1:]):
                    value = lone_values[at]
                at += 1
            covered[passage, word] = value
    return covered


@njit(cache=True, nogil=True)
def _occurring(found: Array, texts: Array) -> int:
    """Return how many of these texts were found; -1 stands for none."""
    count = 0
    for text in texts:
        count += text >= 0 and found[text]
    return count


@njit(cache=True, nogil=True)
def _weighted(rows: Array, weights: Array) -> Array:
    """Return the weighted sum of each row, as far as there are weights."""
    sums = np.zeros(len(rows))
    for row in range(len(rows)):
        for number in range(len(weights)):
            sums[row] += rows[row, number] * weights[number]
    return sums


@njit(cache=True, nogil=True)
def _united(found: Found, words: _Words) -> Array:
    """Return the weights of the words in the headings and the best sentence together."""
    above, _, sentences, bounds, _, _ = found
    forms, _, _, _, evidence = words
    united = np.zeros(len(above))
    mentioned = np.empty(len(evidence), np.bool_)
    below = np.empty(len(evidence), np.bool_)
    for passage in range(len(united)):
        mentioned[:] = False
        for form in range(len(forms)):
            mentioned[forms[form, 0]] |= above[passage, forms[form, 1]]
        for sentence in range(bounds[passage], bounds[passage + 1]):
            below[:] = False
            for form in range(len(forms)):
                below[forms[form, 0]] |= sentences[sentence, forms[form, 1]]
            weight = 0.0
            for word in range(len(evidence)):
                if below[word] and not mentioned[word]:
                    weight += evidence[word]
            united[passage] = max(united[passage], weight)
        weight = 0.0
        for word in range(len(evidence)):
            if mentioned[word]:
                weight += evidence[word]
        united[passage] = weight + united[passage]
    return united


@njit(cache=True, nogil=True)
def _leads(found: Found, searched: Array, weights: Array) -> Array:
    """Return the weights of what was searched for above each passage that is the first there."""
    above, _, _, _, _, is_first = found
    sums = np.zeros(len(above))
    for passage in range(len(sums)):
        if is_first[passage]:
            for number in range(len(searched)):
                if above[passage, searched[number]]:
                    sums[passage] += weights[number]
    return sums


@njit(cache=True, nogil=True)
def _openings_named(passages: Passages, typed: Array, opening: tuple[Array, Array]) -> Array:
    """Return for each passage True if the question contains what it begins with."""
    rows, starts, units, _, _, _ = passages
    marks, stops = opening
    found = np.zeros(len(rows), np.bool_)
    for passage in range(len(rows)):
        own = units[starts[rows[passage]] : starts[rows[passage] + 1]]
        first = 1 if len(own) and np.any(own[0] == marks) else 0
        last = first
        while last < len(own) and last - first <= len(typed) and not np.any(own[last] == stops):
            last += 1
        for index in range(len(typed) if character_count(own, first, last) > 1 else 0):
            found[passage] |= stands(typed, index, own, first, last)
    return found


@njit(cache=True, nogil=True)
def _may_be_named(passages: Passages, typed: Array) -> Array:
    """Return for each passage True if the question has what is above it up to a blank.

    A title ends there, or at a later blank.
    """
    rows, _, _, above, starts, units = passages
    found = np.zeros(len(rows), np.bool_)
    for passage in range(len(rows)):
        heading = units[starts[above[rows[passage]]] : starts[above[rows[passage]] + 1]]
        size = 0
        while size < len(heading) and heading[size] != _BLANK:
            size += 1
        for index in range(len(typed) if size else 0):
            found[passage] |= stands(typed, index, heading, 0, size)
    return found
