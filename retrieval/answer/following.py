"""Follow-ups: whether a question leans on what was quoted before, and which passages it gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, takewhile

from corpus.model import Passage
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.answer.cells import gives_value
from retrieval.answer.comparisons import MIN_SHARED_SCORE
from retrieval.answer.declining import sentences_on_topic
from retrieval.answer.evidence import mentions
from retrieval.answer.excerpt import whole_excerpt
from retrieval.answer.ranking import RankedPassage
from retrieval.index.directory import Directory
from retrieval.library import Snapshot
from retrieval.question.context import Context, FollowUp, follow_up
from retrieval.question.patterns import VALUE_TYPES, AnswerType, gives_answer, patterns
from retrieval.question.question import Question
from retrieval.text.analysis import Term

FOLLOW_UP_WEIGHT = 0.4
"""Factor on the weights of the previous question's terms in a follow-up with words of its own."""

FURTHER_TYPES = frozenset({AnswerType.WHY, AnswerType.HOW, AnswerType.EXAMPLE})
"""Types of answer that a follow-up without words of its own asks for beyond what was quoted."""

REPEATED_FACTOR = 0.2
"""Factor on the score that orders a passage which was quoted before and does not answer."""

_WHAT_ABOUT = re.compile(r"[呢咧]\W*$")

_WHAT_ABOUT_ONE = re.compile(r"(?:那|那么)?(?P<thing>.+?)(?:写)?的?(?:文章)?[呢咧]\W*")
"""Asks about one thing alone: 那2021年的呢."""

_NTH = re.compile(
    r"第(?:[一二三四五六七八九十]{1,3}|\d{1,3})"
    r"(?P<unit>[步点条种类项招个层章节]|阶段|部分|方面)"
)

OTHER_THING_FACTOR = 0.9
"""Factor on the score that orders the passage that was quoted where another thing is asked of, if
it names that one."""

UNNAMED_FACTOR = 0.8
"""The same factor where that passage does not name the other thing."""

MIN_NAMED_SCORE = 0.3
"""Share of the best score from which passages that name the other thing come first."""

SAME_ARTICLE_FROM = 0.8
"""Share of the best score from which a passage of the article quoted before fits as well."""


WEAK_BELOW = 4.0
"""Weight as evidence below which a question's words may be of anything: 钱谁出, 那母的呢."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation.

    Attributes:
        question: The question, with what it leans on.
        ranked: The passages that were found for it, best first.
        result: What it was answered with.
    """

    question: Question
    ranked: Sequence[RankedPassage]
    result: Answer | Abstention

    @property
    def cited(self) -> Sequence[Citation]:
        """The quotations that answered it."""
        return self.result.citations if isinstance(self.result, Answer) else ()

    @property
    def passage(self) -> Passage | None:
        """The first passage that was quoted."""
        return next((one.passage for one in self.cited if one.passage), None)


def follow_up_in(snapshot: Snapshot, question: Question, context: Context) -> FollowUp | None:
    """Return the way in which a question follows the one before; None if it stands alone.

    A question with an example stands alone in a reply as well, unless its own words lean back.
    """
    has_example = context.is_reply and snapshot.examples.passage_for(question.text) is not None
    return follow_up(question, is_reply=context.is_reply and not has_example)


def after(question: Question, previous: Question) -> Question:
    """Return a question as a follow-up of another one, which also searches for what that one does.

    效果好不好 names no topic, so that its own word weighs no more than the previous ones.
    """
    is_elliptic = bool(patterns().elliptic.search(question.folded))
    return question.following(previous, 1.0 if is_elliptic else FOLLOW_UP_WEIGHT)


def leans_on(turn: Turn, earlier: Turn) -> bool:
    """Return True if a question that may stand alone is meant of what was quoted before.

    One that names no subject is if that article fits its words as well as any, or if it is not
    answered for sure alone. So is one of few plain words if what was found of the article has all
    of them: 钱谁出, but not 茶多少钱. Any other is if that article fits as well and either another
    one fits best or it is not answered for sure.
    """
    if not earlier.passage:
        return False
    article = earlier.passage.article_id
    is_sure = isinstance(turn.result, Answer) and not turn.result.doubtful
    if says_little(turn.question):
        found = (*turn.ranked, *earlier.ranked)
        of_article = (one for one in found if one.candidate.passage.article_id == article)
        return not is_sure or _has_words(turn.question, of_article)
    lowest = SAME_ARTICLE_FROM * turn.ranked[0].score if turn.ranked else 0.0
    best = takewhile(lambda one: one.score >= lowest, turn.ranked)
    fitting = [one.candidate.passage.article_id for one in best]
    fits = article in fitting
    if patterns().subjectless.search(turn.question.folded):
        return fits or not is_sure
    return fits and (fitting[0] != article or not is_sure)


