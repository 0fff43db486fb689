"""Parsing of questions: terms to search for, informative words, and what is asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from retrieval.index.lexicon import Lexicon
from retrieval.question.aliases import Aliases
from retrieval.question.cantonese import in_mandarin
from retrieval.question.patterns import (
    SIDES,
    TALK_FRAMES,
    AnswerType,
    Aspect,
    patterns,
    requested_aspects,
    requested_values,
    words_of,
)
from retrieval.question.places import place_substitutes, with_places
from retrieval.question.question import ArticleRequest, Intent, Question
from retrieval.question.spellings import spelling_substitutes
from retrieval.question.subjects import find_subjects
from retrieval.question.substitutes import (
    Substitute,
    alias_substitutes,
    correction_substitutes,
    everyday_substitutes,
    number_substitutes,
    quality_substitutes,
    regional_substitutes,
    synonym_substitutes,
)
from retrieval.text.analysis import Analyzer, Term, han_runs
from retrieval.text.script import fold

PAIR_WEIGHT = 0.5
"""Weight of a pair of characters; a word weighs 1."""

CHARACTER_WEIGHT = 1.65
"""Weight of a single character of an informative word."""

STOP_CHARACTER_WEIGHT = 1.15
"""Weight of a single character that occurs in no informative word of the question."""

COMMON_INFORMATION = 5.0
"""Information of a word that is too common to be evidence; see `Analyzer.information`."""

MIN_EVIDENCE_WEIGHT = 0.5
"""Minimum weight of a word as evidence."""

CHARACTER_EVIDENCE = 0.5
"""Factor on the weight of a single character or digit as evidence, which occurs in many words."""

MAX_TERMS = 160
"""Maximum number of terms that are searched for; of more, the rarest are taken."""

_MAX_CHARACTERS = 1000
"""Maximum length of a question; of a longer one, the beginning and the end are parsed."""

_MAX_WORDS = 40
"""Maximum number of informative words of a question."""

_MAX_SINGLES = 120
"""Maximum number of single characters that hits are ranked by."""

_NO_REQUEST = ArticleRequest()

_TITLE = re.compile("《([^》]{1,120})》")


def parse_question(text: str, analyzer: Analyzer, lexicon: Lexicon, aliases: Aliases) -> Question:
    """Parse a question.

    Args:
        text: The question as it was typed.
        analyzer: The analyzer that the passages were indexed with.
        lexicon: The terms of the collection.
        aliases: Other names of the same things.
    """
    folded = in_mandarin(fold(_shortened(text)).strip())
    terms = analyzer.terms_of_folded(folded, "default")
    words = [one for one in _cut_as_in(lexicon, terms) if not _is_clitic(one, folded)]
    words = with_places(words, analyzer.frequency)
    found = patterns().matches(folded)
    subjects = find_subjects(folded, words, _vocabulary().uninformative, lexicon)
    answer_types, values = _answer_types(folded), list(requested_values(folded))
    dropped = _dropped_words(words, found, compares=bool(subjects))
    searched = _blanked(folded, dropped)
    informative = _informative_words(words, dropped, answer_types, [span for span, _ in values])
    substitutes = (
        *alias_substitutes(searched, aliases),
        *spelling_substitutes(searched, lexicon),
        *number_substitutes(searched, lexicon),
        *correction_substitutes(searched, words, lexicon, aliases, analyzer.dictionary),
        *place_substitutes(informative, lexicon, analyzer.frequency),
        *regional_substitutes(searched, informative, lexicon),
        *everyday_substitutes(searched, words, lexicon),
        *quality_substitutes(words, lexicon),
        *synonym_substitutes(searched, informative, lexicon, analyzer.dictionary),
    )
    return Question(
        text=text,
        folded=folded,
        terms=_search_terms(searched, substitutes, analyzer, lexicon),
        characters=_weighted_characters(searched, informative),
        words=tuple(informative),
        weights={word.text: evidence_weight(word.text, analyzer) for word in informative},
        substitutes=substitutes,
        answer_types=answer_types,
        values=tuple(pattern for _, pattern in values),
        request=_article_request(folded, informative),
        spans_articles="several_articles" in found,
        subjects=subjects,
        intent=_intent(folded, is_instruction="instruction" in found),
    )


def _shortened(text: str) -> str:
    """Return the beginning and the end of a long text: what is between rarely asks."""
    if len(text) <= _MAX_CHARACTERS:
        return text
    half = _MAX_CHARACTERS // 2
    return f"{text[:half]} {text[-half:]}"


def _is_clitic(word: Term, folded: str) -> bool:
    """Return True for what stands behind an apostrophe: the s of it's."""
    return word.start > 0 and folded[word.start - 1] in "'’" and word.text.isascii()


