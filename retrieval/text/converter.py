"""OpenCC's conversions, each of which is loaded once and only when it is used."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC, __version__

VERSION: str = __version__
"""The version of OpenCC, and so of its tables."""


class Converter:
    """A conversion of OpenCC; loading one takes 13 ms, and few programs need all of them.

    Args:
        name: OpenCC's name of the conversion, as t2s.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def convert(self, text: str) -> str:
        """Return the text in the other characters; its length may change."""
        converted: str = _loaded(self._name).convert(text)
        return converted


_loaded = cache(OpenCC)
