"""Texts that the bot sends, as rich text and without types of Telegram."""
