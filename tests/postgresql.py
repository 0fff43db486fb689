"""A PostgreSQL server of Debian's, in a folder of its own, that listens on a socket there."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

_PATIENCE = 60
"""Seconds within which the server must accept connections."""

_USER = "yinju"


def programs() -> Path:
    """Return the folder of the newest server's programs.

    Raises:
        FileNotFoundError: There is none.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_version)
    if not found:
        raise FileNotFoundError("PostgreSQL is missing: apt-get install postgresql")
    return found[-1].parent


def _version(program: Path) -> int:
    return int(program.parents[1].name)


def _children(parent: int) -> list[int]:
    """Return the processes that a process has started."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii")
    return [int(one) for one in found.split()]


class PostgresqlServer:
    """A server that is not started yet; it refuses to run as root, so nobody runs it then."""

    def __init__(self) -> None:
        self._programs = programs()
        # Not pytest's folder, which only its owner may enter.
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._as_nobody: list[str] = []
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
            self._as_nobody = [
                *("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}"),
                "--clear-groups",
            ]
        options = ("-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self._run("initdb", *options, "-D", str(self._folder / "data"))

    def start(self) -> None:
        """Start the server, and return when it accepts connections."""
        options = ("-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60")
        place = ("-D", str(self._folder / "data"), "-k", str(self._folder))
        with (self._folder / "log").open("ab") as log:
            command = [*self._as_nobody, str(self._programs / "postgres"), *place, *options]
            self._process = subprocess.Popen(
                command, cwd=self._folder, stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + _PATIENCE
        ready = [str(self._programs / "pg_isready"), "-q", "-h", str(self._folder)]
        while subprocess.run(ready, check=False).returncode:
            assert time.monotonic() < end, (self._folder / "log").read_text()
            time.sleep(0.05)

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"journal{next(self._numbers)}"
        self._run("createdb", "-h", str(self._folder), "-U", _USER, name)
        return f"postgresql+asyncpg://{_USER}@/{name}?host={self._folder}"

    def stop(self) -> None:
        """End the server as `pg_ctl stop -m fast` does: connections are closed."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
            self._process = None

    def kill(self) -> None:
        """Kill the server and the processes of its connections."""
        if self._process:
            self._signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Have the server answer nothing, as one that hangs, until `resume`."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Have the server go on."""
        self._signal(signal.SIGCONT)

    def remove(self) -> None:
        """Kill the server and delete its files."""
        self.kill()
        shutil.rmtree(self._folder)

    def _signal(self, number: int) -> None:
        """Send a signal to the server and to the processes of its connections."""
        assert self._process
        for one in (self._process.pid, *_children(self._process.pid)):
            with suppress(ProcessLookupError):
                os.kill(one, number)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_nobody, str(self._programs / program), *arguments]
        subprocess.run(command, cwd=self._folder, check=True, stdout=subprocess.DEVNULL)
