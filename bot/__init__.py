"""People: the command line, Telegram, languages and settings."""

__version__ = "0.2.0"
