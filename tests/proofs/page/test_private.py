"""What one user of the page sees alone, disabled buttons, blocking the bot, and its role."""

from __future__ import annotations

from typing import Any

from playwright.async_api import expect

from tests.proofs.page.conftest import OpenMessenger
from tests.proofs.page.scripted import Bot, acting

KEYS = [[{"text": "3 / 7", "disabled": {}}, {"text": "context", "callback_data": "context"}]]
BACK = [[{"text": "back", "callback_data": "back"}]]


async def script(bot: Bot, kind: str, payload: dict[str, Any]) -> None:
    """Answer a command to all, show context to whoever wants it, and take it back."""
    if kind == "message":
        keyboard = {"inline_keyboard": KEYS}
        chat_id = payload["chat"]["id"]
        await bot.call("sendMessage", chat_id=chat_id, text="answer", reply_markup=keyboard)
    elif kind == "callback_query" and payload["data"] == "context":
        by_press = {"callback_query_id": payload["id"], "replace_callback_query_message": True}
        await bot.call(
            "sendMessage",
            text="for you",
            ephemeral_message_parameters=by_press,
            reply_markup={"inline_keyboard": BACK},
        )
        await bot.call("answerCallbackQuery", callback_query_id=payload["id"])
    elif kind == "callback_query":
        await bot.call(
            "deleteEphemeralMessage",
            chat_id=payload["message"]["chat"]["id"],
            receiver_user_id=payload["from"]["id"],
            ephemeral_message_id=payload["message"]["ephemeral_message_id"],
        )
        await bot.call("answerCallbackQuery", callback_query_id=payload["id"])


async def test_a_message_for_one_person(open_messenger: OpenMessenger) -> None:
    """It lies over the answer for whoever pressed, says so, and others see the answer."""
    async with acting(script) as (_, address), open_messenger(address) as messenger:
        page = messenger.page
        texts = page.locator("article.other .text")
        await messenger.go_to("读书会")
        answer = await messenger.ask("/ask x")
        await expect(answer.get_by_role("button", name="3 / 7")).to_be_disabled()
        await answer.get_by_role("button", name="context").click()
        await expect(texts).to_have_text(["for you"])
        await expect(page.locator("article.private .alone")).to_have_text("只有您看得到")
        await messenger.shot("private")
        await page.select_option("#person", label="Ann")
        await expect(texts).to_have_text(["/ask x", "answer"])
        await page.select_option("#person", label="小明")
        await expect(texts).to_have_text(["for you"])
        await page.reload()
        await messenger.go_to("读书会")
        await expect(texts).to_have_text(["for you"])
        await page.get_by_role("button", name="back").click()
        await expect(texts).to_have_text(["answer"])
        await page.click("#wire")
        await expect(page.locator("#entries")).to_contain_text("deleteEphemeralMessage")
        await expect(texts).to_have_text(["answer"])


async def test_the_bots_role_in_a_group(open_messenger: OpenMessenger) -> None:
    """In the panel, a user makes the bot an administrator of the open group, and back.

    What it does not get as a mere member says so.
    """
    async with acting(script) as (scenario, address), open_messenger(address) as messenger:
        page = messenger.page
        role, status = page.locator("#role input"), page.locator("#heading-status")
        await page.click("#wire")
        await expect(role).to_have_count(0)
        await messenger.go_to("午饭群")
        await expect(role).to_have_count(0)
        await messenger.go_to("读书会")
        await page.get_by_label("机器人是「读书会」的管理员").check()
        await expect(status).to_have_text("3 人和机器人（管理员）")
        assert "administrator" == scenario.group.members[scenario.backend.bot.id]
        await messenger.shot("role")
        await role.uncheck()
        await expect(status).to_have_text("3 人和机器人")
        await messenger.say("请问@yinju_bot 为什么？")
        await expect(page.locator("article.own .withheld")).to_have_text("机器人收不到")
        await messenger.shot("withheld")
        assert "member" == scenario.group.members[scenario.backend.bot.id]


async def test_reacting(open_messenger: OpenMessenger) -> None:
    """A user reacts to a message, which shows it, and takes that back."""
    async with acting(script) as (_, address), open_messenger(address) as messenger:
        answer = await messenger.ask("x")
        await answer.hover()
        react = answer.get_by_role("button", name="回应")
        await react.click()
        await expect(answer.locator(".reaction")).to_have_text(["👍"])
        await react.click()
        await expect(answer.locator(".reaction")).to_have_count(0)


async def test_blocking_the_bot(open_messenger: OpenMessenger) -> None:
    """In private, a user blocks the bot, which hears nothing then, and unblocks it."""
    async with acting(script) as (_, address), open_messenger(address) as messenger:
        page, block = messenger.page, messenger.page.locator("#block")
        await messenger.ask("x")
        await block.click()
        await expect(block).to_have_text("取消屏蔽")
        await expect(page.locator("#heading-status")).to_contain_text("已屏蔽")
        await messenger.say("y")
        await expect(page.locator("article.own .text").last).to_have_text("y")
        await block.click()
        await expect(block).to_have_text("屏蔽")
        await messenger.ask("z")
        await expect(page.locator("article.other")).to_have_count(2)
        await messenger.go_to("读书会")
        await expect(block).to_be_hidden()
