"""Changes of a collection are whole, recorded, and undone on request."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.changes import KEPT, ChangedFile, ChangeLog, ChangesError

BY = "telegram:5"


QUESTION = "谁在桥上等船"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection with one article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"one")
    return folder


@pytest.fixture
def log(folder: Path, tmp_path: Path) -> ChangeLog:
    """The log of the collection's changes."""
    return ChangeLog(folder, tmp_path / "data/changes")


def state(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files of a collection, hidden ones included, by name."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def appending(data: bytes) -> Callable[[bytes | None], bytes]:
    """Return a function that appends bytes to the content of a file."""
    return lambda current: (current or b"") + data


def test_a_change_is_carried_out_and_recorded(log: ChangeLog, folder: Path) -> None:
    """Files are added, changed and removed by one change, which the history tells."""
    change = log.apply("add", "题目", BY, {"sub/b.txt": b"two", "a.txt": b"three"})
    log.apply("remove", "题目", "shell:root", {"a.txt": None})

    assert {"sub/b.txt": b"two"} == state(folder)
    assert (ChangedFile("sub/b.txt", "added"), ChangedFile("a.txt", "changed")) == change.files
    second, first = log.changes()
    assert change == first
    assert (2, "remove", "题目", "shell:root", False) == (
        *(second.number, second.kind, second.subject, second.by, second.undone),
    )
    assert (ChangedFile("a.txt", "removed"),) == second.files
    assert first.at <= second.at


def test_content_that_depends_on_the_current_one(log: ChangeLog, folder: Path) -> None:
    """A function is given the current content of its file, None for no file."""
    log.apply("edit", "", BY, {"a.txt": appending(b"!"), "b": lambda current: current})

    assert {"a.txt": b"one!"} == state(folder)
    assert ["a.txt"] == [file.name for file in log.changes()[0].files]


def test_undo_restores_every_file(log: ChangeLog, folder: Path) -> None:
    """All files of a change are as they were before it; the history says who undid it."""
    before = state(folder)
    change = log.apply("replace", "题目", BY, {"a.txt": None, "b.txt": b"two"})
    undone = log.undo(change.number, "telegram:6")

    assert before == state(folder)
    assert ("undo", change.number, "telegram:6") == (undone.kind, undone.undoes, undone.by)
    assert [False, True] == [one.undone for one in log.changes()]


def test_undo_can_be_undone(log: ChangeLog, folder: Path) -> None:
    """To undo an undo is to make the change again, which can be undone again."""
    first = log.apply("edit", "题目", BY, {"a.txt": b"two"})
    second = log.undo(first.number, BY)
    log.undo(second.number, BY)

    assert {"a.txt": b"two"} == state(folder)
    assert [False, True, False] == [one.undone for one in log.changes()]
    log.undo(first.number, BY)
    assert {"a.txt": b"one"} == state(folder)


def test_nothing_is_undone_twice(log: ChangeLog) -> None:
    """A change that has been undone, or is none, is refused."""
    number = log.apply("edit", "题目", BY, {"a.txt": b"two"}).number
    log.undo(number, BY)

    with pytest.raises(ChangesError, match="change 1 has been undone already"):
        log.undo(number, BY)
    for unknown in (0, -1, 3, 1 << 70):
        with pytest.raises(ChangesError, match="there is no change"):
            log.undo(unknown, BY)


def test_a_file_that_was_changed_since_is_named(log: ChangeLog, folder: Path) -> None:
    """If one file of a change has been changed since, none is restored."""
    change = log.apply("replace", "题目", BY, {"b.txt": b"two", "a.txt": b"three"})
    (folder / "a.txt").write_bytes(b"by hand")

    with pytest.raises(ChangesError, match=r"^a\.txt has been changed since"):
        log.undo(change.number, BY)
    assert {"a.txt": b"by hand", "b.txt": b"two"} == state(folder)
    assert 1 == len(log.changes())


def test_tables_of_a_shared_file_are_undone_one_by_one(log: ChangeLog, folder: Path) -> None:
    """Of two entries that were added to one TOML file, the first can be taken back alone."""
    entries = [f'\n[[source]]\nmatch = "{name}"\n'.encode() for name in ("a", "b")]
    for entry in entries:
        log.apply("edit", "题目", BY, {"sources.toml": appending(entry)})
    log.undo(1, BY)

    assert entries[1] == state(folder)["sources.toml"]


def test_the_last_changes_can_be_undone(log: ChangeLog, folder: Path, tmp_path: Path) -> None:
    """Older changes keep their line in the history, and the store does not keep their files."""
    large = b"0123456789abcdef" * (1 << 12)
    for number in range(3 * KEPT):
        log.apply("edit", f"题目 {number}", BY, {"a.txt": large + str(number).encode()})
    stored = sum(path.stat().st_size for path in (tmp_path / "data").rglob("*"))

    assert stored < (2 * KEPT + 4) * len(large)
    assert [30, 29] == [one.number for one in log.changes(2)]
    assert list(range(20, 0, -1)) == [one.number for one in log.changes(99, before=21)]
    with pytest.raises(ChangesError, match="change 20 is too old to be undone"):
        log.undo(2 * KEPT, BY)
    for number in range(30, 25, -1):
        log.undo(number, BY)
    assert large + b"24" == state(folder)["a.txt"]


def test_a_question_goes_with_its_contents(log: ChangeLog, tmp_path: Path) -> None:
    """What was taught is in no file any more once it cannot be undone; what is no question is."""
    log.apply("add", "题目", BY, {"b.txt": b"two"})
    for kind in ("example", "scope"):
        log.apply(kind, QUESTION, BY, {"examples.toml": appending(QUESTION.encode())})
        log.undo(log.count(), BY)
        log.undo(log.count(), BY)
    for _ in range(KEPT):
        assert any(QUESTION in change.subject for change in log.changes(20))
        log.apply("edit", "题目", BY, {"b.txt": appending(b".")})

    assert {"题目", ""} == {change.subject for change in log.changes(20)}
    assert "题目" == log.changes(20)[-1].subject
    stored = [path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not any(QUESTION.encode() in data for data in stored)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "sub/../../x", "..", ".", "", "out/x"])
