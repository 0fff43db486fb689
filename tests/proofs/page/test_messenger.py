"""The page as a messenger, with scripted bots: what it shows of any bot."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import expect

from bot.playground.web.scenario import build_scenario
from bot.playground.web.site import open_site
from tests.proofs.page.conftest import PHONE, OpenMessenger
from tests.proofs.page.scripted import Bot, acting

COMMANDS = {
    "all_private_chats": [("ask", "Ask a question"), ("settings", "Change settings")],
    "all_group_chats": [("ask", "Ask the group's bot")],
}


async def set_commands(bot: Bot, language: str = "") -> None:
    """Set the commands of each scope, for a language."""
    for scope, commands in COMMANDS.items():
        menu = [
            {"command": name, "description": f"{text} {language}".strip()}
            for name, text in commands
        ]
        await bot.call(
            "setMyCommands", commands=menu, scope={"type": scope}, language_code=language
        )


async def silent(_bot: Bot, _kind: str, _payload: dict[str, Any]) -> None:
    """Do nothing."""


async def test_menus(open_messenger: OpenMessenger) -> None:
    """A slash lists the chat's commands in the user's language; arrows select, Enter sends."""

    async def script(bot: Bot, kind: str, payload: dict[str, Any]) -> None:
        if kind == "message" and payload["text"] == "menus":
            await set_commands(bot)
            await set_commands(bot, "zh")
            await bot.call("sendMessage", chat_id=payload["chat"]["id"], text="set")

    async with acting(script) as (_, address), open_messenger(address) as messenger:
        page, options = messenger.page, messenger.page.locator("#suggestions [role=option]")
        await messenger.ask("menus")
        await page.click("#menu")
        await expect(options).to_have_text(
            ["/askAsk a question zh", "/settingsChange settings zh"]
        )
        await messenger.shot("menu")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(page.locator("article.own .text").last).to_have_text("/settings")
        await messenger.go_to("读书会")
        await page.fill("#field", "/")
        await expect(options).to_have_text(["/askAsk the group's bot zh"])
        await page.keyboard.press("Tab")
        await expect(page.locator("#field")).to_have_value("/ask ")
        await page.select_option("#language", "en")
        await page.fill("#field", "/")
        await expect(options).to_have_text(["/askAsk the group's bot"])


@pytest.mark.parametrize(
    ("language", "status", "step"),
    [
        ("zh-hans", "正在建索引…", "建索引 3 / 9"),
        ("zh-hant", "正在建索引…", "建索引 3 / 9"),
        ("en", "indexing passages…", "Index the passages 3 / 9"),
    ],
)
async def test_the_first_screen(
    open_messenger: OpenMessenger, language: str, status: str, step: str
) -> None:
    """While the bot starts, the page says how far it is, in one language, then what to ask."""
    scenario = build_scenario()
    description = "I answer." if language == "en" else "我来回答。"
    async with open_site(scenario) as site:
        site.set_progress("indexing", 3, 9)
        async with open_messenger(site.address, ready=".welcome") as messenger:
            page = messenger.page
            await page.select_option("#language", language)
            scenario.backend.profile["description", ""] = "I answer."
            await expect(page.locator("#heading-status")).to_have_text(status)
            await expect(page.locator(".start [aria-current]")).to_have_text(step)
            shown = await page.locator("#messages").inner_text()
            is_english = language == "en"
            assert is_english is bool(re.search("[A-Za-z]{2}", shown.replace("Telegram", "")))
            scenario.backend.profile["description", "zh"] = "我来回答。"
            site.set_ready(("为什么？",))
            await expect(page.locator(".example")).to_have_text("为什么？")
            await expect(page.locator(".welcome p").first).to_have_text(description)
            await expect(page.locator(".start")).to_have_count(0)


async def test_mentions(open_messenger: OpenMessenger) -> None:
    """An at sign suggests the bot and members with a username, and one is inserted."""
    async with acting(silent) as (scenario, address), open_messenger(address) as messenger:
        page = messenger.page
        await messenger.go_to("读书会")
        await page.fill("#field", "问 @")
        await expect(page.locator("#suggestions b")).to_have_text(["@yinju_bot", "@ann_reads"])
        await page.keyboard.press("Enter")
        await page.keyboard.type("为什么？")
        await page.keyboard.press("Enter")
        await expect(page.locator("article.own .text")).to_have_text("问 @yinju_bot 为什么？")
        assert ["mention"] == [entity["type"] for entity in scenario.group.visible[-1].entities]


async def test_buttons(open_messenger: OpenMessenger) -> None:
    """Buttons are busy until answered, and notify, alert, copy, type a query or link."""
    keys = [
        [{"text": "toast", "callback_data": "toast"}, {"text": "alert", "callback_data": "alert"}],
        [{"text": "copy", "copy_text": {"text": "引文"}}],
        [{"text": "share", "switch_inline_query_current_chat": "海带"}],
        [{"text": "site", "url": "https://example.org/"}],
    ]
    pressed = asyncio.Event()

    async def script(bot: Bot, kind: str, payload: dict[str, Any]) -> None:
        if kind == "message":
            await bot.call(
                "sendMessage",
                chat_id=payload["chat"]["id"],
                text="keys",
                reply_markup={"inline_keyboard": keys},
            )
        elif kind == "callback_query":
            await pressed.wait()
            is_alert = payload["data"] == "alert"
            await bot.call(
                "answerCallbackQuery",
                callback_query_id=payload["id"],
                text=payload["data"],
                show_alert=is_alert,
            )

    async with acting(script) as (_, address), open_messenger(address) as messenger:
        page = messenger.page
        answer = await messenger.ask("x")
        await answer.get_by_role("button", name="toast").click()
        await expect(answer.locator(".key[aria-busy=true]")).to_have_text("toast")
        await messenger.shot("buttons")
        pressed.set()
        await expect(page.locator(".toast")).to_have_text("toast")
        await expect(answer.locator(".key[aria-busy=true]")).to_have_count(0)
        await answer.get_by_role("button", name="alert").click()
        await expect(page.locator("dialog[open] p")).to_have_text("alert")
        await page.keyboard.press("Enter")
        await answer.get_by_role("button", name="copy").click()
        await expect(page.locator(".toast", has_text="已复制")).to_be_visible()
        assert "引文" == await page.evaluate("navigator.clipboard.readText()")
        link = answer.get_by_role("link", name="site")
        await expect(link).to_have_attribute("rel", "noopener noreferrer")
        await answer.get_by_role("button", name="share").click()
        await expect(page.locator("#field")).to_have_value("@yinju_bot 海带")


def results(start: int) -> list[dict[str, Any]]:
    """Return ten results of an inline query."""
    return [
        {
            "type": "article",
            "id": str(number),
            "title": f"第 {number} 条",
            "description": "海带长在冷水里",
            "input_message_content": {"message_text": f"<b>{number}</b>", "parse_mode": "HTML"},
        }
        for number in range(start, start + 10)
    ]


async def test_inline_mode(open_messenger: OpenMessenger) -> None:
    """Results are listed and extended at their end; a chosen one is sent via the bot."""

    async def script(bot: Bot, kind: str, payload: dict[str, Any]) -> None:
        if kind == "inline_query":
            start = int(payload["offset"] or 0)
            await bot.call(
                "answerInlineQuery",
                inline_query_id=payload["id"],
                results=results(start),
                next_offset="10" if not start else "",
                button={"text": "Ask in private", "start_parameter": "inline"},
            )

    async with acting(script) as (_, address), open_messenger(address) as messenger:
        page = messenger.page
        options = page.locator("#suggestions [role=option]")
        await messenger.go_to("午饭群")
        await page.fill("#field", "@yinju_bot 海带")
        await expect(options).to_have_count(11)
        await messenger.shot("inline")
        await options.last.scroll_into_view_if_needed()
        await expect(options).to_have_count(21)
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        chosen = page.locator("article.own")
        await expect(chosen.locator(".text strong")).to_have_text("0")
        await expect(chosen.locator(".author")).to_contain_text("通过 @yinju_bot")
        await expect(page.locator("#field")).to_have_value("")


async def test_guests(open_messenger: OpenMessenger) -> None:
    """A guest answer is shown in the chat without the bot, with the name of who asked."""

    async def script(bot: Bot, kind: str, payload: dict[str, Any]) -> None:
        if kind == "guest_message":
            query = payload["guest_query_id"]
            await bot.call("answerGuestQuery", guest_query_id=query, result=results(1)[0])

    async with acting(script) as (_, address), open_messenger(address) as messenger:
        await messenger.go_to("午饭群")
        answer = await messenger.ask("大家看 @yinju_bot 海带")
        await expect(answer.locator(".author")).to_contain_text("小明")


async def test_replying_quoting_editing_deleting(open_messenger: OpenMessenger) -> None:
    """The tools of a message reply, quote, edit and delete; edits are marked."""

    async def script(bot: Bot, kind: str, payload: dict[str, Any]) -> None:
        chat_id = payload["chat"]["id"]
        if kind == "message":
            await bot.call("sendChatAction", chat_id=chat_id, action="typing")
            reply = {"message_id": payload["message_id"]}
            quote = payload.get("quote", {}).get("text", "")
            text = f"heard {payload['text']} {quote}"
            await bot.call("sendMessage", chat_id=chat_id, text=text, reply_parameters=reply)
        elif kind == "edited_message":
            await bot.call(
                "editMessageText",
                chat_id=chat_id,
                message_id=payload["message_id"] + 1,
                text=f"heard again {payload['text']}",
            )

    async with acting(script) as (_, address), open_messenger(address) as messenger:
        page = messenger.page
        answer = await messenger.ask("one")
        own = page.locator("article.own").first
        await own.hover()
        await own.get_by_role("button", name="编辑").click()
        await messenger.say("two")
        await expect(answer.locator(".text")).to_have_text("heard again two")
        await expect(page.locator(".edited")).to_have_count(2)
        await answer.locator(".text").evaluate(
            "e => getSelection().setBaseAndExtent(e.firstChild, 0, e.firstChild, 5)"
        )
        await answer.hover()
        await answer.get_by_role("button", name="回复").click()
        await expect(page.locator("#context")).to_contain_text("heard")
        await messenger.say("three")
        await expect(page.locator("article.own .replied span").last).to_have_text("heard")
        await expect(messenger.answers.last.locator(".text")).to_have_text("heard three heard")
        await messenger.shot("replies")
        await own.hover()
        await own.get_by_role("button", name="删除").click()
        await expect(page.locator("article.own")).to_have_count(1)


async def test_files(open_messenger: OpenMessenger) -> None:
    """A file is shown with its name and size, and downloaded unchanged."""

    async def script(bot: Bot, kind: str, payload: dict[str, Any]) -> None:
        if kind == "message":
            await bot.send_file(payload["chat"]["id"], "我的数据.json", b'{"a": 1}')

    async with acting(script) as (_, address), open_messenger(address) as messenger:
        answer = await messenger.ask("/mydata")
        await messenger.shot("file")
        async with messenger.page.expect_download() as download:
            await answer.locator(".file").click()
        found = await download.value
        assert "我的数据.json" == found.suggested_filename
        assert b'{"a": 1}' == (await found.path()).read_bytes()


async def test_typing(open_messenger: OpenMessenger) -> None:
    """The heading shows that the bot is typing until its message arrives."""
    done = asyncio.Event()

    async def script(bot: Bot, kind: str, payload: dict[str, Any]) -> None:
        if kind == "message":
            await bot.call("sendChatAction", chat_id=payload["chat"]["id"], action="typing")
            await done.wait()
            await bot.call("sendMessage", chat_id=payload["chat"]["id"], text="there")

    async with acting(script) as (_, address), open_messenger(address) as messenger:
        status = messenger.page.locator("#heading-status")
        await messenger.say("x")
        await expect(status).to_have_text("正在输入…")
        done.set()
        await expect(status).to_have_text("机器人")


async def test_every_kind_of_formatting(open_messenger: OpenMessenger) -> None:
    """Spans are formatted where Telegram formats them, also if nested or after an emoji."""
    markup = (
        "😀<b>粗<i>斜</i></b>\n<blockquote>引<b>文</b>\n第二行</blockquote>\n"
        "<s>删</s><u>线</u><tg-spoiler>剧透</tg-spoiler><code>x=1</code>\n"
        '<a href="https://example.org/?a=1&amp;b=2">链</a> /help #题 @ann_reads\n'
        "<blockquote expandable>一\n二\n三\n四\n五\n六</blockquote>尾"
    )

    async def script(bot: Bot, kind: str, payload: dict[str, Any]) -> None:
        if kind == "message":
            chat_id = payload["chat"]["id"]
            await bot.call("sendMessage", chat_id=chat_id, text=markup, parse_mode="HTML")

    async with acting(script) as (scenario, address), open_messenger(address) as messenger:
        answer = await messenger.ask("x")
        text = answer.locator(".text")
        sent = scenario.backend.private_chat(scenario.readers[0]).visible[-1]
        assert sent.text == await text.text_content()
        await messenger.shot("formatting")
        for selector, expected in {
            "strong": ["粗斜", "文"],
            "em": ["斜"],
            "s": ["删"],
            "u": ["线"],
            "code": ["x=1"],
            ".spoiler": ["剧透"],
            "blockquote": ["引文\n第二行", "一\n二\n三\n四\n五\n六"],
            "a": ["链"],
            ".inline-link": ["/help"],
        }.items():
            assert expected == await text.locator(selector).all_text_contents()
        href = await text.locator("a").get_attribute("href")
        assert "https://example.org/?a=1&b=2" == href
        await text.locator(".inline-link").click()
        await expect(messenger.page.locator("article.own .text").last).to_have_text("/help")


async def test_a_quotation_opens(open_messenger: OpenMessenger) -> None:
    """A quotation that is cut off opens and closes by tap and key; others have no button."""
    markup = f"<blockquote expandable>{'海带长在冷水里。' * 12}</blockquote>\n"

    async def script(bot: Bot, kind: str, payload: dict[str, Any]) -> None:
        if kind == "message":
            chat_id = payload["chat"]["id"]
            await bot.call("sendMessage", chat_id=chat_id, text=markup, parse_mode="HTML")

    async with (
        acting(script) as (_, address),
        open_messenger(address, viewport=PHONE, has_touch=True) as messenger,
    ):
        page = messenger.page
        quote = (await messenger.ask("x")).locator("blockquote")
        button = quote.locator(".fold")
        closed = await quote.evaluate("e => e.clientHeight")
        await quote.tap()
        await expect(button).to_have_attribute("aria-expanded", "true")
        assert closed < await quote.evaluate("e => e.clientHeight")
        await button.focus()
        await page.keyboard.press("Enter")
        await expect(button).to_have_attribute("aria-expanded", "false")
        assert closed == await quote.evaluate("e => e.clientHeight")
        await page.set_viewport_size({"width": 1280, "height": 800})
        await expect(button).to_be_hidden()


async def test_on_a_phone_one_pane_at_a_time(open_messenger: OpenMessenger) -> None:
    """A phone shows the conversation or, after the back button, the list of chats."""
    async with (
        acting(silent) as (_, address),
        open_messenger(address, viewport=PHONE, has_touch=True) as messenger,
    ):
        page = messenger.page
        await expect(page.locator(".chats")).to_be_hidden()
        await page.tap("#back")
        await expect(page.locator(".conversation")).to_be_hidden()
        await messenger.shot("phone-chats")
        await page.locator(".chat", has_text="读书会").tap()
        await expect(page.locator("#heading-title")).to_have_text("读书会")
        await messenger.say("为什么？")
        await page.locator("article.own .text").tap()
        await messenger.shot("phone-tools")
        await page.get_by_role("button", name="编辑").tap()
        await expect(page.locator("#field")).to_have_value("为什么？")


async def test_the_program_stops(open_messenger: OpenMessenger) -> None:
    """The heading says that the program has stopped, and so does whatever is tried then."""
    async with acting(silent) as (_, address):
        opened = open_messenger(address)
        messenger = await opened.__aenter__()
    await expect(messenger.page.locator("#heading-status")).to_contain_text("程序已经停止")
    await messenger.say("为什么？")
    await expect(messenger.page.locator(".toast")).to_contain_text("没有成功：程序已经停止")
    messenger.faults.clear()  # The browser reports the lost connection.
