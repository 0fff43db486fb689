"""Links, shares and buttons that lead into another collection than the one that is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground.standin.client import Client
from bot.playground.standin.model import Chat, Message
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import addresses
from tests.bot.scenes.tapping import (
    follow,
    labels,
    next_page,
    open_more,
    set_to,
    shown_to,
    tap,
    tap_shown,
)

NAMES = {"harbour": "港口", "mountain": "山村"}
QUESTION = "灯塔有人看守吗"
SAME = "每逢初一，钟楼敲十二下。"
"""The beginning of an article that is in both collections, under the same name."""

CLOSED = {
    "zh-hans": ("这属于另一个文集，这里没有向您开放。", "下面的按钮或许能让您看到更多"),
    "zh-hant": ("這屬於另一個文集，這裡沒有向您開放。", "下面的按鈕或許能讓您看到更多"),
    "en": ("This belongs to a collection that is not open to you here.", "may show you more"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two collections whose files have the same names; the harbour's is first."""
    for key, name in NAMES.items():
        own = tmp_path / "all" / key
        own.mkdir(parents=True)
        settings = f'name = "{name}"\ndefault = {str(key == "harbour").lower()}\n'
        (own / "collection.toml").write_text(settings, "utf-8")
        for title in ("灯塔", "水井"):
            sections = "\n\n".join(
                f"## {name}的{title}{part}\n\n{name}的{title}有人看守，{part}有人来打扫。"
                for part in ("早上", "中午", "晚上", "夜里")
            )
            (own / f"{title}.md").write_text(f"# {name}的{title}\n\n{sections}\n", "utf-8")
        same = f"# 钟楼\n\n## 初一\n\n{SAME}\n\n## 十五\n\n到了十五，{name}的人来听钟。\n"
        (own / "钟楼.md").write_text(same, "utf-8")
    return tmp_path / "all"


def open_to(folder: Path, key: str, *ids: int) -> None:
    """Open a collection to some people and groups alone."""
    path = folder / key / "collection.toml"
    path.write_text(f'name = "{NAMES[key]}"\naskers = {list(ids)}\n', "utf-8")


async def choose(scene: Scene, client: Client, name: str, chat: Chat | None = None) -> None:
    """Choose a collection by /settings."""
    await set_to(scene, client, await scene.ask(client, "/settings", chat), name)


async def group_of_mountain(scene: Scene, *clients: Client) -> Chat:
    """Return a group that the mountain's collection answers."""
    group = scene.group(*clients)
    await choose(scene, clients[0], "山村", group)
    return group


def is_of_mountain(message: Message) -> bool:
    """Return True if a message and its buttons show the mountain's collection alone."""
    shown = f"{message.text} {labels(message)}"
    return "山村" in shown and "港口" not in shown


async def test_a_link_stays_in_its_collection(open_scene: OpenScene, folder: Path) -> None:
    """A link of a group's answer opens in a private chat that has chosen another collection.

    So does all that its buttons lead to.
    """
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        group = await group_of_mountain(scene, ann)
        answer = await scene.ask(ann, f"/ask {QUESTION}", group)
        opened = await follow(scene, ann, addresses(answer)[0])
        assert is_of_mountain(opened)
        for label in ("›", "‹", "Outline", "山村的灯塔晚上", "Outline"):
            await tap(scene, ann, opened, label)
            assert is_of_mountain(opened), label
        own = await scene.ask(ann, QUESTION)

    assert "港口" in own.text


async def test_a_list_stays_in_its_collection(open_scene: OpenScene, folder: Path) -> None:
    """The list of a group links to its own articles, and so do its buttons after a change."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        group = await group_of_mountain(scene, ann)
        listed = await scene.ask(ann, "/articles 灯塔", group)
        await choose(scene, ann, "港口", group)
        opened = await follow(scene, ann, addresses(listed)[0])
        for label in ("1", "山村的灯塔中午", "‹ Back", "1"):
            await tap_shown(scene, ann, listed, label)
            assert is_of_mountain(shown_to(ann, listed, "")), label

    assert is_of_mountain(opened)


async def test_what_two_collections_have(open_scene: OpenScene, folder: Path) -> None:
    """A link to a passage that is in two collections opens it in the one that it is from."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        group = await group_of_mountain(scene, ann)
        answers = [await scene.ask(ann, "/ask 钟楼敲几下", chat) for chat in (group, None)]
        opened = [await follow(scene, ann, addresses(one)[0]) for one in answers]
        for message in opened:
            await tap(scene, ann, message, "›")

    assert all(SAME in one.text for one in answers)
    assert ["山村的人" in one.text for one in opened] == [True, False]
    assert ["港口的人" in one.text for one in opened] == [False, True]


async def test_links_that_name_no_collection(open_scene: OpenScene, folder: Path) -> None:
    """A link as the only collection had, or one that has another name now, is still found."""
    (folder / "mountain" / "小路.md").write_text("# 山村的小路\n\n小路铺着石板。\n", "utf-8")
    async with open_scene(folder / "mountain") as scene:
        ann = scene.client("Ann", "en")
        links = [
            *addresses(await scene.ask(ann, QUESTION))[:1],
            *addresses(await scene.ask(ann, "/articles 小路"))[:1],
        ]
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        group = await group_of_mountain(scene, ann)
        named = addresses(await scene.ask(ann, f"/ask {QUESTION}", group))[0]
        (folder / "mountain").rename(folder / "hills")
        await scene.ask(scene.admin, "/reload")
        opened = [await follow(scene, ann, link) for link in (*links, named)]

    assert all(is_of_mountain(one) for one in opened)


