"""Terms have the spans of their text, and a faulty cache never stops the analyzer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.artifacts import VERIFIED
from corpus.loading import LoadResult
from retrieval.text.analysis import SINGLE, Analyzer, whole_words
from retrieval.text.script import fold


def test_words_within_words(analyzer: Analyzer) -> None:
    """Search mode gives a long word and the words that it contains, each with its span."""
    assert {("基础", 0, 2), ("设施", 2, 4), ("基础设施", 0, 4)} == set(analyzer.terms("基礎設施"))
    assert [("基础设施", 0, 4)] == analyzer.terms("基礎設施", "default")


def test_the_bag(analyzer: Analyzer) -> None:
    """A passage is indexed by words, pairs and single characters, distinguished by a prefix."""
    assert ["流量", "abc", "²流量", "¹流", "¹量"] == analyzer.bag("流量,ABC")


def test_punctuation_is_no_term(analyzer: Analyzer) -> None:
    """A token without letters and digits is not a term."""
    assert [] == analyzer.terms("，。！？ 「」\n\t_")


@given(
    text=st.text(alphabet=st.sampled_from("金融科技的基礎設施ABC１２ ，。\n𠀀é-_%"), max_size=40)
)
def test_spans_hold_their_terms(analyzer: Analyzer, text: str) -> None:
    """Every term is the folded text of its span."""
    assert all(term.text == fold(text)[term.start : term.end] for term in analyzer.terms(text))


@given(
    text=st.text(alphabet=st.sampled_from("金融科技基礎設施的产业互联网AB12 ，。%"), max_size=40)
)
def test_whole_words(analyzer: Analyzer, text: str) -> None:
    """The words of default mode can be picked from those of search mode."""
    assert analyzer.terms(text, "default") == whole_words(analyzer.terms(text))


def test_rjieba_equals_jieba(digests: LoadResult, analyzer: Analyzer) -> None:
    """Both tokenizers give the same terms for every text."""
    slow = Analyzer(analyzer.cache_folder, fast=False)
    texts = [passage.text for passage in digests.corpus.passages]
    unusual = [
        "",
        "𠀀𠮷a１b",
        "ＡＢＣ…。 \n\x00",
        "去平台化abc去中心化3.14",
        "\u0645\u0631\u062d\u0628\u0627世界🐜",
    ]

    for text in (*texts, *unusual):
        assert slow.bag(text) == analyzer.bag(text)
        assert slow.terms(text, "default") == analyzer.terms(text, "default")


def test_a_brief_analyzer(analyzer: Analyzer, cache_folder: Path) -> None:
    """An analyzer that begins without a dictionary gives the same terms, before and after that."""
    brief = Analyzer(cache_folder, is_brief=True)
    texts = [
        "去中心化的網際網路，C++ 3.5万元",
        "研究生命的起源",
        *("一二三四五六七八九十" * 900,) * 3,
    ]
    for text in (*texts, *texts[:2]):
        assert analyzer.bag(text) == brief.bag(text)
        assert analyzer.terms(text, "default") == brief.terms(text, "default")


def test_frequency_in_either_script(analyzer: Analyzer) -> None:
    """A word counts as often in Traditional as in Simplified characters."""
    assert analyzer.frequency("互联网") == analyzer.frequency("互聯網") > 0
    assert 0 == analyzer.frequency("互联网的")


def test_a_damaged_cache_is_replaced(tmp_path: Path, cache_folder: Path) -> None:
    """Counts of words are cached in the given folder, and a truncated cache is written again."""
    shutil.copytree(cache_folder / "counts", tmp_path / "counts")
    (tmp_path / "counts" / VERIFIED).unlink(missing_ok=True)
    files = sorted(tmp_path.glob("counts/*"))
    cache = max(files, key=lambda file: file.stat().st_size)
    whole = cache.read_bytes()
    cache.write_bytes(whole[:1000])

    assert Analyzer(tmp_path).frequency("互联网") > 0
    assert files == sorted(tmp_path.glob("counts/*"))
    assert whole == cache.read_bytes()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Without a writable folder for its cache the analyzer works."""
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")

    assert Analyzer(blocked / "cache").terms("金融")


@pytest.mark.parametrize("text", ["软件", "去中心化的銀行 abc，再来一次", "", "好"])
def test_words_and_pairs(analyzer: Analyzer, text: str) -> None:
    """Words and pairs are the bag without single characters, also when they are remembered."""
    bag = [term for term in analyzer.bag(text) if not term.startswith(SINGLE)]
    for _ in range(2):
        words, pairs = analyzer.words_and_pairs(text)
        assert bag == [*words, *pairs]
