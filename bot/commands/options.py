"""Options of several commands."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corpus.message import ReportedError


class NobodyToAskError(ReportedError):
    """A command must ask before it goes on, and there is no terminal to ask on."""


def check_somebody_can_agree() -> None:
    """Check that somebody can be asked.

    Raises:
        NobodyToAskError: The input is no terminal.
    """
    if not sys.stdin.isatty():
        raise NobodyToAskError("nobody can be asked here; add --yes to go on without asking")


corpus_option = click.option(
    "--corpus",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of articles; default: BOT_CORPUS_DIR, else your own, else the packaged one.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
