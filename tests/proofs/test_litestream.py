"""The documented settings of Litestream bring back the journal."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.journal.database import Database
from bot.journal.journal import Journal, NewQuestion
from bot.journal.opening import make_database
from retrieval.answer.answer import Abstention
from retrieval.answer.declining import Reason

REPOSITORY = Path(__file__).parents[2]
CONFIG = REPOSITORY / "docs/backup/litestream.yml"
PROGRAM = shutil.which("litestream", path=str(Path(sys.executable).parent)) or ""
PATIENCE = 60
"""Seconds after which the test fails if nothing is replicated."""

DECLINED = Abstention("问", Reason.NOT_COVERED)


async def record(database: Database, numbers: range) -> None:
    """Record questions, some in a second."""
    for number in numbers:
        asked = NewQuestion(f"问{number}", 1, "private", 1, number, "en")
        await Journal(database).record(asked, DECLINED, 1.0)
        await asyncio.sleep(0.02)


async def restored(journal: Path, copy: Path, environment: dict[str, str]) -> int:
    """Restore the journal, and return its number of questions; 0 if there is no replica yet."""
    copy.unlink(missing_ok=True)
    command = [PROGRAM, "restore", "-config", str(CONFIG), "-o", str(copy), str(journal)]
    await asyncio.to_thread(
        subprocess.run,
        command,
        env=environment,
        check=False,
        capture_output=True,
        timeout=PATIENCE,
    )
    if not copy.exists():
        return 0
    async with make_database(f"sqlite+aiosqlite:///{copy}") as database:
        return int((await Journal(database).statistics())["questions"])


@pytest.mark.skipif(not PROGRAM, reason="Litestream is not installed")
async def test_what_was_replicated_is_restored(tmp_path: Path) -> None:
    """What was written while Litestream runs can be restored, whole, also after it was killed."""
    (data := tmp_path / "data").mkdir()
    environment = {**os.environ, "BOT_DATA_DIR": str(data), "BACKUP_DIR": str(tmp_path / "backup")}
    journal, copy = data / "journal.sqlite3", tmp_path / "copy.sqlite3"
    async with make_database(f"sqlite+aiosqlite:///{journal}") as database:
        await record(database, range(5))
        replicating = await asyncio.create_subprocess_exec(
            *(PROGRAM, "replicate", "-config", str(CONFIG)),
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await record(database, range(5, 50))
            async with asyncio.timeout(PATIENCE):
                while await restored(journal, copy, environment) < 50:
                    await asyncio.sleep(0.5)
        finally:
            replicating.kill()
            await replicating.wait()

    assert 50 == await restored(journal, copy, environment)
    async with (
        make_database(f"sqlite+aiosqlite:///{copy}") as database,
        database.connect() as opened,
    ):
        assert "ok" == (await opened.exec_driver_sql("PRAGMA integrity_check")).scalar()
    async with make_database(f"sqlite+aiosqlite:///{journal}") as database:
        assert 50 == (await Journal(database).statistics())["questions"]
