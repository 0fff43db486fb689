"""Data files of word lists and patterns, in TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_table(package: str, name: str) -> Mapping[str, Any]:
    """Return a TOML file of a package, parsed."""
    return tomllib.loads(files(package).joinpath(name).read_text("utf-8"))
