"""The account in whose name a command changes the collection."""

from __future__ import annotations

import getpass
import os


def account() -> str:
    """Return the user of the shell, such as "shell:root", by number if it has no name."""
    try:
        return f"shell:{getpass.getuser()}"
    except (KeyError, OSError):  # Which one depends on the version of Python.
        return f"shell:{os.getuid()}"
