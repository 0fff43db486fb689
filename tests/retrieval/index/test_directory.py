"""A directory finds the articles that a look at each of them finds."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Article
from retrieval.index.directory import Directory
from retrieval.text.script import letters

TITLES = st.text(st.sampled_from("告别收割，流量 流為\nA"), max_size=6)
NAMES = st.sampled_from([None, "", "孟永辉", "孟永輝（编）", "Wang"])
DATES = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 3))
ARTICLES = st.lists(st.tuples(TITLES, NAMES, DATES), max_size=8).map(
    lambda rows: tuple(
        Article(str(number), "", title, author=author, date=date)
        for number, (title, author, date) in enumerate(rows)
    )
)


@given(ARTICLES, TITLES)
def test_titles(articles: tuple[Article, ...], part: str) -> None:
    """The numbers are those of the articles whose titles contain the letters, in order."""
    sought = letters(part)
    expected = [
        number for number, one in enumerate(articles) if sought and sought in letters(one.title)
    ]
    assert expected == Directory(articles).titled(sought)


@given(ARTICLES)
def test_authors_and_dates(articles: tuple[Article, ...]) -> None:
    """Every author with a name has the articles, and those with dates are in their order."""
    directory = Directory(articles)
    names = {None: "", "孟永輝（编）": "孟永辉", "Wang": "wang"}
    for name in ("孟永辉", "wang"):
        expected = [one for one in articles if names.get(one.author, one.author) == name]
        assert expected == list(directory.authors.get(name, ()))
    assert "" not in directory.authors
    dates = [one.date for one in articles if one.date]
    assert sorted(dates) == [one.date for one in directory.dated]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("李靜醫生", "李静医生|李静"),
        ("江城晚报记者 周敏", "江城晚报记者 周敏|周敏"),
        ("本报记者 钟晓 通讯员 何强", "本报记者 钟晓 通讯员 何强|钟晓|何强"),
        ("评测员老郭", "评测员老郭|老郭"),
        ("张三、李四", "张三、李四|张三|李四"),
        ("财经 观察", "财经 观察"),
        ("城北生活编辑部", "城北生活编辑部"),
        ("王老师", "王老师"),
        ("孟永辉（编）", "孟永辉"),
        ("", ""),
    ],
)
def test_the_names_of_an_author(author: str, names: str) -> None:
    """A person is found by the name alone, without what they are."""
    directory = Directory((Article("a", "a.md", "题", author=author),))

    assert names == "|".join(directory.authors)
