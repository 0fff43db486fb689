"""Judged questions reworded as other readers would type them: mistyped, in pinyin, with synonyms.

Changes are drawn at random with a fixed seed. Questions that a rewording leaves unchanged are left
out.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bench.material import SEED
from corpus.model import Corpus
from corpus.pinyin import plain_reading
from retrieval.evaluation.judged import RankingQuestion
from retrieval.index.lexicon import Lexicon
from retrieval.question.aliases import Aliases, everyday_synonyms
from retrieval.question.numbers import forms, quantities
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer
from retrieval.text.regional import regional_variants
from retrieval.text.script import fold

Reword = Callable[[str, random.Random], str]
"""Rewords the folded text of a question."""


NEAREST = 3
"""Number of synonyms of a word, the nearest, from which one is drawn."""


class Rewording:
    """The kinds of rewording, over one collection."""

    def __init__(self, corpus: Corpus, analyzer: Analyzer, lexicon: Lexicon) -> None:
        self._analyzer, self._lexicon = analyzer, lexicon
        self._homophones: dict[str, list[str]] = defaultdict(list)
        for character in sorted(set(fold("".join(one.text for one in corpus.passages)))):
            self._homophones[plain_reading(character)].append(character)

    @property
    def kinds(self) -> Mapping[str, Reword]:
        """The functions that reword, by the name of their kind."""
        return {
            "a character mistyped": self._mistyped,
            "a word in pinyin": self._in_pinyin,
            "a synonym": self._with_synonym,
            "words of the other region": _of_the_other_region,
            "an everyday word": self._with_everyday_word,
            "a number in another form": _with_another_form,
        }

    def _words(self, text: str) -> list[str]:
        """Return the Chinese words that a question is about, of at least two characters."""
        words = parse_question(text, self._analyzer, self._lexicon, Aliases([])).words
        return [word.text for word in words if len(word.text) > 1 and not word.text.isascii()]

    def _mistyped(self, text: str, generator: random.Random) -> str:
        if not (words := self._words(text)):
            return text
        word = generator.choice(words)
        place = generator.randrange(len(word))
        alike = [c for c in self._homophones[plain_reading(word[place])] if c != word[place]]
        typed = (
            word[:place] + (generator.choice(alike) if alike else word[place]) + word[place + 1 :]
        )
        return text.replace(word, typed)

    def _in_pinyin(self, text: str, generator: random.Random) -> str:
        if not (words := self._words(text)):
            return text
        word = generator.choice(words)
        return text.replace(word, f" {''.join(map(plain_reading, word))} ")

    def _with_synonym(self, text: str, generator: random.Random) -> str:
        nearest = {
            word: self._analyzer.dictionary.synonyms(word)[:NEAREST] for word in self._words(text)
        }
        if not (words := [word for word, synonyms in nearest.items() if synonyms]):
            return text
        word = generator.choice(words)
        return text.replace(word, generator.choice(nearest[word]))

    def _with_everyday_word(self, text: str, generator: random.Random) -> str:
        words = self._words(text)
        for mention in everyday_synonyms().mentions(text):
            if text[mention.start : mention.end] in words:
                other = generator.choice(mention.others)
                return text[: mention.start] + other + text[mention.end :]
        return text


def _of_the_other_region(text: str, _: random.Random) -> str:
    (variants,) = regional_variants([text])
    return next(iter(variants), text)


def _with_another_form(text: str, generator: random.Random) -> str:
    for quantity in quantities(text):
        typed = text[quantity.start : quantity.end]
        if others := [form for form in dict.fromkeys(forms(quantity)) if form != typed]:
            return text[: quantity.start] + generator.choice(others) + text[quantity.end :]
    return text


def reworded_questions(
    questions: Sequence[RankingQuestion], reword: Reword
) -> Iterator[RankingQuestion]:
    """Yield the questions that *reword* changes, reworded."""
    generator = random.Random(SEED)  # noqa: S311 - no secret
    for question in questions:
        before = fold(question.text)
        after = reword(before, generator)
        if after != before:
            yield replace(question, text=after)
