"""The stand-in for Telegram: the Bot API over HTTP on loopback, and the clients of its users."""
