"""The editing of an article's metadata, from its page in /articles to sources.toml."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.standin.client import Client
from bot.playground.standin.model import Message
from corpus.days import latest_day
from corpus.source_entries import EDITABLE
from tests.bot.scenes.conftest import OpenScene, Scene

BY_HAND = '# 手写的。\n[[source]]\nmatch = "*"\nfill = true\nauthor = "王小明"\n'
EDIT = {"编辑", "編輯", "Ed"}
"""The first two characters of the button that edits, in the three languages."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two articles and a sources.toml."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "甲.md").write_text("---\ntitle: 题甲\n---\n潮水退了，海滩上留下贝壳。", "utf-8")
    (folder / "乙.md").write_text("---\ntitle: 题乙\n---\n盐田要晒七天。", "utf-8")
    (folder / "sources.toml").write_text(BY_HAND, "utf-8")
    return folder


def labels(message: Message) -> list[str]:
    """Return the labels of all buttons of a message."""
    return [button["text"] for row in message.buttons for button in row]


async def page_of(scene: Scene, client: Client, title: str) -> Message:
    """Return the page of an article, opened from the list of articles."""
    shown = await scene.ask(client, "/articles")
    blocks = [block for block in shown.text.split("\n\n") if title in block]
    client.press(shown, blocks[0].partition(".")[0])
    await scene.settle()
    return shown


async def requested(scene: Scene, title: str, field: int) -> Message:
    """Return the bot's request for a new value of a field, counted in the order of its buttons."""
    page = await page_of(scene, scene.admin, title)
    edit = next(label for label in labels(page) if label[:2] in EDIT)
    scene.admin.press(page, edit)
    await scene.settle()
    scene.admin.press(page, labels(page)[field])
    (request,) = await scene.said(page.chat, after=page)
    return request


async def proposed(scene: Scene, title: str, field: int, typed: str) -> Message:
    """Return the answer to a new value of a field."""
    request = await requested(scene, title, field)
    return await scene.ask(scene.admin, typed, reply_to=request)


def entries(folder: Path) -> list[dict[str, object]]:
    """Return the entries of sources.toml but the first, which the operator wrote."""
    content = (folder / "sources.toml").read_text("utf-8")
    assert content.startswith(BY_HAND)
    rows: list[dict[str, object]] = tomllib.loads(content)["source"]
    return rows[1:]


@pytest.mark.parametrize(
    ("key", "typed", "shown"),
    [
        ("title", "退潮  以后 <b>", "退潮 以后 <b>"),
        ("author", "李四", "李四"),
        ("date", "二〇二一年十二月二十八日", "2021-12-28"),
        ("url", "https://example.org/a?b=1&c={2}", "https://example.org/a?b=1&c={2}"),
    ],
)
async def test_a_value_is_shown_and_saved(
    open_scene: OpenScene, folder: Path, key: str, typed: str, shown: str
) -> None:
    """A reply with a value shows the card as it would be; saved, it is what is served."""
    async with open_scene(folder) as scene:
        proposal = await proposed(scene, "题甲", EDITABLE.index(key), typed)
        asked, before = proposal.text, entries(folder)
        scene.admin.press(proposal, "保存")
        await scene.settle()
        article = scene.services.library.current.corpus.article("甲")

    assert "文章会这样显示：" in asked
    assert asked.endswith(shown)
    assert [] == before
    assert [{"match", key}] == [set(entry) for entry in entries(folder)]
    assert article
    assert shown.replace("{2}", "%7B2%7D") == str(getattr(article, key))
    assert proposal.text.startswith("已保存；/undo 可以撤销。")
    assert "有改动：1" in proposal.text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", ("《题甲》的日期", "文章会这样显示：", "保存", "已保存")),
        ("zh-hant", ("《题甲》的日期", "文章會這樣顯示：", "儲存", "已儲存")),
        ("en", ("the date of “题甲”", "how the article would be shown", "Save", "Saved;")),
    ],
)
async def test_in_the_admins_language(
    open_scene: OpenScene, folder: Path, code: str, words: tuple[str, ...]
) -> None:
    """The request, the card and the confirmation are in the admin's language."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        request = await requested(scene, "题甲", 2)
        proposal = await scene.ask(scene.admin, "2020-02-29", reply_to=request)
        asked = proposal.text
        scene.admin.press(proposal, words[2])
        await scene.settle()

    assert words[0] in request.text
    assert request.markup
    assert request.markup["force_reply"]
    assert words[1] in asked
    assert proposal.text.startswith(words[3])


async def test_the_files_statement_counts_again(open_scene: OpenScene, folder: Path) -> None:
    """A hyphen takes back what was set, and undoing that sets it again."""
    async with open_scene(folder) as scene:
        for typed in ("新题", "-"):
            title = "题甲" if typed == "新题" else "新题"
            proposal = await proposed(scene, title, 0, typed)
            scene.admin.press(proposal, "保存")
            await scene.settle()
        back = entries(folder)
        listed = await scene.ask(scene.admin, "/undo")
        scene.admin.press(listed, "2 · ")
        await scene.settle()
        scene.admin.press(listed, "撤销")
        await scene.settle()
        article = scene.services.library.current.corpus.article("甲")

    assert [] == back
    assert [{"match": "/甲.md", "title": "新题"}] == entries(folder)
    assert article
    assert "新题" == article.title


@pytest.mark.parametrize(
    ("code", "save", "title"),
    [
        ("zh-hans", "保存", "标题：新题"),
        ("zh-hant", "儲存", "標題：新题"),
        ("en", "Save", "Title: 新题"),
    ],
)
async def test_the_panel_shows_what_was_saved(
    open_scene: OpenScene, folder: Path, code: str, save: str, title: str
) -> None:
    """After an edit, the message whose button asked for the value shows the new one."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        request = await requested(scene, "题甲", 0)
        assert request.replied_message
        panel = request.replied_message
        proposal = await scene.ask(scene.admin, "新题", reply_to=request)
        assert "题甲" in panel.text
        scene.admin.press(proposal, save)
        await scene.settle()
        shown, offered = panel.text, labels(panel)
        scene.admin.press(panel, offered[-1])
        await scene.settle()

    assert (title, 6) == (shown.splitlines()[0], len(offered))
    assert panel.text.startswith("新题")


