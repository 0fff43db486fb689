"""Adding an article: parsed first, written atomically, never added twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.adding import Addition, prepare
from corpus.changes import ChangeLog, ChangesError
from corpus.loading import FileReader, load
from corpus.writing import write_whole

TEXT = "题目\n正文说了一句话，就没有再说下去了。".encode()


@pytest.fixture
def reader(tmp_path: Path) -> FileReader:
    """A reader of an empty collection, without a dictionary, as no text here is damaged."""
    (tmp_path / "articles").mkdir()
    return FileReader(tmp_path / "articles", lambda _: 0)


def log_of(reader: FileReader) -> ChangeLog:
    """Return the log of the collection's changes."""
    return ChangeLog(reader.folder, reader.folder.parent / "changes")


def add(reader: FileReader, name: str, data: bytes, url: str | None = None) -> Addition:
    """Prepare an article and save it."""
    addition = prepare(reader, name, data, {"url": url})
    addition.save(log_of(reader), "shell:root")
    return addition


def names(reader: FileReader) -> list[str]:
    """Return the names of all files of the collection, hidden ones included."""
    return sorted(path.name for path in reader.folder.rglob("*") if path.is_file())


def test_an_article_is_added_once(reader: FileReader) -> None:
    """Equal bytes are the same article, under any file name."""
    first = add(reader, "sub/a.txt", TEXT)
    second = add(reader, "b.txt", TEXT)

    assert ("added", "sub/a.txt") == (first.state, first.name)
    assert ("unchanged", "sub/a.txt") == (second.state, second.name)
    assert ["a.txt"] == names(reader)
    assert first.file.article == second.file.article


def test_a_new_version_replaces_the_old_one(reader: FileReader) -> None:
    """A file of the same name and title is a new version of the article."""
    add(reader, "a.txt", TEXT)
    changed = add(reader, "a.txt", TEXT + "又说了一句。".encode())

    assert ("replaced", "a.txt") == (changed.state, changed.name)
    assert ["a.txt"] == names(reader)


def test_another_article_of_the_same_name_gets_a_number(reader: FileReader) -> None:
    """Another article with the same file name does not overwrite the first one."""
    add(reader, "a.txt", TEXT)
    add(reader, "a.txt", "另一个题目\n另一篇文章的正文，说的是别的事情。".encode())

    assert ["a-2.txt", "a.txt"] == names(reader)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n", b"\xff\xff\xff", b"THEEND"])
def test_a_file_without_an_article_is_not_written(reader: FileReader, data: bytes) -> None:
    """A file without an article is refused with the reason, and nothing is written."""
    added = add(reader, "a.txt", data)

    assert "refused" == added.state
    assert added.file.problems
    assert [] == names(reader)


def test_an_address_is_recorded_once(reader: FileReader) -> None:
    """If a fetched text does not state its address, sources.toml records it."""
    url = "https://example.org/{a}?b=1"
    (reader.folder / "sources.toml").write_text(
        '[[source]]\nmatch = "z*"\nauthor = "z"\n', "utf-8"
    )
    first = add(reader, "x.txt", TEXT, url)
    second = add(reader, "x.txt", TEXT + b"!", url)
    loaded = load(reader.folder, lambda _: 0)

    assert ["added", "replaced"] == [first.state, second.state]
    assert "https://example.org/%7Ba%7D?b=1" == loaded.corpus.articles[0].url
    assert first.file.article
    assert first.file.article.url == loaded.corpus.articles[0].url
    assert 1 == (reader.folder / "sources.toml").read_text("utf-8").count("x.txt")


def test_a_page_that_states_its_address_gets_no_entry(reader: FileReader) -> None:
    """The address that a page states itself is used instead of the one it was fetched from."""
    page = "<html><link rel=canonical href='https://example.org/a'><p>一段话。</p></html>"
    added = add(reader, "a.html", page.encode(), "https://example.org/a?from=feed")

    assert added.file.article
    assert "https://example.org/a" == added.file.article.url
    assert ["a.html"] == names(reader)


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    """If a file cannot be renamed into place, no part of it remains."""
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "a.txt/b").touch()

    with pytest.raises(OSError, match=r"a\.txt"):
        write_whole(tmp_path / "a.txt", TEXT)

    assert ["a.txt"] == [path.name for path in tmp_path.iterdir()]


def test_what_is_prepared_is_not_written(reader: FileReader) -> None:
    """To prepare an article shows what adding it would do, and writes nothing."""
    prepared = prepare(reader, "x.txt", TEXT, {"url": "https://example.org/1"})

    assert ("added", "x.txt", {"x.txt", "sources.toml"}) == (
        *(prepared.state, prepared.name, set(prepared.contents)),
    )
    assert prepared.file.article
    assert "https://example.org/1" == prepared.file.article.url
    assert [] == names(reader)
    assert () == log_of(reader).changes()


