"""Options of several commands."""

from __future__ import annotations

from pathlib import Path

import click

corpus_option = click.option(
    "--corpus",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of articles; default: BOT_CORPUS_DIR, else your own, else the packaged one.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
