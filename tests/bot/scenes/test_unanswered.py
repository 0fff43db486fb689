"""/unanswered: from a question that found nothing to its answer, by an admin in the chat."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.playground.standin.model import Message
from bot.service.collection import change_log
from bot.settings import packaged_articles
from bot.telegram.handlers import lessons
from retrieval.question.taught import with_out_of_scope
from tests.bot.scenes.conftest import PATIENCE, OpenScene
from tests.bot.scenes.mending import (
    ARTICLES,
    LANGUAGES,
    OIL,
    PENSION,
    listed,
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


def only(message: Message, label: str) -> dict[str, Any]:
    """Return the button with exactly this label."""
    (found,) = (one for row in message.buttons for one in row if one["text"] == label)
    return found


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("code", LANGUAGES)
async def test_a_passage_answers(open_scene: OpenScene, folder: Path, code: str) -> None:
    """A tap on a passage shows what changes, a second keeps it, and the reader is answered.

    What was kept of the question in other words goes.
    """
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = code
        message = await opened(scene, "桐油多少钱一桶")
        await tap(scene, scene.admin, message, "✓ 1")
        preview = message.text
        assert not (folder / "examples.toml").exists()
        older = with_out_of_scope("", ["桐油多少錢一桶呢", "明天下雨吗"], str)
        (folder / "examples.toml").write_text(older, "utf-8")

        answer = await tap_for_message(scene, scene.admin, message, said(scene, "keep"))
        again = await scene.ask(scene.client(), "请问桐油多少錢一桶？")
        other = await scene.ask(scene.client(), "桐油多少钱一瓶")
        empty = await listed(scene)

    assert "▲ " in preview
    assert OIL[:10] in preview
    assert [OIL] == quotations(answer)[:1] == quotations(again)[:1]
    assert OIL not in quotations(other)
    assert "桐油多少钱一桶" not in empty.text
    kept = tomllib.loads((folder / "examples.toml").read_text("utf-8"))
    assert [["桐油多少钱一桶"]] == [one["questions"] for one in kept["example"]]
    assert [["明天下雨吗"]] == [one["questions"] for one in kept["out_of_scope"]]


async def test_a_word_is_taught(open_scene: OpenScene, folder: Path) -> None:
    """A word of a question means one of the closest passages; the question leaves the list."""
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = "zh-hant"
        message = await opened(scene, "退休工资怎么发")
        await tap(scene, scene.admin, message, said(scene, "teach"))
        await tap(scene, scene.admin, message, "退休工资")
        await tap(scene, scene.admin, message, "养老金")
        assert not (folder / "aliases.toml").exists()

        answer = await tap_for_message(scene, scene.admin, message, said(scene, "keep"))
        again = await scene.ask(scene.client(), "请问退休工資怎么发呢")
        empty = await listed(scene)

    assert [PENSION] == quotations(answer)[:1] == quotations(again)[:1]
    assert empty.text.startswith(said(scene, "empty"))
    assert {"groups": [["退休工资", "养老金"]]} == tomllib.loads(
        (folder / "aliases.toml").read_text("utf-8")
    )


async def test_a_word_is_typed(open_scene: OpenScene, folder: Path) -> None:
    """A word that is typed in reply is previewed, one that no article has is refused."""
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = "en"
        message = await opened(scene, "退休工资怎么发")
        await tap(scene, scene.admin, message, said(scene, "teach"))
        await tap(scene, scene.admin, message, "退休工资")
        request = await tap_for_message(scene, scene.admin, message, said(scene, "type"))

        refused = await scene.ask(scene.admin, "火星", reply_to=request)
        preview = await scene.ask(scene.admin, "養老金", reply_to=request)
        shown = preview.text
        answer = await tap_for_message(scene, scene.admin, preview, said(scene, "keep"))

    assert "火星" in refused.text
    assert [] == labels(refused)
    assert "▲ 退休工资怎么发" in shown
    assert [PENSION] == quotations(answer)[:1]


@pytest.mark.parametrize("code", LANGUAGES)
async def test_a_reply_without_words(open_scene: OpenScene, folder: Path, code: str) -> None:
    """Who replies with a picture to a request for words is told that there are none in it."""
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = code
        message = await opened(scene, "退休工资怎么发")
        requests = [await tap_for_message(scene, scene.admin, message, said(scene, "find"))]
        await tap(scene, scene.admin, message, said(scene, "teach"))
        await tap(scene, scene.admin, message, "退休工资")
        requests.append(await tap_for_message(scene, scene.admin, message, said(scene, "type")))
        location = {"latitude": 1.5, "longitude": 2.5}
        answers = [
            await scene.ask(scene.admin, "", location=location, reply_to=one) for one in requests
        ]

    assert all(one.text.startswith(said(scene, "wordless")) for one in answers)


@pytest.mark.parametrize(("code", "marks"), [("zh-hans", "“”"), ("zh-hant", "「」"), ("en", "“”")])
async def test_words_stand_in_quotation_marks(
    open_scene: OpenScene, folder: Path, code: str, marks: str
) -> None:
    """A reader's word is shown in their own characters, between quotation marks."""
    word = f"{marks[0]}處置{marks[1]}"
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = code
        message = await opened(scene, "舊船怎麼處置")
        await tap(scene, scene.admin, message, said(scene, "teach"))
        shown, offered = message.text, labels(message)
        await tap(scene, scene.admin, message, "處置")
        asked = message.text
        request = await tap_for_message(scene, scene.admin, message, said(scene, "type"))
        refused = await scene.ask(scene.admin, "火星", reply_to=request)
        preview = await scene.ask(scene.admin, "石灰", reply_to=request)

    assert "處置" in offered
    assert all(word in one for one in (shown, asked, request.text, preview.text))
    assert f"{marks[0]}火星{marks[1]}" in refused.text


