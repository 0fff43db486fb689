"""Follow-ups and edits after the reader has chosen another collection."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from bot.playground.standin.client import Client
from bot.playground.standin.model import Chat, Message
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.tapping import set_to

NAMES = {"harbour": "港口", "mountain": "山村"}
QUESTION = "灯塔有人看守吗"
PARTS = ("早上", "中午", "晚上", "夜里", "黎明", "黄昏", "雨天", "雪天", "节日")
SEED = 19


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two collections about the same things; the harbour's is the default."""
    for key, name in NAMES.items():
        own = tmp_path / "all" / key
        own.mkdir(parents=True)
        settings = f'name = "{name}"\ndefault = {str(key == "harbour").lower()}\n'
        (own / "collection.toml").write_text(settings, "utf-8")
        for title in ("灯塔", "水井", "钟楼"):
            sections = "\n\n".join(
                f"## {name}的{title}{part}\n\n{name}的{title}有人看守，{part}有人来打扫。"
                for part in PARTS
            )
            (own / f"{title}.md").write_text(f"# {name}的{title}\n\n{sections}\n", "utf-8")
    return tmp_path / "all"


async def choose(scene: Scene, client: Client, key: str, chat: Chat | None = None) -> None:
    """Choose a collection by /settings."""
    await set_to(scene, client, await scene.ask(client, "/settings", chat), NAMES[key])


async def edit(scene: Scene, client: Client, question: Message, text: str) -> None:
    """Edit a question, and wait for its answer."""
    client.edit(question, text)
    await scene.settle()


def collections(message: Message) -> list[str]:
    """Return the keys of the collections of which a message quotes something."""
    return [key for key, name in NAMES.items() if re.search(f"{name}的..", message.text)]


@pytest.mark.parametrize("code", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("text", ["展开说说", "还有呢", "那它晚上呢"])
async def test_a_follow_up_without_a_reply(
    open_scene: OpenScene, folder: Path, code: str, text: str
) -> None:
    """What leans on the answer before stays in its collection, what stands alone does not."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", code)
        first = await scene.ask(ann, QUESTION)
        await choose(scene, ann, "mountain")
        further = await scene.ask(ann, text)
        alone = await scene.ask(ann, "水井有人看守吗")

    assert [["harbour"], ["harbour"], ["mountain"]] == [
        collections(one) for one in (first, further, alone)
    ]


@pytest.mark.parametrize(("chosen", "follows"), [("mountain", False), ("harbour", True)])
async def test_what_may_be_of_what_was_quoted(
    open_scene: OpenScene, folder: Path, chosen: str, *, follows: bool
) -> None:
    """What could be asked of any article is of the one quoted before, in its collection alone."""
    async with open_scene(folder) as scene:
        ann = scene.client()
        await scene.ask(ann, QUESTION)
        await choose(scene, ann, "mountain")
        await choose(scene, ann, chosen)
        answer = await scene.ask(ann, "早上打扫吗")

    assert [chosen] == collections(answer)
    assert follows == (f"承接上一问“{QUESTION}”：" in answer.text)


@pytest.mark.parametrize("code", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("place", ["private", "group"])
async def test_an_edit(open_scene: OpenScene, folder: Path, code: str, place: str) -> None:
    """An edited question is asked of the collection that its answer is from."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", code)
        group = scene.group(ann) if place == "group" else None
        question = ann.send(f"/ask {QUESTION}", group)
        (answer,) = await scene.said(question.chat, after=question)
        await choose(scene, ann, "mountain", group)
        await edit(scene, ann, question, "/ask 水井有人看守吗")

    assert "水井" in answer.text
    assert ["harbour"] == collections(answer)


async def test_a_closed_collection(open_scene: OpenScene, folder: Path) -> None:
    """A follow-up and an edit after their collection was closed are asked of the chosen one."""
    async with open_scene(folder) as scene:
        ann = scene.client()
        question = ann.send(QUESTION)
        (answer,) = await scene.said(ann.private, after=question)
        before = collections(answer)
        await choose(scene, ann, "mountain")
        (folder / "harbour" / "collection.toml").write_text("askers = [1]\n", "utf-8")
        await scene.ask(scene.admin, "/reload")
        further = await scene.ask(ann, "展开说说")
        await edit(scene, ann, question, "水井有人看守吗")

    assert ["harbour"] == before
    assert [["mountain"]] * 2 == [collections(further), collections(answer)]


async def test_no_answer_leaves_its_collection(open_scene: OpenScene, folder: Path) -> None:
    """Whatever is chosen, asked, followed up and edited, each answer is of one collection.

    A question is asked of the one that is chosen then, an edit and a follow-up of that of the
    answer before.
    """
    chance, chosen = random.Random(SEED), "harbour"
    asked: list[tuple[Message, Message, str]] = []
    async with open_scene(folder, person_per_minute=0, chat_per_minute=0) as scene:
        ann = scene.client("Ann", "en")
        for action in ["ask", *chance.choices(["choose", "ask", "lean", "reply", "edit"], k=60)]:
            if action == "choose":
                (chosen,) = {*NAMES} - {chosen}
                await choose(scene, ann, chosen)
            elif action == "edit":
                await edit(scene, ann, chance.choice(asked)[0], f"{chance.choice(PARTS)}的水井")
            else:
                asked.append(await ask(scene, ann, action, chance, (chosen, asked)))
            assert all([key] == collections(answer) for _, answer, key in asked)

    assert {*NAMES} == {key for *_, key in asked}


async def ask(
    scene: Scene,
    client: Client,
    action: str,
    chance: random.Random,
    before: tuple[str, list[tuple[Message, Message, str]]],
) -> tuple[Message, Message, str]:
    """Ask anew, or follow up; return question and answer, and the collection it should be of."""
    chosen, asked = before
    _, answer, key = ("", None, chosen) if action == "ask" else asked[-1]
    if action == "reply":
        _, answer, key = chance.choice(asked)
    text = f"{chance.choice(PARTS)}的灯塔" if action == "ask" else f"那它{chance.choice(PARTS)}呢"
    question = client.send(text, reply_to=answer if action == "reply" else None)
    (said,) = await scene.said(client.private, after=question)
    return question, said, key