def test_no_file_outside_the_collection(log: ChangeLog, folder: Path, name: str) -> None:
    """A name that leads out of the collection is refused, and nothing is written."""
    (folder / "out").symlink_to(folder.parent)
    with pytest.raises(ChangesError, match="is not in the collection"):
        log.apply("add", "题目", BY, {"b.txt": b"two", name: b"x"})

    assert {"a.txt": b"one"} == state(folder)
    assert () == log.changes()


def test_a_change_that_fails_leaves_nothing(log: ChangeLog, folder: Path) -> None:
    """If one file cannot be written, the others are as they were, and nothing is recorded."""
    (folder / "c").symlink_to("c")
    with pytest.raises(OSError, match="levels of symbolic links"):
        log.apply("add", "题目", BY, {"a.txt": b"x", "c": b"x"})
    (folder / "c").unlink()
    files = {"a.txt": b"x", "b.txt": b"x", "b.txt/c": b"x"}  # b.txt is a folder and is none.
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        log.apply("add", "题目", BY, files)

    assert {"a.txt": b"one"} == state(folder)
    assert () == log.changes()


FULL = """
import sys
from pathlib import Path
from corpus.changes import ChangeLog, ChangesError

folder, log = Path(sys.argv[1]), ChangeLog(Path(sys.argv[1]), Path(sys.argv[2]))
free = 0

def fill(event, _):
    global free
    if event == "os.rename":
        free -= 1
        if free < 0:
            raise OSError(28, "No space left on device")

def fails(number):
    try:
        log.apply("edit", "", "shell:root", {"d.txt": str(number).encode()})
    except OSError:
        return not log.changes() and not log.count()

sys.addaudithook(fill)
for number in range(4):
    free = 2
    for name in ("a.txt", "c.txt"):
        (folder / name).write_bytes(b"old")
    free = number
    try:
        new = {"a.txt": b"new", "b.txt": b"new", "c.txt": b"new"}
        log.apply("replace", "", "shell:root", new)
        break
    except OSError:
        pass
    assert fails(number) or not number
    free = 9
    log.changes()
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    print(number, files == {"a.txt": b"old", "c.txt": b"old"}, log.count())
"""


