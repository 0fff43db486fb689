"""The user interfaces: the command line, the Telegram bot and the local page."""

__version__ = "0.2.0"
