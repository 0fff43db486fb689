"""What a file states as its address: understood without a scheme, and reported if it is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.loading import LoadResult, load


def loaded(folder: Path, front: str, body: str = "盐田要晒七天。") -> LoadResult:
    """Return what a folder with one file gives."""
    (folder / "a.md").write_text(f"---\ntitle: 晒盐\n{front}\n---\n{body}", "utf-8")
    return load(folder, lambda _: 0)


@pytest.mark.parametrize(
    "stated", ["url: not a url", "链接: example", "link: ftp://example.org/a"]
)
def test_an_address_that_is_none(tmp_path: Path, stated: str) -> None:
    """It gives a warning that names it, and the article is served without a link."""
    result = loaded(tmp_path, stated)
    (article,) = result.corpus.articles
    (problem,) = result.problems

    assert article.url is None
    assert ("warning", "a.md") == (problem.severity, problem.path)
    assert f"has an unusable address, “{stated.split(': ')[1]}”" in problem.message


@pytest.mark.parametrize("stated", ["url: www.example.org/x", "原文链接：www.example.org/x"])
def test_an_address_without_its_scheme(tmp_path: Path, stated: str) -> None:
    """An address that begins with www. is one with https://."""
    result = loaded(tmp_path, stated)
    (article,) = result.corpus.articles

    assert ("https://www.example.org/x", ()) == (article.url, result.problems)


@pytest.mark.parametrize(
    "front",
    [
        "url: /about/",
        "url: none",
        "url:",
        "来源: 新华社",
        "url: x y\nsource: https://example.org/x",
    ],
)
def test_what_is_no_wrong_address(tmp_path: Path, front: str) -> None:
    """Paths within a site, placeholders and names of sources are not reported."""
    assert () == loaded(tmp_path, front).problems


def test_a_line_of_the_text_gives_the_address(tmp_path: Path) -> None:
    """Nothing is told where the text has the address."""
    body = "盐田要晒七天。\n\n本文链接：https://example.org/x"
    result = loaded(tmp_path, "url: x y", body)
    (article,) = result.corpus.articles

    assert ("https://example.org/x", ()) == (article.url, result.problems)
