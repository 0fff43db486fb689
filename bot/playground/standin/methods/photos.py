"""Methods that send photos, and edit the caption or the media of messages that have one."""

from __future__ import annotations

from io import BytesIO

import imagesize

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import bad_request
from bot.playground.standin.formatting import MAX_CAPTION
from bot.playground.standin.methods.arguments import Arguments, bot_method
from bot.playground.standin.methods.documents import uploaded_file
from bot.playground.standin.methods.keyboard import check_keyboard
from bot.playground.standin.methods.messages import (
    deliver,
    edited,
    message_to_edit,
    replace_body,
)
from bot.playground.standin.model import JSON

MAX_PHOTO_BYTES = 10 * 2**20
"""Maximum size of a photo (https://core.telegram.org/bots/api#sendphoto)."""

MAX_DIMENSIONS = 10_000
"""Maximum sum of the width and the height of a photo, in pixels."""

MAX_RATIO = 20
"""Maximum ratio of the longer side of a photo to the shorter one."""


@bot_method
def send_photo(backend: Backend, arguments: Arguments) -> JSON:
    """Send a photo, uploaded or known by its file id; return the sent Message.

    Telegram keeps a photo in several sizes; here it has one, that of the upload.
    """
    body = arguments.formatted("caption", MAX_CAPTION)
    content = {"photo": _photo(backend, arguments, "photo")}
    return deliver(backend, arguments, body, content).as_json()


@bot_method
def edit_message_caption(backend: Backend, arguments: Arguments) -> JSON | bool:
    """Edit the caption and inline keyboard of a message; return the same as editMessageText."""
    body = arguments.formatted("caption", MAX_CAPTION)
    message = message_to_edit(backend, arguments)
    if not message.content:
        raise bad_request("there is no caption in the message to edit")
    return replace_body(backend, arguments, message, body)


@bot_method
def edit_message_media(backend: Backend, arguments: Arguments) -> JSON | bool:
    """Replace the media of a message, or add one to a text; return the same as editMessageText.

    Only photos are supported.
    """
    message = message_to_edit(backend, arguments)
    media = arguments.json("media")
    if not isinstance(media, dict) or media.get("type") != "photo":
        raise bad_request("can't parse InputMedia: Unsupported type specified")
    given = Arguments({"photo": media.get("media"), **media}, arguments.files)
    body = given.formatted("caption", MAX_CAPTION)
    content = {"photo": _photo(backend, given, "photo")}
    markup = check_keyboard(backend, arguments.json("reply_markup"))
    message.content, message.body, message.markup = content, body, markup
    message.edited = int(backend.clock())
    backend.notify("edited", message)
    return edited(message)


def _photo(backend: Backend, arguments: Arguments, field: str) -> list[JSON]:
    """Return the PhotoSize objects of a photo that is uploaded or known by its file id.

    Raises:
        RefusedError: There is none, it is too large, no picture, or too long or wide.
    """
    if known := backend.photos.get(arguments.text(field)):
        return known
    name, data = uploaded_file(arguments, field)
    if len(data) > MAX_PHOTO_BYTES:
        raise bad_request(
            f"file of size {len(data)} bytes is too big for a photo; "
            f"the maximum size is {MAX_PHOTO_BYTES} bytes"
        )
    width, height = imagesize.get(BytesIO(data))
    if min(width, height) < 1:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if width + height > MAX_DIMENSIONS or max(width, height) > MAX_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    document = backend.store_file(name, data)
    size = {key: document[key] for key in ("file_id", "file_unique_id", "file_size")}
    sizes: list[JSON] = [size | {"width": width, "height": height}]
    backend.photos[document["file_id"]] = sizes
    return sizes