def test_additions_are_recorded_and_undone(reader: FileReader) -> None:
    """A new version and a new article are changes; undone, the files are as they were."""
    add(reader, "a.txt", TEXT)
    add(reader, "a.txt", TEXT + b"!")
    add(reader, "b.txt", TEXT + b"?", "https://example.org/1")
    log = log_of(reader)

    assert [("add", "题目"), ("replace", "题目"), ("add", "题目")] == [
        (change.kind, change.subject) for change in log.changes()
    ]
    assert ["b.txt", "sources.toml"] == [file.name for file in log.changes()[0].files]
    for number in (2, 3):
        log.undo(number, "shell:root")
    assert TEXT == (reader.folder / "a.txt").read_bytes()
    assert ["a.txt"] == names(reader)


@pytest.mark.parametrize("state", ["unchanged", "refused"])
def test_nothing_to_add_is_no_change(reader: FileReader, state: str) -> None:
    """Of an article that is there, or is none, nothing is recorded."""
    if state == "unchanged":
        add(reader, "a.txt", TEXT)
    before = log_of(reader).changes()
    addition = prepare(reader, "b.txt", TEXT if state == "unchanged" else b"")

    assert (state, None) == (addition.state, addition.save(log_of(reader), "shell:root"))
    assert before == log_of(reader).changes()


def test_a_file_that_came_meanwhile_stays(reader: FileReader) -> None:
    """A file that somebody wrote after an addition was prepared is not overwritten."""
    addition = prepare(reader, "a.txt", TEXT)
    (reader.folder / "a.txt").write_bytes(b"by hand")

    with pytest.raises(ChangesError, match=r"a\.txt has been changed in the meantime"):
        addition.save(log_of(reader), "shell:root")
    assert b"by hand" == (reader.folder / "a.txt").read_bytes()


@pytest.mark.parametrize("name", ["[1] *.txt", "sub/[x]?.txt", "t.txt"])
def test_an_address_belongs_to_one_file(reader: FileReader, name: str) -> None:
    """The entry with an address matches its file, whatever its name, and no other."""
    add(reader, name, TEXT, "https://example.org/1")
    add(reader, f"other/{name}", "另一个题目\n另一篇文章的正文。".encode())
    loaded = load(reader.folder, lambda _: 0)

    assert () == loaded.problems
    assert {name: "https://example.org/1", f"other/{name}": None} == {
        article.path: article.url for article in loaded.corpus.articles
    }


def test_what_is_replaced_is_known_before(reader: FileReader) -> None:
    """A prepared replacement has the article as it is in the collection, an addition has none."""
    first = add(reader, "a.txt", TEXT)
    changed = prepare(reader, "a.txt", TEXT + "又说了一句。".encode())

    assert first.before is None
    assert changed.before == first.file


OLDER = ["河边的老街今年修好了。", "石板路重新铺过，店铺也亮起了灯。", "来的人比去年多了一倍。"]


def text_of(title: str, *paragraphs: str) -> bytes:
    """Return a text file with a title and paragraphs."""
    return "\n\n".join((f"---\ntitle: {title}\n---", *paragraphs)).encode()


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("old-street (2).md", text_of("老街", *OLDER[:2], "夜里还有人唱戏。"), "replaced"),
        ("old-street.txt", text_of("老街", *OLDER[:2], "夜里还有人唱戏。"), "added"),
        ("other.md", text_of("新街", *OLDER), "added"),
        ("same-title.md", text_of("老街", "另一座城里也有一条老街。", OLDER[0]), "added"),
    ],
    ids=["renamed", "other-format", "other-title", "other-text"],
)
def test_a_newer_version_under_another_name(
    reader: FileReader, name: str, data: bytes, state: str
) -> None:
    """Of the articles that are known, one with this title and most of this text is replaced."""
    older = add(reader, "old-street.md", text_of("老街", *OLDER)).file.article
    assert older is not None

    addition = prepare(reader, name, data, known=[older])

    assert state == addition.state
    assert ("old-street.md" if state == "replaced" else name) == addition.name


def test_a_newer_version_at_the_same_address(reader: FileReader) -> None:
    """Of the articles that are known, one with this address is replaced, whatever has changed."""
    head = "---\ntitle: {}\nurl: https://example.org/a\n---\n\n正文说的是{}的事情，没有别的。"
    older = add(reader, "a.md", head.format("一", "春天").encode()).file.article
    assert older is not None

    addition = prepare(reader, "b.md", head.format("二", "秋天").encode(), known=[older])

    assert ("replaced", "a.md") == (addition.state, addition.name)


def test_an_article_of_the_future(reader: FileReader) -> None:
    """What would be added with a day that has not come is warned of."""
    text = "---\ntitle: 题\ndate: {}\n---\n潮水退了，贝壳留在沙滩上。"
    warned = prepare(reader, "a.md", text.format("2999-01-02").encode())
    plain = prepare(reader, "a.md", text.format("2021-12-28").encode())

    assert ["warning"] == [problem.severity for problem in warned.file.problems]
    assert "2999-01-02" in str(warned.file.problems[0].message)
    assert () == plain.file.problems
