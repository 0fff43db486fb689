"""Command-line options of the slow tests."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--mutants`: few in `make proofs`, many in `make fuzz`."""
    parser.addoption(
        "--mutants", type=int, default=600, help="number of files to mutate and of damages to undo"
    )