async def test_out_of_scope(open_scene: OpenScene, folder: Path) -> None:
    """A question out of scope leaves the list, with those like it, and is declined as before."""
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = "en"
        message = await opened(scene, "明天下雨吗")
        before = await scene.ask(scene.client(), "明天下雨吗？")
        await tap(scene, scene.admin, message, said(scene, "scope"))
        assert said(scene, "empty") not in (await listed(scene)).text
        await tap(scene, scene.admin, message, said(scene, "confirm"))
        kept = message.text
        empty = await listed(scene)
        after = await scene.ask(scene.client(), "明天下雨吗？")

    assert empty.text.startswith(said(scene, "empty"))
    assert kept.startswith("Out of scope from now on: “明天下雨吗”")
    assert before.text == after.text


async def test_it_is_left_open(open_scene: OpenScene, folder: Path) -> None:
    """A cancelled lesson changes nothing, and a question that is left open stays in the list."""
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = "zh-hant"
        message = await opened(scene, "桐油多少钱一桶")
        shown = message.text
        await tap(scene, scene.admin, message, "✓ 1")
        await tap(scene, scene.admin, message, said(scene, "cancel"))
        assert shown == message.text
        await tap(scene, scene.admin, message, said(scene, "open"))

    assert "桐油多少钱一桶" in message.text
    assert not (folder / "examples.toml").exists()


async def test_a_word_that_joins_foreign_passages(open_scene: OpenScene, folder: Path) -> None:
    """Where passages about something else join an answer that people liked, they are shown."""
    liked = ("桐油一次选几桶", "选桐油一次几桶")
    async with open_scene(folder, passage_shortest=0) as scene:
        reader = scene.client()
        for question in liked:
            await tap(scene, reader, await scene.ask(reader, question), "👍")
        message = await opened(scene, "桐油多少钱一桶")
        await tap(scene, scene.admin, message, "教一个词")
        scene.admin.press_button(message, only(message, "桐油"))
        await scene.settle()
        request = await tap_for_message(scene, scene.admin, message, "自己输入")
        preview = await scene.ask(scene.admin, "浇水", reply_to=request)

    assert "“桐油”和“浇水”以后当作一回事吗" in preview.text
    assert "▼" in preview.text
    assert all(f"▼ {question}" in preview.text for question in liked)
    assert "开头不变：《修木船》" in preview.text
    assert "多了：《" in preview.text
    assert "浇水" in preview.text.split("多了：")[1]


