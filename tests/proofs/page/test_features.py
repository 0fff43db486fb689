"""The bot's features work in the page: buttons, inline mode, settings, personal data."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.proofs.page.conftest import Messenger, OpenMessenger, playing

QUESTION = "金融科技为什么要成为基础设施？"


@pytest.fixture
async def messenger(data_dir: Path, open_messenger: OpenMessenger) -> AsyncIterator[Messenger]:
    """The page with the packaged collection; at the end no call may have been refused."""
    async with playing(data_dir) as address, open_messenger(address) as messenger:
        yield messenger
        wire = (await messenger.everything())["wire"]
        assert [] == [one["call"] for one in wire if one.get("call", {}).get("refusal")]


async def test_paging_context_and_back(messenger: Messenger) -> None:
    """Further results, context and the way back are shown in one message."""
    answer = await messenger.ask(QUESTION)
    first = await answer.locator(".text").text_content() or ""
    for label in ("下一页 ›", "上下文"):
        await answer.get_by_role("button", name=label, exact=True).click()
        await expect(answer.locator(".text")).not_to_have_text(first)
        await messenger.shot(f"feature-{'context' if label == '上下文' else 'page'}")
        back = "返回" if label == "上下文" else "上一页"
        await answer.get_by_role("button", name=back).first.click()
        await expect(answer.locator(".text")).to_have_text(first)
    await expect(messenger.answers).to_have_count(1)


async def test_feedback(messenger: Messenger) -> None:
    """A thumb up shows a notification, and a thumb down asks for the reason."""
    answer = await messenger.ask(QUESTION)
    await answer.get_by_role("button", name="👍").click()
    await expect(messenger.page.locator(".toast")).to_be_visible()
    await answer.get_by_role("button", name="👎").click()
    reason = answer.locator(".key", has_text="段")
    await expect(reason.first).to_be_visible()
    await messenger.shot("feature-feedback")
    await reason.first.click()
    await expect(answer.get_by_role("button", name="👍")).to_be_visible()


async def test_copying(messenger: Messenger) -> None:
    """What is too long for the button is sent, and a tap on it copies it."""
    answer = await messenger.ask(QUESTION)
    await answer.get_by_role("button", name="更多…").click()
    await answer.locator(".key", has_text="复制全部").click()
    sent = messenger.answers.last.locator("pre")
    await sent.click()
    await expect(messenger.page.locator(".toast", has_text="已复制")).to_be_visible()
    await messenger.shot("feature-copy")
    copied = await messenger.page.evaluate("navigator.clipboard.readText()")
    assert await sent.text_content() == copied


async def test_an_edited_question(messenger: Messenger) -> None:
    """Editing a question edits its answer, which is marked as edited."""
    answer = await messenger.ask(QUESTION)
    first = await answer.locator(".text").text_content() or ""
    await messenger.page.focus("#field")
    await messenger.page.keyboard.press("ArrowUp")
    await messenger.say("流量思维有什么问题？")

    await expect(answer.locator(".text")).not_to_have_text(first)
    await expect(answer.locator(".edited")).to_be_visible()
    await expect(messenger.answers).to_have_count(1)


async def test_sharing_inline(messenger: Messenger) -> None:
    """Sharing opens a chosen chat with inline results, one of which is sent via the bot."""
    page = messenger.page
    answer = await messenger.ask(QUESTION)
    await answer.get_by_role("button", name="更多…").click()
    await answer.get_by_role("button", name="分享").click()
    await page.locator("#chooser .chat", has_text="午饭群").click()
    await expect(page.locator("#heading-title")).to_have_text("午饭群")
    option = page.locator("#suggestions .suggestion:not(.leading)").first
    await expect(option).to_be_visible()
    await messenger.shot("feature-inline")
    await option.click()
    shared = page.locator("article.own")
    await expect(shared.locator("blockquote").first).to_be_visible()
    await expect(shared.locator(".author")).to_contain_text("@yinju_bot")


async def test_a_guest_question(messenger: Messenger) -> None:
    """In a group without the bot, it answers a message that mentions it."""
    await messenger.go_to("午饭群")
    answer = await messenger.ask(f"@yinju_bot {QUESTION}")
    await expect(answer.locator("blockquote").first).to_be_visible()
    await expect(answer.locator(".author")).to_contain_text("小明")


async def test_a_mention_and_a_reply(messenger: Messenger) -> None:
    """In a group the bot answers mentions, and replies to its answer as a follow-up."""
    page = messenger.page
    await messenger.go_to("读书会")
    answer = await messenger.ask(f"@yinju_bot {QUESTION}")
    await expect(answer.locator("blockquote").first).to_be_visible()
    await answer.hover()
    await answer.get_by_role("button", name="回复").click()
    again = await messenger.ask("那流量呢？")
    await expect(again.locator(".replied")).to_contain_text("那流量呢？")
    await messenger.say("今天吃什么？")
    await page.wait_for_timeout(500)
    await expect(messenger.answers).to_have_count(2)


async def test_settings_and_language(messenger: Messenger) -> None:
    """The language button of /settings overrides the language of Telegram's client."""
    settings = await messenger.ask("/settings")
    await settings.get_by_role("button", name="语言").click()
    await settings.get_by_role("button", name="English").click()
    await expect(settings.get_by_role("button", name="Language: English")).to_be_visible()
    await messenger.shot("feature-settings")
    nothing = await messenger.ask("北京明天的天气预报")
    await expect(nothing.locator(".text")).to_contain_text("articles")


