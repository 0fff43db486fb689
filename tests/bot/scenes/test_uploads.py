"""Documents that admins send: from the chat to the files, and to the next answer."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from bot.playground.standin.faults import Fault
from bot.playground.standin.model import Message
from bot.service.collection import change_log
from bot.service.uploads import LIFETIME_SECONDS
from bot.settings import packaged_articles
from bot.telegram.handlers import progress
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import quotations
from tests.bot.scenes.tapping import labels, tap
from tests.documents import docx, paragraph, pdf

SALT = "---\ntitle: 盐田\nauthor: 王小明\ndate: 2021-03-04\n---\n{}\n\n{}"
SUN = "盐田要晒七天，太阳和风把海水变成盐。"
FEET = "收盐的人天不亮就下田，一天要走三十里路。"
CARTS = "收盐的人现在开着小车下田，一天只走三里路。"

HARBOUR = "---\ntitle: 渔港\nauthor: 李四\n---\n" + "\n\n".join(
    f"渔船第{n}次出海的时候带了⼗个人，每个人都有自己的干粮和水，在海上待了{n}天才回来。"
    for n in "一二三四五"
)
QUESTION = "渔船第三次出海待了几天？"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of one article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "盐田.md").write_text(SALT.format(SUN, FEET), "utf-8")
    return folder


async def send(scene: Scene, name: str, content: str | bytes) -> Message:
    """Send a document as the admin, and return the one answer."""
    data = content.encode() if isinstance(content, str) else content
    sent = scene.admin.send_document(name, data)
    (answer,) = await scene.said(sent.chat, after=sent)
    return answer


def stored(scene: Scene) -> list[Path]:
    """Return the files that wait for a decision."""
    return list((scene.settings.data_dir / "uploads").glob("*"))


@pytest.mark.parametrize(
    ("code", "shown", "label", "done"),
    [
        (
            "zh-hans",
            ("要添加这篇文章吗", "作者：李四", "日期：未注明", "共 5 段", "修复：1"),
            "添加",
            ("《渔港》已添加", "新增：1"),
        ),
        (
            "zh-hant",
            ("要加入這篇文章嗎", "作者：李四", "日期：未註明", "共 5 段", "修復：1"),
            "加入",
            ("《渔港》已加入", "新增：1"),
        ),
        (
            "en",
            ("Add this article?", "Author: 李四", "Date: none", "5 passages", "Repairs: 1"),
            "Add",
            ("“渔港” is added", "Added: 1"),
        ),
    ],
)
async def test_a_document_is_added(  # noqa: PLR0917 - the columns of the table
    open_scene: OpenScene,
    folder: Path,
    code: str,
    shown: tuple[str, ...],
    label: str,
    done: tuple[str, ...],
) -> None:
    """A document is shown as it would be quoted, added on a tap, and answers the next question."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        preview = await send(scene, "渔港.md", HARBOUR)
        first = preview.text
        assert not (folder / "渔港.md").exists()
        await tap(scene, scene.admin, preview, label)
        answer = await scene.ask(scene.client(), QUESTION)
        changes = change_log(scene.settings, folder).changes()

    assert all(words in first for words in (*shown, "→ 十"))
    assert all(words in preview.text for words in (*done, "/undo"))
    assert [] == labels(preview)
    assert "渔船第三次" in quotations(answer)[0]
    assert [("add", "渔港", "telegram:7")] == [(c.kind, c.subject, c.by) for c in changes]
    assert [] == stored(scene)


async def test_pages_of_a_preview(open_scene: OpenScene, folder: Path) -> None:
    """All passages are shown as quotations, a page at a time."""
    async with open_scene(folder) as scene:
        preview = await send(scene, "渔港.md", HARBOUR)
        pages = [quotations(preview)]
        await tap(scene, scene.admin, preview, "›")
        pages.append(quotations(preview))
        await tap(scene, scene.admin, preview, "‹")
        pages.append(quotations(preview))

    assert [3, 2, 3] == [len(page) for page in pages]
    assert pages[0] == pages[2]
    assert all(
        number in text for number, text in zip("一二三四五", pages[0] + pages[1], strict=True)
    )


