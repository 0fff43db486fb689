"""The admin's chat takes files, and what the bot makes of them answers the next question."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, expect

from bot.playground.web.actions import MAX_FILE_BYTES
from tests.proofs.page.conftest import PHONE, Messenger, OpenMessenger, playing
from tests.proofs.page.scripted import acting
from tests.proofs.page.test_messenger import silent

QUESTION = "海带养多久才能收？"
ANSWER = "海带从下苗到收割，前后要养七个月，中间还要换三次绳子。"
ADMINS = "管理员的私聊"

DROP = """([name, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([content], name));
  const options = {dataTransfer: data, bubbles: true, cancelable: true};
  const target = document.querySelector("#messages");
  target.dispatchEvent(new DragEvent("dragover", options));
  const isTaken = !document.querySelector("#drop").hidden;
  target.dispatchEvent(new DragEvent("drop", options));
  return isTaken;
}"""
"""Drops a file on the messages, and returns true if the page said that it takes it."""

DROP_LARGE = f"size => ({DROP})(['large.pdf', new Uint8Array(size)])"


def file(name: str, content: str | bytes) -> FilePayload:
    """Return a file to choose."""
    data = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


@pytest.fixture
async def messenger(
    data_dir: Path, tmp_path: Path, open_messenger: OpenMessenger
) -> AsyncIterator[Messenger]:
    """The page with a collection of one article; at the end no call may have been refused."""
    text = "---\ntitle: 盐田\n---\n盐田要晒七天，太阳和风把海水变成盐。"
    (tmp_path / "盐田.md").write_text(text, "utf-8")
    async with (
        playing(data_dir, "--corpus", str(tmp_path)) as address,
        open_messenger(address) as messenger,
    ):
        yield messenger
        wire = (await messenger.everything())["wire"]
        assert [] == [one["call"] for one in wire if one.get("call", {}).get("refusal")]


async def test_from_no_answer_to_an_answer(messenger: Messenger, tmp_path: Path) -> None:
    """What nothing was found for is answered once the admin has sent the article."""
    page = messenger.page
    declined = await messenger.ask(QUESTION)
    await expect(declined.locator("blockquote")).to_have_count(0)
    await expect(page.locator("#attach")).to_be_hidden()
    await messenger.go_to(ADMINS)
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="发送文件").click()
    await (await choosing.value).set_files([file("海带.md", f"# 海带\n\n{ANSWER}")])
    preview = messenger.answers.first
    await expect(preview.locator("blockquote").first).to_have_text(ANSWER)
    await messenger.shot("files-preview")
    await preview.get_by_role("button", name="添加").click()
    await expect(preview.locator(".text")).to_contain_text("已添加")
    await page.locator(".chat").first.click()  # The reader's.
    answer = await messenger.ask(QUESTION)

    await expect(answer.locator("blockquote").first).to_contain_text(ANSWER)
    assert (tmp_path / "海带.md").is_file()


async def test_dropped_files(messenger: Messenger) -> None:
    """A dropped file is sent in the admin's chat, and nowhere else."""
    page = messenger.page
    assert not await page.evaluate(DROP, ["海带.md", f"# 海带\n\n{ANSWER}"])
    await messenger.go_to(ADMINS)

    assert await page.evaluate(DROP, ["海带.md", f"# 海带\n\n{ANSWER}"])
    await expect(messenger.answers.first.locator("blockquote").first).to_have_text(ANSWER)
    await expect(page.locator("#drop")).to_be_hidden()
    await page.locator(".chat").first.click()  # The reader's.
    await expect(page.locator("article")).to_have_count(0)


async def test_several_files_and_one_that_is_too_large(open_messenger: OpenMessenger) -> None:
    """Files are sent in their order; one that is too large is told, in the page's language."""
    async with acting(silent) as (scenario, address), open_messenger(address) as messenger:
        page = messenger.page
        await messenger.go_to(ADMINS)
        for code, label, words in (
            ("zh-hant", "傳送檔案", "超過了 50.0 MB"),
            ("en", "Send files", "is larger than 50.0 MB"),
        ):
            await page.select_option("#language", code)
            await expect(page.locator("#attach")).to_have_attribute("title", label)
            await page.evaluate(DROP_LARGE, MAX_FILE_BYTES + 1)
            await expect(page.locator(".toast").last).to_contain_text(words)
        await page.set_input_files("#files", [file("c.txt", "")])
        await expect(page.locator(".toast").last).to_have_text("c.txt is empty")
        await page.set_input_files("#files", [file("a.txt", "a"), file("b.txt", "b")])
        await expect(page.locator("article.own .file b")).to_have_text(["a.txt", "b.txt"])

        names = [
            one.content["document"]["file_name"]
            for one in scenario.backend.private_chat(scenario.admin).visible
        ]
        assert ["a.txt", "b.txt"] == names


async def test_the_paper_clip_without_a_mouse(open_messenger: OpenMessenger) -> None:
    """The paper clip is reached with the keyboard, has a name, and fits on a phone."""
    async with (
        acting(silent) as (_, address),
        open_messenger(address, viewport=PHONE) as messenger,
    ):
        page = messenger.page
        await page.locator("#back").click()
        await messenger.go_to(ADMINS)
        await messenger.shot("files-phone")
        clip = page.get_by_role("button", name="发送文件")
        box = await clip.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 36
        assert await page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
        async with page.expect_file_chooser() as choosing:
            # The driver begins to watch for choosers while it does what follows.
            await page.focus("#menu")
            await page.keyboard.press("Tab")
            await expect(clip).to_be_focused()
            await page.keyboard.press("Enter")
        await (await choosing.value).set_files([file("a.txt", "a")])
        await expect(page.locator("article.own .file b")).to_have_text("a.txt")
