"""A stand-in for Telegram on loopback: the Bot API over HTTP, and people who use a client.

It is the Telegram of every end-to-end test, and of the page of `yinju play`. It refuses what
Telegram refuses, with Telegram's words, and keeps what a client would show.
"""
