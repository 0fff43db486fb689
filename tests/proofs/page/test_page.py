"""The page in a browser, with the real bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from bot.playground.standin.formatting import parse
from tests.proofs.page.conftest import DESKTOP, PHONE, Messenger, OpenMessenger, playing

QUESTION = "金融科技为什么要成为基础设施？"


@pytest.fixture
async def messenger(data_dir: Path, open_messenger: OpenMessenger) -> AsyncIterator[Messenger]:
    """The page with the packaged collection."""
    async with playing(data_dir) as address, open_messenger(address) as messenger:
        yield messenger


def sent(state: dict[str, Any], method: str = "sendMessage") -> list[dict[str, Any]]:
    """Return the parameters of all calls of a method, none of which was refused."""
    calls = [event["call"] for event in state["wire"] if event["kind"] == "call"]
    assert [] == [call for call in calls if call["refusal"]]
    return [call["parameters"] for call in calls if call["method"] == method]


async def test_the_first_visit(messenger: Messenger) -> None:
    """An empty chat shows example questions with an answer, and how to go live."""
    examples = messenger.page.locator(".example")
    assert 3 == await examples.count()
    await messenger.page.click(".welcome summary")
    await expect(messenger.page.locator(".welcome li")).to_have_count(4)
    await messenger.shot("first-visit")

    await examples.first.click()

    await expect(messenger.answers.first.locator("blockquote").first).to_be_visible()
    await expect(messenger.page.locator(".welcome")).to_have_count(0)


async def test_an_answer_is_what_the_bot_sends(messenger: Messenger) -> None:
    """A bubble shows exactly the text and bold spans that Telegram parses from the call."""
    answer = await messenger.ask(QUESTION)
    shown = await answer.locator(".text").text_content()
    bold = await answer.locator(".text strong").all_text_contents()

    (call,) = sent(await messenger.everything())
    body = parse(call["text"], call["parse_mode"])
    assert body.text == shown
    utf16 = body.text.encode("utf-16-le")
    assert bold == [
        utf16[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le")
        for one in body.entities
        if one["type"] == "bold"
    ]
    (question,) = await messenger.page.locator("article.own .text").all_text_contents()
    assert QUESTION == question


async def test_markup_in_a_question_stays_text(messenger: Messenger) -> None:
    """Text of users is never interpreted as markup, wherever the page shows it."""
    nasty = '<img src=x onerror="document.title=1"> &amp; </blockquote> \u202e 𠀀'
    await messenger.ask(nasty)

    assert nasty == await messenger.page.locator("article.own .text").text_content()
    assert 0 == await messenger.page.locator("#messages img, #chats img").count()
    await messenger.page.click("#wire")
    await messenger.page.locator("#entries summary").last.click()
    assert "引据 Yinju" == await messenger.page.title()


async def test_a_group_and_its_topics(messenger: Messenger) -> None:
    """/ask is answered in the open topic; other messages of the group are not."""
    page = messenger.page
    await messenger.go_to("读书会")
    await page.get_by_role("tab", name="问与答").click()
    await messenger.say("大家好")

    answer = await messenger.ask(f"/ask {QUESTION}")

    await expect(answer.locator("blockquote").first).to_be_visible()
    assert QUESTION in str(await answer.locator(".replied").text_content())
    state = await messenger.everything()
    (call,) = sent(state)
    (group,) = (chat for chat in state["chats"] if chat["title"] == "读书会")
    assert str(group["topics"][0]["id"]) == str(call["message_thread_id"])
    await messenger.shot("group")
    await page.get_by_role("tab", name="闲聊").click()
    await expect(page.locator("article")).to_have_count(0)


async def test_three_languages(messenger: Messenger) -> None:
    """Page and bot use the language of the chosen user, and follow its changes."""
    page = messenger.page
    for language, send, nothing in (
        ("zh-hans", "发送", "没有"),
        ("zh-hant", "傳送", "沒有"),
        ("en", "Send", "no answer"),
    ):
        await page.select_option("#language", language)
        await expect(page.locator(".send")).to_have_attribute("aria-label", send)
        answer = await messenger.ask("北京明天的天气预报")
        assert nothing in str(await answer.locator(".text").text_content())
    await page.select_option("#person", label="阿芳")
    await expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    await expect(page.locator("article")).to_have_count(0)


async def test_reload_as_admin(messenger: Messenger) -> None:
    """In the admin's chat /reload reports the reload; other chats are those of a reader."""
    await messenger.go_to("管理员的私聊")
    assert "管理员" in await messenger.page.locator("#person option:checked").inner_text()
    report = await messenger.ask("/reload")
    assert "5" in str(await report.locator(".text").text_content())
    await messenger.go_to("读书会")
    assert "小明" == await messenger.page.locator("#person option:checked").inner_text()


