"""The files for continuous backup name what the program uses, and their formats are right."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from string import Template

import pytest
import yaml

from bot.journal.database_file import file_of_url
from bot.settings import Settings
from tests.bot.test_docs import REPOSITORY

FOLDER = REPOSITORY / "docs/backup"


def unit() -> dict[str, str]:
    """Return the last setting of each name in the unit's service section."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string((FOLDER / "yinju-backup.service").read_text("utf-8"))
    return dict(parser["Service"])


def test_litestream_is_given_the_journal() -> None:
    """The file that Litestream replicates is the journal in the data folder."""
    settings = yaml.safe_load((FOLDER / "litestream.yml").read_text("utf-8"))
    (database,) = settings["dbs"]
    path = Template(database["path"]).substitute(BOT_DATA_DIR="/somewhere")

    assert file_of_url(Settings(data_dir=Path("/somewhere")).journal_url) == Path(path)
    assert {"path"} == set(database["replica"])


def test_the_unit_gives_litestream_what_it_needs() -> None:
    """The unit sets each variable of the settings, names them, and writes for its owner alone."""
    text = (FOLDER / "yinju-backup.service").read_text("utf-8")
    variables = set(re.findall(r"\$\{(\w+)\}", (FOLDER / "litestream.yml").read_text("utf-8")))

    assert variables == set(re.findall(r"^Environment=(\w+)=", text, re.MULTILINE))
    assert "0077" == unit()["UMask"]
    assert unit()["ExecStart"].endswith("-config /etc/yinju/litestream.yml")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_the_unit_is_valid(tmp_path: Path) -> None:
    """Systemd finds no fault with the unit, once the program and the user are some that exist."""
    text = (FOLDER / "yinju-backup.service").read_text("utf-8")
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE)
    (copy := tmp_path / "yinju-backup.service").write_text(
        text.replace("User=yinju", "User=root"), "utf-8"
    )
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=yes", str(copy)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (ran.returncode, ran.stderr)
