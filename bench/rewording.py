"""Judged questions as other readers would type them: with a slip, in pinyin, in others' words.

What is changed is drawn by a fixed chance. Questions that a way changes nothing of are left out.
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
from retrieval.question.aliases import Aliases
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer
from retrieval.text.script import fold, regional_variants

Reword = Callable[[str, random.Random], str]
"""A question's text, folded, in other words."""


class Rewording:
    """Ways of asking otherwise, over one collection."""

    def __init__(self, corpus: Corpus, analyzer: Analyzer, lexicon: Lexicon) -> None:
        self._analyzer, self._lexicon = analyzer, lexicon
        self._homophones: dict[str, list[str]] = defaultdict(list)
        for character in sorted(set(fold("".join(one.text for one in corpus.passages)))):
            self._homophones[plain_reading(character)].append(character)

    @property
    def ways(self) -> Mapping[str, Reword]:
        """Each by its name."""
        return {
            "a character mistyped": self._mistyped,
            "a word in pinyin": self._in_pinyin,
            "a word of like meaning": self._in_like_words,
            "words from across the strait": lambda text, _: next(
                iter(regional_variants(text)), text
            ),
        }

    def _words(self, text: str) -> list[str]:
        """The words that say what a question is about, of two and more Chinese characters."""
        words = parse_question(text, self._analyzer, self._lexicon, Aliases([])).words
        return [word.text for word in words if len(word.text) > 1 and not word.text.isascii()]

    def _mistyped(self, text: str, chance: random.Random) -> str:
        if not (words := self._words(text)):
            return text
        word = chance.choice(words)
        place = chance.randrange(len(word))
        alike = [c for c in self._homophones[plain_reading(word[place])] if c != word[place]]
        typed = word[:place] + (chance.choice(alike) if alike else word[place]) + word[place + 1 :]
        return text.replace(word, typed)

    def _in_pinyin(self, text: str, chance: random.Random) -> str:
        if not (words := self._words(text)):
            return text
        word = chance.choice(words)
        return text.replace(word, f" {''.join(map(plain_reading, word))} ")

    def _in_like_words(self, text: str, chance: random.Random) -> str:
        ways = {word: self._analyzer.dictionary.synonyms(word)[:3] for word in self._words(text)}
        if not (words := [word for word, like in ways.items() if like]):
            return text
        word = chance.choice(words)
        return text.replace(word, chance.choice(ways[word]))


def reworded(questions: Sequence[RankingQuestion], way: Reword) -> Iterator[RankingQuestion]:
    """Those questions that a way changes, changed."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    for question in questions:
        before = fold(question.text)
        after = way(before, chance)
        if after != before:
            yield replace(question, text=after)
