"""Buttons that show or change a collection, tapped after an admin has chosen another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground.standin.model import Message
from bot.service.collection import change_log
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.tapping import set_to, tap, tap_for_message, tap_shown

NAMES = {"harbour": "港口", "mountain": "山村"}
QUESTION = "灯塔的看守人工资多少"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two collections whose files have the same names; the harbour's is first."""
    for key, name in NAMES.items():
        own = tmp_path / "all" / key
        own.mkdir(parents=True)
        first = str(key == "harbour").lower()
        (own / "collection.toml").write_text(f'name = "{name}"\ndefault = {first}\n', "utf-8")
        for title in ("灯塔", "水井"):
            text = f"# {name}的{title}\n\n{name}的{title}有人看守，每天早上有人来打扫。\n"
            (own / f"{title}.md").write_text(text, "utf-8")
    return tmp_path / "all"


async def choose(scene: Scene, name: str) -> None:
    """Choose a collection as the admin."""
    scene.admin.person.language_code = "en"
    panel = await scene.ask(scene.admin, "/settings")
    await set_to(scene, scene.admin, panel, name)


def subjects(scene: Scene, folder: Path, key: str) -> list[str]:
    """Return the changes of a collection, newest first."""
    changes = change_log(scene.settings, folder / key).changes()
    return [f"{one.kind} {one.subject}" for one in changes]


async def sent(scene: Scene, name: str, text: str) -> Message:
    """Send a document as the admin, and return its preview."""
    document = scene.admin.send_document(name, text.encode())
    (preview,) = await scene.said(document.chat, after=document)
    return preview


