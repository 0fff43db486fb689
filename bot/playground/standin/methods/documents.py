"""Methods that send and download files."""

from __future__ import annotations

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import RefusedError, bad_request
from bot.playground.standin.formatting import MAX_CAPTION
from bot.playground.standin.methods.arguments import Arguments, bot_method
from bot.playground.standin.methods.messages import around
from bot.playground.standin.model import JSON

MAX_UPLOAD_BYTES = 50 * 2**20
MAX_DOWNLOAD_BYTES = 20 * 2**20


@bot_method
def send_document(backend: Backend, arguments: Arguments) -> JSON:
    """Send a document: an uploaded one, or one already stored."""
    chat = backend.writable_chat(arguments.text("chat_id"))
    body = arguments.formatted("caption", MAX_CAPTION)
    known = backend.documents.get(arguments.text("document"))
    document = known or _uploaded(backend, arguments)
    beside = around(chat, arguments)
    content = {"document": document}
    return backend.post(chat, backend.bot, body, content=content, **beside).as_json()


@bot_method
def get_file(backend: Backend, arguments: Arguments) -> JSON:
    """Return the path for downloading a file."""
    file_id = arguments.text("file_id")
    if file_id not in backend.files:
        raise bad_request("invalid file_id")
    size = len(backend.files[file_id])
    if size > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    path = f"documents/{file_id}"
    return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": path}


def _uploaded(backend: Backend, arguments: Arguments) -> JSON:
    upload = arguments.files.get(arguments.text("document").removeprefix("attach://"))
    upload = upload or arguments.files.get("document")
    if upload is None:
        raise bad_request("there is no document in the request")
    name, data = upload
    if not data:
        raise bad_request("file must be non-empty")
    if len(data) > MAX_UPLOAD_BYTES:
        raise RefusedError(413, "Request Entity Too Large")
    return backend.keep(name, data)
