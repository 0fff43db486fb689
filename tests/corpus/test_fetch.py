"""Fetching from a real server on the loopback interface: allowed and refused addresses."""

from __future__ import annotations

import errno
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from corpus.fetch import FetchError, fetch, is_public
from corpus.limits import FetchLimits
from corpus.network_errors import network_error
from tests.documents import docx, paragraph

PAGE = "<html><p>一段话。</p></html>".encode("gb18030")
ALLOWED = FetchLimits(private=True, seconds=5, bytes=100_000, redirects=3)


class Handler(BaseHTTPRequestHandler):
    """Answers according to the path of the request."""

    protocol_version = "HTTP/1.1"
    hosts: list[str]

    def do_GET(self) -> None:
        """Answer one request."""
        self.server.hosts.append(self.headers["Host"])  # type: ignore[attr-defined]
        name, _, rest = self.path[1:].partition("/")
        getattr(self, f"answer_{name}", self.answer_page)(rest)

    def answer_page(self, _: str) -> None:
        """Send a page with its content type."""
        self.send(PAGE, "text/html; charset=gb2312")

    def answer_type(self, content_type: str) -> None:
        """Send a page with another content type."""
        self.send(PAGE, content_type)

    def answer_word(self, _: str) -> None:
        """Send a DOCX with an unspecific content type."""
        self.send(docx(paragraph("正文。")), "application/octet-stream")

    def answer_status(self, status: str) -> None:
        """Send a page with this status."""
        self.send(PAGE, "text/html", int(status))

    def answer_to(self, target: str) -> None:
        """Send a redirect."""
        self.send(b"", "text/html", 302, location=target)

    def answer_redirects(self, times: str) -> None:
        """Redirect N times, then send a page."""
        if left := int(times):
            self.answer_to(f"/redirects/{left - 1}")
        else:
            self.answer_page("")

    def answer_bomb(self, _: str) -> None:
        """Send a small body that unpacks to a large one."""
        packed = gzip.compress(b"\0" * 20_000_000)
        self.send(packed, "text/html", encoding="gzip")

    def answer_endless(self, _: str) -> None:
        """Send a body slowly and without end."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Connection", "close")
        self.end_headers()
        self.trickle(b"x")

    def answer_headless(self, _: str) -> None:
        """Send headers slowly and without end."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self.trickle(b"X-A: b\r\n")

    def trickle(self, drop: bytes) -> None:
        """Send the same bytes repeatedly until the client closes the connection."""
        try:
            while True:
                self.wfile.write(drop)
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def send(
        self,
        body: bytes,
        content_type: str,
        status: int = 200,
        *,
        location: str = "",
        encoding: str = "",
    ) -> None:
        """Send a complete response."""
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        if location:
            self.send_header("Location", location)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Log nothing."""


class Server(ThreadingHTTPServer):
    """A server that records the Host header of each request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.hosts: list[str] = []

    def handle_error(self, *_: object) -> None:
        """Report nothing, as clients that hang up are expected here."""

    @property
    def root(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that runs for one test."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_fetched(server: Server) -> None:
    """The bytes are unchanged; the name shows the address, and each address has one name."""
    reported: list[tuple[int, int | None]] = []
    found = fetch(f"{server.root}/a/b.php?c=1", ALLOWED, lambda *done: reported.append(done))

    assert PAGE == found.data
    assert found.name.startswith("127.0.0.1-b-")
    assert found.name.endswith(".html")
    assert (len(PAGE), len(PAGE)) == reported[-1]
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
        ("redirects/4", "BOT_FETCH_REDIRECTS"),
        ("to/file:///etc/passwd", "protocol"),
        ("to/ftp://example.org/", "protocol"),
        ("bomb", "BOT_MAX_FILE_BYTES"),
    ],
)
def test_refused_responses(server: Server, path: str, words: str) -> None:
    """Other types, failures, too many redirects, other schemes and huge bodies are refused."""
    with pytest.raises(FetchError, match=words):
        fetch(f"{server.root}/{path}", ALLOWED)


@pytest.mark.parametrize("path", ["endless", "headless"])
def test_the_whole_is_limited_in_time(server: Server, path: str) -> None:
    """A server that sends slowly without end is given up after the deadline."""
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
def test_invalid_addresses(url: str) -> None:
    """An address must be http or https, have no password, and name a host that exists."""
    with pytest.raises(FetchError):
        fetch(url, ALLOWED)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "0"])
def test_this_machine_is_refused(server: Server, host: str) -> None:
    """An address of this machine is refused in every notation."""
    with pytest.raises(FetchError, match="BOT_FETCH_PRIVATE"):
        fetch(f"http://{host}:{server.server_port}/", FetchLimits())

    assert [] == server.hosts


def test_each_redirect_is_checked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirect from an allowed host to a forbidden one is refused."""
    monkeypatch.setattr("corpus.fetch.is_public", lambda address: address == "127.0.0.1")

    with pytest.raises(FetchError, match="BOT_FETCH_PRIVATE"):
        fetch(f"{server.root}/to/http://127.0.0.2:{server.server_port}/", FetchLimits())

    assert PAGE == fetch(f"{server.root}/redirects/2", FetchLimits()).data


def test_the_address_that_was_checked_is_connected_to(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host is resolved once, so that its address cannot change after the check."""
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
        ("::10.0.0.1", False),
        ("::ffff:0:127.0.0.1", False),
        ("64:ff9b:1::7f00:1", False),
        ("fec0::1", False),
        ("192.88.99.1", False),
    ],
)
def test_public_addresses(address: str, *, expected: bool) -> None:
    """Loopback, private, link-local and shared addresses are not public, embedded or not."""
    assert expected == is_public(address)


def test_why_a_server_cannot_be_reached() -> None:
    """A refused connection and an invalid certificate are told in our own words."""
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        with pytest.raises(FetchError, match="it refuses the connection"):
            fetch(f"http://127.0.0.1:{unheard.getsockname()[1]}/", ALLOWED)

    invalid = ssl.SSLCertVerificationError(1, "self-signed")
    rare = OSError(errno.ENOBUFS, "No buffer space available")
    assert "its certificate is not valid" == str(network_error(invalid))
    assert "No buffer space available" in network_error(rare)
