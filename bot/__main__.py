"""`python -m bot` is `yinju`."""

from bot.cli import main

main()
