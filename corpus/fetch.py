"""Fetching an article from the web: public addresses only, limited in size, time and redirects.

Each connection resolves its host once, checks the addresses, and connects to one that passed.
Redirects go through the same check, and a later change of the name's address has no effect.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import httpcore
import httpx

from corpus.fetched import NO_VALIDATORS, FetchedFile, Validators
from corpus.limits import FetchLimits
from corpus.message import ReportedError, Size
from corpus.network_errors import network_error
from corpus.progress import Progress
from corpus.readers.word import is_word

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_XML_TYPES = ("atom+xml", "rdf+xml", "rss+xml", "xml")
_FEED_SUFFIXES = {
    **{f"application/{name}": ".xml" for name in _XML_TYPES},
    **{f"text/{name}": ".xml" for name in ("xml", "html", "plain")},
}
_UNSPECIFIC_TYPES = {"", "application/octet-stream", "binary/octet-stream"}
_AGENT = "Mozilla/5.0 (compatible; Yinju)"

_EMBEDDING = (
    IPv6Network("64:ff9b::/96"),
    IPv6Network("::/96"),
    IPv6Network("::ffff:0:0:0/96"),
)
"""Prefixes of IPv4 addresses in IPv6: translated (RFC 6052), compatible (RFC 4291), and translated
without state (RFC 2765)."""

_LOCAL = (
    ip_network("64:ff9b:1::/48"),
    ip_network("fec0::/10"),
    ip_network("192.88.99.0/24"),
)
"""Networks that older versions of Python take for public: local translation (RFC 8215), sites
(RFC 3879), and relays of 6to4 (RFC 7526)."""

_NOT_IN_NAME = re.compile(r"[^\w.-]+")
_MAX_NAME = 60
"""Maximum length of a file name, without the hash and the suffix."""

_NETWORK_ERRORS = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol)


class FetchError(ReportedError):
    """No article can be fetched from an address.

    `status` is that of the server's answer, None without one; `retry_after` are the seconds that
    the server asks to wait.
    """

    status: int | None = None
    retry_after: int = 0


class _NotModifiedError(Exception):
    """A file is as it was."""


def fetch(url: str, limits: FetchLimits, progress: Progress | None = None) -> FetchedFile:
    """Download an article.

    Raises:
        FetchError: The address is not allowed or not reachable, or returns something else.
    """
    return _fetch(url, limits, _SUFFIXES, NO_VALIDATORS, progress)


def fetch_newer(
    url: str, limits: FetchLimits, known: Validators, *, is_feed: bool = False
) -> FetchedFile | None:
    """Download an article, or a feed, unless the server says that it is as it was.

    Raises:
        FetchError: The address is not allowed or not reachable, or returns something else.
    """
    try:
        return _fetch(url, limits, _FEED_SUFFIXES if is_feed else _SUFFIXES, known)
    except _NotModifiedError:
        return None


def _fetch(
    url: str,
    limits: FetchLimits,
    suffixes: Mapping[str, str],
    known: Validators,
    progress: Progress | None = None,
) -> FetchedFile:
    """Download a file of certain content types.

    Raises:
        _NotModifiedError: It is the *known* version.
        FetchError: The address is not allowed or not reachable, or returns something else.
    """
    headers = {
        "User-Agent": _AGENT,
        "Accept": ", ".join(suffixes),
        **known.headers,
    }
    with _errors_in_words():
        address = httpx.URL(url)
        _check(address)
        with _client(limits, headers) as client, client.stream("GET", address) as response:
            if known.headers and response.status_code == httpx.codes.NOT_MODIFIED:
                raise _NotModifiedError
            suffix = _suffix(response, suffixes)
            data = _body(response, limits.bytes, progress)
            return _fetched(address, response, suffix or _guessed_suffix(data), data)


def _client(limits: FetchLimits, headers: Mapping[str, str]) -> httpx.Client:
    """Return a client for one download, whose time begins now."""
    deadline = time.monotonic() + limits.seconds
    return httpx.Client(
        transport=_Transport(_CheckedBackend(deadline, private=limits.private)),
        headers=headers,
        follow_redirects=True,
        max_redirects=limits.redirects,
        trust_env=False,
        timeout=limits.seconds,
    )


@contextmanager
def _errors_in_words() -> Iterator[None]:
    """Raise errors of the network as a FetchError with their reason."""
    try:
        yield
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        raise FetchError("it takes too long; raise BOT_FETCH_SECONDS") from error
    except httpx.TooManyRedirects as error:
        raise FetchError("it redirects too often; raise BOT_FETCH_REDIRECTS") from error
    except httpcore.ConnectError as error:
        raise FetchError(
            "the server cannot be reached: {detail}; try again later", detail=network_error(error)
        ) from error
    except httpx.InvalidURL as error:
        raise FetchError(
            "it is not an address: {detail}; correct it", detail=str(error)
        ) from error
    except (httpx.HTTPError, *_NETWORK_ERRORS) as error:
        detail = network_error(error)
        raise FetchError(
            "the transfer failed: {detail}; try again later", detail=detail
        ) from error


def _fetched(
    address: httpx.URL, response: httpx.Response, suffix: str, data: bytes
) -> FetchedFile:
    headers, url = response.headers, str(response.url)
    redirects = {one.status_code for one in response.history}
    return FetchedFile(
        _name(address, suffix),
        data,
        url,
        moved=url if redirects and redirects <= {301, 308} else "",  # The permanent ones.
        content_type=headers.get("Content-Type", ""),
        validators=Validators(headers.get("ETag", ""), headers.get("Last-Modified", "")),
    )


def is_public(address: str) -> bool:
    """Return True if an IP address is public, not one of this machine or its network."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and (embedded := _embedded(ip)):
        return is_public(str(embedded))
    is_local = any(ip in network for network in _LOCAL)
    return ip.is_global and not (ip.is_multicast or is_local)


