"""The program without Telegram's pace, for measurements: `python -m bench.unpaced serve`."""

from __future__ import annotations

from bot.cli import main
from bot.telegram import throttle

throttle.PER_SECOND = 1_000_000

if __name__ == "__main__":
    main()
