"""What is asked of every engine under measurement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from bench.shared_terms import NewQuestion

HITS = 10
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Built:
    """What building took: seconds for cutting, seconds for the index, and the index in MiB."""

    cut_s: float | None
    index_s: float
    index_mb: float | None


class Engine(Protocol):
    """An engine under measurement."""

    def build(self) -> Built:
        """Index the collection."""
        ...

    def prepare(self, asked: NewQuestion) -> Any:
        """What `find` is given; not timed."""
        ...

    def find(self, prepared: Any) -> list[str]:
        """The ids of the ten best passages."""
        ...

    def start(self) -> float | None:
        """Seconds from the index on disk to a first answer; None where it keeps none."""
        ...
