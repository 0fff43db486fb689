"""`python -m bot` is `yinju`."""

from bot.cli import main

if __name__ == "__main__":  # Worker processes import this module too.
    main()
