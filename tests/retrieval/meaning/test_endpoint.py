"""The encoder behind an endpoint, against a server on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import numpy as np
import pytest

from retrieval.meaning.encoder import EncoderError
from retrieval.meaning.endpoint import ATTEMPTS, BATCH, EndpointEncoder


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


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """A running server."""
    with Endpoint() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def encoder(endpoint: Endpoint) -> Iterator[EndpointEncoder]:
    """An encoder that waits hardly before it tries again."""
    encoder = EndpointEncoder(endpoint.url, "model-a", "key-123", longest_wait=0.01)
    yield encoder
    encoder.close()


def test_passages_are_sent_in_batches(encoder: EndpointEncoder, endpoint: Endpoint) -> None:
    """Vectors of length 1 come in the order of the texts, a batch a request, with the key."""
    texts = ["字" * (number % 7 + 1) for number in range(BATCH + 1)]
    first, second = encoder.passages(texts)

    assert [("/v1/embeddings", "Bearer key-123")] * 2 == [one[:2] for one in endpoint.requests]
    assert [BATCH, 1] == [len(body["input"]) for *_, body in endpoint.requests]
    assert {"model-a"} == {body["model"] for *_, body in endpoint.requests}
    vectors = np.concatenate([first, second])
    assert pytest.approx(1.0) == np.linalg.norm(vectors, axis=1)
    assert pytest.approx([len(text) for text in texts]) == vectors[:, 0] / vectors[:, 1]


def test_passages_are_sent_again(encoder: EndpointEncoder, endpoint: Endpoint) -> None:
    """Too many requests and failures of the server are waited out."""
    endpoint.answers = [429, 503]

    assert 1 == len(list(encoder.passages(["一"])))
    assert 3 == len(endpoint.requests)


@pytest.mark.parametrize(
    ("answers", "requests", "message"),
    [
        ([500] * ATTEMPTS, ATTEMPTS, "answers with 500"),
        ([401], 1, "answers with 401"),
        ([b"{}"], 1, "not answer with vectors"),
        ([b"<html>"], 1, "not answer with vectors"),
        ([b'{"data": []}'], 1, "vector"),
        ([b'{"data": [{"index": 0, "embedding": [0, 0]}]}'], 1, "vector for each text"),
    ],
)
def test_failures(
    encoder: EndpointEncoder,
    endpoint: Endpoint,
    answers: list[int | bytes],
    requests: int,
    message: str,
) -> None:
    """What does not pass is an error that says why, and names no address."""
    endpoint.answers = answers
    with pytest.raises(EncoderError, match=message) as raised:
        list(encoder.passages(["一"]))

    assert requests == len(endpoint.requests)
    assert "127.0.0.1" not in str(raised.value)


def test_a_question_is_sent_once(encoder: EndpointEncoder, endpoint: Endpoint) -> None:
    """No reader waits for a second attempt."""
    endpoint.answers = [503]
    with pytest.raises(EncoderError, match="503"):
        encoder.question("一")

    assert 1 == len(endpoint.requests)
    assert pytest.approx(2.0) == np.divide(*encoder.question("两字"))


def test_nobody_listens() -> None:
    """An endpoint that is not there is the same error."""
    encoder = EndpointEncoder("http://127.0.0.1:9/v1", "m", longest_wait=0.01)
    with pytest.raises(EncoderError, match="has failed"):
        encoder.question("一")
    encoder.close()


def test_vectors_of_models_are_told_apart(endpoint: Endpoint) -> None:
    """The name is that of the model, and the version says where it runs, without a password."""
    encoder = EndpointEncoder("https://me:secret@example.org:8443/v1/", "bge-m3")

    assert ("bge-m3", "example.org:8443/v1") == (encoder.name, encoder.version)
    encoder.close()
