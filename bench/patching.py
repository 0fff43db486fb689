"""Temporary changes of module attributes, to measure the program without a part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

Change = tuple[ModuleType, str, Any]
"""A module, the name of an attribute, and its temporary value."""


@contextmanager
def changed(*changes: Change) -> Iterator[None]:
    """Make these changes while the context is open.

    Raises:
        AttributeError: A module has no such attribute, so the benchmark is out of date.
    """
    with ExitStack() as undo:
        for module, name, value in changes:
            undo.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, value)
        yield
