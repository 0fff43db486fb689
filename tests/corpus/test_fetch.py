"""Fetching from a real server on loopback: what is allowed, what is refused, and why."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from corpus.fetch import FetchError, fetch, is_public
from corpus.limits import FetchLimits
from tests.documents import docx, paragraph

PAGE = "<html><p>一段话。</p></html>".encode("gb18030")
ALLOWED = FetchLimits(private=True, seconds=5, bytes=100_000, redirects=3)


class Handler(BaseHTTPRequestHandler):
    """Answers by the path that is asked for."""

    protocol_version = "HTTP/1.1"
    hosts: list[str]

    def do_GET(self) -> None:
        """Answer one request."""
        self.server.hosts.append(self.headers["Host"])  # type: ignore[attr-defined]
        name, _, rest = self.path[1:].partition("/")
        getattr(self, f"answer_{name}", self.answer_page)(rest)

    def answer_page(self, _: str) -> None:
        """A page, declared as it is."""
        self.send(PAGE, "text/html; charset=gb2312")

    def answer_type(self, said: str) -> None:
        """A page that is called something else."""
        self.send(PAGE, said)

    def answer_word(self, _: str) -> None:
        """A DOCX that is called nothing."""
        self.send(docx(paragraph("正文。")), "application/octet-stream")

    def answer_status(self, status: str) -> None:
        """A page with this status."""
        self.send(PAGE, "text/html", int(status))

    def answer_to(self, target: str) -> None:
        """A redirect."""
        self.send(b"", "text/html", 302, location=target)

    def answer_again(self, times: str) -> None:
        """So many redirects, then a page."""
        left = int(times)
        self.answer_to(f"/again/{left - 1}") if left else self.answer_page("")

    def answer_bomb(self, _: str) -> None:
        """A little that unpacks to a lot."""
        packed = gzip.compress(b"\0" * 20_000_000)
        self.send(packed, "text/html", encoding="gzip")

    def answer_endless(self, _: str) -> None:
        """A body that trickles without end."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Connection", "close")
        self.end_headers()
        self.trickle(b"x")

    def answer_headless(self, _: str) -> None:
        """Headers that trickle without end."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self.trickle(b"X-A: b\r\n")

    def trickle(self, drop: bytes) -> None:
        """Send a little again and again, until the other side has gone."""
        try:
            while True:
                self.wfile.write(drop)
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def send(
        self, body: bytes, said: str, status: int = 200, *, location: str = "", encoding: str = ""
    ) -> None:
        """Send a whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", said)
        if location:
            self.send_header("Location", location)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Remembers which hosts it was taken for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.hosts: list[str] = []

    def handle_error(self, *_: object) -> None:
        """Say nothing: clients that hang up are what this is about."""

    @property
    def root(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def server() -> Iterator[Server]:
    """A server, for as long as a test runs."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_fetched(server: Server) -> None:
    """Its bytes stay as they are; its name tells where it is from, and is always the same."""
    told: list[tuple[int, int | None]] = []
    found = fetch(f"{server.root}/a/b.php?c=1", ALLOWED, lambda *done: told.append(done))

    assert PAGE == found.data
    assert found.name.startswith("127.0.0.1-b-")
    assert found.name.endswith(".html")
    assert (len(PAGE), len(PAGE)) == told[-1]
    assert found == fetch(f"{server.root}/a/b.php?c=1", ALLOWED)
    assert found.name != fetch(f"{server.root}/a/b.php?c=2", ALLOWED).name


@pytest.mark.parametrize(
    ("path", "suffix"),
    [("type/text/plain", ".txt"), ("type/text/markdown", ".md"), ("word", ".docx")],
)
def test_the_type_decides_the_name(server: Server, path: str, suffix: str) -> None:
    """The suffix follows the content type, or the content itself."""
    assert fetch(f"{server.root}/{path}", ALLOWED).name.endswith(suffix)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("type/image/png", "image/png"),
        ("type/application/zip", "application/zip"),
        ("status/404", "404"),
        ("status/500", "500"),
        ("again/4", "redirects"),
        ("to/file:///etc/passwd", "protocol"),
        ("to/ftp://example.org/", "protocol"),
        ("bomb", "BOT_MAX_FILE_BYTES"),
    ],
)
def test_what_is_refused(server: Server, path: str, words: str) -> None:
    """Other types, failures, too many redirects, other schemes and bombs are refused."""
    with pytest.raises(FetchError, match=words):
        fetch(f"{server.root}/{path}", ALLOWED)


@pytest.mark.parametrize("path", ["endless", "headless"])
def test_the_whole_is_limited_in_time(server: Server, path: str) -> None:
    """A server that sends a little from time to time is not waited for."""
    with pytest.raises(FetchError, match="BOT_FETCH_SECONDS"):
        fetch(f"{server.root}/{path}", FetchLimits(private=True, seconds=0.5))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "http://",
        "https://user:secret@example.org/",
        "http://[::1",
        "http://nowhere.invalid/",
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    """Only http and https, without a password, and a host that is there."""
    with pytest.raises(FetchError):
        fetch(url, ALLOWED)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "0"])
def test_this_machine_is_refused(server: Server, host: str) -> None:
    """However it is written, an address of this machine's own is not connected to."""
    with pytest.raises(FetchError, match="BOT_FETCH_PRIVATE"):
        fetch(f"http://{host}:{server.server_port}/", FetchLimits())

    assert [] == server.hosts


def test_each_redirect_is_checked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that is allowed cannot lead to one that is not."""
    monkeypatch.setattr("corpus.fetch.is_public", lambda address: address == "127.0.0.1")

    with pytest.raises(FetchError, match="BOT_FETCH_PRIVATE"):
        fetch(f"{server.root}/to/http://127.0.0.2:{server.server_port}/", FetchLimits())

    assert PAGE == fetch(f"{server.root}/again/2", FetchLimits()).data


def test_the_address_that_was_checked_is_connected_to(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is looked up once; what it would say the second time does not matter."""
    names: list[str] = []

    def once(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        names.append(host)
        is_first = names.count("rebinding.test") == 1
        address = "127.0.0.1" if host == "127.0.0.1" or is_first else "127.0.0.9"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr("corpus.fetch.socket.getaddrinfo", once)
    monkeypatch.setattr("corpus.fetch.is_public", lambda address: address == "127.0.0.1")

    assert PAGE == fetch(f"http://rebinding.test:{server.server_port}/", FetchLimits()).data
    assert ["rebinding.test", "127.0.0.1"] == names
    assert [f"rebinding.test:{server.server_port}"] == server.hosts


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - nothing is bound to it
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_what_is_public(address: str, *, expected: bool) -> None:
    """Loopback, private, link-local and shared addresses are not public, in whatever dress."""
    assert expected == is_public(address)
