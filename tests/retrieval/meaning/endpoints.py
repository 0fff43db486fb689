"""A stand-in for an embeddings endpoint, on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class Endpoint(ThreadingHTTPServer):
    """A server whose vectors are the length of a text and 1, and that remembers requests.

    Attributes:
        requests: The path, the key and the body of each request.
        answers: What to answer with first, in order: a status, or a body.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[tuple[str, str | None, dict[str, Any]]] = []
        self.answers: list[int | bytes] = []

    @property
    def url(self) -> str:
        """The address to set."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        """Answer with vectors, in another order than that of the texts."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, self.headers["Authorization"], body))
        rows = [{"index": n, "embedding": [len(x), 1]} for n, x in enumerate(body["input"])]
        answer: int | bytes = json.dumps({"data": rows[::-1]}).encode()
        if self.server.answers:
            answer = self.server.answers.pop(0)
        self.send_response(answer if isinstance(answer, int) else 200)
        self.end_headers()
        if isinstance(answer, bytes):
            self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Write nothing to stderr."""


@contextmanager
def serving() -> Iterator[Endpoint]:
    """Run an endpoint."""
    with Endpoint() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
