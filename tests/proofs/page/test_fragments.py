"""A real browser follows links to a text fragment.

See https://wicg.github.io/scroll-to-text-fragment/.
"""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path

from playwright.async_api import Browser, Route

from bot.views.fragments import to_paragraph
from corpus.loading import load
from corpus.model import Article
from corpus.sentences import sentences
from retrieval.answer.excerpt import Excerpt
from retrieval.text.analysis import Analyzer

SITE = "http://articles.test/"
SEEN = """(name) => {
    const box = document.getElementById(name).getBoundingClientRect();
    return scrollY > 0 && box.top < innerHeight && box.bottom > 0;
}"""


def page_of(article: Article) -> str:
    """Return an article as a web page with one passage per screen."""
    passages = (
        f'<p id="{one.id}" style="margin: 1500px 0">{html.escape(one.text)}</p>'
        for one in article.passages
    )
    title = html.escape(article.title)
    return f'<!doctype html><html lang="zh"><meta charset="utf-8"><h1>{title}</h1>' + "".join(
        passages
    )


async def test_a_browser_goes_to_the_paragraph(
    browser: Browser, packaged: Path, analyzer: Analyzer
) -> None:
    """Links with a text fragment lead to its passage, and most links have one."""
    page = await browser.new_page(viewport={"width": 800, "height": 400})
    articles = {one.id: one for one in load(packaged, analyzer.frequency).corpus.articles}

    async def serve(route: Route) -> None:
        name = route.request.url.removeprefix(SITE).partition("#")[0]
        await route.fulfill(body=page_of(articles[name]), content_type="text/html")

    await page.route(f"{SITE}*", serve)
    passages = named = 0
    for article in articles.values():
        addressed = replace(article, url=f"{SITE}{article.id}")
        for passage in article.passages[1:]:
            start, end = list(sentences(passage.text))[-1]
            link = to_paragraph(addressed, passage, Excerpt(passage.text[start:end], start, ()))
            passages += 1
            if ":~:text=" in (link or ""):
                named += 1
                await page.goto("about:blank")
                await page.goto(link or "")
                await page.wait_for_function(SEEN, arg=passage.id)

    assert named / passages > 0.8
