"""Pressing buttons, and what comes of it."""

from __future__ import annotations

from bot.playground.standin.client import Client
from bot.playground.standin.model import Message
from tests.bot.scenes.conftest import Scene


def labels(message: Message) -> list[str]:
    """What stands on a message's buttons, row by row."""
    return [button["text"] for row in message.buttons for button in row]


async def tap(scene: Scene, client: Client, message: Message, label: str) -> str:
    """Press a button and wait; the toast that is shown, or nothing."""
    pressed = client.press(message, label)
    await scene.settle()
    assert pressed.answer is not None, "the button still waits"
    return str(pressed.answer["text"])


async def tap_for_message(scene: Scene, client: Client, message: Message, label: str) -> Message:
    """Press a button that is answered by a new message."""
    last = message.chat.visible[-1]
    await tap(scene, client, message, label)
    (answer,) = await scene.said(message.chat, after=last)
    return answer


async def follow(scene: Scene, client: Client, url: str) -> Message:
    """Open a link into the bot."""
    sent = client.open(url)
    (opened,) = await scene.said(client.private, after=sent)
    return opened
