"""Stored artifacts are used only if they are intact and have the right fingerprint."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.artifacts import (
    MANIFEST,
    VERIFIED,
    ArtifactStore,
    Write,
    _stamp,
    distrust,
    fingerprint,
    imported_modules,
)

REPOSITORY = Path(__file__).parents[2]
FIRST_PARTY = ("corpus", "retrieval", "bot")

WORDS = {"one": b"first", "two": b"second"}


def save(store: ArtifactStore, contents: dict[str, bytes]) -> None:
    """Store files with these contents, by name."""
    store.save({name: writer(data) for name, data in contents.items()})


def writer(data: bytes) -> Write:
    """Return a function that writes these bytes."""
    return lambda file: file.write(data)


def stored(store: ArtifactStore) -> dict[str, bytes]:
    """Return the contents that the store accepts, by name."""
    return {name: path.read_bytes() for name, path in store.open().items()}


def test_stored_files_are_returned(tmp_path: Path) -> None:
    """Files are returned by name, also by another store of the same folder and fingerprint."""
    save(ArtifactStore(tmp_path, "a"), WORDS)

    assert WORDS == stored(ArtifactStore(tmp_path, "a"))


def test_earlier_files_are_removed(tmp_path: Path) -> None:
    """The folder has one version of the files; earlier ones and left drafts are removed.

    A draft that another program may be writing stays.
    """
    left, fresh = tmp_path / "draft-left", tmp_path / "draft-fresh"
    for draft in (left, fresh):
        draft.write_bytes(b"half of a fi")
    os.utime(left, (0, 0))
    store = ArtifactStore(tmp_path, "a")
    save(store, WORDS)
    save(store, {"two": b"second", "three": b""})

    assert {"two": b"second", "three": b""} == stored(store)
    assert fresh.exists()
    assert 4 == len(list(tmp_path.iterdir()))


def tear(path: Path) -> None:
    """Cut a file in half, as a full disk does."""
    os.truncate(path, path.stat().st_size // 2)


def flip_bit(path: Path) -> None:
    """Change one bit of a file, as a faulty disk does."""
    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])


def empty(path: Path) -> None:
    """Empty a file, as a power failure does."""
    path.write_bytes(b"")


def remove(path: Path) -> None:
    """Remove a file, as a person does who needs room."""
    path.unlink()


@pytest.mark.parametrize("damage", [tear, flip_bit, empty, remove])
@pytest.mark.parametrize("name", ["one", "two", MANIFEST])
def test_damage_is_noticed(tmp_path: Path, name: str, damage: Callable[[Path], None]) -> None:
    """If one file is damaged, the store counts as empty and can be written again."""
    store = ArtifactStore(tmp_path, "a")
    save(store, WORDS)
    (path,) = tmp_path.glob(f"*{name}")
    damage(path)

    assert {} == stored(store)

    save(store, WORDS)
    assert WORDS == stored(store)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the times of files count at once, which else are too new for two seconds."""
    monkeypatch.setattr("corpus.artifacts._CLOCK_RESOLUTION", -(10**18))


@pytest.mark.usefixtures("settled")
def test_a_file_is_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files whose hashes were right are believed until they change, or until they are doubted."""
    folder = tmp_path / "store"
    store = ArtifactStore(folder, "a")
    save(store, WORDS)
    assert WORDS == stored(store)
    hashed: list[Path] = []

    def digest(path: Path) -> str:
        hashed.append(path)
        return path.name.partition("-")[0]

    monkeypatch.setattr("corpus.artifacts._digest", digest)
    assert WORDS == stored(store)
    assert not hashed
    distrust(tmp_path)
    assert WORDS == stored(store)
    assert 2 == len(hashed)


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("damage", [tear, flip_bit, empty, remove])
@pytest.mark.parametrize("name", ["one", "two", MANIFEST])
def test_damage_after_a_start(tmp_path: Path, name: str, damage: Callable[[Path], None]) -> None:
    """Damage to files that an earlier start found intact is noticed as well."""
    store = ArtifactStore(tmp_path, "a")
    save(store, WORDS)
    assert WORDS == stored(store)
    (path,) = tmp_path.glob(f"*{name}")
    damage(path)

    assert {} == stored(store)


@pytest.mark.usefixtures("settled")
def test_a_file_that_the_power_failed_tore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a reboot a file is hashed again, though its times are what they were."""
    store = ArtifactStore(tmp_path, "a")
    save(store, WORDS)
    assert WORDS == stored(store)
    (path,) = tmp_path.glob("*-one")
    stamp = _stamp(path)
    flip_bit(path)
    monkeypatch.setattr("corpus.artifacts._stamp", lambda _: stamp)
    noted = tmp_path / VERIFIED
    known = json.loads(noted.read_bytes())
    noted.write_text(json.dumps({**known, "boot": "another"}), "utf-8")

    assert {} == stored(store)


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("noted", [b"", b"[]", b"{}", b"\xff", b'{"boot": 1, "files": 2}'])
def test_an_invalid_note_of_files(tmp_path: Path, noted: bytes) -> None:
    """If it cannot be read which files were intact, they are hashed."""
    store = ArtifactStore(tmp_path, "a")
    save(store, WORDS)
    (tmp_path / VERIFIED).write_bytes(noted)

    assert WORDS == stored(store)


