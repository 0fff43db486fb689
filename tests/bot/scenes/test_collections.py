"""Several collections: which one answers where, who may ask it, and that none shows another's."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.journal.opening import make_database
from bot.playground.standin.client import Client
from bot.playground.standin.model import Chat, Message
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.tapping import labels, set_to, tap

SUBJECTS = ("茶叶", "丝绸", "瓷器", "桥梁", "钟楼", "渡船")
NAMES = {"harbour": "港口", "mountain": "山村"}
QUESTION = "茶叶是怎么卖出去的？"
GROUPS, ACTIONS = 4, 10
"""Groups for each collection, and what is done in each: less than Telegram's pace allows."""

SEED = 19


def write_collection(folder: Path, mark: str, settings: str) -> None:
    """Write a collection whose every sentence and title has its mark, such as 港口7号."""
    folder.mkdir(parents=True)
    (folder / "collection.toml").write_text(settings, "utf-8")
    for number, subject in enumerate(SUBJECTS):
        other = SUBJECTS[number - 1]
        sections = "".join(
            f"## {mark}{n}号的{subject}\n\n{_sentences(subject, other, f'{mark}{number}', n)}\n\n"
            for n in range(5)
        )
        text = f"# {mark}{number}号的{subject}\n\n{sections}"
        (folder / f"{subject}.md").write_text(text, "utf-8")