def _has_words(question: Question, passages: Iterable[RankedPassage]) -> bool:
    """Return True if passages have all words of a question between them."""
    texts = [one.candidate.folded for one in passages]
    return all(any(mentions(text, word, question) for text in texts) for word in question.words)


def says_little(question: Question) -> bool:
    """Return True if passages on anything would have the few words of a question: 钱谁出."""
    return 0 < sum(question.weights[word.text] for word in question.words) < WEAK_BELOW


def _names_nothing(question: Question) -> bool:
    """Return True if a question says little, and asks of no other thing: 那狗呢."""
    return says_little(question) and not _WHAT_ABOUT.search(question.folded)


def lacks_own(question: Question, ranked: Sequence[RankedPassage]) -> bool:
    """Return True if the first passage lacks one of the few words of a follow-up: 车怎么修."""
    return says_little(question) and not _has_words(question, ranked[:1])


def is_on_topic(
    question: Question,
    own_words: Sequence[Term],
    ranked: Sequence[RankedPassage],
    quoted: Passage | None,
) -> bool:
    """Return True if passages are quoted though they say none of a follow-up's own words.

    The follow-up names no subject, and the first passage is of the article that was quoted. It
    also has half of their characters, 痒 of 那该怎么止痒, which 那该怎么炒股 and 那摩托车呢 lack,
    unless what it begins with asks and the rest says next to nothing: 咋拖到现在. What only asks
    does not count: 最早谁说的.
    """
    subjectless = patterns().subjectless.search(question.folded)
    is_bare = subjectless or says_little(question) or points_to_quoted(question)
    if not (ranked and quoted and is_bare):
        return False
    leading = (subjectless, patterns().pronoun.match(question.folded))
    first, asked = ranked[0].candidate, max((one.end() for one in leading if one), default=0)
    words = [one for one in own_words if one.end > asked] if own_words else question.words
    own = "".join(word.text for word in words)
    is_near = 2 * sum(one in first.folded for one in own) >= len(own)
    names_nothing = subjectless and _names_nothing(question)
    return bool(is_near or names_nothing) and first.article.id == quoted.article_id


def other_step(question: Question, previous: Question) -> str | None:
    """Return the question before with the number that a follow-up asks for in place of its own.

    那第二步呢 after 转型的第一步是什么 is 转型的第二步是什么. None if either has no number.
    """
    asked, earlier = (_NTH.search(one.folded) for one in (question, previous))
    if not (asked and earlier and asked["unit"] == earlier["unit"]):
        return None
    if not patterns().ordinal.search(question.folded):
        return None
    return previous.folded[: earlier.start()] + asked[0] + previous.folded[earlier.end() :]


def other_articles(question: Question, earlier: Turn, directory: Directory) -> str | None:
    """Return the question before with the date or the author of a follow-up in place of its own.

    那2021年的呢 after 2022年写的有哪些 is 2021年写的有哪些. None unless that one was answered with
    articles, and each has one date or one author.
    """
    asked = _WHAT_ABOUT_ONE.fullmatch(question.folded)
    if not (asked and isinstance(earlier.result, Answer) and earlier.result.aspect):
        return None
    thing, before = asked["thing"], earlier.question.folded
    for spans_in in (_dates_in, partial(_authors_in, directory=directory)):
        spans = spans_in(before)
        if len(spans) == 1 and spans_in(thing) == [(0, len(thing))]:
            ((start, end),) = spans
            return before[:start] + thing + before[end:]
    return None


def _dates_in(text: str) -> list[tuple[int, int]]:
    """Return the spans of dates in a folded text."""
    matches = (pattern.search(text) for pattern in patterns().dates.values())
    return [match.span() for match in matches if match]


