"""Open a collection for a command, with progress on a terminal."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.bootstrap import load_collection
from bot.settings import Settings
from corpus.loading import Loaded
from retrieval.analysis import Analyzer

errors = Console(stderr=True)
"""Where progress and complaints go, so that stdout holds results alone."""


def open_collection(settings: Settings, folder: Path | None, analyzer: Analyzer) -> Loaded:
    """Read the collection that a command names, or the one that is set.

    Raises:
        MissingFolderError: There is no such folder.
    """
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task("Reading articles", total=None)

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        folder = folder or settings.collection
        return load_collection(folder, analyzer, settings.limits, told)