def _embedded(ip: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address embedded in an IPv6 address (as above, mapped, 6to4, Teredo)."""
    if any(ip in network for network in _EMBEDDING):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def _check(url: httpx.URL) -> None:
    if url.scheme not in {"http", "https"} or not url.host:
        raise FetchError("only addresses that begin with https:// or http:// can be fetched")
    if url.userinfo:
        raise FetchError("the address contains a password, which would be stored; leave it out")


def _body(response: httpx.Response, longest: int, progress: Progress | None) -> bytes:
    """Return the body of a response of at most *longest* bytes."""
    length = response.headers.get("Content-Length", "")
    total = int(length) if length.isdecimal() else None
    data = bytearray()
    for part in response.iter_bytes():
        data += part
        if len(data) > longest:
            raise FetchError(
                "it has more than {limit}; raise BOT_MAX_FILE_BYTES", limit=Size(longest)
            )
        if progress:
            progress(response.num_bytes_downloaded, total)
    return bytes(data)


def _suffix(response: httpx.Response, suffixes: Mapping[str, str]) -> str | None:
    """Return the file suffix for the content type of a response, None if that tells nothing.

    Raises:
        FetchError: It is not successful, or of another type.
    """
    if not response.is_success:
        error = FetchError(
            "the server answers {status} {phrase}; check the address",
            status=response.status_code,
            phrase=response.reason_phrase,
        )
        error.status = response.status_code
        wait = response.headers.get("Retry-After", "")
        error.retry_after = int(wait) if wait.isdecimal() and len(wait) < 10 else 0
        raise error
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if content_type in suffixes or content_type in _UNSPECIFIC_TYPES:
        return suffixes.get(content_type)
    if suffixes is _FEED_SUFFIXES:
        raise FetchError("it is {type}, not a feed; check the address", type=content_type)
    raise FetchError("it is {type}, not a page, text, PDF or DOCX", type=content_type)


def _guessed_suffix(data: bytes) -> str:
    """Return the file suffix for a body by its first bytes."""
    if data.startswith(b"%PDF-"):
        return ".pdf"
    return ".docx" if is_word(data) else ".html"


def name_of(url: str, suffix: str) -> str:
    """Return the file name for an address, as for one that is fetched.

    Raises:
        FetchError: It is no address.
    """
    with _errors_in_words():
        return _name(httpx.URL(url), suffix)


def _name(url: httpx.URL, suffix: str) -> str:
    """Return a file name for an address: always the same, and unique to the address."""
    last = url.path.rstrip("/").rpartition("/")[2].rpartition(".")[0] or url.path.strip("/")
    readable = _NOT_IN_NAME.sub("-", f"{url.host}-{last}").strip("-.")[:_MAX_NAME]
    return f"{readable}-{blake2b(str(url).encode(), digest_size=4).hexdigest()}{suffix}"


class _Transport(httpx.BaseTransport):
    """An httpx transport over httpcore with a network backend of our own."""

    def __init__(self, network: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=network
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of a response as a stream."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


@dataclass(frozen=True, slots=True)
class _Clock:
    """The deadline of a download."""

    deadline: float

    def left(self, timeout: float | None = None) -> float:
        """Return the seconds left for one operation; raise if none are left."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(left, timeout)


class _CheckedBackend(httpcore.NetworkBackend):
    """A network backend that connects to checked addresses only and observes the deadline."""

    def __init__(self, deadline: float, *, private: bool) -> None:
        self._clock = _Clock(deadline)
        self._private = private
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first allowed address of a host that accepts the connection."""
        failure: Exception | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._network.connect_tcp(
                    address, port, self._clock.left(timeout), local_address, socket_options
                )
                return _TimedStream(stream, self._clock)
            except httpcore.ConnectError as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError("there is no server {host}; check the address", host=host) from error
        addresses = [str(address[0]) for *_, address in found]
        allowed = [address for address in addresses if self._private or is_public(address)]
        if addresses and not allowed:
            raise FetchError(
                "{host} is in this machine's own network; BOT_FETCH_PRIVATE=true allows it",
                host=host,
            )
        return allowed


class _TimedStream(httpcore.NetworkStream):
    """A connection whose operations observe the deadline of the download."""

    def __init__(self, stream: httpcore.NetworkStream, clock: _Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._clock.left(timeout)
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, left), self._clock
        )

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
