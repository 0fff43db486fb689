"""“Find a passage” of /unanswered: passages by their own words, page by page."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.views.gaps import FOUND_PER_PAGE
from tests.bot.scenes.conftest import OpenScene
from tests.bot.scenes.mending import (
    ARTICLES,
    LANGUAGES,
    OIL,
    opened,
    said,
    write_articles,
)
from tests.bot.scenes.shown import quotations
from tests.bot.scenes.tapping import labels, tap, tap_for_message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of a few articles."""
    return write_articles(tmp_path)


async def test_a_passage_is_found(open_scene: OpenScene, folder: Path) -> None:
    """A passage that is not among the closest is found by its own words."""
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = "zh-hant"
        message = await opened(scene, "宇宙飞船多大")
        request = await tap_for_message(scene, scene.admin, message, said(scene, "find"))
        nothing = await scene.ask(scene.admin, "xyz", reply_to=request)
        found = await scene.ask(scene.admin, "秋天 桐油", reply_to=request)
        await tap(scene, scene.admin, found, "✓ 1")
        answer = await tap_for_message(scene, scene.admin, found, said(scene, "keep"))

    assert [] == labels(nothing)
    assert [OIL] == quotations(answer)


@pytest.mark.parametrize("code", LANGUAGES)
async def test_a_passage_is_found_by_one_character(
    open_scene: OpenScene, folder: Path, code: str
) -> None:
    """A character that stands within words finds the passages that hold it."""
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = code
        message = await opened(scene, "宇宙飞船多大")
        request = await tap_for_message(scene, scene.admin, message, said(scene, "find"))
        found = await scene.ask(scene.admin, "麻", reply_to=request)
        missing = await scene.ask(scene.admin, "鲸", reply_to=request)

    assert [ARTICLES["boat"][1][0]] == quotations(found)
    assert said(scene, "missing") not in found.text
    assert said(scene, "missing") in missing.text


@pytest.mark.parametrize("code", LANGUAGES)
async def test_a_passage_on_the_next_page(open_scene: OpenScene, folder: Path, code: str) -> None:
    """Where words find more passages than fit, the next page has others, which answer too."""
    words = "手机 剪枝 储存 浇水"
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = code
        message = await opened(scene, "宇宙飞船多大")
        request = await tap_for_message(scene, scene.admin, message, said(scene, "find"))
        found = await scene.ask(scene.admin, words, reply_to=request)
        first, heads = quotations(found), [found.text]
        await tap(scene, scene.admin, found, "›")
        second, heads = quotations(found), [*heads, found.text]
        assert ["‹", "2 / 2"] == labels(found)[len(second) : len(second) + 2]
        await tap(scene, scene.admin, found, f"✓ {len(first) + 1}")
        answer = await tap_for_message(scene, scene.admin, found, said(scene, "keep"))

    assert all(words in head for head in heads)
    assert len(first) == FOUND_PER_PAGE
    assert not {*first} & {*second}
    assert second[:1] == quotations(answer)
