"""A bot of the same library that repeats what it is told, to compare with.

Run it by `python -m bench.echo URL TOKEN`, with the URL of the stand-in.
"""

from __future__ import annotations

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

_CONNECTIONS = 64
"""As many as Yinju has, so that fifty chats wait for none."""


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Reply with the text of a message."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text, do_quote=True)


def main() -> None:
    """Poll until SIGTERM."""
    url, token = sys.argv[1:]
    direct = {"trust_env": False}
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{url}/bot")
        .request(HTTPXRequest(connection_pool_size=_CONNECTIONS, httpx_kwargs=direct))
        .get_updates_request(HTTPXRequest(httpx_kwargs=direct))
        .concurrent_updates(True)  # noqa: FBT003 - the library's signature
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
