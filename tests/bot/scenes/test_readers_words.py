"""Words of readers that an admin types, as the ones offered do not have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.scenes.conftest import OpenScene
from tests.bot.scenes.mending import LANGUAGES, OIL, opened, said, write_articles
from tests.bot.scenes.shown import quotations
from tests.bot.scenes.tapping import labels, tap, tap_for_message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of a few articles."""
    return write_articles(tmp_path)


@pytest.mark.parametrize("code", LANGUAGES)
async def test_a_word_that_is_not_offered(open_scene: OpenScene, folder: Path, code: str) -> None:
    """Any word of the question can be typed, then the articles' word for it is chosen."""
    question = "船漆油价几何"
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = code
        message = await opened(scene, question)
        await tap(scene, scene.admin, message, said(scene, "teach"))
        request = await tap_for_message(scene, scene.admin, message, said(scene, "type"))
        foreign = await scene.ask(scene.admin, "月亮", reply_to=request)
        picture = {"latitude": 1.5, "longitude": 2.5}
        wordless = await scene.ask(scene.admin, "", location=picture, reply_to=request)
        chosen = await scene.ask(scene.admin, " 漆油 ", reply_to=request)
        typing = await tap_for_message(scene, scene.admin, chosen, said(scene, "type"))
        preview = await scene.ask(scene.admin, "桐油", reply_to=typing)
        await tap(scene, scene.admin, preview, said(scene, "keep"))
        answer = await scene.ask(scene.client(), "漆油要选什么时候榨的？")

    assert question in request.text
    assert foreign.text.startswith(said(scene, "foreign"))
    assert wordless.text.startswith(said(scene, "wordless"))
    assert "漆油" in chosen.text
    assert "漆油" not in labels(message)
    assert "漆油" in (folder / "aliases.toml").read_text("utf-8")
    assert OIL in quotations(answer)


async def test_words_of_titles_alone_are_not_offered(
    open_scene: OpenScene, tmp_path: Path
) -> None:
    """What the articles say instead is a word of a passage."""
    folder = tmp_path / "one"
    folder.mkdir()
    text = "---\ntitle: 船舶摘要\n---\n船帆要用厚布来缝，缝好了再上桐油。"
    (folder / "sail.md").write_text(text, "utf-8")
    async with open_scene(folder, passage_shortest=0) as scene:
        message = await opened(scene, "厚布做的船蓬多少钱一张")
        await tap(scene, scene.admin, message, said(scene, "teach"))
        request = await tap_for_message(scene, scene.admin, message, said(scene, "type"))
        chosen = await scene.ask(scene.admin, "船蓬", reply_to=request)

    assert "桐油" in labels(chosen)
    assert "摘要" not in labels(chosen)


async def test_headings_stand_above_what_is_found(open_scene: OpenScene, folder: Path) -> None:
    """A passage that was found by its section shows the headings that have the words."""
    text = "# 船具\n\n## 做法\n\n### 木桨\n\n选直的杉木，削到一臂长，晒干了上油。\n"
    (folder / "oar.md").write_text(text, "utf-8")
    async with open_scene(folder, passage_shortest=0) as scene:
        message = await opened(scene, "退休工资怎么发")
        request = await tap_for_message(scene, scene.admin, message, said(scene, "find"))
        found = await scene.ask(scene.admin, "木桨", reply_to=request)

    assert "船具\n做法 › 木桨\n选直的杉木" in found.text
