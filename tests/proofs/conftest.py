"""Options of the slow proofs."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The number of mutated files: few in `make proofs`, many in `make fuzz`."""
    parser.addoption("--mutants", type=int, default=600, help="files to mutate, damages to undo")
