"""A stand-in for Telegram on loopback, and the page of `yinju play` on top of it.

`standin` serves the Bot API; every end-to-end test of the bot runs against it. `web` shows its
chats in a browser. Neither imports the rest of the bot: the bot connects to the stand-in by HTTP,
as it does to Telegram.
"""
