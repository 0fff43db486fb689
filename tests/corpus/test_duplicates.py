"""Repeated articles and paragraphs are reported."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.duplicates import NEARLY_SAME, ComparedText, find_duplicates, resemblance, shingles
from corpus.model import Article, Corpus, Passage, passage_ids


@given(st.text(min_size=1))
def test_a_text_resembles_itself(text: str) -> None:
    """Every text resembles itself completely, however short it is."""
    assert 1.0 == resemblance(shingles(text), shingles(text))


def test_a_text_within_another_resembles_it() -> None:
    """The start of a paragraph is its duplicate; a paragraph on the same topic is not."""
    paragraph = "流量的红利见顶以后平台要靠深度服务产业才能找到新的增长"
    other = "流量思维的终结并不意味着平台不再需要用户而是要换一种方式"

    assert NEARLY_SAME <= resemblance(shingles(paragraph), shingles(paragraph[:15]))
    assert NEARLY_SAME > resemblance(shingles(paragraph), shingles(other))


def sentence(seed: int, length: int = 40) -> str:
    """Return a random sentence of three clauses, a different one for each seed."""
    chance = random.Random(seed)
    letters = [chr(chance.randrange(0x4E00, 0x9000)) for _ in range(length)]
    return "".join((*letters[:12], "，", *letters[12:25], "；", *letters[25:], "。"))


def corpus_of(**articles: tuple[str, ...]) -> Corpus:
    """Build a corpus of articles by id, each with these passages."""
    return Corpus(
        tuple(
            Article(
                name,
                f"{name}.txt",
                name,
                passages=tuple(
                    Passage(number, name, text)
                    for number, text in zip(passage_ids(name, texts), texts, strict=True)
                ),
            )
            for name, texts in articles.items()
        )
    )


def warnings(corpus: Corpus) -> list[tuple[str, str]]:
    """Return path and message of each problem; all must be warnings."""
    problems = find_duplicates(corpus)
    assert all(problem.severity == "warning" for problem in problems)
    return [(problem.path, str(problem.message)) for problem in problems]


def test_the_same_article_in_two_files() -> None:
    """Two copies of an article that differ in punctuation and width are reported."""
    texts = tuple(sentence(seed) for seed in range(5))
    printed = tuple(text.replace("，", ", ").replace("。", "．") for text in texts)
    ((path, message),) = warnings(corpus_of(a=texts, b=printed, c=(sentence(9),)))

    assert "b.txt" == path
    assert "has the same text as a.txt" in message


def test_an_article_that_is_a_part_of_another() -> None:
    """An article with paragraphs of another is said to be a part of it, whichever comes first."""
    texts = tuple(sentence(seed) for seed in range(6))
    expected = [
        ("part.txt", "is a part of whole.txt: 2 of its 6 paragraphs; remove one of the two")
    ]

    assert expected == warnings(corpus_of(whole=texts, part=texts[2:4]))
    assert expected == warnings(corpus_of(part=texts[2:4], whole=texts))


def test_an_article_that_is_the_beginning_of_a_paragraph() -> None:
    """A teaser of a text in one paragraph is a part of it, measured by its letters."""
    text = "".join(sentence(seed) for seed in range(4))

    assert [("b.txt", "is a part of a.txt: 25% of its text; remove one of the two")] == warnings(
        corpus_of(a=(text,), b=(sentence(0),))
    )


def test_the_same_text_in_other_paragraphs() -> None:
    """A copy whose lines were joined to one paragraph has the same text."""
    texts = tuple(sentence(seed) for seed in range(4))

    for one, other in ((texts, ("".join(texts),)), (("".join(texts),), texts)):
        ((path, message),) = warnings(corpus_of(a=one, b=other))
        assert ("b.txt", "has the same text as a.txt; remove one of the two") == (path, message)


def test_a_longer_version_does_not_hide_a_copy_of_it() -> None:
    """A paragraph that holds an earlier one and more is itself compared with later ones."""
    short, long = sentence(0), sentence(0) + sentence(1, 80)

    assert [
        ("a.txt", "is a part of b.txt: 33% of its text; remove one of the two"),
        ("a.txt", "is a part of c.txt: 33% of its text; remove one of the two"),
        ("c.txt", "has the same text as b.txt; remove one of the two"),
    ] == warnings(corpus_of(a=(short,), b=(long,), c=(long,)))


def test_an_article_that_shares_paragraphs_with_many() -> None:
    """One line tells of an article that shares paragraphs with more than three others."""
    own = tuple(sentence(seed) for seed in range(5))
    others = {
        f"b{number}": (own[number % 2], sentence(10 + number), sentence(20 + number))
        for number in range(5)
    }
    ((path, message),) = warnings(corpus_of(a=own, **others))

    assert "a.txt" == path
    assert message.startswith("shares 2 paragraphs with 5 files, such as b0.txt: “")


def test_a_paragraph_in_several_articles() -> None:
    """A paragraph that several articles share, nearly verbatim, is reported for each later one."""
    shared = sentence(0, 80)
    changed = shared.replace(shared[3], "变")
    articles = {
        name: (sentence(seed), sentence(seed + 50), text)
        for seed, (name, text) in enumerate({"a": shared, "b": changed, "c": shared}.items(), 1)
    }
    found = warnings(corpus_of(**articles))

    assert ["b.txt", "c.txt"] == [path for path, _ in found]
    assert all("1 paragraph with a.txt" in message for _, message in found)


def test_a_lead_that_the_body_repeats() -> None:
    """A lead that occurs in the body again, in full or in part, is reported."""
    body = sentence(0, 120)
    ((path, message),) = warnings(corpus_of(a=(body[:60], sentence(1), body)))

    assert "a.txt" == path
    assert "repeats 1 paragraph" in message


def test_short_and_different_texts_are_not_duplicates() -> None:
    """A few equal words or a common phrase do not make a duplicate."""
    phrase = "在这样一个大的背景之下，"

    assert [] == warnings(
        corpus_of(a=("谢谢大家。", phrase + sentence(1)), b=("谢谢大家。", phrase + sentence(2)))
    )


def test_the_work_is_bounded() -> None:
    """A copy is found among a thousand passages that share a phrase."""
    phrase = "在这样一个大的背景之下，"
    texts = tuple(phrase + sentence(seed) for seed in range(1000))

    assert ["b.txt"] == [path for path, _ in warnings(corpus_of(a=texts, b=(texts[-1],)))]


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("成人票每位60元，凭学生证购票的每位30元，身高一米二以下的儿童免费入园。", False),
        ("成人票每位50元，凭学生证购票的每位25元，身高一米三以下的儿童免费入园。", False),
        ("成人票每位50元，凭学生证购票的每位25元，身高一米二以下的儿童可免费入园。", True),
    ],
)
def test_other_numbers_are_another_text(later: str, expected: bool) -> None:  # noqa: FBT001
    """A passage with other numbers is no duplicate, however alike the words are."""
    earlier = "成人票每位50元，凭学生证购票的每位25元，身高一米二以下的儿童免费入园。"
    one, other = (text.replace("，", "").replace("。", "") for text in (earlier, later))

    assert expected is ComparedText(one).is_nearly_same(ComparedText(other))
    assert expected is ComparedText(other).is_nearly_same(ComparedText(one))