async def test_pages_of_articles(
    tmp_path: Path, data_dir: Path, open_messenger: OpenMessenger
) -> None:
    """Buttons page through /articles in one message."""
    for number in range(20):
        (tmp_path / f"{number}.md").write_text(
            f"# 海带种植第{number}讲\n\n海带长在冷水里。\n", "utf-8"
        )
    async with (
        playing(data_dir, "--corpus", str(tmp_path)) as address,
        open_messenger(address) as messenger,
    ):
        listing = await messenger.ask("/articles")
        first = await listing.locator(".text").text_content()
        key = listing.locator(".key", has_text="›")
        await key.click()
        await expect(listing.locator(".text")).not_to_have_text(first or "")
        await expect(messenger.page.locator("article.other")).to_have_count(1)
        await expect(messenger.page.locator(".key[aria-busy=true]")).to_have_count(0)


async def test_a_link_into_the_bot(messenger: Messenger) -> None:
    """A deep link in an answer opens the private chat and is answered there."""
    await messenger.go_to("读书会")
    answer = await messenger.ask(f"/ask {QUESTION}")
    await answer.locator('.text a[href*="t.me/yinju_bot?start="]').first.click()

    await expect(messenger.page.locator("article.own .text")).to_contain_text("/start ")
    await expect(messenger.answers.first.locator("blockquote").first).to_be_visible()


@pytest.mark.parametrize("fault", ["flood", "server", "timeout", "disconnect"])
async def test_a_broken_wire_and_the_recovery(messenger: Messenger, fault: str) -> None:
    """Failed requests are shown as refused, and the answer arrives nevertheless."""
    page = messenger.page
    await page.click("#wire")
    await page.select_option(".breaking select", fault)
    await page.fill(".breaking input", "2")
    await page.click(".breaking button")
    await expect(page.locator("#faults")).not_to_be_empty()

    answer = await messenger.ask(QUESTION)

    await expect(answer.locator("blockquote").first).to_be_visible()
    await expect(page.locator("#entries .refused")).to_have_count(2)
    await expect(page.locator("#faults")).to_be_empty()
    await messenger.shot(f"broken-{fault}")
    await page.get_by_label("只看被拒绝的").check()
    await expect(page.locator("#entries li")).to_have_count(2)


async def test_it_looks_right_everywhere(data_dir: Path, open_messenger: OpenMessenger) -> None:
    """Nothing overflows the width of a phone or a desktop, in either theme."""
    async with playing(data_dir) as address:
        for size, name in ((DESKTOP, "desktop"), (PHONE, "phone")):
            for scheme in ("light", "dark"):
                options: dict[str, Any] = {"viewport": size, "color_scheme": scheme}
                async with open_messenger(address, **options) as messenger:
                    page = messenger.page
                    await messenger.ask(QUESTION)
                    await messenger.shot(f"{name}-{scheme}-answer")
                    wide = await page.evaluate("document.documentElement.scrollWidth")
                    assert size["width"] >= wide
                    await page.click("#wire")
                    await messenger.shot(f"{name}-{scheme}-wire")


