"""The buttons below an answer: pages, copying, sharing, related questions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.journal.opening import make_database
from bot.playground.standin.model import Message
from retrieval.answer.related import columns
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import addresses, parts, quotations
from tests.bot.scenes.tapping import (
    follow,
    labels,
    next_page,
    open_more,
    tap,
    tap_for_message,
)

QUESTION = "金融科技为什么要成为基础设施？"

ROWS = {
    "zh-hans": [["下一页 ›", "上下文"], ["👍", "👎", "更多…"]],
    "zh-hant": [["下一頁 ›", "上下文"], ["👍", "👎", "更多…"]],
    "en": [["Next ›", "Context"], ["👍", "👎", "More…"]],
}
PAGES = {
    "zh-hans": "第 1 页，共 3 页",
    "zh-hant": "第 1 頁，共 3 頁",
    "en": "Page 1 of 3",
}
MORE = {
    "zh-hans": [
        ["目录", "复制全部", "分享"],
        ["👎 段落不对", "文章里没有", "看不明白"],
        ["‹ 返回"],
    ],
    "zh-hant": [
        ["目錄", "全部複製", "分享"],
        ["👎 段落不對", "文章裡沒有", "看不明白"],
        ["‹ 返回"],
    ],
    "en": [
        ["Outline", "Copy all", "Share"],
        ["👎 Wrong passage", "Not covered", "Unclear"],
        ["‹ Back"],
    ],
}
GONE = {
    "zh-hans": "这个按钮失效了：它指向的内容已经不在了。请重新提问。",
    "zh-hant": "這個按鈕失效了：它指向的內容已經不在了。請重新提問。",
    "en": "This button no longer works: what it leads to is gone. Please ask again.",
}


def rows(message: Message) -> list[list[str]]:
    """Return the labels of each row of a message's buttons."""
    return [[button["text"] for button in row] for row in message.buttons]


def asked_by(label: str) -> str:
    """Return the question of a label, without the article's title before it."""
    return label.removeprefix("💬 ").rpartition(" › ")[-1]


@pytest.mark.parametrize("code", ROWS)
async def test_what_an_answer_offers(scene: Scene, code: str) -> None:
    """An answer has three rows of buttons, the last a related question, and tells its page."""
    answer = await scene.ask(scene.client("Ann", code), QUESTION)

    *actions, related = rows(answer)
    assert ROWS[code] == actions
    assert ["💬"] == [label[:1] for label in related]
    assert columns(related[0]) <= 40
    assert PAGES[code] == answer.text.splitlines()[-1]


@pytest.mark.parametrize("code", MORE)
async def test_what_is_behind_more(scene: Scene, code: str) -> None:
    """“More” shows further actions in place of the buttons, and nothing else; “Back” undoes it."""
    ann = scene.client("Ann", code)
    answer = await scene.ask(ann, QUESTION)
    await tap(scene, ann, answer, next_page(answer))
    before = answer.text, rows(answer)
    await open_more(scene, ann, answer)

    assert (before[0], MORE[code]) == (answer.text, rows(answer))
    await tap(scene, ann, answer, MORE[code][-1][0])
    assert before == (answer.text, rows(answer))


@pytest.mark.parametrize(
    ("question", "buttons"),
    [
        ("这些文章讲了什么", ["阅读", "👍", "👎", "更多…"]),
        ("孟永辉写过哪些文章", ["👍", "👎", "更多…"]),
        ("明天上海会下雨吗？", ["👍", "👎"]),
    ],
)
async def test_three_rows_below_any_answer(
    scene: Scene, question: str, buttons: list[str]
) -> None:
    """Cards, counts and abstentions have three rows of buttons at most."""
    answer = await scene.ask(scene.client(), question)

    assert len(rows(answer)) <= 3
    assert buttons == rows(answer)[-1]


