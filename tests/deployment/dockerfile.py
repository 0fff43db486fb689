"""A Dockerfile, whose steps are run in roots of Debian in place of images.

The base image is stood in for by a root that has Debian's own Python. What is run, copied and set
is read from the file; an instruction that is not known is an error.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.deployment.roots import PATH, Place, Root

MakeBase = Callable[[str], Root]
"""Returns a new root for an image's name."""


@dataclass(slots=True)
class Image:
    """A root, and what the instructions of its stage have set."""

    root: Root
    variables: dict[str, str] = field(default_factory=lambda: {"PATH": PATH})
    arguments: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "0:0"
    volumes: list[str] = field(default_factory=list)
    signal: str = "SIGTERM"
    health: list[str] = field(default_factory=list)
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def place(self, data: Path, **variables: str) -> Place:
        """Return where programs of the image run: a read-only root, and a folder for its data."""
        return Place(self.folder, self.user, self.variables | self._home() | variables, data)

    def _home(self) -> dict[str, str]:
        """Return the home folder of the image's user, as its list of users has it."""
        number = self.user.partition(":")[0]
        lines = (self.root.folder / "etc/passwd").read_text("utf-8").splitlines()
        homes = {one[2]: one[5] for one in (line.split(":") for line in lines)}
        return {"HOME": homes[number]}

    @property
    def built(self) -> Place:
        """The root in which the steps of the build run."""
        return Place(self.folder, self.user, self.variables | self.arguments)


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Yield the instructions of a Dockerfile: the name of each, and what stands behind it."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        name, _, value = line.partition(" ")
        yield name, value


class Build:
    """Runs the steps of a Dockerfile.

    Args:
        context: The folder from which files are copied.
        make_base: Makes the root that a stage begins with.
    """

    def __init__(self, context: Path, make_base: MakeBase) -> None:
        self._context = context
        self._make_base = make_base
        self._stages: dict[str, Image] = {}

    def run(self) -> Image:
        """Run all steps, and return the last stage.

        Raises:
            AssertionError: A step failed, or is of a kind that is not known.
        """
        image: Image | None = None
        for name, value in instructions((self._context / "Dockerfile").read_text("utf-8")):
            if name == "FROM":
                base, _, stage = value.partition(" AS ")
                image = self._stages[stage] = Image(self._make_base(base))
                continue
            if image is None:
                raise AssertionError("the first instruction must be FROM")
            self._step(image, name, value)
        if image is None:
            raise AssertionError("there is no FROM")
        return image

    def _step(self, image: Image, name: str, value: str) -> None:  # noqa: C901, PLR0912
        match name:
            case "RUN":
                image.root.run(image.built, "/bin/sh", "-c", value)
            case "COPY":
                self._copy(image, value)
            case "ARG":
                key, _, default = value.partition("=")
                image.arguments[key] = default
            case "ENV":
                for pair in shlex.split(value):
                    key, _, content = pair.partition("=")
                    image.variables[key] = content.replace("$PATH", image.variables["PATH"])
            case "WORKDIR":
                image.folder = value
                self._inside(image, value).mkdir(parents=True, exist_ok=True)
            case "USER":
                image.user = value
            case "VOLUME":
                image.volumes.append(value)
            case "STOPSIGNAL":
                image.signal = value
            case "HEALTHCHECK":
                image.health = json.loads(value.partition("CMD ")[2])
            case "ENTRYPOINT":
                image.entrypoint = json.loads(value)
            case "CMD":
                image.command = json.loads(value)
            case _:
                raise AssertionError(f"{name} is not known")

    def _copy(self, image: Image, value: str) -> None:
        """Copy files and folders: from the context, or from an earlier stage."""
        *sources, target = value.split()
        origin = self._context
        if sources[0].startswith("--from="):
            origin = self._stages[sources.pop(0).removeprefix("--from=")].root.folder
        place = self._inside(image, target)
        for source in sources:
            found = origin / source.lstrip("/")
            if found.is_dir():
                hidden = shutil.ignore_patterns("__pycache__") if origin == self._context else None
                shutil.copytree(found, place, symlinks=True, ignore=hidden, dirs_exist_ok=True)
            else:
                shutil.copy(found, place)

    @staticmethod
    def _inside(image: Image, path: str) -> Path:
        return image.root.folder / Path(image.folder, path).relative_to("/")
