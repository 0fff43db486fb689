"""Methods that send and download files."""

from __future__ import annotations

from pathlib import PurePath

from bot.playground.standin.backend import Backend
from bot.playground.standin.errors import RefusedError, bad_request
from bot.playground.standin.formatting import MAX_CAPTION
from bot.playground.standin.methods.arguments import Arguments, bot_method
from bot.playground.standin.methods.messages import deliver
from bot.playground.standin.model import JSON

MAX_UPLOAD_BYTES = 50 * 2**20
"""Maximum size of a file that the bot sends."""

MAX_DOWNLOAD_BYTES = 20 * 2**20
"""Maximum size of a file that the bot downloads."""


@bot_method
def send_document(backend: Backend, arguments: Arguments) -> JSON:
    """Send a file, uploaded or known by its file id; return the sent Message."""
    body = arguments.formatted("caption", MAX_CAPTION)
    stored = backend.documents.get(arguments.text("document"))
    content = {"document": stored or backend.store_file(*uploaded_file(arguments, "document"))}
    return deliver(backend, arguments, body, content).as_json()


@bot_method
def get_file(backend: Backend, arguments: Arguments) -> JSON:
    """Return a File with the path from which it can be downloaded, which ends as its name does."""
    document = backend.documents.get(arguments.text("file_id"))
    if document is None:
        raise bad_request("invalid file_id")
    if document["file_size"] > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    suffix = PurePath(document.get("file_name", "")).suffix
    known = {key: document[key] for key in ("file_id", "file_unique_id", "file_size")}
    return known | {"file_path": f"documents/{document['file_id']}{suffix}"}


def uploaded_file(arguments: Arguments, field: str) -> tuple[str, bytes]:
    """Return the name and the content of the file that a call uploads.

    Raises:
        RefusedError: There is none, or it is empty or too large.
    """
    upload = arguments.files.get(arguments.text(field).removeprefix("attach://"))
    upload = upload or arguments.files.get(field)
    if upload is None:
        raise bad_request(f"there is no {field} in the request")
    name, data = upload
    if not data:
        raise bad_request("file must be non-empty")
    if len(data) > MAX_UPLOAD_BYTES:
        raise RefusedError(413, "Request Entity Too Large")
    return name, data
