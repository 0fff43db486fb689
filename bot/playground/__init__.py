"""The playground: a stand-in for Telegram on loopback, and the page of `yinju play` on top of it.

The stand-in is the Telegram of every end-to-end test. Neither half imports the rest of the bot.
"""
