"""Pressing of buttons and following of links."""

from __future__ import annotations

from bot.playground.standin.client import Client
from bot.playground.standin.model import Message
from tests.bot.scenes.conftest import Scene


def labels(message: Message) -> list[str]:
    """Return the labels of a message's buttons, row by row."""
    return [button["text"] for row in message.buttons for button in row]


def next_page(message: Message) -> str:
    """Return the label of the button to the next page of an answer, in any language."""
    return next(one for one in labels(message) if one in {"下一页 ›", "下一頁 ›", "Next ›"})


async def tap(scene: Scene, client: Client, message: Message, label: str) -> str:
    """Press a button, wait, and return the toast, which may be empty."""
    pressed = client.press(message, label)
    await scene.settle()
    assert pressed.answer is not None, "the button still waits"
    return str(pressed.answer["text"])


async def open_more(scene: Scene, client: Client, message: Message) -> Message:
    """Press “More” below an answer; return the message that has the further buttons then."""
    label = "More…" if "More…" in labels(message) else "更多…"
    assert "" == await tap(scene, client, message, label)
    alone = [one for one in client.sees(message.chat) if one.ephemeral_id and one.buttons]
    return alone[-1] if alone else message


async def set_to(scene: Scene, client: Client, panel: Message, option: str) -> str:
    """Find the setting that has an option, press that, and return the toast.

    The last are tried first: a group's collection is there, and its edits a minute are few.
    """
    for setting in reversed(labels(panel)):
        await tap(scene, client, panel, setting)
        found = [one for one in labels(panel) if one in {option, f"✓ {option}"}]
        if found:
            return await tap(scene, client, panel, found[0])
        await tap(scene, client, panel, "‹")
    raise LookupError(f"no setting has {option!r}: {labels(panel)}")


def shown_to(client: Client, message: Message, label: str) -> Message:
    """Return what a person sees last with a button: a message, or what they alone are shown."""
    seen = [one for one in client.sees(message.chat) if one is message or one.ephemeral_id]
    return next(
        one for one in reversed(seen) if any(text.startswith(label) for text in labels(one))
    )


async def tap_shown(scene: Scene, client: Client, message: Message, label: str) -> str:
    """Press a button where a person sees it last, and return the toast."""
    return await tap(scene, client, shown_to(client, message, label), label)


async def tap_for_message(scene: Scene, client: Client, message: Message, label: str) -> Message:
    """Press a button, and return the new message that answers it."""
    last = message.chat.visible[-1]
    await tap(scene, client, message, label)
    (answer,) = await scene.said(message.chat, after=last)
    return answer


async def follow(scene: Scene, client: Client, url: str) -> Message:
    """Open a deep link, and return the message that answers it."""
    sent = client.open(url)
    (opened,) = await scene.said(client.private, after=sent)
    return opened
