"""The stand-in: a Bot API server on loopback, and clients that act as Telegram's users.

It validates what the bot sends by Telegram's rules and refuses it with Telegram's error messages.

Limits such as `MAX_TEXT` are defined here and in `bot.views.markup` on purpose: the stand-in must
judge the bot independently, so a wrong limit in the bot is found by a test.
"""
