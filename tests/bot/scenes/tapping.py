"""Pressing of buttons and following of links."""

from __future__ import annotations

from bot.playground.standin.client import Client
from bot.playground.standin.model import Message
from tests.bot.scenes.conftest import Scene


def labels(message: Message) -> list[str]:
    """Return the labels of a message's buttons, row by row."""
    return [button["text"] for row in message.buttons for button in row]


async def tap(scene: Scene, client: Client, message: Message, label: str) -> str:
    """Press a button, wait, and return the toast, which may be empty."""
    pressed = client.press(message, label)
    await scene.settle()
    assert pressed.answer is not None, "the button still waits"
    return str(pressed.answer["text"])


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
