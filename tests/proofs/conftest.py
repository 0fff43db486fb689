"""Command-line options of the slow tests."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add options for how much is tried: little in `make proofs`, much in targets of their own."""
    parser.addoption(
        "--mutants", type=int, default=600, help="number of files to mutate and of damages to undo"
    )
    parser.addoption(
        "--cuts", type=int, default=60, help="number of power cuts; 0 cuts at each write and sync"
    )
    parser.addoption("--updates", type=int, default=400, help="number of updates to generate")
    parser.addoption(
        "--kills", type=int, default=5, help="number of processes to kill, polling and by webhook"
    )
    parser.addoption(
        "--all-faults", action="store_true", help="run the whole matrix of faults, not two rows"
    )
    parser.addoption("--flood", type=int, default=60, help="number of updates in each flood")
    parser.addoption("--soak", type=int, default=800, help="number of updates of a soak")
