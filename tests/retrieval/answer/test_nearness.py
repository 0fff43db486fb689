"""Ranking by meaning where words fall silent."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.answerer import Answerer
from retrieval.meaning.maker import VectorMaker
from retrieval.question.context import Context
from tests.retrieval.answer.conftest import Over
from tests.retrieval.meaning.concepts import ConceptEncoder

FILLER = "这一段讲的是园子里的花草，春天种下，秋天收成，年年如此，没有别的。"
ADVICE = "节约开支要从列清单开始，先写下要买的东西。"
LONG = f"办法总是有的，大家都这么说。{FILLER * 5}{ADVICE}{FILLER * 2}"
PASSAGES = (
    "有什么样的办法一：养猫要有耐心。",
    "有什么样的办法二：养花要有耐心。",
    "有什么样的办法三：读书要有耐心。",
    "有什么样的办法四：写字要有耐心。",
    LONG,
)
"""Passages that share a word with the question; the last one is about it."""

QUESTION = "有什么便宜的办法"


@pytest.fixture
def encoder() -> ConceptEncoder:
    """A small encoder."""
    return ConceptEncoder()


@pytest.fixture
def meant(over: Over, encoder: ConceptEncoder) -> Answerer:
    """An answerer over the passages and their meaning."""
    return with_meaning(over(*PASSAGES), encoder)


def with_meaning(answerer: Answerer, encoder: ConceptEncoder) -> Answerer:
    """Return an answerer that compares meanings as well."""
    snapshot = answerer.snapshot
    meaning = VectorMaker(encoder).make(snapshot.corpus)
    return answerer.over(replace(snapshot, meaning=meaning))


def ask(answerer: Answerer, text: str, limit: int = 3) -> Answer | Abstention:
    """Return the answer to a question."""
    return asyncio.run(answerer.answer(text, limit))


def texts_of(result: Answer | Abstention) -> list[str]:
    """Return the passages that are quoted."""
    assert isinstance(result, Answer)
    return [one.text for one in result.citations]


def test_a_passage_comes_forward_for_its_meaning(over: Over, meant: Answerer) -> None:
    """What says it in other words is quoted first, marked, and by its nearest sentence."""
    assert LONG not in texts_of(ask(over(*PASSAGES), QUESTION))

    result = ask(meant, QUESTION)

    assert isinstance(result, Answer)
    first, *others = result.citations
    assert LONG == first.text
    assert [True, False, False] == [one.by_meaning for one in result.citations]
    assert ADVICE in first.excerpt.text
    assert not any(first.excerpt.text[slice(*span)] != "办法" for span in first.excerpt.highlights)
    assert "办法总是有的" not in first.excerpt.text
    assert others


def test_passages_are_ranked_alike(meant: Answerer) -> None:
    """Ranking for `eval --passages` follows meaning as well."""
    ranked = asyncio.run(meant.rank(QUESTION, 2))

    assert LONG == ranked[0][0].text


@pytest.mark.parametrize(
    "question",
    [
        "有什么便宜的办法，比如2021年",
        "《便宜》有什么办法",
        "有什么便宜的app办法",
        "养猫要有耐心",
        "养猫和养花在便宜方面有什么区别",
    ],
    ids=["digits", "title", "latin", "covered", "subjects"],
)
def test_what_words_must_find_is_left_alone(
    over: Over, meant: Answerer, encoder: ConceptEncoder, question: str
) -> None:
    """Numbers, titles, Latin names, and what words cover are answered as without meaning."""
    assert ask(over(*PASSAGES), question) == ask(meant, question)
    assert [] == encoder.questions


def test_an_english_question_is_compared_by_meaning(over: Over, encoder: ConceptEncoder) -> None:
    """Translations find passages, and meaning orders them; pinyin is left alone."""
    texts = (*(f"办法{n}：养猫要有耐心。" for n in "一二三四"), LONG)
    words = over(*texts)
    meant = with_meaning(words, encoder)

    assert LONG not in texts_of(ask(words, "what is a cheap method?"))
    assert LONG == texts_of(ask(meant, "what is a cheap method?"))[0]
    encoder.questions.clear()
    assert ask(words, "pianyi de banfa") == ask(meant, "pianyi de banfa")
    assert [] == encoder.questions


def test_words_decide_whether_anything_is_quoted(over: Over, encoder: ConceptEncoder) -> None:
    """A passage that shares no word is not quoted, however near it is in meaning."""
    words = over("划算的东西，要列清单。")
    meant = with_meaning(words, encoder)

    result = ask(meant, "便宜货哪里有")

    assert isinstance(result, Abstention)
    assert ask(words, "便宜货哪里有") == result


def test_a_question_is_encoded_once(meant: Answerer, encoder: ConceptEncoder) -> None:
    """An answer encodes its question once, and the sentences of what came forward."""
    encoder.encoded.clear()

    assert LONG in texts_of(ask(meant, QUESTION))  # An excerpt is cut when it is looked at.
    assert [QUESTION] == encoder.questions
    assert LONG == "".join(encoder.encoded)


def test_without_vectors_words_answer(over: Over, encoder: ConceptEncoder) -> None:
    """As long as a passage has no vector, or the encoder fails, words alone rank."""
    words = over(*PASSAGES)
    snapshot = words.snapshot
    incomplete = VectorMaker(encoder).known(snapshot.corpus)
    broken = with_meaning(words, encoder)
    expected = ask(words, QUESTION)

    assert expected == ask(words.over(replace(snapshot, meaning=incomplete)), QUESTION)
    encoder.is_broken = True
    assert expected == ask(broken, QUESTION)


def test_a_failure_after_the_question(over: Over, encoder: ConceptEncoder) -> None:
    """If the sentences of a passage cannot be encoded, words choose the excerpt."""
    meant = with_meaning(over(*PASSAGES), encoder)
    encoder.fails_after = len(encoder.encoded)

    result = ask(meant, QUESTION)

    assert isinstance(result, Answer)
    assert "办法总是有的" in result.citations[0].excerpt.text


def test_a_weight_of_nothing(over: Over, encoder: ConceptEncoder) -> None:
    """With a weight of 0 nothing is encoded, and words alone answer."""
    words = over(*PASSAGES)
    meaning = VectorMaker(encoder, weight=0).make(words.snapshot.corpus)

    result = ask(words.over(replace(words.snapshot, meaning=meaning)), QUESTION)

    assert ask(words, QUESTION) == result
    assert [] == encoder.questions


def test_a_follow_up_is_left_alone(over: Over, encoder: ConceptEncoder) -> None:
    """What leans on the question before is answered by words: alone it means little."""
    words, context = over(*PASSAGES), Context.of(["养猫要有耐心"])
    meant = with_meaning(words, encoder)
    question = "那它有什么便宜的办法"
    expected = asyncio.run(words.answer(question, context=context))

    assert expected.follows == "养猫要有耐心"
    assert expected == asyncio.run(meant.answer(question, context=context))
    assert [] == encoder.questions


def test_what_words_would_quote_is_not_marked(over: Over, encoder: ConceptEncoder) -> None:
    """A passage that words rank among the first three is no discovery, wherever it goes."""
    texts = (*PASSAGES[:2], LONG)
    before = texts_of(ask(over(*texts), QUESTION))
    after = ask(with_meaning(over(*texts), encoder), QUESTION)

    assert isinstance(after, Answer)
    assert LONG == before[-1]
    assert LONG == after.citations[0].text
    assert not any(one.by_meaning for one in after.citations)
