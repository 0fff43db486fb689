"""The stand-in takes photos as Telegram does, and refuses the same ones."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest

from bot.playground.standin.methods.photos import MAX_PHOTO_BYTES
from tests.bot.playground.conftest import ANN, Bot


def png(width: int, height: int, size: int = 100) -> bytes:
    """Return the beginning of a PNG of some dimensions, in pixels, filled up to *size* bytes."""
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)
    return head.ljust(size, b"\0")


async def upload(bot: Bot, data: bytes, method: str = "sendPhoto", **more: Any) -> dict[str, Any]:
    """Upload a file as the photo of a call, and return the body of the response."""
    fields = {"chat_id": str(ANN), **{key: str(value) for key, value in more.items()}}
    url = f"/bot{bot.backend.token}/{method}"
    reply = await bot._http.post(url, data=fields, files={"photo": ("a.png", data)})
    body: dict[str, Any] = reply.json()
    return body


async def test_a_photo(bot: Bot) -> None:
    """An uploaded photo has its dimensions and a parsed caption, and can be sent again."""
    sent = (await upload(bot, png(640, 480), caption="<b>x</b>", parse_mode="HTML"))["result"]
    (size,) = sent["photo"]
    again = await bot.call("sendPhoto", chat_id=ANN, photo=size["file_id"])

    assert (640, 480, 100) == (size["width"], size["height"], size["file_size"])
    assert ("x", "bold") == (sent["caption"], sent["caption_entities"][0]["type"])
    assert [size] == again["result"]["photo"]
    assert bot.backend.files[size["file_id"]] == png(640, 480)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
        (png(5001, 5000), "PHOTO_INVALID_DIMENSIONS"),
        (png(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (
            png(10, 10, MAX_PHOTO_BYTES + 1),
            (
                f"file of size {MAX_PHOTO_BYTES + 1} bytes is too big for a photo; "
                f"the maximum size is {MAX_PHOTO_BYTES} bytes"
            ),
        ),
    ],
    ids=["no picture", "empty", "too large", "too long", "too many bytes"],
)
async def test_photos_that_are_none(bot: Bot, data: bytes, words: str) -> None:
    """What is no picture, or one that is too large or too long, is refused in Telegram's words."""
    assert f"Bad Request: {words}" == (await upload(bot, data))["description"]


async def test_the_largest_photos(bot: Bot) -> None:
    """A photo may be as large and as long as Telegram allows."""
    for data in (png(5000, 5000), png(2000, 100), png(10, 10, MAX_PHOTO_BYTES)):
        assert (await upload(bot, data))["ok"]


async def test_editing_a_photo(bot: Bot) -> None:
    """A photo's caption, or all of it, can be replaced, but it has no text to edit."""
    sent = (await upload(bot, png(20, 10), caption="one"))["result"]["message_id"]
    here = {"chat_id": ANN, "message_id": sent}
    media = {"type": "photo", "media": "attach://photo", "caption": "two"}

    renamed = await bot.call("editMessageCaption", **here, caption="another")
    replaced = await upload(
        bot, png(30, 10), "editMessageMedia", message_id=sent, media=json.dumps(media)
    )
    said = await bot.call("editMessageText", **here, text="text")
    same = await bot.call("editMessageCaption", **here, caption="two")

    assert "another" == renamed["result"]["caption"]
    assert (30, "two") == (
        replaced["result"]["photo"][0]["width"],
        replaced["result"]["caption"],
    )
    assert "Bad Request: there is no text in the message to edit" == said["description"]
    assert same["description"].startswith("Bad Request: message is not modified: ")


async def test_a_text_has_no_caption(bot: Bot) -> None:
    """The caption of a message that is only text cannot be edited."""
    sent = (await bot.call("sendMessage", chat_id=ANN, text="x"))["result"]["message_id"]

    reply = await bot.call("editMessageCaption", chat_id=ANN, message_id=sent, caption="y")

    assert "Bad Request: there is no caption in the message to edit" == reply["description"]
