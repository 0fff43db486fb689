"""Stored artifacts are used only if they are complete and have the right fingerprint."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.artifacts import MANIFEST, ArtifactStore, Write, fingerprint, imported_modules

REPOSITORY = Path(__file__).parents[2]
FIRST_PARTY = ("corpus", "retrieval", "bot")

WORDS = {"one": b"first", "two": b"second"}


def keep(store: ArtifactStore, contents: dict[str, bytes]) -> None:
    """Keep these bytes by name."""
    store.save({name: writes(data) for name, data in contents.items()})


def writes(data: bytes) -> Write:
    """Writes these bytes."""
    return lambda file: file.write(data)


def kept(store: ArtifactStore) -> dict[str, bytes]:
    """Return the contents that the store accepts."""
    return {name: path.read_bytes() for name, path in store.open().items()}


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    """Files come back by name, in another process as well as in this one."""
    keep(ArtifactStore(tmp_path, "a"), WORDS)

    assert WORDS == kept(ArtifactStore(tmp_path, "a"))


def test_what_was_kept_before_is_gone(tmp_path: Path) -> None:
    """The folder holds one set of files and nothing of earlier ones, torn drafts among them."""
    (tmp_path / "tmpdraft").write_bytes(b"half of a fi")
    store = ArtifactStore(tmp_path, "a")
    keep(store, WORDS)
    keep(store, {"two": b"second", "three": b""})

    assert {"two": b"second", "three": b""} == kept(store)
    assert 3 == len(list(tmp_path.iterdir()))


def torn(path: Path) -> None:
    """As after a full disk."""
    os.truncate(path, path.stat().st_size // 2)


def turned(path: Path) -> None:
    """As after a fault of the disk: one bit."""
    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])


def emptied(path: Path) -> None:
    """As after a power cut."""
    path.write_bytes(b"")


def removed(path: Path) -> None:
    """As after a tidy person."""
    path.unlink()


@pytest.mark.parametrize("damage", [torn, turned, emptied, removed])
@pytest.mark.parametrize("name", ["one", "two", MANIFEST])
def test_damage_is_noticed(tmp_path: Path, name: str, damage: Callable[[Path], None]) -> None:
    """One damaged file, and none is believed; they can be kept anew."""
    store = ArtifactStore(tmp_path, "a")
    keep(store, WORDS)
    (path,) = tmp_path.glob(f"*{name}")
    damage(path)

    assert {} == kept(store)

    keep(store, WORDS)
    assert WORDS == kept(store)


@pytest.mark.parametrize(
    "manifest",
    [
        b"[]",
        b"null",
        b"[" * 100_000,
        b"\xff",
        json.dumps({"format": 0, "recipe": "a", "files": {}}).encode(),
        json.dumps({"format": 1, "recipe": "a", "files": ["one"]}).encode(),
        json.dumps({"format": 1, "recipe": "a", "files": {"one": 1}}).encode(),
        json.dumps({"format": 1, "recipe": "a", "files": {"one": "\0"}}).encode(),
    ],
)
def test_a_manifest_that_is_none(tmp_path: Path, manifest: bytes) -> None:
    """Whatever stands where the manifest should be, nothing is believed and nothing breaks."""
    (tmp_path / MANIFEST).write_bytes(manifest)

    assert {} == kept(ArtifactStore(tmp_path, "a"))


def test_another_recipe(tmp_path: Path) -> None:
    """Artifacts with another fingerprint are rejected."""
    keep(ArtifactStore(tmp_path, "a"), WORDS)

    assert {} == kept(ArtifactStore(tmp_path, "b"))


def test_who_is_interrupted_leaves_what_was(tmp_path: Path) -> None:
    """A crash while any file is written, or before the manifest, costs nothing of before."""
    store = ArtifactStore(tmp_path, "a")
    keep(store, WORDS)

    def crash(_: object) -> None:
        raise KeyboardInterrupt

    for last in ({"two": crash}, {"one": crash, "two": crash}):
        with pytest.raises(KeyboardInterrupt):
            store.save({"one": lambda file: file.write(b"new"), **last})
        assert WORDS == kept(store)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Whoever keeps something hears why it cannot be kept."""
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(OSError, match="file"):
        keep(ArtifactStore(tmp_path / "file" / "folder", "a"), WORDS)


def test_fingerprints_tell_settings_libraries_and_source_apart() -> None:
    """Equal causes have equal fingerprints, others have others."""
    fingerprints = [
        fingerprint(["corpus.sources"], ["lxml"]),
        fingerprint(["corpus.sources"], ["lxml"], 1),
        fingerprint(["corpus.sources"], ["numpy"]),
        fingerprint(["corpus.sources"], ["no-such-library"]),
        fingerprint(["corpus.furniture"], ["lxml"]),
    ]

    assert len(fingerprints) == len(set(fingerprints))
    assert fingerprint(["corpus.sources"], ["lxml"], 1) == fingerprints[1]


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