async def test_the_narrowest_phone(data_dir: Path, open_messenger: OpenMessenger) -> None:
    """Nothing scrolls sideways on a screen of 320 pixels, in every language."""
    async with (
        playing(data_dir) as address,
        open_messenger(address, viewport={"width": 320, "height": 640}) as messenger,
    ):
        for language in ("zh-hans", "zh-hant", "en"):
            await messenger.page.select_option("#language", language)
            await messenger.ask(QUESTION)
            await messenger.shot(f"narrow-{language}")
            assert 320 >= await messenger.page.evaluate("document.documentElement.scrollWidth")


async def test_quotations_are_drawn_in_their_own_script(
    tmp_path: Path, data_dir: Path, open_messenger: OpenMessenger
) -> None:
    """Quotations and titles have the language of their characters, whatever that of the page."""
    (tmp_path / "wok.md").write_text(
        "---\ntitle: 铁锅怎么开锅、怎么养\n---\n开锅要把锅烧热，再让铁的毛孔吸进一层油。\n",
        "utf-8",
    )
    (tmp_path / "clock.md").write_text(
        "---\ntitle: 學修鐘\n---\n蔡明德十六歲當學徒，學修鐘學了三年。\n", "utf-8"
    )
    scripts = {"铁锅怎么开锅？": ("zh-Hans", "SC"), "修鐘學了幾年？": ("zh-Hant", "TC")}
    async with (
        playing(data_dir, "--corpus", str(tmp_path)) as address,
        open_messenger(address) as messenger,
    ):
        for language in ("zh-hans", "zh-hant"):
            await messenger.page.select_option("#language", language)
            for question, (script, font) in scripts.items():
                answer = await messenger.ask(question)
                await expect(answer.locator("blockquote").first).to_have_attribute("lang", script)
                title = answer.locator(".text > strong").first
                await expect(title).to_have_attribute("lang", script)
                family = "(quote) => getComputedStyle(quote).fontFamily"
                assert f"PingFang {font}" in await answer.locator("blockquote").first.evaluate(
                    family
                )


@pytest.mark.parametrize("question", [QUESTION, "为什么要放下流量思维？", "北京明天的天气预报"])
async def test_an_answer_fits_a_phone(
    data_dir: Path, open_messenger: OpenMessenger, question: str
) -> None:
    """An answer and all of its buttons are on one screen of a phone, in every language."""
    async with (
        playing(data_dir) as address,
        open_messenger(address, viewport={"width": 390, "height": 844}) as messenger,
    ):
        for language in ("zh-hans", "zh-hant", "en"):
            await messenger.page.select_option("#language", language)
            answer = await messenger.ask(question)
            await messenger.shot(f"fits-{language}")
            area = await messenger.page.locator("#messages").bounding_box()
            shown = await answer.bounding_box()
            assert area
            assert shown
            assert shown["height"] <= area["height"]
            cut = "(key) => key.scrollWidth > key.clientWidth || key.clientHeight > 45"
            keys = await answer.locator(".key").element_handles()
            assert keys
            assert not any([await key.evaluate(cut) for key in keys])


async def test_by_keyboard_alone(messenger: Messenger) -> None:
    """Every control has an accessible name, and the keyboard suffices to use the page."""
    page = messenger.page
    await messenger.ask(QUESTION)
    unnamed = await page.evaluate(
        """[...document.querySelectorAll("button, select, textarea, input, a[href]")]
           .filter((e) => e.checkVisibility())
           .filter((e) => !(e.ariaLabel || e.textContent.trim() || e.labels?.length))
           .map((e) => e.outerHTML)"""
    )
    assert [] == unnamed
    await page.focus("#field")
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#field")).to_have_value(QUESTION)
    await page.keyboard.press("Escape")
    await expect(page.locator("#field")).to_have_value("")
    await page.keyboard.type("/art")
    await page.keyboard.press("Tab")
    await expect(page.locator("#field")).not_to_be_empty()
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Delete")
    await page.focus("#messages")
    await page.keyboard.press("ArrowUp")
    focused = await page.evaluate("document.activeElement.className")
    assert "message other" == focused
