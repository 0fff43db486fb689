"""The buttons below an answer: pages, copying, sharing, related questions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.journal.database import Database
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import addresses, parts, quotations
from tests.bot.scenes.tapping import follow, labels, tap, tap_for_message

QUESTION = "金融科技为什么要成为基础设施？"

ROWS = {
    "zh-hans": ["1 / 3", "›", "上下文", "目录", "复制", "👍", "👎", "分享"],
    "zh-hant": ["1 / 3", "›", "上下文", "目錄", "複製", "👍", "👎", "分享"],
    "en": ["1 / 3", "›", "Context", "Outline", "Copy", "👍", "👎", "Share"],
}
GONE = {
    "zh-hans": "这个按钮失效了：它指向的内容已经不在了。请重新提问。",
    "zh-hant": "這個按鈕失效了：它指向的內容已經不在了。請重新提問。",
    "en": "This button no longer works: what it leads to is gone. Please ask again.",
}


@pytest.mark.parametrize("code", ROWS)
async def test_what_an_answer_offers(scene: Scene, code: str) -> None:
    """An answer has buttons for all actions, and for two or three related questions."""
    answer = await scene.ask(scene.client("Ann", code), QUESTION)

    assert ROWS[code] == labels(answer)[:8]
    related = labels(answer)[8:]
    assert 2 <= len(related) <= 3
    assert all(label.startswith("💬 ") for label in related)


async def test_pages_of_an_answer(scene: Scene) -> None:
    """Arrows show further quotations in the same message, each once, and go back."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    pages = [quotations(answer)]
    for _ in range(2):
        assert "" == await tap(scene, ann, answer, "›")
        pages.append(quotations(answer))
    assert ["‹", "3 / 3"] == labels(answer)[:2]
    assert "" == await tap(scene, ann, answer, "3 / 3")

    assert 9 == len({one for page in pages for one in page})
    for _ in range(2):
        await tap(scene, ann, answer, "‹")
    assert pages[0] == quotations(answer)
    assert 2 == len(ann.private.visible)


async def test_one_page_has_no_arrows(open_scene: OpenScene, tmp_path: Path) -> None:
    """An answer of one page has no arrows."""
    (tmp_path / "a.md").write_text("---\ntitle: 题\n---\n流量不是目标。", "utf-8")
    async with open_scene(tmp_path) as scene:
        answer = await scene.ask(scene.client(), "流量")

    assert "上下文" == labels(answer)[0]


@pytest.mark.parametrize(
    ("code", "copy", "first", "toast"),
    [
        ("zh-hans", "复制", "复制第一段", "点一下下面的文字就能复制。"),
        ("zh-hant", "複製", "複製第一段", "點一下下面的文字就能複製。"),
        ("en", "Copy", "Copy the first", "Tap the text below to copy it."),
    ],
)
async def test_copying_a_page(scene: Scene, code: str, copy: str, first: str, toast: str) -> None:
    """What is too long for a button is sent to be copied: all quotations of the page, sourced."""
    ann = scene.client("Ann", code)
    answer = await scene.ask(ann, QUESTION)
    await tap(scene, ann, answer, "›")
    assert toast == await tap(scene, ann, answer, copy)
    sent = (await scene.said(ann.private, after=answer))[-1]
    source = "——孟永辉（引据摘要）《"
    elsewhere = scene.backend.add_group("别处", ann.person)
    ann.ask_as_guest(f"@yinju_bot {QUESTION}", elsewhere)
    (guest,) = await scene.said(elsewhere)

    assert parts(sent, "pre") == [sent.text]
    blocks = [block.split("\n——") for block in sent.text.split("\n\n")]
    marks = "「」" if code == "zh-hant" else "“”"
    assert [f"{marks[0]}{one}{marks[1]}" for one in quotations(answer)] == [
        quoted for quoted, _ in blocks
    ]
    assert all("（引据摘要）《" in source_of for _, source_of in blocks)
    assert source in ann.copy(guest, first)


async def test_copying_what_is_short(open_scene: OpenScene, tmp_path: Path) -> None:
    """What fits is copied by a tap: all quotations of the page, each with its source."""
    for name in "甲乙":
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {name}\n---\n{name}说流量。", "utf-8")
    async with open_scene(tmp_path) as scene:
        ann = scene.client()
        answer = await scene.ask(ann, "流量")

    blocks = ann.copy(answer, "复制").split("\n\n")
    assert {"“甲说流量。”\n——《甲》", "“乙说流量。”\n——《乙》"} == set(blocks)


async def test_sharing_a_question(scene: Scene) -> None:
    """Sharing starts an inline query with the question, shortened if it is long."""
    ann = scene.client()
    long = f"{QUESTION}\n" + "流量" * 300

    short = ann.button(await scene.ask(ann, QUESTION), "分享")
    cut = ann.button(await scene.ask(ann, long), "分享")

    assert QUESTION == short["switch_inline_query"]
    assert cut["switch_inline_query"].startswith(f"{QUESTION} 流量")
    assert 200 == len(cut["switch_inline_query"])


