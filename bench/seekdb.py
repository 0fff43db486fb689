"""A seekdb server, as its vendor's wheel has it, for the benchmarks and for the tests."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from socket import create_server

import pymysql

START_SECONDS = 120
"""Seconds after which a server that does not answer has failed."""

PARAMETERS = (
    "memory_limit=1G",
    "datafile_size=128M",
    "datafile_maxsize=4G",
    "log_disk_size=2G",
)
"""The least that it starts with, and room for small collections."""

_NAMES = count(1)


class ServerError(Exception):
    """The server cannot be started."""


class Server:
    """A server with a data folder, which can be killed and started again.

    Args:
        folder: Its data folder.
        parameters: How much it may take.
    """

    def __init__(self, folder: Path, parameters: Sequence[str] = PARAMETERS) -> None:
        self._folder = folder
        self._parameters = parameters
        with create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        package = find_spec("pylibseekdb")
        if package is None or package.origin is None:
            raise ServerError("pylibseekdb is not installed")
        program = Path(package.origin).with_name("seekdb")
        command = [str(program), "--nodaemon", "--port", str(self.port)]
        command += ["--base-dir", str(self._folder)]
        for parameter in self._parameters:
            command += ["--parameter", parameter]
        with (self._folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [*command, "--log-level", "ERROR"],
                cwd=self._folder,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise ServerError(f"the server does not answer; see {self._folder}")
            time.sleep(0.1)

    def kill(self) -> None:
        """Kill it as a power failure would."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def pause(self) -> None:
        """Have it answer nothing, as one that hangs, until `resume`."""
        if self._process:
            self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Have it go on."""
        if self._process:
            self._process.send_signal(signal.SIGCONT)

    def memory(self) -> float:
        """Return its resident memory in MiB."""
        return resident(self._process.pid) if self._process else 0.0

    def cpu(self) -> float:
        """Return the seconds of processor time that it has used."""
        if self._process is None:
            return 0.0
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("utf-8").rpartition(")")[2]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def new_database(self) -> str:
        """Create a database and return its URL."""
        name = f"yinju{next(_NAMES)}"
        with self._connection() as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        return f"mysql://root@127.0.0.1:{self.port}/{name}"

    def _answers(self) -> bool:
        try:
            with self._connection() as connection, connection.cursor() as cursor:
                return bool(cursor.execute("SELECT 1"))
        except pymysql.Error:
            return False

    def _connection(self) -> pymysql.Connection:
        return pymysql.connect(host="127.0.0.1", port=self.port, user="root")


def resident(process: int) -> float:
    """Return the resident memory of a process in MiB."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