@pytest.mark.parametrize("code", list(CLOSED))
async def test_a_link_into_a_closed_collection(
    open_scene: OpenScene, folder: Path, code: str
) -> None:
    """Who may ask a collection in a group alone is told that it is not open in private."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", code)
        group = await group_of_mountain(scene, ann)
        open_to(folder, "mountain", group.id)
        await scene.ask(scene.admin, "/reload")
        answer = await scene.ask(ann, f"/ask {QUESTION}", group)
        opened = await follow(scene, ann, addresses(answer)[0])
        more = await open_more(scene, ann, answer)
        share = next(one for one in labels(more) if one in {"分享", "Share"})
        query = ann.switch_inline(more, share)
        await scene.settle()

    assert all(one in opened.text for one in CLOSED[code])
    assert "山村" not in opened.text
    assert query.answer is not None
    assert CLOSED[code][0] == query.answer["button"]["text"]
    assert [] == query.answer["results"]


@pytest.mark.parametrize("place", ["group", "private"])
async def test_an_answer_stays_in_its_collection(
    open_scene: OpenScene, folder: Path, place: str
) -> None:
    """The buttons of an answer go on in its collection after the chat has chosen another."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        chat = scene.group(ann) if place == "group" else ann.private
        await choose(scene, ann, "山村", chat)
        answer = await scene.ask(ann, f"/ask {QUESTION}", chat)
        await choose(scene, ann, "港口", chat)
        for label in ("Next", "Context", "‹", "Outline", "山村的", "‹ Back", "👍"):
            await tap_shown(scene, ann, answer, label)
            assert is_of_mountain(shown_to(ann, answer, "")), label
        assert "✓ 👍" in labels(answer)


async def test_a_button_of_a_closed_collection(open_scene: OpenScene, folder: Path) -> None:
    """After a collection has been closed to a chat, its buttons say so and show nothing."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        group = await group_of_mountain(scene, ann)
        listed = await scene.ask(ann, "/articles 灯塔", group)
        answer = await scene.ask(ann, f"/ask {QUESTION}", group)
        before = listed.text, answer.text
        open_to(folder, "mountain", ann.person.id)
        await scene.ask(scene.admin, "/reload")
        taps = ((listed, "1"), (answer, "Context"), (answer, "Next"), (answer, "More"))
        toasts = [await tap(scene, ann, message, label) for message, label in taps]

    assert [CLOSED["en"][0]] * 4 == toasts
    assert before == (listed.text, answer.text)


async def test_sharing_what_is_shown(open_scene: OpenScene, folder: Path) -> None:
    """An answer is shared as it is shown, whatever its page, its collection and its pages' size.

    The words of another question before its id are asked as ever.
    """
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        group = await group_of_mountain(scene, ann)
        await set_to(scene, ann, await scene.ask(ann, "/settings", group), "1")
        answer = await scene.ask(ann, f"/ask {QUESTION}", group)
        more = await scene.ask(ann, "还有呢", group, reply_to=answer)
        await tap(scene, ann, answer, "Next")
        queries = []
        for message in (answer, more):
            shown = await open_more(scene, ann, message)
            queries.append(ann.switch_inline(shown, "Share"))
            await scene.settle()
        other = ann.type_inline(queries[0].text.replace("灯塔", "水井"))
        await scene.settle()

    for message, query in zip((answer, more), queries, strict=True):
        assert query.answer is not None
        (result,) = query.answer["results"]
        assert result["description"] in message.text
        assert result["description"].startswith("山村的灯塔")
    assert queries[0].answer != queries[1].answer
    assert other.answer is not None
    assert "港口的水井" in str(other.answer["results"][0])


@pytest.mark.parametrize("code", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("place", ["private", "group"])
async def test_a_reply_stays_in_its_collection(
    open_scene: OpenScene, folder: Path, code: str, place: str
) -> None:
    """A reply to an answer asks of its collection, other questions of the one chosen since."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", code)
        group = scene.group(ann) if place == "group" else None
        first = await scene.ask(ann, f"/ask {QUESTION}", group)
        await choose(scene, ann, "山村", group)
        reply = await scene.ask(ann, "水井有人看守吗", group, reply_to=first)
        further = await scene.ask(ann, "谁来打扫", group, reply_to=reply)
        await tap(scene, ann, reply, next_page(reply))
        other = await scene.ask(ann, f"/ask {QUESTION}", group)

    assert not any(is_of_mountain(one) for one in (first, reply, further))
    assert all("港口" in one.text for one in (first, reply, further))
    assert "水井" in reply.text
    assert is_of_mountain(other)


async def test_a_reply_to_an_answer_of_a_closed_collection(
    open_scene: OpenScene, folder: Path
) -> None:
    """A reply to an answer whose collection is closed by now is answered from the one chosen."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann")
        first = await scene.ask(ann, QUESTION)
        await choose(scene, ann, "山村")
        open_to(folder, "harbour", 1)
        await scene.ask(scene.admin, "/reload")
        reply = await scene.ask(ann, "水井有人看守吗", reply_to=first)

    assert "港口" in first.text
    assert is_of_mountain(reply)