@pytest.mark.parametrize(
    ("code", "words"),
    [("zh-hans", "文集：港口"), ("zh-hant", "文集：港口"), ("en", "Collection: 港口")],
)
async def test_a_confirmation_names_the_collection(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """Where there are several, whoever is asked to confirm a change is told of which."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        added = await sent(scene, "桥.md", "# 港口的桥\n\n港口的桥每天早上有人来打扫。\n")
        removed = await scene.ask(scene.admin, "/remove 港口的水井")

    assert words in added.text
    assert words in removed.text


async def test_undo(open_scene: OpenScene, folder: Path) -> None:
    """A change of the message's collection is undone, not that of another with its number."""
    async with open_scene(folder) as scene:
        for key in NAMES:
            log = change_log(scene.settings, folder / key)
            log.apply("add", key, "shell:root", {"new.md": b"# \xe6\x96\xb0\n\n\xe6\x96\xb0\n"})
        await scene.ask(scene.admin, "/reload")
        await choose(scene, "山村")
        shown = await scene.ask(scene.admin, "/undo")
        listed = await scene.ask(scene.admin, "/undo")
        await tap(scene, scene.admin, shown, "1 · ")
        await choose(scene, "港口")
        await tap(scene, scene.admin, listed, "1 · ")
        confirmations = [shown.text, listed.text]
        await tap(scene, scene.admin, listed, "‹ Back")
        again = listed.text
        await tap(scene, scene.admin, shown, "Undo")

    assert all("Collection: 山村" in one for one in confirmations)
    assert "harbour" not in again
    assert ["add harbour"] == subjects(scene, folder, "harbour")
    assert ["undo mountain", "add mountain"] == subjects(scene, folder, "mountain")
    assert (folder / "harbour" / "new.md").exists()


async def test_remove(open_scene: OpenScene, folder: Path) -> None:
    """An article of the message's collection is removed, not that of another with its file."""
    async with open_scene(folder) as scene:
        await choose(scene, "山村")
        shown = await scene.ask(scene.admin, "/remove 灯塔.md")
        await choose(scene, "港口")
        await tap(scene, scene.admin, shown, "Remove")

    assert (folder / "harbour" / "灯塔.md").exists()
    assert not (folder / "mountain" / "灯塔.md").exists()


async def test_save(open_scene: OpenScene, folder: Path) -> None:
    """Every step of an edit is about the message's collection, also its page and the reply."""
    async with open_scene(folder) as scene:
        await choose(scene, "山村")
        page = await scene.ask(scene.admin, "/articles 灯塔")
        await choose(scene, "港口")
        for label in ("1", "Edit"):
            await tap(scene, scene.admin, page, label)
        panel = page.text
        request = await tap_for_message(scene, scene.admin, page, "Author")
        shown = await scene.ask(scene.admin, "王小明", reply_to=request)
        await tap(scene, scene.admin, shown, "Save")
        await tap(scene, scene.admin, page, "Remove")

    assert "山村的灯塔" in panel
    assert "Collection: 山村" in page.text
    assert not (folder / "harbour" / "sources.toml").exists()
    assert "王小明" in (folder / "mountain" / "sources.toml").read_text("utf-8")


async def test_add(open_scene: OpenScene, folder: Path) -> None:
    """A file that was previewed for one collection is previewed again for another."""
    passages = "\n\n".join(
        f"第{n}根柱子每天早上有人来打扫，晚上有人来看守。" for n in "一二三四五"
    )
    async with open_scene(folder) as scene:
        await choose(scene, "山村")
        new, turned = [await sent(scene, "桥.md", f"# 桥\n\n{passages}") for _ in range(2)]
        newer = await sent(scene, "灯塔.md", f"# 山村的灯塔\n\n{passages}")
        first = [new.text, newer.text]
        await choose(scene, "港口")
        toasts = [
            await tap(scene, scene.admin, message, label)
            for message, label in ((new, "Add"), (turned, "›"), (newer, "Replace"))
        ]
        second = [new.text, turned.text, newer.text]
        before = [subjects(scene, folder, key) for key in NAMES]
        await tap(scene, scene.admin, new, "Add")

    assert all("Collection: 山村" in one for one in first)
    assert all("Collection: 港口" in one for one in second)
    assert second[-1].startswith("Add this article?")
    assert all(one.startswith("You have since chosen “港口”") for one in toasts)
    assert [[], []] == before
    assert [["add 桥"], []] == [subjects(scene, folder, key) for key in NAMES]


async def test_a_gap(open_scene: OpenScene, folder: Path) -> None:
    """A question teaches the collection that it was asked of, and another one nothing."""
    async with open_scene(folder) as scene:
        await choose(scene, "山村")
        ann = scene.client("Ann", "en")
        panel = await scene.ask(ann, "/settings")
        await set_to(scene, ann, panel, "山村")
        await scene.ask(ann, QUESTION)
        gap = await scene.ask(scene.admin, "/unanswered")
        lesson = await scene.ask(scene.admin, "/unanswered")
        for message, labels in ((gap, ["1"]), (lesson, ["1", "Out of scope"])):
            for label in labels:
                await tap(scene, scene.admin, message, label)
        await choose(scene, "港口")
        request = await tap_for_message(scene, scene.admin, gap, "Find a passage")
        found = await scene.ask(scene.admin, "灯塔有人看守", reply_to=request)
        await tap(scene, scene.admin, gap, "Teach")
        await tap(scene, scene.admin, lesson, "Confirm")
        await tap(scene, scene.admin, lesson, "‹ Unanswered")

    assert "山村的灯塔" in found.text
    assert "港口" not in f"{found.text} {gap.text}"
    assert lesson.text.startswith("山村: ")
    assert [[], [f"scope {QUESTION}"]] == [subjects(scene, folder, key) for key in NAMES]


@pytest.mark.parametrize(
    ("code", "words", "keep"),
    [
        ("zh-hans", "文集：山村", "采用"),
        ("zh-hant", "文集：山村", "採用"),
        ("en", "Collection: 山村", "Keep"),
    ],
)
async def test_a_lesson(
    open_scene: OpenScene, folder: Path, code: str, words: str, keep: str
) -> None:
    """What is taught is kept in the collection that was asked, which each step names."""
    async with open_scene(folder) as scene:
        ann = scene.client("Ann", "en")
        harbour, mountain = scene.group(ann), scene.group(ann)
        await set_to(scene, ann, await scene.ask(ann, "/settings", mountain), "山村")
        for group in (harbour, mountain):
            await scene.ask(ann, f"/ask {QUESTION}", group)
        await choose(scene, "山村")
        scene.admin.person.language_code = code
        message = await scene.ask(scene.admin, "/unanswered")
        shown = [message.text]
        for label in ("1", "✓ 1", keep):
            await tap(scene, scene.admin, message, label)
            shown.append(message.text)

    assert "山村" in shown[0]
    assert [True] * 3 == [words in text for text in shown[1:]]
    assert "examples.toml" in shown[-1]
    assert [[], [f"example {QUESTION}"]] == [subjects(scene, folder, key) for key in NAMES]
    assert QUESTION in (folder / "mountain" / "examples.toml").read_text("utf-8")


async def test_the_only_collection(open_scene: OpenScene, folder: Path) -> None:
    """The buttons of a collection that is the only one name none, nor do the confirmations."""
    async with open_scene(folder / "harbour") as scene:
        scene.admin.person.language_code = "en"
        shown = await scene.ask(scene.admin, "/remove 灯塔.md")
        ((remove, _),) = shown.buttons

    assert 3 == len(remove["callback_data"].split(":"))
    assert "Collection" not in shown.text


@pytest.mark.parametrize("place", ["group", "private"])
async def test_a_verdict_leaves_the_answer(
    open_scene: OpenScene, folder: Path, place: str
) -> None:
    """Who thanks for an answer of the collection before sees it stay as it is; so do its pages."""
    async with open_scene(folder) as scene:
        await choose(scene, "山村")
        scene.admin.person.language_code = "en"
        chat = scene.group(scene.admin) if place == "group" else scene.admin.private
        answer = await scene.ask(scene.admin, "/ask 灯塔有人看守吗", chat)
        before = answer.text
        panel = await scene.ask(scene.admin, "/settings", chat)
        await set_to(scene, scene.admin, panel, "山村" if place == "group" else "港口")
        pressed = ("👍", "👎", "Unclear")
        toasts = [await tap_shown(scene, scene.admin, answer, one) for one in pressed]

    assert before == answer.text
    assert "Thank you, noted." == toasts[0] == toasts[-1]


async def test_a_verdict_leaves_an_answer_whose_article_is_gone(
    open_scene: OpenScene, folder: Path
) -> None:
    """An answer that the articles no longer give is not replaced by a refusal."""
    async with open_scene(folder / "harbour") as scene:
        ann = scene.client("Ann", "en")
        answer = await scene.ask(ann, "水井有人看守吗")
        before = answer.text
        (folder / "harbour" / "水井.md").unlink()
        (folder / "harbour" / "灯塔.md").write_text("# 渡船\n\n渡船每天两班。\n", "utf-8")
        await scene.ask(scene.admin, "/reload")
        toast = await tap(scene, ann, answer, "👍")

    assert "水井" in before
    assert (before, "Thank you, noted.") == (answer.text, toast)


@pytest.mark.parametrize(
    ("code", "words"),
    [("zh-hans", "文集：山村"), ("zh-hant", "文集：山村"), ("en", "Collection: 山村")],
)
async def test_answers_name_the_collection(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """Also an answer that finds nothing says which of several collections it is about."""
    (folder / "mountain" / "空.md").touch()
    async with open_scene(folder) as scene:
        await choose(scene, "山村")
        scene.admin.person.language_code = code
        commands = ("/articles", "/articles 灯塔", "/history", "/undo", "/remove 规矩")
        answers = [await scene.ask(scene.admin, one) for one in commands]
        health = await scene.ask(scene.admin, "/health")

    assert [True] * len(answers) == [words in one.text for one in answers]
    assert ["山村", "空.md"] == [one for one in ("山村", "港口", "空.md") if one in health.text]


@pytest.mark.parametrize(
    ("code", "words", "none"),
    [
        ("zh-hans", "要撤销第 1 号改动吗？", "没有第 7 号改动"),
        ("zh-hant", "要復原第 1 號改動嗎？", "沒有第 7 號改動"),
        ("en", "Undo change 1?", "there is no change 7"),
    ],
)
async def test_undo_by_a_number(
    open_scene: OpenScene, folder: Path, code: str, words: str, none: str
) -> None:
    """/undo and the number of a change asks about it; of a number that is none, it says so."""
    async with open_scene(folder) as scene:
        log = change_log(scene.settings, folder / "harbour")
        log.apply("add", "新", "shell:root", {"new.md": "# 新\n\n新的一段话。\n".encode()})
        await scene.ask(scene.admin, "/reload")
        scene.admin.person.language_code = code
        asked = await scene.ask(scene.admin, "/undo 1")
        question = asked.text
        refused = await scene.ask(scene.admin, "/undo 7")
        await tap(scene, scene.admin, asked, asked.buttons[0][0]["text"])

    assert question.startswith(words)
    assert none in refused.text
    assert not (folder / "harbour" / "new.md").exists()
