"""Command-line options of the slow tests."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add options: few repetitions in `make proofs`, many in targets of their own."""
    parser.addoption(
        "--mutants", type=int, default=600, help="number of files to mutate and of damages to undo"
    )
    parser.addoption(
        "--kills", type=int, default=5, help="number of processes to kill, polling and by webhook"
    )
    parser.addoption(
        "--all-faults", action="store_true", help="run the whole matrix of faults, not two rows"
    )
