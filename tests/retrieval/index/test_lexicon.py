"""What is made of a collection's words is kept with its index, and made anew when it changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from retrieval.index.lexicon import Lexicon
from retrieval.library import Snapshot

TEXTS = ("银行的利率，银行的行长。", "重庆的重要行业。")


def test_words_are_kept(index: Callable[..., Snapshot], tmp_path: Path) -> None:
    """Lookups are the same in memory, when the words are first kept, and when they are opened."""
    table = index(*TEXTS).lexicon._table
    for _ in range(2):
        for lexicon in (Lexicon(table), Lexicon(table, tmp_path)):
            assert ["银行"] == list(lexicon.sounding_like("yinhang"))
            assert ["重庆"] == list(lexicon.sounding_like("chongqing"))
            assert ["行"] == list(lexicon.characters_like("xing"))
            assert "业长" == lexicon.fillers("行", "")
            assert "" == lexicon.fillers("金", "")


def test_words_of_another_collection(index: Callable[..., Snapshot], tmp_path: Path) -> None:
    """Words that were kept for other texts are not used."""
    assert "业长" == Lexicon(index(*TEXTS).lexicon._table, tmp_path).fillers("行", "")
    assert "情" == Lexicon(index("股市的行情。").lexicon._table, tmp_path).fillers("行", "")