async def test_other_wordings_are_left_out(open_scene: OpenScene, folder: Path) -> None:
    """Before a passage is kept for one wording, the others of its group are named."""
    async with open_scene(folder, passage_shortest=0) as scene:
        await scene.ask(scene.client(), "在哪里办退休工资")
        message = await opened(scene, "退休工资怎么发")
        await tap(scene, scene.admin, message, "不在范围内")

    assert "其他问法不算在内" in message.text
    assert "· 在哪里办退休工资" in message.text.splitlines()


async def test_a_word_that_breaks_three_answers(open_scene: OpenScene, folder: Path) -> None:
    """A word that would break three answers that people liked is shown to do so, before."""
    broken = ("苹果怎么储存", "苹果怎么剪枝", "苹果怎么浇水")
    async with open_scene(folder, passage_shortest=0) as scene:
        reader = scene.client()
        for question in broken:
            answer = await scene.ask(reader, question)
            await tap(scene, reader, answer, "👍")
        message = await opened(scene, "苹果充电多久")
        await tap(scene, scene.admin, message, "教一个词")
        scene.admin.press_button(message, only(message, "苹果"))
        await scene.settle()
        request = await tap_for_message(scene, scene.admin, message, "自己输入")
        preview = await scene.ask(scene.admin, "手机", reply_to=request)
        shown = preview.text
        await tap(scene, scene.admin, preview, "取消")
        after = [await scene.ask(reader, question) for question in broken]

    assert "▼ 3 个变差" in shown
    assert all(f"▼ {question}" in shown for question in broken)
    assert [ARTICLES["fruit"][1][n] for n in range(3)] == [quotations(one)[0] for one in after]
    assert not (folder / "aliases.toml").exists()


