"""/history, /undo and /remove, from an admin's chat to the files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from bot.playground.standin.model import Message
from bot.service.collection import change_log, change_stores
from bot.service.editing import Editor
from bot.service.personal_records import PersonalRecords
from corpus import change_store
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import quotations

LANGUAGES = ("zh-hans", "zh-hant", "en")
COMMANDS = ("/history", "/undo", "/remove 题甲")

MANY = 40
"""More than the threads of an event loop."""

PATIENCE = 15
"""Seconds for an answer; the lock is waited for twice as long."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in {"甲": "潮水退了以后，海滩上留下贝壳。", "乙": "盐田要晒七天。"}.items():
        (folder / f"{name}.md").write_text(f"---\ntitle: 题{name}\n---\n{text}", "utf-8")
    (folder / "sub").mkdir()
    (folder / "sub/丙.txt").write_text("渔港\n作者：王小明\n渔船出海早，贝壳不值钱。", "utf-8")
    return folder


def labels(message: Message) -> list[str]:
    """Return the labels of all buttons of a message."""
    return [button["text"] for row in message.buttons for button in row]


async def press(scene: Scene, message: Message, *labels: str) -> Message:
    """Press buttons of the admin's message one after the other, and return it."""
    for label in labels:
        scene.admin.press(message, label)
        await scene.settle()
    return message


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("code", "words"), [("zh-hans", "只有这个"), ("zh-hant", "只有這個"), ("en", "Only the")]
)
async def test_others_are_refused(
    open_scene: OpenScene, folder: Path, command: str, code: str, words: str
) -> None:
    """Somebody who is no admin sees and changes nothing."""
    async with open_scene(folder) as scene:
        answer = await scene.ask(scene.client("Eve", code), command)

    assert answer.text.startswith(words)
    assert [] == labels(answer)


