"""Files: sent by the bot, and fetched by it."""

from __future__ import annotations

from bot.playground.errors import RefusedError, bad_request
from bot.playground.formatting import LONGEST_CAPTION
from bot.playground.methods.arguments import Arguments, bot_method
from bot.playground.methods.messages import around
from bot.playground.model import JSON
from bot.playground.world import World

LARGEST_UPLOAD = 50 * 2**20
LARGEST_DOWNLOAD = 20 * 2**20


@bot_method
def send_document(world: World, arguments: Arguments) -> JSON:
    """Send a file: one that comes along, or one that Telegram has already."""
    chat = world.chat_to_write_to(arguments.text("chat_id"))
    body = arguments.formatted("caption", LONGEST_CAPTION)
    known = world.documents.get(arguments.text("document"))
    document = known or _uploaded(world, arguments)
    beside = around(chat, arguments)
    content = {"document": document}
    return world.post(chat, world.bot, body, content=content, **beside).as_json()


@bot_method
def get_file(world: World, arguments: Arguments) -> JSON:
    """Where a file can be fetched."""
    file_id = arguments.text("file_id")
    if file_id not in world.files:
        raise bad_request("invalid file_id")
    size = len(world.files[file_id])
    if size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    path = f"documents/{file_id}"
    return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": path}


def _uploaded(world: World, arguments: Arguments) -> JSON:
    upload = arguments.files.get(arguments.text("document").removeprefix("attach://"))
    upload = upload or arguments.files.get("document")
    if upload is None:
        raise bad_request("there is no document in the request")
    name, data = upload
    if not data:
        raise bad_request("file must be non-empty")
    if len(data) > LARGEST_UPLOAD:
        raise RefusedError(413, "Request Entity Too Large")
    return world.keep(name, data)
