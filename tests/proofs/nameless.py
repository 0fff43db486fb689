"""The program in a system that may resolve no name: `python -m tests.proofs.nameless serve`.

While a file `no-names` is in the data folder, `localhost` has no address. All that is replaced is
the system's own function; what the program and its HTTP client make of its error is real.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

from bot.cli import main

SWITCH = "no-names"
"""The name of the file."""

_resolve = socket.getaddrinfo


def resolve(host: str, *arguments: Any, **options: Any) -> Any:
    """Resolve a name as the system does, `localhost` to its IPv4 address or not at all.

    Raises:
        socket.gaierror: It has no address.
    """
    if host != "localhost":
        return _resolve(host, *arguments, **options)
    if Path(os.environ["BOT_DATA_DIR"], SWITCH).exists():
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return _resolve("127.0.0.1", *arguments, **options)


if __name__ == "__main__":
    setattr(socket, "getaddrinfo", resolve)  # noqa: B010 - its type has all overloads
    main()
