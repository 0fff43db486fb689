"""The encoder behind an endpoint, against a server on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from retrieval.meaning.encoder import EncoderError
from retrieval.meaning.endpoint import ATTEMPTS, BATCH, EndpointEncoder
from tests.retrieval.meaning.endpoints import Endpoint, serving


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """A running endpoint."""
    with serving() as endpoint:
        yield endpoint


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