async def test_pages_of_an_answer(scene: Scene) -> None:
    """Arrows show further quotations in the same message, each once, and go back."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    pages = [quotations(answer)]
    for _ in range(2):
        assert "" == await tap(scene, ann, answer, "下一页")
        pages.append(quotations(answer))
    assert ["‹ 上一页", "上下文"] == labels(answer)[:2]
    assert answer.text.endswith("第 3 页，共 3 页")

    assert 8 == len({one for page in pages for one in page})
    for _ in range(2):
        await tap(scene, ann, answer, "‹")
    assert pages[0] == quotations(answer)
    assert 2 == len(ann.private.visible)


async def test_one_page_has_one_row(open_scene: OpenScene, tmp_path: Path) -> None:
    """An answer of one page has its actions in one row, and does not tell the page."""
    (tmp_path / "a.md").write_text("---\ntitle: 题\n---\n流量不是目标。", "utf-8")
    async with open_scene(tmp_path) as scene:
        answer = await scene.ask(scene.client(), "流量")

    assert [["上下文", "👍", "👎", "更多…"]] == rows(answer)
    assert "第 1 页" not in answer.text


@pytest.mark.parametrize(
    ("code", "copy", "first", "toast"),
    [
        ("zh-hans", "复制全部", "复制第一段", "点一下下面的文字就能复制。"),
        ("zh-hant", "全部複製", "複製第一段", "點一下下面的文字就能複製。"),
        ("en", "Copy all", "Copy the first", "Tap the text below to copy it."),
    ],
)
async def test_copying_a_page(scene: Scene, code: str, copy: str, first: str, toast: str) -> None:
    """What is too long for a button is sent to be copied: all quotations of the page, sourced."""
    ann = scene.client("Ann", code)
    answer = await scene.ask(ann, QUESTION)
    await tap(scene, ann, answer, next_page(answer))
    await open_more(scene, ann, answer)
    assert toast == await tap(scene, ann, answer, copy)
    sent = (await scene.said(ann.private, after=answer))[-1]
    source = "——孟永辉（引据摘要）《"
    elsewhere = scene.backend.add_group("别处", ann.person)
    ann.ask_as_guest(f"@yinju_bot {QUESTION}", elsewhere)
    (guest,) = await scene.said(elsewhere)
    await open_more(scene, ann, guest)

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
        await open_more(scene, ann, answer)

    blocks = ann.copy(answer, "复制全部").split("\n\n")
    assert {"“甲说流量。”\n——《甲》", "“乙说流量。”\n——《乙》"} == set(blocks)


async def test_sharing_a_question(scene: Scene) -> None:
    """Sharing starts an inline query with the question, shortened if it is long."""
    ann = scene.client()
    long = f"{QUESTION}\n" + "流量" * 300

    answers = [await scene.ask(ann, question) for question in (QUESTION, long)]
    for answer in answers:
        await open_more(scene, ann, answer)
    short, cut = (ann.button(answer, "分享") for answer in answers)

    assert QUESTION == short["switch_inline_query"]
    assert cut["switch_inline_query"].startswith(f"{QUESTION} 流量")
    assert 200 == len(cut["switch_inline_query"])


async def test_every_related_question_has_an_answer(scene: Scene) -> None:
    """A related question is answered by a new message that repeats it."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    first = quotations(answer)[0]

    for label in labels(answer)[5:]:
        related = await tap_for_message(scene, ann, answer, label)
        assert asked_by(label) == parts(related, "bold")[0]
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
    label = labels(answer)[5]
    related = await tap_for_message(scene, bob, answer, label)
    title = parts(related, "bold")[0]
    await tap(scene, bob, related, next_page(related))

    assert title == parts(related, "bold")[0]
    async with (
        make_database(scene.settings.journal_url) as database,
        database.connect() as connection,
    ):
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

        await tap(scene, ann, message, "下一页")
        assert message.text.endswith("第 2 页，共 3 页")
        await tap(scene, ann, message, "上下文")
        await tap(scene, ann, message, "‹ 返回")
        assert "谢谢，记下了。" == await tap(scene, ann, message, "👍")
        await tap(scene, ann, message, "‹")
        assert quotations(await tap_for_message(scene, ann, message, labels(message)[5]))


async def test_buttons_of_older_answers(scene: Scene) -> None:
    """The buttons that answers had before there was “More” do what they did."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    question_id = ann.button(answer, "👍")["callback_data"].partition(":")[2]
    page = f"page:{question_id}:1"
    await open_more(scene, ann, answer)
    outline = ann.button(answer, "目录")["callback_data"]
    old = {"1 / 3": "here", "›": f"page:{question_id}:2", "目录": outline, "复制": f"copy:{page}"}
    keys = [[{"text": text, "callback_data": data}] for text, data in old.items()]
    message = scene.backend.post(
        ann.private, scene.backend.bot, answer.body, markup={"inline_keyboard": keys}
    )

    assert "" == await tap(scene, ann, message, "1 / 3")
    copied = await tap_for_message(scene, ann, message, "复制")
    assert [copied.text] == parts(copied, "pre")
    pressed = [ann.press_button(message, key) for (key,) in keys[1:3]]
    await scene.settle()
    assert all(one.answer is not None for one in pressed)
    assert "选一部分来读：" in message.text
    assert ROWS["zh-hans"] != rows(message)


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

        for label in ("上下文", labels(answer)[5]):
            assert GONE["zh-hans"] == await tap(scene, ann, answer, label)
        assert before == quotations(answer)
        await tap(scene, ann, answer, "下一页")

    assert quotations(answer)
    assert not set(before) & set(quotations(answer))


@pytest.mark.parametrize("code", GONE)
async def test_a_question_that_is_not_kept(scene: Scene, code: str) -> None:
    """The buttons of a question that is no longer stored show a toast that says so."""
    ann = scene.client("Ann", code)
    answer = await scene.ask(ann, QUESTION)
    before = answer.text
    async with (
        make_database(scene.settings.journal_url) as database,
        database.begin() as connection,
    ):
        await connection.exec_driver_sql("DELETE FROM questions")

    assert GONE[code] == await tap(scene, ann, answer, next_page(answer))
    assert GONE[code] == await tap(scene, ann, answer, labels(answer)[4])
    assert GONE[code] == await tap(scene, ann, answer, "👍")
    assert GONE[code] == await tap(scene, ann, answer, "👎")
    assert before == answer.text


@pytest.mark.sqlite
async def test_a_journal_that_cannot_be_read(scene: Scene) -> None:
    """If the journal cannot be read, buttons show that they no longer work."""
    ann = scene.client()
    answer = await scene.ask(ann, QUESTION)
    async with (
        make_database(scene.settings.journal_url) as database,
        database.begin() as connection,
    ):
        await connection.exec_driver_sql("DROP TABLE feedback")
        await connection.exec_driver_sql("DROP TABLE citations")
        await connection.exec_driver_sql("DROP TABLE questions")

    assert GONE["zh-hans"] == await tap(scene, ann, answer, "下一页")


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
    related = labels(inline)[5]

    await tap(scene, ann, inline, "下一页")
    assert inline.text.endswith("第 2 页，共 3 页")
    assert "谢谢，记下了。" == await tap(scene, ann, inline, "👍")
    await tap(scene, ann, inline, "‹")
    await tap(scene, ann, inline, related)

    assert asked_by(related) == parts(inline, "bold")[0]
    assert 1 == len(elsewhere.visible)
