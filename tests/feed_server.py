"""A web server on the loopback interface with feeds and pages that tests put there."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LONG = (
    "老张在巷口开了三十年的修表铺，门脸只有一扇窗那么宽。他说钟表走得快慢，多半是因为油干了，"
    "不是零件坏了；所以来修表的人，他总是先拆开洗一遍，再看要不要换东西。"
)
"""Two sentences of an article."""


@dataclass(slots=True)
class Answer:
    """What the server answers to a request for one path."""

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Site(ThreadingHTTPServer):
    """A server with an answer for each path; `requests` are the paths that were asked for.

    A request with the ETag of an answer gets 304. No request is answered before `hold` is set.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Answer] = {}
        self.requests: list[str] = []
        self.hold: threading.Event | None = None

    @property
    def root(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.server_port}"

    def put(self, path: str, body: str | bytes, content_type: str = "", **more: Any) -> str:
        """Put a file on the server, and return its address."""
        data = body if isinstance(body, bytes) else body.encode()
        answer = Answer(data, **more)
        answer.content_type = content_type or answer.content_type
        self.answers[path] = answer
        return f"{self.root}{path}"

    def put_article(self, path: str, title: str, text: str = LONG, head: str = "") -> str:
        """Put the page of an article on the server, and return its address."""
        return self.put(path, article_page(title, text, head))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        """Answer one request."""
        self.server.requests.append(self.path)
        if self.server.hold:
            self.server.hold.wait()
        answer = self.server.answers.get(self.path, Answer(status=404))
        etag = answer.headers.get("ETag")
        if etag and self.headers["If-None-Match"] == etag:
            answer = Answer(status=304)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Log nothing."""


@contextmanager
def serving() -> Iterator[Site]:
    """Run a server until the block is left."""
    site = Site()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        thread.join()
        site.server_close()


def article_page(title: str, text: str = LONG, head: str = "") -> str:
    """Return the page of an article."""
    return (
        f"<!DOCTYPE html><html><head><title>{escape(title)}</title>{head}</head>"
        f"<body><article><h1>{escape(title)}</h1><p>{text}</p></article></body></html>"
    )


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    """Return a feed in RSS 2.0."""
    return (
        f'{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>巷口</title>{''.join(items)}</channel></rss>"
    )


def item(url: str, title: str = "", **elements: str) -> str:
    """Return an entry of RSS 2.0; *body* is its whole text in HTML."""
    body = elements.pop("body", "")
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in elements.items())
    if body:
        inner += f"<content:encoded>{escape(body)}</content:encoded>"
    return f"<item><title>{escape(title)}</title><link>{escape(url)}</link>{inner}</item>"
