"""Example questions: headings of the collection that have an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from corpus.model import Article, Corpus
from corpus.sections import unnumbered
from retrieval.answer.answer import Answer
from retrieval.answer.answerer import Answerer

MAX_TRIED = 40
_ASKING = re.compile(
    "为什么|為什麼|怎样|怎樣|怎么|怎麼|如何|什么|什麼|哪|谁|誰|几|幾|吗|嗎|是不是|能不能"
)
_END = re.compile(r"[。！!.,，、：:；;\s]+$")


async def examples(corpus: Corpus, answerer: Answerer, count: int = 3) -> tuple[str, ...]:
    """Return up to *count* questions that the collection answers without doubt."""
    found: list[str] = []
    for question, _ in zip(_candidates(corpus), range(MAX_TRIED), strict=False):
        if len(found) == count:
            break
        answer = await answerer.answer(question)
        if isinstance(answer, Answer) and not answer.doubtful:
            found.append(question)
    return tuple(found)


def _candidates(corpus: Corpus) -> Iterator[str]:
    """Yield headings in form of a question, other headings, then titles; articles take turns."""
    seen: set[str] = set()
    asking = _in_turn(corpus, is_asking=True)
    telling = _in_turn(corpus, is_asking=False)
    for source in (asking, telling, (article.title for article in corpus.articles)):
        for text in source:
            if text not in seen:
                seen.add(text)
                yield text


def _in_turn(corpus: Corpus, *, is_asking: bool) -> Iterator[str]:
    rows = (_headings(article, is_asking=is_asking) for article in corpus.articles[:MAX_TRIED])
    for column in zip_longest(*rows):
        yield from (heading for heading in column if heading)


def _headings(article: Article, *, is_asking: bool) -> list[str]:
    headings = map(unnumbered, article.headings)
    wanted = (h for h in headings if bool(_ASKING.search(h)) is is_asking)
    return [_END.sub("", h).rstrip("？?") + ("？" if is_asking else "") for h in wanted]