@pytest.mark.parametrize("command", COMMANDS)
async def test_names_of_files_are_not_shown_to_a_group(
    open_scene: OpenScene, folder: Path, command: str
) -> None:
    """In a group an admin is referred to the private chat."""
    async with open_scene(folder) as scene:
        group = scene.group(scene.admin)
        answer = await scene.ask(scene.admin, command, group)

    assert "私聊" in answer.text
    assert ["私聊我"] == labels(answer)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "zh-hans",
            (
                "要移除这篇文章吗",
                "《题乙》已移除",
                "要撤销第 1 号改动吗",
                "乙.md 会恢复",
                "撤销了第 1 号改动",
            ),
        ),
        (
            "zh-hant",
            (
                "要移除這篇文章嗎",
                "《题乙》已移除",
                "要復原第 1 號改動嗎",
                "乙.md 會恢復",
                "復原了第 1 號改動",
            ),
        ),
        (
            "en",
            (
                "Remove this article?",
                "“题乙” is removed",
                "Undo change 1?",
                "乙.md will come back",
                "undid change 1",
            ),
        ),
    ],
)
async def test_an_article_is_removed_and_comes_back(
    open_scene: OpenScene, folder: Path, code: str, words: Sequence[str]
) -> None:
    """By words, a tap and a tap, an article is gone at once; undone, it answers again."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        asked = await scene.ask(scene.admin, "/remove 晒七天")
        seen = [asked.text]
        await press(scene, asked, labels(asked)[0])
        seen.append(asked.text)
        gone = await scene.ask(scene.client(), "盐田要晒多少天？")
        listed = await scene.ask(scene.admin, "/undo")
        await press(scene, listed, "1 · ")
        seen += [listed.text, listed.text]
        await press(scene, listed, labels(listed)[0])
        seen.append((await scene.ask(scene.admin, "/history")).text)
        back = await scene.ask(scene.client(), "盐田要晒多少天？")

    for text, expected in zip(seen, words, strict=True):
        assert expected in text
    assert [] == quotations(gone)
    assert ["盐田要晒七天。"] == quotations(back)
    assert [] == labels(asked) + labels(listed)
    assert (scene.settings.data_dir / "removed/乙.md").is_file()
    assert (folder / "乙.md").is_file()


async def test_the_last_article_is_removed(open_scene: OpenScene, folder: Path) -> None:
    """Removed by name, the last article is quoted no more, and comes back when that is undone."""
    async with open_scene(folder) as scene:
        for name in ("甲", "sub/丙.txt", "乙"):
            asked = await scene.ask(scene.admin, f"/remove {name}")
            await press(scene, asked, labels(asked)[0])
        gone = await scene.ask(scene.client(), "盐田要晒多少天？")
        listed = await scene.ask(scene.admin, "/undo")
        await press(scene, listed, "3 · ")
        await press(scene, listed, labels(listed)[0])
        back = await scene.ask(scene.client(), "盐田要晒多少天？")

    assert "《题乙》已移除" in asked.text
    assert "0 篇文章，共 0 段" in asked.text
    assert [] == quotations(gone)
    assert ["盐田要晒七天。"] == quotations(back)


async def test_readers_do_not_wait_for_a_lock(open_scene: OpenScene, folder: Path) -> None:
    """While another process holds the lock, changes that wait for it keep no reader waiting."""
    async with open_scene(folder) as scene:
        asked = await scene.ask(scene.admin, "/remove 甲")
        await press(scene, asked, labels(asked)[0])
        (store,) = change_stores(scene.settings)
        services, analyzer = scene.services, scene.services.answerer.analyzer
        editor = Editor(scene.settings, services.library, analyzer.frequency, services.threads)
        records = PersonalRecords(services.personal_data, scene.settings, services.threads)
        with change_store.opened(store):
            works = [editor.undo(1, "telegram:1") for _ in range(MANY)]
            waiting = [asyncio.create_task(one) for one in works]
            forgetting = [asyncio.create_task(records.forget(one)) for one in range(MANY)]
            await asyncio.sleep(0.1)
            async with asyncio.timeout(PATIENCE):
                answer = await scene.ask(scene.client(), "盐田要晒多少天？")
            for one in (*waiting, *forgetting):
                one.cancel()
        await asyncio.gather(*waiting, *forgetting, return_exceptions=True)

    assert ["盐田要晒七天。"] == quotations(answer)


async def test_an_article_is_kept(open_scene: OpenScene, folder: Path) -> None:
    """Whoever decides against it removes nothing."""
    async with open_scene(folder) as scene:
        asked = await scene.ask(scene.admin, "/remove 乙")
        await press(scene, asked, labels(asked)[1])

    assert "没有移除任何文章。" == asked.text
    assert (folder / "乙.md").is_file()


@pytest.mark.parametrize("words", ["乙", "乙.md", "题乙", "晒七天", "sub/丙.txt", "漁港"])
async def test_the_article_that_is_meant(open_scene: OpenScene, folder: Path, words: str) -> None:
    """An id, a file, a title and words of a text, in either script, name an article."""
    async with open_scene(folder) as scene:
        asked = await scene.ask(scene.admin, f"/remove {words}")

    assert "要移除这篇文章吗？" in asked.text
    assert ("渔港" if words[0] in "s漁" else "题乙") in asked.text


async def test_several_articles_are_offered(open_scene: OpenScene, folder: Path) -> None:
    """Of several articles that words find, one is chosen; without words the command explains."""
    async with open_scene(folder) as scene:
        offered = await scene.ask(scene.admin, "/remove 贝壳")
        found = labels(offered)
        await press(scene, offered, found[1])
        none = await scene.ask(scene.admin, "/remove 蘑菇")
        bare = await scene.ask(scene.admin, "/remove")

    assert {"题甲", "渔港"} == {label.split(" · ")[1] for label in found}
    assert found[1].split(" · ")[1] in offered.text
    assert "没有找到与“蘑菇”有关的文章" in none.text
    assert "/remove" in bare.text
    assert [] == labels(none) + labels(bare)


async def test_the_packaged_collection_is_copied_first(scene: Scene) -> None:
    """To remove a packaged article is to remove it from a copy, which is served from then on."""
    first, *others = [one.id for one in scene.services.library.current.corpus.articles]
    asked = await scene.ask(scene.admin, f"/remove {first}")
    await press(scene, asked, "移除")
    left = [one.id for one in scene.services.library.current.corpus.articles]
    listed = await scene.ask(scene.admin, "/history")

    assert others == left
    assert scene.settings.own_collection.is_dir()
    assert "文集共有 1 次改动" in listed.text


async def test_what_cannot_be_undone_is_told(open_scene: OpenScene, folder: Path) -> None:
    """If a file has been changed since, the answer names it, and nothing changes."""
    async with open_scene(folder) as scene:
        asked = await scene.ask(scene.admin, "/remove 乙")
        await press(scene, asked, "移除")
        listed = await scene.ask(scene.admin, "/undo")
        await press(scene, listed, "1 · ")
        (folder / "乙.md").write_text("另一篇", "utf-8")
        await press(scene, listed, "撤销")

    assert ["‹ 返回"] == labels(listed)
    assert listed.text.startswith("没有改动：乙.md 后来又有改动")
    assert "另一篇" == (folder / "乙.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("zh-hans", "没有改动：后来的第 2 号改动也改了 sources.toml；请先撤销那次改动"),
        ("zh-hant", "沒有改動：後來的第 2 號改動也改了 sources.toml；請先復原那次改動"),
        ("en", "Nothing was changed: change 2 has changed sources.toml since; undo that first"),
    ],
)
async def test_a_later_change_is_in_the_way(
    open_scene: OpenScene, folder: Path, code: str, told: str
) -> None:
    """The first tap tells which later change forbids an undo, not one of another article."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        log = change_log(scene.settings, folder)
        entry = '[[source]]\nmatch = "乙.md"\ntitle = "%s"\n'
        for title in ("一", "二"):
            log.apply("edit", "题乙", "telegram:7", {"sources.toml": (entry % title).encode()})
        other = entry % "二" + '\n[[source]]\nmatch = "甲.md"\ntitle = "三"\n'
        log.apply("edit", "题甲", "telegram:7", {"sources.toml": other.encode()})
        listed = await scene.ask(scene.admin, "/undo")
        await press(scene, listed, "1 · ")
        shown, left = listed.text, labels(listed)
        await press(scene, listed, "‹")

    assert told == shown
    assert 1 == len(left)
    assert 3 == len(labels(listed))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "zh-hans",
            (
                "从 examples.toml 里去掉这一条",
                "1 · 指定答案 午睡可以用安眠药…",
                "撤销了第 2 号改动：《题乙》",
            ),
        ),
        (
            "zh-hant",
            (
                "從 examples.toml 裡去掉這一條",
                "1 · 指定答案 午睡可以用安眠药…",
                "復原了第 2 號改動：《题乙》",
            ),
        ),
        (
            "en",
            (
                "the entry in examples.toml will be taken out",
                "1 · Answer chosen 午睡可以用安眠药…",
                "undid change 2: “题乙”",
            ),
        ),
    ],
)
async def test_what_an_undo_takes_out(
    open_scene: OpenScene, folder: Path, code: str, words: tuple[str, str, str]
) -> None:
    """Of a file of entries one entry is taken out; a button is short; an undo quotes a title."""
    fate, label, undone = words
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        log = change_log(scene.settings, folder)
        content = b'[[example]]\nquestions = ["a"]\n'
        log.apply("example", "午睡可以用安眠药帮忙吗", "telegram:7", {"examples.toml": content})
        log.apply("remove", "题乙", "telegram:7", {"乙.md": None})
        log.undo(2, "telegram:7")
        listed = await scene.ask(scene.admin, "/undo")
        offered, whole = labels(listed), listed.text
        await press(scene, listed, "1 · ")

    assert label in offered
    assert undone in whole
    assert f"· {fate}" in listed.text.splitlines()


