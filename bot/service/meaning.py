"""The encoder of meanings as a service: its failures, and how far it is with a collection."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from corpus.progress import Progress
from retrieval.library import Snapshot
from retrieval.meaning.encoder import Encoder, EncoderError, Vectors
from retrieval.meaning.maker import VectorMaker

PAUSE = 60.0
"""Seconds that an encoder is left alone after a failure; meanwhile, words alone answer."""

LOGGED_EVERY = 60.0
"""Seconds between two lines of the log about how many passages are encoded."""

_WARM_UP = "这本书讲什么"

_LOGGER = logging.getLogger(__name__)


class CarefulEncoder:
    """An encoder that is not asked again soon after a failure, of which the log has one line.

    Args:
        encoder: The encoder.
        pause: Seconds that it is left alone after a failure.
    """

    def __init__(self, encoder: Encoder, pause: float = PAUSE) -> None:
        self.name, self.version = encoder.name, encoder.version
        self._encoder = encoder
        self._pause = pause
        self._again_at: float | None = None

    def passages(self, texts: Iterable[str]) -> Iterator[Vectors]:
        """Yield the vectors of passages in batches."""
        return self._encoder.passages(texts)

    def question(self, text: str) -> Vectors:
        """Return the vector of a question.

        Raises:
            EncoderError: It could not be encoded, or that has failed a moment ago.
        """
        if self._again_at and time.monotonic() < self._again_at:
            raise EncoderError("it has failed a moment ago")
        try:
            vector = self._encoder.question(text)
        except EncoderError as error:
            if self._again_at is None:
                _LOGGER.warning("questions are answered by words alone: %s", error)
            self._again_at = time.monotonic() + self._pause
            raise
        if self._again_at:
            _LOGGER.info("questions are answered by meaning again")
            self._again_at = None
        return vector


class CollectionMeaning:
    """Adds the meaning of their passages to the snapshots of one collection.

    Args:
        maker: Makes the vectors.
        progress: Called with the numbers of passages that are encoded and of all; without it, the
            log says how far it is.
        logged_every: Seconds between two lines of the log.
    """

    def __init__(
        self,
        maker: VectorMaker,
        progress: Progress | None = None,
        logged_every: float = LOGGED_EVERY,
    ) -> None:
        self._maker = maker
        self._progress = progress
        self._logged_every = logged_every

    def known(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot with what is known of its meaning, without encoding anything."""
        return replace(snapshot, meaning=self._maker.known(snapshot.corpus))

    def complete(self, snapshot: Snapshot, is_wanted: Callable[[], bool]) -> Snapshot:
        """Return a snapshot with the meaning of all its passages.

        If they cannot be encoded, it is returned as it is, and words alone answer until the next
        reload.

        Args:
            snapshot: The snapshot.
            is_wanted: Function that returns False to stop early.
        """
        try:
            if snapshot.meaning and snapshot.meaning.missing:
                snapshot = self._made(snapshot, snapshot.meaning.missing, is_wanted)
            self._maker.encoder.question(_WARM_UP)  # No question then waits until it is loaded.
        except EncoderError as error:
            _LOGGER.warning("words alone answer until the next reload: %s", error)
        return snapshot

    def _made(self, snapshot: Snapshot, count: int, is_wanted: Callable[[], bool]) -> Snapshot:
        begun = told_at = time.monotonic()

        def tell(done: int, total: int | None) -> None:
            nonlocal told_at
            if time.monotonic() - told_at >= self._logged_every:
                told_at = time.monotonic()
                _LOGGER.info("encoded %d of %d passages for their meaning", done, total)

        _LOGGER.info("encoding %d passages for their meaning; until then words answer", count)
        meaning = self._maker.make(snapshot.corpus, self._progress or tell, is_wanted)
        if not meaning.missing:
            seconds = time.monotonic() - begun
            _LOGGER.info("encoded %d passages for their meaning in %.1f s", count, seconds)
        made = replace(snapshot, meaning=meaning)
        made.prepare()
        return made
