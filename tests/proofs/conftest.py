"""Command-line options of the slow tests."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add options that say how many: few in `make proofs`, many in targets of their own."""
    parser.addoption(
        "--mutants", type=int, default=600, help="number of files to mutate and of damages to undo"
    )
    parser.addoption("--updates", type=int, default=400, help="number of updates to generate")
    parser.addoption("--kills", type=int, default=10, help="number of processes to kill")
