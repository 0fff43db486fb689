"""The stand-in: a Bot API server on loopback, and clients that act as Telegram's users.

It validates what the bot sends by Telegram's rules and refuses with Telegram's error messages. Its
limits are constants of its own, apart from those of `bot.views.markup`, so that each side checks
the other.
"""