@pytest.mark.parametrize(
    ("code", "label", "words"),
    [
        (
            "zh-hans",
            "替换《盐田》",
            ("新增的段落：1", "移除的段落：1", "《盐田》已替换", "有改动：1"),
        ),
        (
            "zh-hant",
            "取代《盐田》",
            ("新增的段落：1", "移除的段落：1", "《盐田》已取代", "有更動：1"),
        ),
        ("en", "Replace “盐田”", ("added: 1", "removed: 1", "“盐田” is replaced", "Changed: 1")),
    ],
)
async def test_a_newer_version_replaces(
    open_scene: OpenScene, folder: Path, code: str, label: str, words: tuple[str, ...]
) -> None:
    """A newer version says which paragraphs change, and replaces the old one on a tap."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        preview = await send(scene, "盐田 (2).md", SALT.format(SUN, CARTS))
        seen = preview.text
        await tap(scene, scene.admin, preview, label)
        answer = await scene.ask(scene.client(), "收盐的人一天走多少里路？")

    assert all(change in seen for change in (*words[:2], f"· {CARTS}", f"· {FEET}"))
    assert all(word in preview.text for word in words[2:])
    assert CARTS in quotations(answer)[0]
    assert ["盐田.md"] == [path.name for path in folder.iterdir()]


@pytest.mark.parametrize(
    ("code", "label", "words"),
    [
        ("zh-hans", "取消", "渔港.md 没有添加"),
        ("zh-hant", "取消", "渔港.md 沒有加入"),
        ("en", "Cancel", "渔港.md was not added"),
    ],
)
async def test_nothing_is_added(
    open_scene: OpenScene, folder: Path, code: str, label: str, words: str
) -> None:
    """Whoever decides against it adds nothing, and the file is deleted."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        preview = await send(scene, "渔港.md", HARBOUR)
        await tap(scene, scene.admin, preview, label)

    assert preview.text.startswith(words)
    assert [] == labels(preview) + stored(scene)
    assert not (folder / "渔港.md").exists()


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.zip", b"PK\x03\x04", "zh-hans", "不支持这种格式；支持的有 .doc"),
        ("a.odt", b"PK\x03\x04", "zh-hant", "請另存成 .docx"),
        ("a.txt", b"\xff\xff\xff", "en", "save it as UTF-8"),
        ("a.txt", b" \n", "zh-hans", "a.txt：里面没有内容；请发一个有文字的文件"),
        ("a.txt", b" \n", "zh-hant", "a.txt：裡面沒有內容；請傳一個有文字的檔案"),
        ("a.txt", b" \n", "en", "a.txt: is empty; send me a file that has text"),
        ("a.html", b"<html><p> </p></html>", "zh-hans", "没有可以引用的文字；请发有文字的版本"),
        ("a.html", b"<html><p> </p></html>", "zh-hant", "沒有可以引用的文字；請傳有文字的版本"),
        ("a.html", b"<html><p> </p></html>", "en", "can be quoted; send me a version that has"),
        ("a.html", b"<!-- a -->", "zh-hans", "没有可以引用的文字；请发有文字的版本"),
        ("a.html", b"<script>1</script>", "zh-hant", "沒有可以引用的文字；請傳有文字的版本"),
        ("a.txt", b"<!-- a -->", "en", "can be quoted; send me a version that has"),
        ("a.md", b"\x89PNG", "zh-hans", "是 PNG 图片，不是文字；请把文字存成文件发来"),
        ("a.md", b"\x89PNG", "zh-hant", "是 PNG 圖片，不是文字；請把文字存成檔案傳來"),
        ("a.md", b"\x89PNG", "en", "is a PNG picture, not text; send me the text as a file"),
        ("b.docx", docx(paragraph("海带。"))[40:], "zh-hans", "是损坏的 Word 文档"),
        ("b.docx", docx(paragraph("海带。"))[40:], "zh-hant", "是損壞的 Word 檔案"),
        ("b.md", bytes(range(256)), "zh-hans", "二进制数据，不是文本文件；请把文字存成文件发来"),
        ("b.md", bytes(range(256)), "zh-hant", "二進位資料，不是純文字檔；請把文字存成檔案傳來"),
        ("b.md", bytes(range(256)), "en", "is binary data, no text file; send me its text"),
        ("large.txt", bytes(5000), "zh-hans", "共 4.9 KB，上限为 4 KB"),
        ("huge.pdf", bytes(36 << 20), "zh-hans", "共 36 MB，而 Telegram 只让机器人下载 20 MB"),
        ("huge.pdf", bytes(36 << 20), "zh-hant", "機器人所在的電腦上，在那裡用 yinju corpus add"),
        (
            "huge.pdf",
            bytes(36 << 20),
            "en",
            "download 20 MB; split it, or put it on the bot’s machine",
        ),
        ("b.md", SALT.format(SUN, FEET).encode(), "zh-hans", "文集里已经有这篇文章：《盐田》"),
        ("b.md", SALT.format(SUN, FEET).encode(), "zh-hant", "文集裡已經有這篇文章：《盐田》"),
        ("b.md", SALT.format(SUN, FEET).encode(), "en", "has this article already: “盐田”"),
    ],
)
async def test_what_cannot_be_added(  # noqa: PLR0917 - the columns of the table
    open_scene: OpenScene, folder: Path, name: str, content: bytes, code: str, words: str
) -> None:
    """A file that is no article, is too large, or is there already is refused with the reason."""
    limit = {} if name.startswith("huge") else {"max_file_bytes": "4000"}
    async with open_scene(folder, may_refuse=name.startswith("huge"), **limit) as scene:
        scene.admin.person.language_code = code
        answer = await send(scene, name, content)
        downloads = [call for call in scene.backend.calls if call.method == "getfile"]

    assert words in answer.text
    assert name not in {"a.zip", "large.txt"} or not downloads
    assert [] == labels(answer) + stored(scene)
    assert ["盐田.md"] == [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("fault", ["server", "disconnect"])
async def test_a_download_that_fails(open_scene: OpenScene, folder: Path, fault: str) -> None:
    """If Telegram does not hand a file over, the admin is told to send it again."""
    async with open_scene(folder, may_refuse=True) as scene:
        scene.backend.faults.add(Fault(fault, 1, "download"))  # type: ignore[arg-type]
        failed = await send(scene, "渔港.md", HARBOUR)
        again = await send(scene, "渔港.md", HARBOUR)

    assert "无法从 Telegram 下载；请重新发送" in failed.text
    assert "要添加这篇文章吗" in again.text


async def test_a_file_that_telegram_has_lost(open_scene: OpenScene, folder: Path) -> None:
    """If the path that Telegram gives leads to nothing, the admin is told to send it again."""
    async with open_scene(folder) as scene:
        sent = scene.admin.send_document("渔港.md", HARBOUR.encode())
        del scene.backend.files[sent.content["document"]["file_id"]]
        (failed,) = await scene.said(sent.chat, after=sent)

    assert "无法从 Telegram 下载；请重新发送" in failed.text


@pytest.mark.parametrize("code", ["zh-hans", "zh-hant", "en"])
async def test_others_documents_are_no_articles(
    open_scene: OpenScene, folder: Path, code: str
) -> None:
    """Documents and addresses of others, and of admins in groups, are handled as before."""
    async with open_scene(folder) as scene:
        reader = scene.client("Eve", code)
        told = await scene.ask(reader, "", location={"latitude": 1.5, "longitude": 2.5})
        sent = reader.send_document("渔港.md", HARBOUR.encode())
        (answer,) = await scene.said(sent.chat, after=sent)
        declined = await scene.ask(reader, "https://example.org/a")
        group = scene.group(scene.admin, reader)
        in_group = scene.admin.send_document("渔港.md", HARBOUR.encode(), group)
        silence = await scene.said(group, after=in_group)
        downloads = [call for call in scene.backend.calls if call.method == "getfile"]

    assert told.text == answer.text
    assert [] == labels(answer) + silence + downloads + stored(scene)
    assert "example.org" not in declined.text


async def test_a_former_admin_adds_nothing(open_scene: OpenScene, folder: Path) -> None:
    """The buttons of a preview refuse whoever is no admin any more."""
    async with open_scene(folder) as scene:
        preview = await send(scene, "渔港.md", HARBOUR)
    async with open_scene(folder, admin_ids="8") as later:
        former = later.client("管理员")
        chat = later.backend.private_chat(former.person)
        kept = later.backend.post(chat, later.backend.bot, preview.body, markup=preview.markup)
        toasts = [await tap(later, former, kept, label) for label in ("添加", "取消", "›")]

    assert all(toast.startswith("只有这个机器人的管理员") for toast in toasts)
    assert not (folder / "渔港.md").exists()
    assert 1 == len(stored(later))


async def test_each_document_of_an_album(open_scene: OpenScene, folder: Path) -> None:
    """Documents that are sent at once get a preview each, and each is added by itself."""
    files = {
        "港.docx": docx(paragraph("渔港的早晨", "H1"), paragraph("海带要养七个月才能收。")),
        "灯塔.pdf": pdf([["灯塔", "灯塔的灯每天晚上六点亮，早上六点灭，从来没有误过时间。"]]),
        "a.zip": b"PK\x03\x04",
    }
    async with open_scene(folder) as scene:
        first, *_ = scene.admin.send_album(files)
        previews = await scene.said(first.chat, after=first)
        await tap(scene, scene.admin, previews[1], "添加")
        await tap(scene, scene.admin, previews[0], "添加")

    assert ["添加", "添加"] == ["添加" for p in previews if "已添加" in p.text]
    assert "不支持这种格式" in previews[2].text
    assert {"港.docx", "灯塔.pdf", "盐田.md"} == {path.name for path in folder.iterdir()}


async def test_a_forwarded_document(open_scene: OpenScene, folder: Path) -> None:
    """A document that an admin forwards is read as one of their own, whatever its caption."""
    async with open_scene(folder) as scene:
        group = scene.group(author := scene.client("作者"))
        original = author.send_document("渔港.md", HARBOUR.encode(), group, text="这是什么？")
        copy = scene.admin.forward(original)
        (preview,) = await scene.said(copy.chat, after=copy)

    assert "要添加这篇文章吗" in preview.text


async def test_a_document_without_a_name(open_scene: OpenScene, folder: Path) -> None:
    """A document without a name gets one by its media type."""
    async with open_scene(folder) as scene:
        sent = scene.admin.send_document("", HARBOUR.encode(), media_type="text/plain")
        (preview,) = await scene.said(sent.chat, after=sent)

    assert "article.txt" in preview.text


async def test_the_packaged_collection_is_copied_first(open_scene: OpenScene) -> None:
    """The first article is added to a copy of the packaged collection, which stays unchanged."""
    before = sorted(packaged_articles().iterdir())
    async with open_scene() as scene:
        preview = await send(scene, "渔港.md", HARBOUR)
        assert not scene.settings.own_collection.exists()
        await tap(scene, scene.admin, preview, "添加")
        answer = await scene.ask(scene.client(), QUESTION)

    assert "渔船第三次" in quotations(answer)[0]
    assert len(before) + 1 == len(list(scene.settings.own_collection.iterdir()))
    assert before == sorted(packaged_articles().iterdir())


async def test_a_restart(open_scene: OpenScene, folder: Path) -> None:
    """After a restart the buttons of a preview work as before."""
    async with open_scene(folder) as scene:
        preview = await send(scene, "渔港.md", HARBOUR)
    async with open_scene(folder) as later:
        chat = later.backend.private_chat(later.admin.person)
        kept = later.backend.post(chat, later.backend.bot, preview.body, markup=preview.markup)
        await tap(later, later.admin, kept, "›")
        turned = quotations(kept)
        await tap(later, later.admin, kept, "添加")

    assert 2 == len(turned)
    assert "《渔港》已添加" in kept.text


@pytest.mark.parametrize("label", ["添加", "取消", "›"])
async def test_an_expired_preview(open_scene: OpenScene, folder: Path, label: str) -> None:
    """A preview of yesterday says that it has expired, and adds nothing."""
    async with open_scene(folder) as scene:
        preview = await send(scene, "渔港.md", HARBOUR)
        (file,) = stored(scene)
        yesterday = time.time() - LIFETIME_SECONDS - 60
        os.utime(file, (yesterday, yesterday))
        await tap(scene, scene.admin, preview, label)

    assert "这个预览已过期，请重新发送文件。" == preview.text
    assert not (folder / "渔港.md").exists()


async def test_a_collection_that_has_changed_meanwhile(
    open_scene: OpenScene, folder: Path
) -> None:
    """Where a tap would do something else than its button says, the preview is shown again."""
    async with open_scene(folder) as scene:
        first = await send(scene, "渔港.md", HARBOUR)
        second = await send(scene, "渔港.md", HARBOUR + "\n\n后来渔港修了一座新的灯塔。")
        third = await send(scene, "渔港.md", HARBOUR)
        await tap(scene, scene.admin, first, "添加")
        toast = await tap(scene, scene.admin, second, "添加")
        seen = second.text
        await tap(scene, scene.admin, third, "添加")
        await tap(scene, scene.admin, second, "替换《渔港》")

    assert "文集在此期间有改动，请再看一遍。" == toast
    assert "要用这个新版本替换《渔港》吗" in seen
    assert "新增的段落：1" in seen
    assert "文集里已经有这篇文章" in third.text
    assert [] == labels(third)
    assert "《渔港》已替换" in second.text


async def test_a_collection_that_cannot_be_written(open_scene: OpenScene, folder: Path) -> None:
    """If the change cannot be made, the admin is told why, and nothing has changed."""
    async with open_scene(folder) as scene:
        preview = await send(scene, "渔港.md", HARBOUR)
        (scene.settings.data_dir / "changes").write_text("in the way", "utf-8")
        await tap(scene, scene.admin, preview, "添加")

    assert preview.text.startswith("没有改动：")
    assert ["盐田.md"] == [path.name for path in folder.iterdir()]


async def test_progress(
    open_scene: OpenScene, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes longer than a moment is announced, and the preview takes that message's place."""
    monkeypatch.setattr(progress, "DELAY_SECONDS", 0.05)
    async with open_scene(folder) as scene:
        scene.backend.faults.add(Fault("slow", 1, "download", seconds=1))
        sent = scene.admin.send_document("渔港.md", HARBOUR.encode())
        async with asyncio.timeout(10):
            while not (said := [m for m in sent.chat.visible if m.id > sent.id]):
                await asyncio.sleep(0.01)
        announced = said[0].text
        (preview,) = await scene.said(sent.chat, after=sent)

    assert "正在读取 渔港.md……" == announced
    assert "要添加这篇文章吗" in preview.text
    assert preview.edited