async def test_my_data(messenger: Messenger) -> None:
    """/mydata sends a file that holds the question; /forget asks before it deletes."""
    await messenger.ask(QUESTION)
    data = await messenger.ask("/mydata")
    async with messenger.page.expect_download() as download:
        await data.locator(".file").click()
    file = await (await download.value).path()
    assert QUESTION in json.dumps(json.loads(file.read_text("utf-8")), ensure_ascii=False)
    asking = await messenger.ask("/forget")
    await expect(asking.locator(".key").first).to_be_visible()


async def test_menus_follow_chat_and_person(messenger: Messenger) -> None:
    """Typing "/" offers the commands that the bot set for this chat and language."""
    page, options = messenger.page, messenger.page.locator("#suggestions [role=option]")
    await page.fill("#field", "/")
    await expect(options.filter(has_text="/mydata")).to_have_count(1)
    await messenger.go_to("管理员的私聊")
    await page.fill("#field", "/")
    await expect(options.filter(has_text="/articles")).to_have_count(1)
    await messenger.go_to("读书会")
    await page.fill("#field", "/")
    await expect(options.filter(has_text="/ask")).to_have_count(1)


async def test_three_readers(messenger: Messenger) -> None:
    """Each reader is greeted in their own language, in a chat of their own."""
    for name, word in (("小明", "文章"), ("阿芳", "問"), ("Ann", "articles")):
        await messenger.page.select_option("#person", label=name)
        greeting = await messenger.ask("/start")
        await expect(greeting.locator(".text")).to_contain_text(word)
        await expect(messenger.answers).to_have_count(1)


async def test_an_admin_edits_and_undoes(
    data_dir: Path, tmp_path: Path, open_messenger: OpenMessenger
) -> None:
    """In the admin's chat an article gets another title, in all answers at once, and loses it."""
    (data_dir / "cache").mkdir(exist_ok=True)
    (tmp_path / "cache").symlink_to(data_dir / "cache")
    async with playing(tmp_path) as address, open_messenger(address) as messenger:
        await messenger.go_to("管理员")
        listed = await messenger.ask("/articles")
        await listed.get_by_role("button", name="1", exact=True).click()
        for label in ("编辑", "标题"):
            await listed.get_by_role("button", name=label).click()
        await expect(messenger.page.locator("#context")).to_contain_text("请回复这条消息")
        await messenger.shot("feature-edit-asked")
        await messenger.say("换了一个题目")
        proposal = messenger.answers.last
        await expect(proposal.locator(".text")).to_contain_text("文章会这样显示")
        await messenger.shot("feature-edit-shown")
        await proposal.get_by_role("button", name="保存").click()
        await expect(proposal.locator(".text")).to_contain_text("已保存")
        renamed = await messenger.ask("/articles")
        await expect(renamed.locator(".text")).to_contain_text("换了一个题目")
        undo = await messenger.ask("/undo")
        await undo.get_by_role("button", name="1 · ").click()
        await undo.get_by_role("button", name="撤销", exact=True).click()
        await expect(undo.locator(".text")).to_contain_text("第 1 号改动已撤销")
        await messenger.shot("feature-undone")
        as_before = await messenger.ask("/articles")
        await expect(as_before.locator(".text")).not_to_contain_text("换了一个题目")


async def test_statistics(messenger: Messenger) -> None:
    """An admin sees statistics as a picture, which a button replaces by that of another period."""
    await messenger.ask(QUESTION)
    await messenger.go_to("管理员的私聊")
    shown = await messenger.ask("/stats")
    picture = shown.locator(".photo img")
    await expect(picture).to_be_visible()
    first = await picture.get_attribute("src")
    await expect(picture).to_have_js_property("naturalWidth", 1080)
    await messenger.shot("feature-statistics")
    await shown.get_by_role("button", name="近 30 天").click()

    await expect(picture).not_to_have_attribute("src", first or "")
    await expect(shown.locator(".text")).to_contain_text("近 30 天")