@pytest.mark.parametrize(
    ("code", "words"), [("zh-hans", "只有"), ("zh-hant", "只有"), ("en", "Only the admins")]
)
async def test_others_are_refused(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """Who is no admin sees no questions, by command or by a button."""
    async with open_scene(folder, passage_shortest=0) as scene:
        stranger = scene.client("Eve", code)
        message = await opened(scene, "桐油多少钱一桶")
        before = message.text
        refused = await scene.ask(stranger, "/unanswered")
        toast = await tap(scene, stranger, message, "✓ 1")

    assert refused.text.startswith(words)
    assert toast.startswith(words)
    assert before == message.text


@pytest.mark.parametrize(
    ("code", "words"), [("zh-hans", "私聊"), ("zh-hant", "私訊"), ("en", "private")]
)
async def test_in_a_group(open_scene: OpenScene, folder: Path, code: str, words: str) -> None:
    """In a group an admin is told to ask in private."""
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = code
        group = scene.group(scene.admin)
        answer = await scene.ask(scene.admin, "/unanswered", group)

    assert words in answer.text


async def test_a_disliked_answer(open_scene: OpenScene, folder: Path) -> None:
    """An answer with a 👎 is listed until the question is answered with another passage."""
    async with open_scene(folder, passage_shortest=0) as scene:
        reader = scene.client()
        answer = await scene.ask(reader, "桐油怎么选")
        assert [OIL] == quotations(answer)[:1]
        await tap(scene, reader, answer, "👎")
        message = await listed(scene)
        await tap(scene, scene.admin, message, "1")
        shown = message.text
        await tap(scene, scene.admin, message, "✓ 2")
        await tap_for_message(scene, scene.admin, message, "采用")
        empty = await listed(scene)

    assert "👎 1 次" in shown
    assert empty.text.startswith("目前没有待处理")


async def test_what_was_taught_is_undone(open_scene: OpenScene, folder: Path) -> None:
    """A lesson is a change of the collection; when it is undone, the question is listed again."""
    async with open_scene(folder, passage_shortest=0) as scene:
        message = await opened(scene, "桐油多少钱一桶")
        await tap(scene, scene.admin, message, "✓ 1")
        await tap_for_message(scene, scene.admin, message, "采用")
        changes = await scene.ask(scene.admin, "/undo")
        await tap(scene, scene.admin, changes, "1")
        await tap(scene, scene.admin, changes, "撤销")
        again = await listed(scene)
        (_, change) = change_log(scene.settings, folder).changes()

    assert ("example", "telegram:7", "桐油多少钱一桶") == (change.kind, change.by, change.subject)
    assert "桐油多少钱一桶" in again.text


@pytest.mark.parametrize(("name", "text"), [("examples.toml", "[["), ("aliases.toml", "\xff")])
async def test_a_broken_file(open_scene: OpenScene, folder: Path, name: str, text: str) -> None:
    """Where a file of the collection cannot be parsed, the admin is told, and it stays."""
    async with open_scene(folder, passage_shortest=0) as scene:
        message = await opened(scene, "桐油多少钱一桶")
        (folder / name).write_bytes(text.encode("latin-1"))
        await tap(scene, scene.admin, message, "✓ 1")

    assert name in message.text
    assert message.text.startswith("没有改动")
    assert text.encode("latin-1") == (folder / name).read_bytes()


async def test_a_long_preview(
    open_scene: OpenScene, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A preview that takes long can be cancelled; without that, it replaces the message later."""
    monkeypatch.setattr(lessons, "PATIENCE_SECONDS", 0.0)
    async with open_scene(folder, passage_shortest=0) as scene:
        message = await opened(scene, "桐油多少钱一桶")
        shown = message.text
        await tap(scene, scene.admin, message, "✓ 1")
        await until(lambda: "▲" in message.text)
        await tap(scene, scene.admin, message, "取消")
        scene.admin.press(message, "✓ 1")
        await until(lambda: labels(message) == ["取消"])
        await tap(scene, scene.admin, message, "取消")
        assert shown == message.text


async def test_the_packaged_collection(open_scene: OpenScene) -> None:
    """Lessons for the packaged collection are kept in a copy of it, which answers then."""
    async with open_scene() as scene:
        message = await opened(scene, "孟婆汤怎么熬")
        request = await tap_for_message(scene, scene.admin, message, "另找一段")
        found = await scene.ask(scene.admin, "金融科技 基础设施", reply_to=request)
        await tap(scene, scene.admin, found, "✓ 1")
        answer = await tap_for_message(scene, scene.admin, found, "采用")
        own = scene.settings.own_collection

    assert quotations(answer)
    assert (own / "examples.toml").is_file()
    assert not (packaged_articles() / "examples.toml").exists()


@pytest.mark.parametrize("code", LANGUAGES)
async def test_a_word_is_taught_again(open_scene: OpenScene, folder: Path, code: str) -> None:
    """Who keeps what has been taught meanwhile is told so, and no change is recorded."""
    async with open_scene(folder, passage_shortest=0) as scene:
        scene.admin.person.language_code = code
        messages = [await opened(scene, "退休工资怎么发") for _ in range(2)]
        for message in messages:
            await tap(scene, scene.admin, message, said(scene, "teach"))
            await tap(scene, scene.admin, message, "退休工资")
            await tap(scene, scene.admin, message, "养老金")
        await tap_for_message(scene, scene.admin, messages[0], said(scene, "keep"))
        await tap(scene, scene.admin, messages[1], said(scene, "keep"))
        changes = change_log(scene.settings, folder).changes()

    assert messages[1].text.startswith(said(scene, "known"))
    assert ["退休工资 ↔ 养老金"] == [one.subject for one in changes]


@pytest.mark.parametrize("patience", [0.0, PATIENCE])
async def test_a_preview_without_a_journal(
    open_scene: OpenScene, folder: Path, monkeypatch: pytest.MonkeyPatch, patience: float
) -> None:
    """Where the journal cannot be read, the admin is told, also of a preview that takes long."""
    monkeypatch.setattr(lessons, "PATIENCE_SECONDS", patience)
    async with open_scene(folder, passage_shortest=0) as scene:
        message = await opened(scene, "桐油多少钱一桶")
        async with scene.services.inbox.database.begin() as connection:
            await connection.exec_driver_sql("ALTER TABLE citations RENAME TO elsewhere")
        scene.admin.press(message, "✓ 1")
        await until(lambda: "目前读不到记录" in message.text)
