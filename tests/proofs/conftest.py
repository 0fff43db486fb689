"""How long the slow proofs go on."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many files are mutated: few in `make proofs`, many in `make fuzz`."""
    parser.addoption("--mutants", type=int, default=600, help="files to mutate, damages to undo")
