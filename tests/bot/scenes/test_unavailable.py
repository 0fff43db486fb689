"""A collection whose database does not answer: readers are told so, and admins what to change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.model import Corpus, Passage
from retrieval.index.searcher import Hit, Query, UnavailableError
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import parts, quotations
from tests.bot.scenes.tapping import tap

QUESTION = "金融科技为什么要成为基础设施？"
UNREACHABLE = "现在暂时查不到文章，请您过一分钟再问。"


class Unreachable:
    """An engine whose server does not answer."""

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Raise the error of an outage."""
        raise UnavailableError("{limit} of {terms}", limit=limit, terms=len(query.terms))


class UnreachableCorpus(Corpus):
    """Articles whose passages cannot be read at the moment."""

    def passage(self, passage_id: str) -> Passage | None:
        """Raise the error of an outage."""
        raise UnavailableError("{name}", name=passage_id)


def cut_off(scene: Scene) -> None:
    """Have the database not answer from now on."""
    library = scene.services.library.in_force.library
    current = library.current
    library._current = replace(
        current, searcher=Unreachable(), corpus=UnreachableCorpus(current.corpus.articles)
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", UNREACHABLE),
        ("zh-hant", "現在暫時查不到文章，請您過一分鐘再問。"),
        ("en", "The articles cannot be reached at the moment. Please ask again in a minute."),
    ],
)
async def test_a_question(scene: Scene, code: str, words: str) -> None:
    """Who asks is told to ask again, and that alone; inline mode says the same."""
    cut_off(scene)
    person = scene.client("Eve", code)

    assert words == (await scene.ask(person, QUESTION)).text


async def test_a_button(scene: Scene) -> None:
    """A tap that needs a passage shows the same words, and leaves the message as it is."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    before = quotations(answer)
    cut_off(scene)

    assert UNREACHABLE == await tap(scene, ann, answer, "上下文")
    assert before == quotations(answer)


async def test_a_command(scene: Scene) -> None:
    """What searches for articles says so as well."""
    cut_off(scene)

    assert UNREACHABLE == (await scene.ask(scene.client(), "/articles 流量")).text


@pytest.mark.parametrize("command", ["/undo", "/history", "/undo 1"])
async def test_a_replica_changes_nothing(open_scene: OpenScene, command: str) -> None:
    """Where the articles are published elsewhere, admins are told where they are changed."""
    async with open_scene(engine_url="mysql://root@127.0.0.1/yinju") as scene:
        told = await scene.ask(scene.admin, command)

    assert "这里的文章来自已发布的文集。" in told.text
    assert ["yinju corpus publish"] == parts(told, "code")


async def test_a_replica_takes_no_documents(open_scene: OpenScene) -> None:
    """A document that an admin sends is not even previewed."""
    async with open_scene(engine_url="mysql://root@127.0.0.1/yinju") as scene:
        sent = scene.admin.send_document("a.md", "# 题\n\n正文很短。".encode())
        (told,) = await scene.said(scene.admin.private, after=sent)

    assert "这里的文章来自已发布的文集。" in told.text