async def test_an_undo_is_not_made_twice(open_scene: OpenScene, folder: Path) -> None:
    """A change that another admin has undone meanwhile is not undone again."""
    async with open_scene(folder) as scene:
        asked = await scene.ask(scene.admin, "/remove 乙")
        await press(scene, asked, "移除")
        one = await scene.ask(scene.admin, "/undo")
        two = await scene.ask(scene.admin, "/undo")
        await press(scene, one, "1 · ", "撤销")
        await press(scene, two, "1 · ")
        shown = two.text
        await press(scene, two, "2 · ", "‹")

    assert "要撤销哪一次改动？" in shown
    assert ["2 · 撤销 题乙"] == labels(two)
    assert (folder / "乙.md").is_file()


@pytest.mark.parametrize("code", LANGUAGES)
async def test_nothing_to_show(open_scene: OpenScene, folder: Path, code: str) -> None:
    """Without changes, /history and /undo say so."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        history = await scene.ask(scene.admin, "/history")
        undo = await scene.ask(scene.admin, "/undo")

    begins = {"zh-hans": "还没有", "zh-hant": "還沒有", "en": "Nothing has been changed"}
    assert history.text.startswith(begins[code])
    assert [] == labels(history) + labels(undo)
    assert not (folder / "changes.sqlite3").exists()


async def test_the_history_has_pages(open_scene: OpenScene, folder: Path) -> None:
    """The newest changes come first, eight a page, each with its time, account and subject."""
    async with open_scene(folder) as scene:
        log = change_log(scene.settings, folder)
        for number in range(9):
            log.apply("word", f"词{number}", "shell:root", {"words.toml": str(number).encode()})
        log.apply("edit", "题甲", "telegram:7", {"sources.toml": b""})
        log.apply("add", "别人的", "telegram:123", {"b.txt": b"b"})
        shown = await scene.ask(scene.admin, "/history")
        first = shown.text
        await press(scene, shown, "›")

    assert "文集共有 11 次改动" in first
    assert [11, 10, 9, 8, 7, 6, 5, 4] == numbers(first)
    assert [3, 2, 1] == numbers(shown.text)
    assert "\n添加了《别人的》" in first
    lines = first.splitlines()
    assert lines[2].endswith(" · 123")
    assert lines[5].endswith(" · 您")
    assert lines[8].endswith(" · root（终端）")
    assert "小明" not in first


def numbers(shown: str) -> list[int]:
    """Return the numbers of the changes on a page."""
    blocks = [block.split(" · ") for block in shown.split("\n\n")]
    return [int(parts[0]) for parts in blocks if parts[0].isdecimal()]


async def test_an_admin_is_forgotten(open_scene: OpenScene, folder: Path) -> None:
    """/mydata has what an admin changed, and /forget takes their number out of the history."""
    async with open_scene(folder) as scene:
        log = change_log(scene.settings, folder)
        log.apply("edit", "题甲", "telegram:7", {"sources.toml": b""})
        log.apply("edit", "题乙", "telegram:8", {"sources.toml": b"# x"})
        sent = scene.admin.send("/mydata")
        (brought,) = await scene.said(sent.chat, after=sent)
        kept = json.loads(scene.backend.files[brought.content["document"]["file_id"]])["kept"]
        asked = await scene.ask(scene.admin, "/forget")
        await press(scene, asked, labels(asked)[0])
        nothing = await scene.ask(scene.admin, "/forget")
        shown = await scene.ask(scene.admin, "/history")

    assert [("telegram:7", "题甲")] == [(one["by"], one["subject"]) for one in kept["changes"]]
    assert [] == labels(nothing)
    assert ["telegram:8", "telegram"] == [change.by for change in log.changes()]
    assert "某人\n修改了《题甲》的资料" in shown.text


@pytest.mark.parametrize("state", ["damaged", "locked"])
async def test_a_reader_needs_no_history(open_scene: OpenScene, folder: Path, state: str) -> None:
    """A reader's data is shown and deleted though a history is damaged, or locked by a change."""
    async with open_scene(folder) as scene:
        change_log(scene.settings, folder).apply("edit", "题甲", "telegram:8", {"a.txt": b"x"})
        (store,) = change_stores(scene.settings)
        if state == "damaged":
            (store / "changes.sqlite3").write_bytes(b"no database" * 1000)
        reader = scene.client()
        await scene.ask(reader, "盐田要晒几天？")
        with change_store.opened(store) if state == "locked" else nullcontext():
            brought = await scene.ask(reader, "/mydata")
            deleted = await scene.services.personal_data.forget(reader.person.id)

    kept = json.loads(scene.backend.files[brought.content["document"]["file_id"]])["kept"]
    assert {"questions", "citations"} == set(kept)
    assert 2 == deleted