def _cut_as_in(lexicon: Lexicon, words: Sequence[Term]) -> list[Term]:
    """Return the words with those that the collection lacks cut as it knows their characters.

    用纸|藤 is 用|纸藤 if it has 纸藤 and not 用纸.
    """
    found: list[Term] = []
    for word in words:
        if found and (recut := _recut(found[-1], word, lexicon)):
            found[-1:] = recut
        else:
            found.append(word)
    return found


def _recut(first: Term, second: Term, lexicon: Lexicon) -> Sequence[Term]:
    """Return two words cut otherwise, if that gives one that the collection has; else none.

    The first one, of two characters, is in no passage, and the second one is a single character
    that is informative. What is left over is then a verb or the like, not what is asked about.
    """
    if (len(first.text), len(second.text)) != (2, 1) or first.end != second.start:
        return ()
    known = first.text[1] + second.text
    is_wanted = second.text not in _vocabulary().uninformative and any(han_runs(known))
    if not is_wanted or lexicon.contains(first.text) or not lexicon.contains(known):
        return ()
    middle = first.start + 1
    return Term(first.text[0], first.start, middle), Term(known, middle, second.end)


def _dropped_words(
    words: Iterable[Term], found: Mapping[str, Sequence[re.Match[str]]], *, compares: bool
) -> list[Term]:
    """Return the words that are not searched for: they only make the text a question.

    Args:
        words: All words of the question.
        found: What is found in it; see `Patterns.matches`.
        compares: True if the question compares things.
    """
    vocabulary = _vocabulary()
    dropped = vocabulary.dropped
    if "several_articles" in found:
        dropped |= vocabulary.comparison
    if compares:
        dropped |= words_of("comparing")
    frames = [match.span() for name in TALK_FRAMES for match in found.get(name, ())]
    return [word for word in words if word.text in dropped or (frames and word.overlaps(frames))]


def _informative_words(
    words: Sequence[Term],
    dropped: Iterable[Term],
    answer_types: Collection[AnswerType],
    asking: Sequence[tuple[int, int]],
) -> list[Term]:
    """Return the words that say what a question is about, each at its first occurrence.

    Args:
        words: All words of the question.
        dropped: Those that are not searched for.
        answer_types: The types of answer that are asked for.
        asking: The spans that ask for a value, whose words count only where there are no others:
            多少钱 is answered by an amount, not by 钱.
    """
    uninformative = _vocabulary().uninformative
    sides = words_of("sides") if not SIDES.isdisjoint(answer_types) else frozenset()
    unsearched = {word.text for word in dropped}
    first: dict[str, Term] = {}
    for word in words:
        text = word.text
        if text not in uninformative and text not in unsearched and text not in sides:
            first.setdefault(text, word)
    found = list(first.values())[:_MAX_WORDS]
    if not asking:
        return found
    return [word for word in found if not word.overlaps(asking)] or found


def evidence_weight(word: str, analyzer: Analyzer) -> float:
    """Return the weight of a word as evidence that a passage answers.

    It is the word's rarity in general Chinese rather than in the collection, where every word of a
    question about something else is as rare as can be.
    """
    weight = max(analyzer.information(word) - COMMON_INFORMATION, MIN_EVIDENCE_WEIGHT)
    return weight * CHARACTER_EVIDENCE if len(word) == 1 else weight


