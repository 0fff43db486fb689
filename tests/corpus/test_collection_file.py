"""collection.toml: the collections in a folder, their names, and who may ask them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.collection_file import (
    FILE,
    MAX_COLLECTIONS,
    CollectionFileError,
    CollectionInfo,
    find_collections,
    one_collection,
)


def write(folder: Path, content: str = "") -> Path:
    """Make a folder with a collection.toml, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(content, "utf-8")
    return folder


def test_a_folder_without_the_file_is_one_collection(tmp_path: Path) -> None:
    """A folder of articles, in folders or not, stays one collection that everyone may ask."""
    (tmp_path / "older").mkdir()

    assert (CollectionInfo(tmp_path),) == find_collections(tmp_path)
    assert tmp_path == one_collection(tmp_path)


def test_a_missing_folder_is_one_collection(tmp_path: Path) -> None:
    """A folder that does not exist is left to whoever reads it."""
    assert (CollectionInfo(tmp_path / "none"),) == find_collections(tmp_path / "none")


def test_the_only_collection_has_a_name_too(tmp_path: Path) -> None:
    """The file of the folder itself is read, and its key stays empty."""
    (info,) = find_collections(write(tmp_path, 'name = "夜航"\naskers = [7, -100]\n'))

    assert ("夜航", "") == (info.name("en"), info.key)
    assert [True, True, False, False] == [info.is_open_to(one) for one in (7, -100, 8, None)]


def test_several_collections(tmp_path: Path) -> None:
    """Folders with the file are collections, by name, the default first; others are not."""
    write(tmp_path / "plays")
    write(tmp_path / "poems", 'default = true\nlanguage = "zh-Hant"\n')
    write(tmp_path / ".old")
    (tmp_path / "loose").mkdir()

    poems, plays = find_collections(tmp_path)

    assert ("poems", "zh-hant") == (poems.key, poems.language)
    assert ("plays", None) == (plays.key, plays.language)
    assert plays.is_open_to(None)


def test_names_by_language(tmp_path: Path) -> None:
    """A name is given in the reader's language, else in the first one, else that of the folder."""
    write(tmp_path / "a", '[name]\nzh-Hans = "戏曲"\nen = "Plays"\n')
    write(tmp_path / "b")

    plays, other = find_collections(tmp_path)

    assert ["戏曲", "Plays", "戏曲"] == [plays.name(one) for one in ("zh-Hans", "en", "zh-Hant")]
    assert "b" == other.name("en")


@pytest.mark.parametrize("name", ["two words", "a" * 41, "花" * 14, "a:b"])
def test_keys_fit_into_a_button(tmp_path: Path, name: str) -> None:
    """A long or unusual name of a folder is replaced by its hash, and others are kept."""
    write(tmp_path / name)
    write(tmp_path / "诗词_2")

    keys = {one.folder.name: one.key for one in find_collections(tmp_path)}

    assert "诗词_2" == keys["诗词_2"]
    assert 16 == len(keys[name])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("name = ", "see line 1"),
        ('\nnam = "x"', "“nam” is not a field"),
        ("name = 3", "“name” must be"),
        ('[name]\nen = " "', "“name” must be"),
        ("[name]", "“name” must be"),
        ("language = 1", "“language” must be"),
        ('default = "yes"', "“default” must be"),
        ('askers = "nobody"', "“askers” must be"),
        ('askers = ["7"]', "“askers” must be"),
        ("askers = [true]", "“askers” must be"),
    ],
)
def test_a_faulty_file_is_an_error(tmp_path: Path, content: str, complaint: str) -> None:
    """Who may ask is never guessed: the error names the file and the fault."""
    folder = write(tmp_path / "a", content)

    with pytest.raises(CollectionFileError) as raised:
        find_collections(tmp_path)

    assert str(folder / FILE) in str(raised.value)
    assert complaint in str(raised.value)


def test_nobody_may_be_let_in(tmp_path: Path) -> None:
    """An empty list lets in nobody."""
    (info,) = find_collections(write(tmp_path, "askers = []"))

    assert not info.is_open_to(7)


def test_too_many_are_refused(tmp_path: Path) -> None:
    """More than can be offered are an error that says how many may stay."""
    for number in range(MAX_COLLECTIONS + 1):
        write(tmp_path / f"c{number}")

    with pytest.raises(CollectionFileError, match=f"no more than {MAX_COLLECTIONS}"):
        find_collections(tmp_path)


def test_one_of_several_must_be_named(tmp_path: Path) -> None:
    """Where one collection is wanted, several are an error that lists them."""
    write(tmp_path / "plays")
    write(tmp_path / "poems")

    with pytest.raises(CollectionFileError, match=r"plays, poems; .*--corpus .*plays"):
        one_collection(tmp_path)
    assert tmp_path / "poems" == one_collection(tmp_path / "poems")
