"""Entry point of `python -m bot`, which is the same as `yinju`."""

from bot.cli import main

if __name__ == "__main__":  # Worker processes import this module as well.
    main()