def test_a_full_disk_loses_nothing(folder: Path, tmp_path: Path) -> None:
    """What cannot be written back while the disk is full is written back when there is room."""
    command = [sys.executable, "-c", FULL, str(folder), str(tmp_path / "store")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ["0 True 0", "1 True 0", "2 True 0"] == ran.stdout.splitlines(), ran.stderr


def test_a_file_that_somebody_changes_during_a_change(log: ChangeLog, folder: Path) -> None:
    """A file that is changed by hand before it is written stays so, and the change fails."""

    def edit(_: bytes | None) -> bytes:
        (folder / "a.txt").write_bytes(b"by hand")
        return b"two"

    with pytest.raises(ChangesError, match=r"^a\.txt has been changed in the meantime; try again"):
        log.apply("edit", "题目", BY, {"c.txt": b"x", "a.txt": b"three", "b.txt": edit})

    assert {"a.txt": b"by hand"} == state(folder)
    assert () == log.changes()


KILLED = """
import os, signal, sys
from pathlib import Path
from corpus.changes import ChangeLog

folder, store = Path(sys.argv[1]), Path(sys.argv[2])
events = 0

def die(event, _):
    global events
    if event not in {"open", "os.rename", "os.remove", "os.chmod"}:
        return
    events += 1
    if events > limit:
        os.kill(os.getpid(), signal.SIGKILL)

for limit in range(200):
    for name, content in (("a.txt", b"one"), ("c.txt", b"three")):
        (folder / name).write_bytes(content)
    (folder / "b.txt").unlink(missing_ok=True)
    child = os.fork()
    if not child:
        sys.addaudithook(die)
        ChangeLog(folder, store).apply(
            "replace", str(limit), "shell:root", {"a.txt": b"1", "b.txt": b"2", "c.txt": None}
        )
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    done = {change.subject for change in ChangeLog(folder, store).changes()}
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".txt"}
    new, old = {"a.txt": b"1", "b.txt": b"2"}, {"a.txt": b"one", "c.txt": b"three"}
    assert files == (new if str(limit) in done else old), (limit, files, done)
    print("whole" if str(limit) in done else "not at all", status)
    if not status:
        break
"""


def test_a_kill_leaves_a_change_whole_or_not_at_all(folder: Path, tmp_path: Path) -> None:
    """A process that is killed at any access to a file leaves all of a change, or none of it."""
    command = [sys.executable, "-c", KILLED, str(folder), str(tmp_path / "store")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)

    outcomes = ran.stdout.splitlines()
    assert "whole 0" == outcomes[-1], ran.stderr
    assert {"not at all 9", "whole 0"} == set(outcomes)


def test_changes_at_once_wait_for_each_other(log: ChangeLog, folder: Path) -> None:
    """Of changes that are made at the same time, none is lost."""

    def change(number: int) -> None:
        log.apply("edit", "", BY, {"a.txt": appending(bytes([number]))})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, range(12)))

    assert {*b"one", *range(12)} == set(state(folder)["a.txt"])
    assert 12 == len(log.changes(99))


def test_a_store_that_cannot_be_used(folder: Path, tmp_path: Path) -> None:
    """A store that cannot be made or is no database is an error with a reason."""
    (tmp_path / "changes.sqlite3").write_bytes(b"no database" * 1000)

    with pytest.raises(ChangesError, match="file is not a database"):
        ChangeLog(folder, tmp_path).changes()
    with pytest.raises(ChangesError, match="cannot be written"):
        ChangeLog(folder, Path("/dev/null/changes")).apply("edit", "", BY, {})


def test_who_only_looks_makes_no_files(log: ChangeLog, tmp_path: Path) -> None:
    """Before the first change there is no history, and asking for it makes no store."""
    assert ((), 0) == (log.changes(), log.count())
    assert not (tmp_path / "data").exists()


def test_only_the_owner_reads_the_store(log: ChangeLog, tmp_path: Path) -> None:
    """The folder of the store is closed to others, as it has the ids of admins."""
    log.apply("edit", "题目", BY, {"a.txt": b"two"})

    assert 0o700 == (tmp_path / "data/changes").stat().st_mode & 0o777
