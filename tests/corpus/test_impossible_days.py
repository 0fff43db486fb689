"""What looks like a day and is none is reported, and stays in the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.loading import LoadResult, load


def loaded(folder: Path, name: str, text: str) -> LoadResult:
    """Return what a folder with one file gives."""
    (folder / name).write_text(text, "utf-8")
    return load(folder, lambda _: 0)


@pytest.mark.parametrize("stated", ["2025-13-45", "2021年2月30日", "2021/04/31"])
def test_a_stated_date_that_is_none(tmp_path: Path, stated: str) -> None:
    """It gives a warning that names it, and the article is served without a date."""
    text = f"---\ntitle: 晒盐\ndate: {stated}\n---\n盐田要晒七天。"
    result = loaded(tmp_path, "a.md", text)
    (article,) = result.corpus.articles
    (problem,) = result.problems

    assert article.date is None
    assert ("warning", "a.md") == (problem.severity, problem.path)
    assert f"is dated {stated.removesuffix('日')}, and there is no such day" in str(
        problem.message
    )


@pytest.mark.parametrize(
    "front",
    ["date: 2021-13-45\nupdated: x\npublished: 2021-12-28", "date: 0000-00-00", "date: 去年春天"],
)
def test_other_dates_are_not_told(tmp_path: Path, front: str) -> None:
    """Nothing is told where another field has the day, or where none is meant."""
    text = f"---\ntitle: 晒盐\n{front}\n---\n盐田要晒七天。"

    assert () == loaded(tmp_path, "a.md", text).problems


@pytest.mark.parametrize("line", ["2021-13-45", "2021-02-30", "2021年4月31日", "2021/12/32"])
def test_a_line_that_is_no_day_stays(tmp_path: Path, line: str) -> None:
    """Below the author, where a day would be the article's, it becomes a heading."""
    text = f"晒盐\n作者：王小明\n{line}\n盐田要晒七天，遇雨就得从头再来。"
    (article,) = loaded(tmp_path, "a.txt", text).corpus.articles

    assert (line,) == article.headings
    assert article.date is None


@pytest.mark.parametrize("line", ["2021-12-31", "2021-02-29", "2021年4月30日", "2024/2/29"])
def test_a_line_that_is_a_day_goes(tmp_path: Path, line: str) -> None:
    """A day there is the article's, and no text of it; of a leap day each year is one."""
    text = f"晒盐\n作者：王小明\n{line}\n盐田要晒七天，遇雨就得从头再来。"
    (article,) = loaded(tmp_path, "a.txt", text).corpus.articles

    assert ["盐田要晒七天，遇雨就得从头再来。"] == [one.text for one in article.passages]