def _sentences(subject: str, other: str, mark: str, section: int) -> str:
    return "".join(
        f"{subject}是{year}年由{mark}号船队卖出去的，因为{other}在{mark}{year}号仓库。"
        for year in range(1901 + 3 * section, 1904 + 3 * section)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two collections about the same subjects; the harbour's is the default."""
    for key, name in NAMES.items():
        settings = f'name = "{name}"\ndefault = {str(key == "harbour").lower()}\n'
        write_collection(tmp_path / "all" / key, name, settings)
    return tmp_path / "all"


def open_to(folder: Path, key: str, *ids: int) -> None:
    """Open a collection to some people and groups alone."""
    path = folder / key / "collection.toml"
    path.write_text(f'name = "{NAMES[key]}"\naskers = {list(ids)}\n', "utf-8")


def is_of(key: str, message: Message) -> bool:
    """Return True if a message shows words of a collection."""
    return bool(re.search(rf"{NAMES[key]}\d+号", message.text))


def shown(chat: Chat, scene: Scene) -> str:
    """Return all that the bot shows in a chat, with the labels and addresses of its buttons."""
    mine = [one for one in chat.messages.values() if one.sender is scene.backend.bot]
    return "\n".join(f"{one.text} {one.buttons} {one.entities}" for one in mine)


async def choose(scene: Scene, client: Client, name: str, chat: Chat, **more: int) -> Message:
    """Choose a collection by /settings, and return the panel."""
    panel = await scene.ask(client, "/settings", chat, **more)
    await set_to(scene, client, panel, name)
    return panel


@pytest.mark.parametrize(
    ("code", "summary"),
    [
        ("zh-hans", "我从“山村”里找答案。"),
        ("zh-hant", "我從「山村」裡找答案。"),
        ("en", "I answer from “山村”."),
    ],
)
async def test_a_group_chooses(
    open_scene: OpenScene, folder: Path, code: str, summary: str
) -> None:
    """The default collection answers, until an admin of the group chooses another there."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", code)
        group, other = scene.group(ann), scene.group(ann)
        before = await scene.ask(ann, f"/ask {QUESTION}", group)
        panel = await choose(scene, ann, "山村", group)
        after = await scene.ask(ann, f"/ask {QUESTION}", group)
        elsewhere = await scene.ask(ann, f"/ask {QUESTION}", other)

    assert summary in panel.text
    assert labels(panel)[-1].endswith("山村")
    assert [True, False] == [is_of("harbour", before), is_of("mountain", before)]
    assert [False, True] == [is_of("harbour", after), is_of("mountain", after)]
    assert is_of("harbour", elsewhere)


async def test_a_topic_chooses_for_itself(open_scene: OpenScene, folder: Path) -> None:
    """A topic of a forum has a collection of its own, and can go back to that of the group."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        group = scene.group(ann, is_forum=True)
        group.topics |= {5: "hills", 6: "boats"}
        panel = await choose(scene, ann, "山村", group, topic=5)
        hills = await scene.ask(ann, f"/ask {QUESTION}", group, topic=5)
        boats = await scene.ask(ann, f"/ask {QUESTION}", group, topic=6)
        general = await scene.ask(ann, f"/ask {QUESTION}", group)
        whole = "In this topic I answer from “山村”.\nThe other settings are for the whole group."
        assert whole in panel.text
        assert "whole group" not in (await scene.ask(ann, "/settings", group)).text
        await set_to(scene, ann, panel, "As in the whole chat")
        back = await scene.ask(ann, f"/ask {QUESTION}", group, topic=5)

    assert is_of("mountain", hills)
    assert all(is_of("harbour", one) for one in (boats, general, back))


async def test_a_reader_chooses_in_private(open_scene: OpenScene, folder: Path) -> None:
    """What a reader chooses answers in private and inline, and stays after a restart."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        await choose(scene, ann, "山村", ann.private)
        person = ann.person
    async with open_scene(folder) as scene:
        scene.backend.people[person.id] = person
        ann = Client(scene.backend, person)
        private = await scene.ask(ann, QUESTION)
        query = ann.type_inline(QUESTION)
        await scene.settle()

    assert is_of("mountain", private)
    assert "山村" in str(query.answer)
    assert "港口" not in str(query.answer)


async def test_only_those_let_in_may_ask(open_scene: OpenScene, folder: Path) -> None:
    """A collection is offered to, and answers, the people and groups that it names, and admins."""
    async with open_scene(folder) as scene:
        ann, bob = scene.client("Ann", "en"), scene.client("Bob", "en")
        group, other = scene.group(ann), scene.group(ann)
        open_to(folder, "mountain", group.id, bob.person.id)
        report = await scene.ask(scene.admin, "/reload")
        panel = await choose(scene, ann, "山村", group)
        chosen = await scene.ask(ann, f"/ask {QUESTION}", group)
        closed = await scene.ask(ann, "/settings", other)
        anns = await scene.ask(ann, "/settings")
        bobs = await scene.ask(bob, "/settings")
        admins = await scene.ask(scene.admin, "/settings")

    assert "港口" in report.text
    assert "山村" in report.text
    assert "Collection: 山村" in labels(panel)
    assert is_of("mountain", chosen)
    assert [len(one.buttons) for one in (closed, anns, bobs, admins)] == [6, 3, 4, 4]


async def ask_as_guest(scene: Scene, client: Client, chat: Chat) -> Message:
    """Ask in a chat that the bot is not in, and return the answer."""
    client.ask_as_guest(f"@yinju_bot {QUESTION}", chat)
    await scene.settle()
    return chat.visible[-1]


async def test_a_guest_answers_what_is_open_to_the_whole_chat(
    open_scene: OpenScene, folder: Path
) -> None:
    """In a chat that the bot is not in, what the asker alone may ask answers nobody."""
    async with open_scene(folder) as scene:
        ann, bob, admin = scene.client("Ann", "en"), scene.client("Bob", "en"), scene.admin
        elsewhere = scene.backend.add_group("别处", ann.person, bob.person, admin.person)
        let_in = scene.backend.add_group("山村", ann.person)
        open_to(folder, "mountain", ann.person.id, let_in.id)
        await scene.ask(admin, "/reload")
        for client in (ann, admin):
            await choose(scene, client, "山村", client.private)
            assert is_of("harbour", await ask_as_guest(scene, client, elsewhere))
            assert is_of("mountain", await scene.ask(client, QUESTION))
        assert is_of("mountain", await ask_as_guest(scene, ann, let_in))
        open_to(folder, "harbour", ann.person.id, bob.person.id)
        await scene.ask(admin, "/reload")
        closed = await ask_as_guest(scene, ann, elsewhere)

    assert "No collection is open to you here" in closed.text


@pytest.mark.parametrize("label", ["Next", "Context", "More", "💬", "👍"])
async def test_a_message_elsewhere_stays_of_its_collection(
    open_scene: OpenScene, folder: Path, label: str
) -> None:
    """Whoever taps on a guest's answer is shown more of its collection, not of their own."""
    async with open_scene(folder) as scene:
        ann, bob = scene.client("Ann", "en"), scene.client("Bob", "en")
        elsewhere = scene.backend.add_group("别处", ann.person, bob.person)
        await choose(scene, ann, "山村", ann.private)
        message = await ask_as_guest(scene, ann, elsewhere)
        before = message.text, message.buttons
        await tap(scene, bob, message, label)

        assert is_of("mountain", message)
        assert before != (message.text, message.buttons)
        assert not re.search(r"港口\d+号", f"{message.text} {message.buttons}")


async def test_a_message_elsewhere_shows_nothing_closed(
    open_scene: OpenScene, folder: Path
) -> None:
    """A tap on a guest's answer does nothing for whoever may not ask its collection."""
    async with open_scene(folder) as scene:
        ann, bob = scene.client("Ann", "en"), scene.client("Bob", "en")
        elsewhere = scene.backend.add_group("别处", ann.person, bob.person)
        open_to(folder, "mountain", ann.person.id, elsewhere.id)
        await scene.ask(scene.admin, "/reload")
        await choose(scene, ann, "山村", ann.private)
        message = await ask_as_guest(scene, ann, elsewhere)
        before = message.text
        toasts = [await tap(scene, bob, message, one) for one in ("Next", "Context", "💬")]
        unchanged = message.text
        await tap(scene, ann, message, "Next")

    assert is_of("mountain", message)
    assert before == unchanged != message.text
    assert ["This belongs to a collection that is not open to you here."] * 3 == toasts


async def test_a_closed_collection_cannot_be_chosen_by_an_old_button(
    open_scene: OpenScene, folder: Path
) -> None:
    """A button that offers a collection chooses nothing once that is closed to the chat."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        panel = await scene.ask(ann, "/settings")
        await tap(scene, ann, panel, "Collection")
        open_to(folder, "mountain")
        await scene.ask(scene.admin, "/reload")
        await tap(scene, ann, panel, "山村")
        answer = await scene.ask(ann, QUESTION)

    assert is_of("harbour", answer)


async def test_one_that_is_closed_later_answers_no_more(
    open_scene: OpenScene, folder: Path
) -> None:
    """A chosen collection that is closed to a chat, or removed, gives way to the default one."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        await choose(scene, ann, "山村", ann.private)
        open_to(folder, "mountain")
        await scene.ask(scene.admin, "/reload")
        second = await scene.ask(ann, QUESTION)
        (folder / "mountain").rename(folder.parent / "gone")
        await scene.ask(scene.admin, "/reload")
        third = await scene.ask(ann, QUESTION)

    assert all(is_of("harbour", one) for one in (second, third))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", "这里没有向您开放的文集；谁可以提问由我的运营者决定。"),
        ("zh-hant", "這裡沒有向您開放的文集；誰可以提問由我的營運者決定。"),
        ("en", "No collection is open to you here; my operator decides who may ask."),
    ],
)
async def test_where_none_is_open(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """Whoever may ask none is told so everywhere, and is shown nothing."""
    open_to(folder, "mountain")
    open_to(folder, "harbour")
    async with open_scene(folder) as scene:
        ann = Client(scene.backend, scene.backend.add_person("Ann", code))
        for said in (QUESTION, "/articles", "/start", "有几篇文章？"):
            answer = await scene.ask(ann, said)
            assert words in answer.text, said
        query = ann.type_inline(QUESTION)
        await scene.settle()
        admins = await scene.ask(scene.admin, QUESTION)

    assert words[:20] in str(query.answer)
    assert is_of("harbour", admins)


async def test_a_faulty_file_keeps_the_doors_as_they_are(
    open_scene: OpenScene, folder: Path
) -> None:
    """A collection.toml that cannot be read opens nothing: the reload fails, and names it."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        open_to(folder, "harbour", scene.admin.person.id)
        await scene.ask(scene.admin, "/reload")
        (folder / "harbour" / "collection.toml").write_text("askers = everyone", "utf-8")
        report = await scene.ask(scene.admin, "/reload")
        answer = await scene.ask(ann, QUESTION)

    assert "collection.toml" in report.text
    assert is_of("mountain", answer)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", ("有哪些文集、谁能提问，都和原来一样", "新增：1")),
        ("zh-hant", ("有哪些文集、誰能提問，都和原來一樣", "新增：1")),
        ("en", ("The collections, and who may ask them, stay as they were", "Added: 1")),
    ],
)
async def test_a_faulty_file_keeps_no_article_of_another_collection(
    open_scene: OpenScene, folder: Path, code: str, words: tuple[str, str]
) -> None:
    """Where one collection cannot be read, the others are reloaded; the report says both, once."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        (folder / "mountain" / "collection.toml").write_text("name = [", "utf-8")
        (folder / "harbour" / "灯塔.md").write_text("# 灯塔\n\n灯塔建在岬角上。", "utf-8")
        report = await scene.ask(scene.admin, "/reload")
        answer = await scene.ask(scene.client("Ann", "en"), "灯塔建在哪里？")

    assert all(one in report.text for one in words)
    assert 1 == report.text.count("collection.toml")
    assert "灯塔建在岬角上" in answer.text


async def test_a_change_is_reported_where_it_is(
    open_scene: OpenScene, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """After a change only its collection is reported, and those with problems; the log names each.

    A reload that took no time does not tell how long.
    """
    caplog.set_level("INFO")
    async with open_scene(folder) as scene:
        asked = await scene.ask(scene.admin, f"/remove {SUBJECTS[0]}.md")
        await tap(scene, scene.admin, asked, "移除")
        alone = asked.text
        (folder / "mountain" / "bad.txt").write_bytes(b"\xff\xff\xff")
        undo = await scene.ask(scene.admin, "/undo")
        await tap(scene, scene.admin, undo, "1 · ")
        await tap(scene, scene.admin, undo, "撤销")

    assert "\n港口\n" in alone
    assert "山村" not in alone
    assert "没有文章发生变化" not in alone
    assert "用时 0.0 秒" not in alone
    assert "\n山村\n" in undo.text
    assert "bad.txt" in undo.text
    assert "collection harbour reloaded" in caplog.text


async def test_a_new_collection_is_served_after_a_reload(
    open_scene: OpenScene, folder: Path
) -> None:
    """A folder that becomes a collection while the bot runs is offered after /reload."""
    async with open_scene(folder) as scene:
        NAMES["island"] = "海岛"
        try:
            write_collection(folder / "island", "海岛", 'name = "海岛"\nlanguage = "zh-hant"\n')
            report = await scene.ask(scene.admin, "/reload")
            ann = scene.client("Ann", "en")
            await choose(scene, ann, "海岛 · 繁體中文", ann.private)
            answer = await scene.ask(ann, QUESTION)
            assert is_of("island", answer)
        finally:
            del NAMES["island"]

    assert "海岛" in report.text


async def test_the_journal_says_which_was_asked(open_scene: OpenScene, folder: Path) -> None:
    """A question is recorded with the collection that it was asked of."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        await scene.ask(ann, QUESTION)
        await choose(scene, ann, "山村", ann.private)
        await scene.ask(ann, QUESTION)
        async with (
            make_database(scene.settings.journal_url) as database,
            database.connect() as one,
        ):
            rows = await one.exec_driver_sql("SELECT collection FROM questions ORDER BY asked_at")
            asked = [row[0] for row in rows]

    assert ["harbour", "mountain"] == asked


async def test_no_group_is_shown_anothers_collection(open_scene: OpenScene, folder: Path) -> None:
    """Whatever is asked, tapped or edited, each group is shown its own collection alone.

    Elsewhere, an answer stays of the collection of whoever asked.
    """
    chance = random.Random(SEED)
    async with open_scene(folder, may_refuse=True) as scene:
        ann, bob = scene.client("Ann", "en"), scene.client("Bob")
        groups = [(key, scene.group(ann, bob)) for key in NAMES for _ in range(GROUPS)]
        for key, group in groups:
            if key == "mountain":
                await choose(scene, ann, NAMES[key], group)
        await choose(scene, ann, NAMES["mountain"], ann.private)
        elsewhere = scene.backend.add_group("别处", ann.person, bob.person)
        guests = [chance.choice((ann, bob)) for _ in range(ACTIONS)]
        for guest in guests:
            for _, group in groups:
                act(chance, chance.choice((ann, bob)), group)
            act_elsewhere(chance, guest, elsewhere)
            await scene.settle()
        answers = [one for one in elsewhere.visible if one.inline_id]
        for key, group in groups:
            other = next(name for one, name in NAMES.items() if one != key)
            said = shown(group, scene)
            assert re.search(rf"{NAMES[key]}\d+号", said)
            assert not re.search(rf"{other}\d+号", said)
    keys = [[key for key in NAMES if is_of(key, one)] for one in answers]
    assert [["mountain" if one is ann else "harbour"] for one in guests] == keys


def act(chance: random.Random, client: Client, group: Chat) -> None:
    """Do something in a group that a reader could do."""
    subject = chance.choice(SUBJECTS)
    mine = [one for one in group.visible if one.sender is client.person]
    answers = [one for one in group.visible if one.buttons and "Settings" not in one.text]
    asked: list[Callable[[], object]] = [
        lambda: client.send(f"/ask {subject}是怎么卖出去的？", group),
        lambda: client.send(f"/ask 港口和山村的{subject}有什么区别？", group),
        lambda: client.send(f"/articles {subject}", group),
        lambda: client.send("/ask 有哪些文章？", group),
        lambda: client.send("还有呢？", group, reply_to=chance.choice(answers)),
        lambda: client.edit(chance.choice(mine), f"/ask {subject}在哪里？"),
        *[lambda: press_any(chance, client, chance.choice(answers))] * 6,
    ]
    chance.choice(asked if answers and mine else asked[:1])()


def act_elsewhere(chance: random.Random, client: Client, chat: Chat) -> None:
    """Ask in a chat that the bot is not in, and press buttons of the answers there."""
    for answer in [one for one in chat.visible if one.inline_id]:
        press_any(chance, client, answer)
    client.ask_as_guest(f"@yinju_bot {chance.choice(SUBJECTS)}是怎么卖出去的？", chat)


def press_any(chance: random.Random, client: Client, message: Message) -> None:
    """Press one of a message's buttons that tell the bot."""
    buttons = [one for row in message.buttons for one in row if "callback_data" in one]
    if buttons:
        client.press_button(message, chance.choice(buttons))