async def test_every_related_question_has_an_answer(scene: Scene) -> None:
    """A related question is answered by a new message that repeats it."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    first = quotations(answer)[0]

    for label in labels(answer)[8:]:
        related = await tap_for_message(scene, ann, answer, label)
        assert label.removeprefix("💬 ") == parts(related, "bold")[0]
        assert quotations(related)
        assert first != quotations(related)[0]
        assert answer is related.reply_to


async def test_a_tapped_question_is_one_that_was_asked(scene: Scene) -> None:
    """A related question is recorded for the person who pressed, and titles all pages."""
    from sqlalchemy import select

    from bot.journal.schema import questions

    ann, bob = scene.client(), scene.client("Bob", "en")
    group = scene.group(ann, bob)
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    label = labels(answer)[8]
    related = await tap_for_message(scene, bob, answer, label)
    title = parts(related, "bold")[0]
    await tap(scene, bob, related, "›")

    assert title == parts(related, "bold")[0]
    async with Database(scene.settings.journal_url) as database, database.connect() as connection:
        rows = (await connection.execute(select(questions).order_by("asked_at"))).mappings().all()
    assert [(QUESTION, ann.person.id), (title, bob.person.id)] == [
        (row["text"], row["user_id"]) for row in rows
    ]
    assert ("en", group.id) == (rows[1]["language"], rows[1]["chat_id"])


async def test_buttons_after_a_restart(open_scene: OpenScene) -> None:
    """Buttons work after a restart of the bot."""
    async with open_scene() as scene:
        ann = scene.client()
        old = await scene.ask(ann, QUESTION)
    async with open_scene() as scene:
        ann = scene.client()
        message = scene.backend.post(ann.private, scene.backend.bot, old.body, markup=old.markup)

        await tap(scene, ann, message, "›")
        assert "2 / 3" in labels(message)
        await tap(scene, ann, message, "上下文")
        await tap(scene, ann, message, "‹ 返回")
        assert "谢谢，记下了。" == await tap(scene, ann, message, "👍")
        await tap(scene, ann, message, "‹")
        assert quotations(await tap_for_message(scene, ann, message, labels(message)[8]))


async def test_buttons_after_a_reload(
    open_scene: OpenScene, packaged: Path, tmp_path: Path
) -> None:
    """Pages are searched in the current articles; buttons to removed ones say so."""
    folder = shutil.copytree(packaged, tmp_path / "articles")
    async with open_scene(folder) as scene:
        ann = scene.client()
        answer = await scene.ask(ann, QUESTION)
        before = quotations(answer)
        (folder / "jichu-sheshi.md").unlink()
        await scene.ask(scene.admin, "/reload")

        for label in ("上下文", "目录", labels(answer)[8]):
            assert GONE["zh-hans"] == await tap(scene, ann, answer, label)
        assert before == quotations(answer)
        await tap(scene, ann, answer, "›")

    assert quotations(answer)
    assert not set(before) & set(quotations(answer))


@pytest.mark.parametrize("code", GONE)
async def test_a_question_that_is_not_kept(scene: Scene, code: str) -> None:
    """The buttons of a question that is no longer stored show a toast that says so."""
    ann = scene.client("Ann", code)
    answer = await scene.ask(ann, QUESTION)
    before = answer.text
    async with Database(scene.settings.journal_url) as database, database.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM questions")

    assert GONE[code] == await tap(scene, ann, answer, "›")
    assert GONE[code] == await tap(scene, ann, answer, "👍")
    assert GONE[code] == await tap(scene, ann, answer, "👎")
    assert before == answer.text


async def test_a_journal_that_cannot_be_read(scene: Scene) -> None:
    """If the journal cannot be read, buttons show that they no longer work."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    async with Database(scene.settings.journal_url) as database, database.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE feedback")
        await connection.exec_driver_sql("DROP TABLE citations")
        await connection.exec_driver_sql("DROP TABLE questions")

    assert GONE["zh-hans"] == await tap(scene, ann, answer, "›")


async def test_a_link_to_a_question(scene: Scene) -> None:
    """A link to a question answers it again, in private and with its title."""
    ann, bob = scene.client(), scene.client("Bob")
    answer = await scene.ask(ann, QUESTION)
    question_id = ann.button(answer, "👍")["callback_data"].partition(":")[2]

    opened = await follow(scene, bob, f"https://t.me/yinju_bot?start=q_{question_id}")
    lost = await follow(scene, bob, "https://t.me/yinju_bot?start=q_0123456789ab")

    assert QUESTION == parts(opened, "bold")[0]
    assert quotations(answer) == quotations(opened)
    assert addresses(answer) == addresses(opened)
    assert "这个问题的记录已经删除，请重新提问。" == lost.text


async def test_a_link_to_a_long_question(scene: Scene) -> None:
    """The title above an answer is shortened."""
    ann = scene.client()
    answer = await scene.ask(ann, f"{QUESTION}\n" + "<流量>" * 1000)
    question_id = ann.button(answer, "👍")["callback_data"].partition(":")[2]

    opened = await follow(scene, ann, f"https://t.me/yinju_bot?start=q_{question_id}")

    assert opened.text.startswith(f"{QUESTION} <流量><流量>")
    assert "…\n\n" in opened.text[:130]
    assert quotations(answer) == quotations(opened)


async def test_buttons_below_a_message_sent_inline(scene: Scene) -> None:
    """Buttons of an inline message change that message."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    elsewhere = scene.backend.add_group("别处", ann.person)
    extra = {"via_bot": scene.backend.bot.as_json()}
    inline = scene.backend.post(
        elsewhere, ann.person, answer.body, markup=answer.markup, extra=extra
    )
    scene.backend.send_inline(inline)
    related = labels(inline)[8]

    await tap(scene, ann, inline, "›")
    assert "2 / 3" in labels(inline)
    assert "谢谢，记下了。" == await tap(scene, ann, inline, "👍")
    await tap(scene, ann, inline, "‹")
    await tap(scene, ann, inline, related)

    assert related.removeprefix("💬 ") == parts(inline, "bold")[0]
    assert 1 == len(elsewhere.visible)