def _authors_in(text: str, directory: Directory) -> list[tuple[int, int]]:
    """Return the spans of the authors of a collection in a folded text, the first of each."""
    places = ((text.find(name), len(name)) for name in directory.authors)
    return [(start, start + length) for start, length in places if start >= 0]


def points_to_quoted(question: Question) -> bool:
    """Return True if a follow-up asks of what was quoted, by a pronoun or by naming nothing."""
    found = (patterns().pronoun, patterns().elliptic)
    return _names_nothing(question) or any(one.search(question.folded) for one in found)


def without_repeating(
    question: Question, ranked: Iterable[RankedPassage], cited: Iterable[Citation]
) -> list[RankedPassage]:
    """Return the passages with those last that were quoted before and do not answer.

    为什么 alone asks for more than was quoted, unless the reason is there; so does 那要多少钱.
    """
    shown = {one.passage.id for one in cited if one.passage}

    def is_repeated(one: RankedPassage) -> bool:
        folded, types = one.candidate.folded, question.answer_types - VALUE_TYPES
        has_value = bool(question.values) and gives_value(question, folded)
        is_answer = has_value or any(gives_answer(kind, folded) for kind in types)
        return one.candidate.passage.id in shown and not is_answer

    return _lowered(ranked, is_repeated, REPEATED_FACTOR)


def other_thing_first(
    question: Question, ranked: Sequence[RankedPassage], earlier: Passage | None
) -> list[RankedPassage]:
    """Return the passages in the order for a follow-up on another thing: 那火车呢.

    Those that name the thing come first. The one that answered the question before is further
    behind, as rather another one tells of the other thing; more so if it does not name it.
    那火车就不要了 may not ask.
    """
    if not (ranked and _WHAT_ABOUT.search(question.folded)):
        return list(ranked)
    lowest = MIN_NAMED_SCORE * ranked[0].score

    def place(one: RankedPassage) -> tuple[bool, float]:
        is_named, factor = _has_words(question, [one]), 1.0
        if one.candidate.passage == earlier:
            factor = OTHER_THING_FACTOR if is_named else UNNAMED_FACTOR
        return not is_named or one.score < lowest, -factor * one.score

    ordered = sorted(ranked, key=place)
    scores = accumulate((one.score for one in ordered), min)  # Those behind fit no better.
    return [one._replace(score=score) for one, score in zip(ordered, scores, strict=True)]


def _lowered(
    ranked: Iterable[RankedPassage], is_low: Callable[[RankedPassage], bool], factor: float
) -> list[RankedPassage]:
    """Return the passages in the order of their scores, some of which a factor lowers."""
    return sorted(
        ranked, key=lambda one: factor * one.score if is_low(one) else one.score, reverse=True
    )


def value_first(
    asked: Question,
    ranked: Sequence[RankedPassage],
    earlier: Passage | None,
    *,
    stays: bool,
) -> list[RankedPassage]:
    """Return the passages with those first that give the value that a follow-up asks for.

    Args:
        asked: The follow-up, whose words do not tell what is asked.
        ranked: The passages, best first.
        earlier: The passage that answered the question before.
        stays: True if the value must be in its article; else it must be beside the other thing
            that is asked of, 那火车呢, rather in another passage than that one if others name it.
    """
    lowest = MIN_SHARED_SCORE * ranked[0].score if ranked else 0.0

    def has_value(one: RankedPassage) -> bool:
        candidate = one.candidate
        if stays and earlier:
            is_near = candidate.article.id == earlier.article_id
            return is_near and gives_value(asked, candidate.folded)
        texts = sentences_on_topic(asked, candidate) if one.score >= lowest else ()
        return any(map(asked.is_answered_by, texts))

    others = [one for one in ranked if one.candidate.passage != earlier]
    may_be_elsewhere = not stays and _has_words(asked, others)

    def place(one: RankedPassage) -> tuple[bool, bool]:
        is_repeated = may_be_elsewhere and one.candidate.passage == earlier
        return not has_value(one), is_repeated

    return sorted(ranked, key=place)


def passages_after(quoted: Sequence[Citation], limit: int) -> Iterator[Citation]:
    """Yield the passages that follow the first quoted one in its article."""
    first = next((one for one in quoted if one.passage), None)
    if first and first.passage:
        place = first.article.passages.index(first.passage) + 1
        for passage in first.article.passages[place : place + limit]:
            yield Citation(first.article, passage, whole_excerpt(passage.text), first.score)