def _blanked(folded: str, dropped: Iterable[Term]) -> str:
    """Return the question with these words replaced by blanks, so that offsets stay."""
    characters = list(folded)
    for word in dropped:
        characters[word.start : word.end] = " " * (word.end - word.start)
    return "".join(characters)


def _search_terms(
    searched: str, substitutes: Iterable[Substitute], analyzer: Analyzer, lexicon: Lexicon
) -> Mapping[str, float]:
    """Return the words and pairs of the question and of its substitutes, with their weights.

    Single characters are left to the ranking.
    """
    words, pairs = analyzer.words_and_pairs_of_folded(searched)
    terms = dict.fromkeys(words, 1.0)
    terms.update(dict.fromkeys(pairs, PAIR_WEIGHT))
    for substitute in substitutes:
        words, pairs = analyzer.words_and_pairs(substitute.text)
        _raise_weights(terms, words, substitute.weight)
        _raise_weights(terms, pairs, substitute.weight * PAIR_WEIGHT)
    if len(terms) > MAX_TERMS:
        # Terms that no passage contains go last, though their idf is the highest.
        rarest = sorted(
            terms,
            key=lambda term: -lexicon.idf(term) * (lexicon.document_frequency(term) > 0),
        )
        terms = {term: terms[term] for term in rarest[:MAX_TERMS]}
    return terms


def _raise_weights(terms: dict[str, float], found: Iterable[str], weight: float) -> None:
    """Give terms a weight, unless they have a higher one."""
    for term in found:
        if weight > terms.get(term, 0.0):
            terms[term] = weight


def _weighted_characters(searched: str, informative: Iterable[Term]) -> Mapping[str, float]:
    """Return the Chinese characters of a question, with their weights."""
    strong = set().union(*[word.text for word in informative])
    found = dict.fromkeys("".join([searched[start:end] for start, end in han_runs(searched)]))
    return {
        character: CHARACTER_WEIGHT if character in strong else STOP_CHARACTER_WEIGHT
        for character in islice(found, _MAX_SINGLES)
    }


def _answer_types(folded: str) -> frozenset[AnswerType]:
    """Return the types of answer that a folded question asks for."""
    return frozenset([kind for kind, _ in patterns().answer_types.searches(folded)])


def _article_request(folded: str, informative: Iterable[Term]) -> ArticleRequest:
    """Return what a folded question asks about articles themselves."""
    titled = list(_TITLE.finditer(folded)) if "《" in folded else []
    titles = tuple(match[1] for match in titled)
    for aspect, match in requested_aspects(folded):
        references = [match.span() for match in patterns().article_reference.finditer(folded)]
        title_spans = [match.span(1) for match in titled]
        asking = [match.span(), *references]
        words = tuple(
            word for word in informative if word.overlaps(title_spans) or not word.overlaps(asking)
        )
        # Without a reference to an article, "who wrote" and "how many" need to stand alone.
        if references or (aspect in (Aspect.COUNT, Aspect.AUTHOR) and not words):
            return ArticleRequest(aspect, words, titles)
    return ArticleRequest(titles=titles) if titles else _NO_REQUEST


def _intent(folded: str, *, is_instruction: bool) -> Intent:
    """Return the purpose of a folded message."""
    if intent := patterns().small_talk_in(folded):
        return Intent(intent)
    return Intent.INSTRUCTION if is_instruction else Intent.QUESTION


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Words that are not searched for, and words that are not informative.

    Attributes:
        dropped: Words that no question searches for.
        comparison: Words that questions over several articles do not search for.
        uninformative: Words that say nothing about the topic of a question.
    """

    dropped: frozenset[str]
    comparison: frozenset[str]
    uninformative: frozenset[str]


@cache
def _vocabulary() -> _Vocabulary:
    dropped = words_of("interrogatives") | words_of("courtesy")
    return _Vocabulary(dropped, words_of("comparison"), dropped | words_of("stop_words"))
