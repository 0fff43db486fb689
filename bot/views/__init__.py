"""Answers and the bot's own texts as rich text; no Telegram types."""
