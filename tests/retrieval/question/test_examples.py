"""Worked examples of a collection: read, found again, and told of where they cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.question.aliases import Aliases
from retrieval.question.examples import FILE, Examples, parse_examples, read_examples
from retrieval.question.likeness import Likeness
from retrieval.question.taught import with_example, with_out_of_scope
from retrieval.text.analysis import Analyzer

SALT = Passage("a" * 16, "salt", "盐田的水要换三次，每次都在清晨放掉。")
SNOW = Passage("b" * 16, "snow", "雪橇的底板要涂蜡，旧蜡先刮掉。")
CORPUS = Corpus(
    tuple(Article(one.article_id, "x.md", "题", passages=(one,)) for one in (SALT, SNOW))
)
TEXT = with_out_of_scope(with_example("", ["海水多久换一遍"], SALT, str), ["明天下雨吗"], str)


def test_what_is_kept_is_found_again(analyzer: Analyzer) -> None:
    """A file that was written names the passage of its questions and of those like them."""
    examples = Examples(parse_examples(TEXT, CORPUS), Likeness(analyzer, Aliases([])))

    assert SALT.id == examples.passage_for("请问海水多久换一遍？")
    assert examples.passage_for("河水多久换一遍") is None
    assert examples.is_out_of_scope("明天下雨嗎")
    assert not examples.is_out_of_scope("后天下雨吗")


def test_without_a_file(tmp_path: Path) -> None:
    """A collection without the file has no examples and no problems."""
    file = read_examples(tmp_path, CORPUS)

    assert ((), (), ()) == (file.examples, file.out_of_scope, file.problems)
    assert Examples().passage_for("海水多久换一遍") is None


@pytest.mark.parametrize("article", ["salt", "renamed"])
def test_a_passage_with_another_id(article: str) -> None:
    """A passage whose id has changed is found by its text, in its article or a renamed one."""
    passage = Passage("c" * 16, article, SALT.text)
    corpus = Corpus((Article(article, "y.md", "题", passages=(passage,)),))

    assert [passage.id] == [one.passage_id for one in parse_examples(TEXT, corpus).examples]


def test_of_passages_that_begin_alike() -> None:
    """Of passages that begin alike the one of the named article counts; without it, none."""
    twins = tuple(
        Article(name, f"{name}.md", "题", passages=(Passage(name * 4, name, SALT.text),))
        for name in ("salt", "copy", "other")
    )

    assert ["salt" * 4] == [one.passage_id for one in parse_examples(TEXT, Corpus(twins)).examples]
    file = parse_examples(TEXT, Corpus(twins[1:]))
    assert () == file.examples
    assert 1 == len(file.problems)


def test_a_passage_that_is_gone() -> None:
    """An example whose passage is gone is a warning that names the line and the question."""
    file = parse_examples(TEXT, Corpus())
    (problem,) = file.problems

    assert () == file.examples
    assert ("warning", FILE) == (problem.severity, problem.path)
    assert SALT.id in TEXT.splitlines()[(problem.line or 0) - 1]
    assert "海水多久换一遍" in problem.message
    assert ("明天下雨吗",) == file.out_of_scope


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("[[example]]\nquestions = [1]\npassage = 'x'", "warning"),
        ("[[example]]\nquestions = []\npassage = 'x'", "warning"),
        ("[[example]]\nquestions = ['海水']", "warning"),
        ("example = 1", "warning"),
        ("[[out_of_scope]]\nquestion = '天气'", "warning"),
        ("[[example", "error"),
        ("\udcff", "error"),
        ("a = " + "[" * 100_000, "error"),
    ],
)
def test_entries_that_cannot_be_used(tmp_path: Path, text: str, severity: str) -> None:
    """A fault in the file is one problem, and raises nothing."""
    (tmp_path / FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    (problem,) = read_examples(tmp_path, CORPUS).problems

    assert (severity, FILE) == (problem.severity, problem.path)
