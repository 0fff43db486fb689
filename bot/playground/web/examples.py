"""Example questions: headings and titles of the collection that ask something it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice, zip_longest

from corpus.model import Article, Corpus
from corpus.sections import unnumbered
from retrieval.answer.answer import Answer
from retrieval.answer.answerer import Answerer
from retrieval.question.headings import makes_sense_alone
from retrieval.text.script import Display

MAX_TRIED = 40
_ASKING = re.compile(
    "为什么|為什麼|怎样|怎樣|怎么|怎麼|如何|什么|什麼|哪|谁|誰|[吗嗎]$|是不是|能不能"
)
_PARTS = re.compile("[：:？?！!。|｜—]+")
"""What divides a title into a question and what is said of it: 双筒怎么选：我用过的五支."""

_END = re.compile(r"[。！!？?.,，、：:；;\s]+$")


async def examples(corpus: Corpus, answerer: Answerer, count: int = 3) -> tuple[str, ...]:
    """Return up to *count* questions that the collection answers without doubt."""
    found: list[str] = []
    for question in islice(_candidates(corpus), MAX_TRIED):
        if len(found) == count:
            break
        answer = await answerer.answer(question)
        if isinstance(answer, Answer) and not answer.doubtful:
            found.append(question)
    return tuple(found)


def _candidates(corpus: Corpus) -> Iterator[str]:
    """Yield what titles and headings ask, articles taking turns, then what an article says."""
    articles = corpus.articles[:MAX_TRIED]
    asking = chain.from_iterable(zip_longest(*map(_asked_by, articles)))
    yield from dict.fromkeys(filter(None, chain(asking, map(_summary, articles))))


def _asked_by(article: Article) -> Iterator[str]:
    """Yield the questions in an article's title and in headings that make sense without it."""
    yield from _questions(article.title)
    for heading in map(unnumbered, article.headings):
        if makes_sense_alone(heading, article.title):
            yield from _questions(heading)


def _questions(heading: str) -> Iterator[str]:
    """Yield the first part of a heading or title that asks something, with a question mark."""
    parts = (_END.sub("", part).strip() for part in _PARTS.split(heading))
    yield from islice((f"{part}？" for part in parts if _ASKING.search(part)), 1)


def _summary(article: Article) -> str:
    """Return the question what an article says, in the script of its title."""
    is_traditional = Display.SIMPLIFIED.of(article.title) != article.title
    return f"《{article.title}》{'講了什麼' if is_traditional else '讲了什么'}？"