async def test_an_edit_is_dropped(open_scene: OpenScene, folder: Path) -> None:
    """Whoever decides against an edit changes nothing."""
    async with open_scene(folder) as scene:
        proposal = await proposed(scene, "题甲", 0, "新题")
        scene.admin.press(proposal, "取消")
        await scene.settle()

    assert "没有改动。" == proposal.text
    assert [] == entries(folder)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (2, "去年春天", "看不出是哪一天"),
        (3, "example.org", "这不是网址"),
        (0, "长" * 501, "超过了 500 个字"),
        (0, "题甲", "不会有任何变化"),
        (1, "王小明", "不会有任何变化"),
        (2, "-", "不会有任何变化"),
    ],
)
async def test_a_value_that_is_none(
    open_scene: OpenScene, folder: Path, field: int, typed: str, words: str
) -> None:
    """What is no value, or would have no effect, is told, and cannot be saved."""
    async with open_scene(folder) as scene:
        answer = await proposed(scene, "题甲", field, typed)

    assert words in answer.text
    assert [] == labels(answer)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", "没有改动：{day} 还没有到；请写文章发表的那一天，最晚是 {latest}"),
        ("zh-hant", "沒有改動：{day} 還沒有到；請寫文章發表的那一天，最晚是 {latest}"),
        ("en", "{day} is in the future; write the day on which the article was published"),
    ],
)
async def test_a_day_in_the_future(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """A day that has come nowhere on Earth is refused; the latest that has is not."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        latest = latest_day()
        future = latest + timedelta(days=2)
        request = await requested(scene, "题甲", 2)
        refused = await scene.ask(scene.admin, str(future), reply_to=request)
        accepted = await scene.ask(scene.admin, str(latest), reply_to=request)

    # Midnight may pass meanwhile.
    days = (latest, latest + timedelta(days=1))
    assert any(words.format(day=future, latest=day) in refused.text for day in days)
    assert [] == labels(refused)
    assert labels(accepted)
    assert str(latest) in accepted.text


@pytest.mark.parametrize(
    ("code", "stated", "words"),
    [
        (
            "zh-hans",
            "date: 2999-01-02",
            "日期是 2999-01-02，那一天还没有到；可以在 /articles 里打开",
        ),
        (
            "zh-hant",
            "date: 2999-01-02",
            "日期是 2999-01-02，那一天還沒有到；可以在 /articles 裡開啟",
        ),
        (
            "en",
            "date: 2999-01-02",
            "is dated 2999-01-02, which is in the future; correct it under /articles",
        ),
        ("zh-hans", "date: 2025-13-45", "日期是 2025-13-45，没有这一天；可以在 /articles 里打开"),
        ("zh-hant", "date: 2025-13-45", "日期是 2025-13-45，沒有這一天；可以在 /articles 裡開啟"),
        (
            "en",
            "date: 2025-13-45",
            "is dated 2025-13-45, and there is no such day; correct it under /articles",
        ),
        ("zh-hans", "url: not a url", "网址“not a url”用不了"),
        ("zh-hant", "url: not a url", "網址「not a url」無法使用"),
        ("en", "url: not a url", "unusable address, “not a url”"),
    ],
)
async def test_a_document_with_a_wrong_field(
    open_scene: OpenScene, folder: Path, code: str, stated: str, words: str
) -> None:
    """The preview of a document, and the report of a reload, warn of its day or address."""
    text = f"---\ntitle: 题丙\n{stated}\n---\n灯塔的灯每天晚上六点亮。"
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        sent = scene.admin.send_document("丙.md", text.encode())
        (preview,) = await scene.said(sent.chat, after=sent)
        (folder / "丙.md").write_text(text, "utf-8")
        report = await scene.ask(scene.admin, "/reload")

    assert words in preview.text
    assert words in report.text


async def test_a_corrected_reply_is_shown_again(open_scene: OpenScene, folder: Path) -> None:
    """A reply that is edited is read again, and is no question."""
    async with open_scene(folder) as scene:
        request = await requested(scene, "题甲", 0)
        sent = scene.admin.send("新体", reply_to=request)
        await scene.settle()
        scene.admin.edit(sent, "新题")
        answers = await scene.said(sent.chat, after=sent)

    assert ["新体", "新题"] == [answer.text.rpartition("：")[2] for answer in answers]


async def test_an_article_of_a_broken_sources_file(open_scene: OpenScene, folder: Path) -> None:
    """If sources.toml cannot be read, the answer says so, and the file stays as it is."""
    (folder / "sources.toml").write_text("[[source]\n", "utf-8")
    async with open_scene(folder) as scene:
        answer = await proposed(scene, "题甲", 0, "新题")

    assert answer.text.startswith("没有改动：sources.toml 无法修改")
    assert "[[source]\n" == (folder / "sources.toml").read_text("utf-8")


async def test_readers_see_no_button(open_scene: OpenScene, folder: Path) -> None:
    """Only admins, and they only in private, can edit from an article's page."""
    async with open_scene(folder) as scene:
        reader = scene.client()
        page = await page_of(scene, reader, "题甲")
        group = scene.group(scene.admin)
        shown = await scene.ask(scene.admin, "/articles", group)
        scene.admin.press(shown, "1")
        await scene.settle()

    assert "编辑" not in labels(page) + labels(shown)


async def test_a_link_to_an_article_can_edit(open_scene: OpenScene, folder: Path) -> None:
    """The page that a link opens has the button as well, and it leads back."""
    async with open_scene(folder) as scene:
        listed = await scene.ask(scene.admin, "/articles")
        urls = [one["url"] for one in listed.entities if one["type"] == "text_link"]
        sent = scene.admin.open(urls[0])
        (page,) = await scene.said(sent.chat, after=sent)
        before = page.text
        scene.admin.press(page, "编辑")
        await scene.settle()
        panel = page.text
        scene.admin.press(page, "‹")
        await scene.settle()

    assert "作者：王小明" in panel
    assert "日期：未注明" in panel
    assert before == page.text


async def test_no_longer_an_admin(open_scene: OpenScene, folder: Path) -> None:
    """Buttons and requests of somebody who is no admin any more do nothing."""
    async with open_scene(folder) as scene:
        request = await requested(scene, "题甲", 0)
        proposal = await scene.ask(scene.admin, "新题", reply_to=request)
        eve = scene.client("小红")
        callback = eve.press(proposal, "保存")
        refused = await scene.ask(eve, "新题", reply_to=request)

    assert callback.answer
    assert callback.answer["text"] == refused.text == "只有这个机器人的管理员才能这样做。"
    assert [] == entries(folder)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", "这篇文章已经不在文集里了。"),
        ("zh-hant", "這篇文章已經不在文集裡了。"),
        ("en", "This article is no longer in the collection."),
    ],
)
async def test_a_button_of_an_article_that_is_gone(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """Buttons that lead to an article say that it is gone; nobody had asked anything."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        page = await page_of(scene, scene.admin, "题甲")
        card = await proposed(scene, "题甲", 0, "新题")
        (folder / "甲.md").unlink()
        await scene.ask(scene.admin, "/reload")
        scene.admin.press(page, next(one for one in labels(page) if one[:2] in EDIT))
        scene.admin.press(card, labels(card)[0])
        await scene.settle()

    assert [words, words] == [page.text, card.text]
