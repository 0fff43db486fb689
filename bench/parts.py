"""Parts of the program that a measurement turns off or sets otherwise, for as long as it lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

Change = tuple[ModuleType, str, Any]
"""A module, a name in it, and what stands there meanwhile."""


@contextmanager
def changed(*changes: Change) -> Iterator[None]:
    """Make these changes, and undo them at the end.

    Raises:
        AttributeError: A module has no such name any more: the measurement is out of date.
    """
    with ExitStack() as undo:
        for module, name, value in changes:
            undo.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, value)
        yield
