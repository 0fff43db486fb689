"""Readers get answers whatever happens to the journal, and admins are told of it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.journal.inbox import StoredUpdate
from tests.bot.scenes.conftest import PATIENCE, OpenScene, Scene
from tests.bot.scenes.shown import quotations
from tests.bot.scenes.test_delivery import raw_message

QUESTION = "流量思维"


@pytest.fixture
def chinese_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language of the process, for admins whose own cannot be read."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")


def damage(file: Path) -> None:
    """Make a file that is no database."""
    file.write_text("购物清单：米，油，盐。" * 20, "utf-8")


def outdate(file: Path) -> None:
    """Make the journal one of a later version."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num='9999'")


def replace_by_folder(file: Path) -> None:
    """Put a folder in the journal's place."""
    file.unlink()
    file.mkdir()


async def spoiled(open_scene: OpenScene, file: Path, spoil: Callable[[Path], None]) -> None:
    """Make a data folder with a journal that is of no use."""
    async with open_scene():
        pass
    for beside in file.parent.glob(f"{file.name}-*"):
        beside.unlink()
    spoil(file)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (damage, "已损坏，或者不是记录库"),
        (outdate, "更新版本的引据"),
        (replace_by_folder, "打不开记录库"),
    ],
)
async def test_a_journal_that_cannot_be_opened(
    open_scene: OpenScene,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    *,
    chinese_terminal: None,
    spoil: Callable[[Path], None],
    words: str,
) -> None:
    """Questions are answered, what needs the journal says so, and the admin is told the reason."""
    await spoiled(open_scene, tmp_path / "data/journal.sqlite3", spoil)
    caplog.clear()
    async with open_scene(admin_has_written=True) as scene:
        ann = scene.client()
        assert quotations(await scene.ask(ann, QUESTION))
        assert "目前读不到记录，请稍后再试。" == (await scene.ask(ann, "/mydata")).text
        (told,) = scene.admin.private.visible

    assert words in told.text
    assert "问题照常回答" in told.text
    assert "Traceback" not in caplog.text
    assert 1 == sum("questions are answered without it" in line for line in caplog.messages)


@pytest.mark.sqlite
async def test_a_journal_that_is_mended(open_scene: OpenScene, tmp_path: Path) -> None:
    """Once the journal can be opened, what an earlier run left undone is answered, once."""
    file = tmp_path / "data/journal.sqlite3"
    async with open_scene() as scene:
        message = raw_message(scene, QUESTION, date=int(time.time()))
        stored = StoredUpdate(77, json.dumps({"update_id": 77, "message": message}))
        await scene.services.inbox.store([stored])
    whole = file.rename(file.with_name("whole"))
    damage(file)
    async with open_scene(admin_has_written=True) as scene:
        ann = scene.client()
        asked = ann.send(QUESTION)
        assert 1 == len(await scene.said(ann.private, after=asked))
        whole.rename(file)
        for _ in range(2):
            await scene.intake.resume()
        async with asyncio.timeout(PATIENCE):
            while len(ann.private.visible) < 3:
                await asyncio.sleep(0.01)
        await scene.ask(ann, "产业互联网")

        assert 4 + 1 == len(ann.private.visible)
        assert 2 == (await scene.services.journal.statistics())["questions"]


@pytest.mark.sqlite
async def test_a_journal_that_vanishes(scene: Scene) -> None:
    """After the journal was deleted, questions are answered and recorded in a new one."""
    ann = scene.client()
    await scene.ask(ann, QUESTION)
    for file in scene.settings.data_dir.glob("journal.sqlite3*"):
        file.unlink()

    assert quotations(await scene.ask(ann, "产业互联网"))
    await scene.settle()
    assert 1 == (await scene.services.journal.statistics())["questions"]
    assert 0 == scene.services.journal.lost