@pytest.mark.parametrize(
    "manifest",
    [
        b"[]",
        b"null",
        b"[" * 100_000,
        b"\xff",
        json.dumps({"format": 0, "fingerprint": "a", "files": {}}).encode(),
        json.dumps({"format": 1, "files": {}}).encode(),
        json.dumps({"format": 1, "fingerprint": "a", "files": ["one"]}).encode(),
        json.dumps({"format": 1, "fingerprint": "a", "files": {"one": 1}}).encode(),
        json.dumps({"format": 1, "fingerprint": "a", "files": {"one": "\0"}}).encode(),
    ],
)
def test_an_invalid_manifest(tmp_path: Path, manifest: bytes) -> None:
    """With an invalid manifest the store counts as empty, and no error is raised."""
    (tmp_path / MANIFEST).write_bytes(manifest)

    assert {} == stored(ArtifactStore(tmp_path, "a"))


def test_another_fingerprint(tmp_path: Path) -> None:
    """Artifacts with another fingerprint are rejected."""
    save(ArtifactStore(tmp_path, "a"), WORDS)

    assert {} == stored(ArtifactStore(tmp_path, "b"))


def test_an_interrupted_save_leaves_the_earlier_files(tmp_path: Path) -> None:
    """A crash while any file is written leaves the earlier files intact."""
    store = ArtifactStore(tmp_path, "a")
    save(store, WORDS)

    def crash(_: object) -> None:
        raise KeyboardInterrupt

    for last in ({"two": crash}, {"one": crash, "two": crash}):
        with pytest.raises(KeyboardInterrupt):
            store.save({"one": lambda file: file.write(b"new"), **last})
        assert WORDS == stored(store)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """An error that names the folder is raised if it cannot be written."""
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(OSError, match="file"):
        save(ArtifactStore(tmp_path / "file" / "folder", "a"), WORDS)


def test_fingerprints_tell_settings_libraries_and_source_apart() -> None:
    """A fingerprint depends on the settings, the libraries and the source, and on nothing else."""
    fingerprints = [
        fingerprint(["corpus.sources"], ["lxml"]),
        fingerprint(["corpus.sources"], ["lxml"], 1),
        fingerprint(["corpus.sources"], ["numpy"]),
        fingerprint(["corpus.sources"], ["no-such-library"]),
        fingerprint(["corpus.furniture"], ["lxml"]),
    ]

    assert len(fingerprints) == len(set(fingerprints))
    assert fingerprint(["corpus.sources"], ["lxml"], 1) == fingerprints[1]


@pytest.mark.usefixtures("unmeasured_processes")
@pytest.mark.parametrize("module", ["corpus.loading", "retrieval.index.storage"])
def test_no_imported_module_is_overlooked(module: str) -> None:
    """Every first-party module that Python loads for a module is found in the source text."""
    shown = f"import json, sys, {module}; print(json.dumps(list(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", shown], capture_output=True, check=True, cwd=REPOSITORY
    )
    loaded = {name for name in json.loads(done.stdout) if name.startswith(FIRST_PARTY)}

    assert module in loaded
    assert loaded <= set(imported_modules([module]))


def modules_of(package: str) -> Iterator[str]:
    """Yield the names of all modules of a package."""
    for path in sorted((REPOSITORY / package).rglob("*.py")):
        parts = path.relative_to(REPOSITORY).with_suffix("").parts
        yield ".".join(parts[:-1] if path.stem == "__init__" else parts)


MODULES = frozenset((*modules_of("corpus"), *modules_of("retrieval")))


def parsed_imports(module: str) -> Iterator[str]:
    """Yield the first-party modules that a module imports anywhere, as Python parses it."""
    path = REPOSITORY.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.walk(ast.parse(path.read_bytes())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} has a relative import, which is not followed"
            names = [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from MODULES.intersection(names)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_are_found_as_python_parses_them(module: str) -> None:
    """The pattern for imports misses no form of import that this code uses."""
    assert set(parsed_imports(module)) <= set(imported_modules([module]))
