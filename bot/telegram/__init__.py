"""The bot in Telegram, by python-telegram-bot."""
