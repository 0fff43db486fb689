"""Debian's nginx, and its dnsmasq, with a configuration of the repository."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from socket import create_server

_PATIENCE = 10
"""Seconds within which a server must accept connections."""

_MAIN = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    log_format taken "$upstream_status|$upstream_addr";
    access_log {folder}/taken.log taken;
{servers}
}}
"""


def make_certificate(folder: Path) -> Path:
    """Make a certificate for 127.0.0.1 and its key, as the documents call them, and return it."""
    folder.mkdir()
    place = folder / "fullchain.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(place)),
        ],
        check=True,
        capture_output=True,
    )
    return place


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port that nothing listens on."""
    with create_server((host, 0)) as free:
        port: int = free.getsockname()[1]
    return port


@asynccontextmanager
async def nginx(servers: str, port: int, folder: Path) -> AsyncIterator[None]:
    """Run nginx while the context is open.

    Args:
        servers: Its configuration, from what belongs into `http` on.
        port: The port that it listens on.
        folder: An empty folder for its files.
    """
    # Its workers run as another user where it is started by root.
    folder.chmod(0o755)
    file = folder / "nginx.conf"
    file.write_text(_MAIN.format(folder=folder, servers=servers), "utf-8")
    command = (
        "/usr/sbin/nginx",
        "-p",
        str(folder),
        "-c",
        str(file),
        "-e",
        str(folder / "error.log"),
    )
    async with _running(command):
        await _accepting(port)
        yield


@asynccontextmanager
async def names(name: str, addresses: Sequence[str]) -> AsyncIterator[int]:
    """Have a server of names tell the addresses of a name, and yield its port."""
    port = free_port()
    command = (
        *("/usr/sbin/dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv"),
        *(
            "--no-hosts",
            "--pid-file=",
            "--user=",
            "--bind-interfaces",
            "--listen-address=127.0.0.1",
        ),
        f"--port={port}",
        *(f"--host-record={name},{one}" for one in addresses),
    )
    async with _running(command):
        await _accepting(port)
        yield port


def taken(folder: Path) -> list[str]:
    """Return the address of the replica that took a request, for each that one took, in order.

    nginx logs each attempt; the last one counts.
    """
    lines = (folder / "taken.log").read_text("utf-8").splitlines()
    attempts = [[part.split(", ") for part in line.split("|")] for line in lines]
    return [addresses[-1] for codes, addresses in attempts if codes[-1] == "200"]


@asynccontextmanager
async def _running(command: Sequence[str]) -> AsyncIterator[None]:
    if not Path(command[0]).exists():
        raise FileNotFoundError(f"{command[0]}: apt-get install nginx-light dnsmasq-base")
    process = await asyncio.create_subprocess_exec(*command)
    try:
        yield
    finally:
        assert process.returncode is None, f"{command[0]} has ended by itself"
        process.terminate()
        await process.wait()


async def _accepting(port: int) -> None:
    async with asyncio.timeout(_PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return
