"""An encoder behind an HTTP endpoint of the kind that OpenAI's embeddings have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from ipaddress import ip_address

import httpx
import numpy as np
from tenacity import (
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    wait_random_exponential,
)

from retrieval.meaning.encoder import EncoderError, Vectors
from retrieval.meaning.unhurried import batched

BATCH = 64
"""Number of passages in a request."""

ATTEMPTS = 6
"""Number of times that passages are sent before it is given up."""

LONGEST_WAIT = 30.0
"""Seconds between two of these times at most."""

PASSAGE_SECONDS, QUESTION_SECONDS = 60.0, 3.0
"""Seconds to wait for the vectors of passages, and of a question. A question is sent once."""


class EndpointEncoder:
    """Encodes by requests to `URL/embeddings`; thread-safe.

    Texts are sent as they are, and vectors are scaled to length 1.

    Args:
        url: The address, such as http://localhost:11434/v1.
        model: The name of the model there.
        key: The key, sent as a bearer token.
        longest_wait: Seconds to wait at most before passages are sent again.
    """

    def __init__(
        self, url: str, model: str, key: str | None = None, longest_wait: float = LONGEST_WAIT
    ) -> None:
        address = httpx.URL(url.rstrip("/"))
        self.name = model
        self.version = f"{address.netloc.decode('ascii')}{address.path}"
        self._url = f"{address}/embeddings"
        self._client = httpx.Client(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            trust_env=not _is_loopback(address.host),  # No proxy leads to this machine.
        )
        self._retrying = Retrying(
            retry=retry_if_exception(_may_pass),
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_random_exponential(max=longest_wait),
            reraise=True,
        )

    def passages(self, texts: Iterable[str]) -> Iterator[Vectors]:
        """Yield the vectors of passages in batches.

        Raises:
            EncoderError: The endpoint cannot be reached, or answers otherwise than it should.
        """
        for batch in batched(texts, BATCH):
            try:
                yield self._retrying(self._encode, batch, PASSAGE_SECONDS)
            except (httpx.HTTPError, ValueError) as error:
                raise _failure(error) from error

    def question(self, text: str) -> Vectors:
        """Return the vector of a question.

        Raises:
            EncoderError: The endpoint cannot be reached, or answers otherwise than it should.
        """
        try:
            vector: Vectors = self._encode([text], QUESTION_SECONDS)[0]
        except (httpx.HTTPError, ValueError) as error:
            raise _failure(error) from error
        return vector

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _encode(self, texts: Sequence[str], seconds: float) -> Vectors:
        """Return the vectors of texts.

        Raises:
            httpx.HTTPError: The endpoint cannot be reached, or answers with an error.
            ValueError: It answers something else than their vectors.
        """
        whole = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        body = {"model": self.name, "input": whole, "encoding_format": "float"}
        response = self._client.post(self._url, json=body, timeout=seconds)
        response.raise_for_status()
        try:
            rows = sorted(response.json()["data"], key=lambda row: row["index"])
            vectors = np.array([row["embedding"] for row in rows], np.float32)
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError("it does not answer with vectors") from error
        if len(vectors) != len(texts) or not (np.isfinite(lengths) & (lengths > 0)).all():
            raise ValueError("it does not answer with a vector for each text")
        scaled: Vectors = vectors / lengths
        return scaled


def _may_pass(error: BaseException) -> bool:
    """Return True for a failure that may be over soon."""
    if isinstance(error, httpx.HTTPStatusError):
        code = error.response.status_code
        return code == httpx.codes.TOO_MANY_REQUESTS or code >= httpx.codes.INTERNAL_SERVER_ERROR
    return isinstance(error, httpx.TransportError)


def _failure(error: Exception) -> EncoderError:
    """Return the error for those who asked; it names no address, which may hold a secret."""
    if isinstance(error, httpx.HTTPStatusError):
        return EncoderError(f"the endpoint answers with {error.response.status_code}")
    return EncoderError(f"the endpoint has failed ({str(error) or type(error).__name__})")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
