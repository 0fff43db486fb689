"""/export: the journal's questions as files, for the bot's admins in private."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from pathlib import Path

import pytest

from bot.figures import Period
from bot.journal import export
from bot.playground.standin.model import Message
from bot.service.exports import Exports
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import first_line
from tests.bot.scenes.tapping import labels, tap
from tests.bot.scenes.test_statistics import record

LANGUAGES = [("zh-hans", "把提问存成文件"), ("zh-hant", "把提問存成檔案"), ("en", "The questions")]


def content(scene: Scene, message: Message) -> str:
    """Return the text of the file of a message."""
    return scene.backend.files[message.content["document"]["file_id"]].decode("utf-8-sig")


@pytest.mark.parametrize(("code", "words"), LANGUAGES)
async def test_the_offer(scene: Scene, code: str, words: str) -> None:
    """/export offers both formats for each period."""
    scene.admin.person.language_code = code

    offer = await scene.ask(scene.admin, "/export")

    assert offer.text.startswith(words)
    assert 8 == len(labels(offer))


async def test_files(scene: Scene) -> None:
    """A button brings the questions of its period in its format."""
    group = scene.group()
    await record(scene, group, 2)
    await record(scene, group, 1, days=20)
    offer = await scene.ask(scene.admin, "/export")

    assert "请稍候，文件马上就来。" == await tap(scene, scene.admin, offer, "近 7 天 · CSV")
    week = scene.admin.private.visible[-1]
    await tap(scene, scene.admin, offer, "全部 · JSONL")
    every = scene.admin.private.visible[-1]

    assert 2 == len(list(csv.DictReader(content(scene, week).splitlines())))
    assert 3 == len([json.loads(line) for line in content(scene, every).splitlines()])
    assert ("提问 2 次", "提问 3 次") == (week.text, every.text)
    assert every.content["document"]["file_name"].endswith(".jsonl")


async def test_no_file_stays_outside_the_data_folder(
    open_scene: OpenScene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is written below BOT_DATA_DIR, deleted once it is sent, or an hour later."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    async with open_scene() as scene:
        exports = Exports(scene.settings)
        async with exports.open("csv", Period.ALL) as [(file, _)]:
            assert file.is_relative_to(scene.settings.data_dir)
            assert not file.stat().st_mode & 0o077
        assert not file.exists()
        left, other = (scene.settings.data_dir / "exports" / name for name in ("killed", "now"))
        for folder in (left, other):
            folder.mkdir()
            (folder / "questions-1.csv").touch()
        os.utime(left, (0, 0))
    async with open_scene(with_tasks=True, admin_has_written=True) as scene:
        await scene.ask(scene.admin, "/export")
        assert not left.exists()
        assert other.exists()  # Another replica may be writing it.


async def test_what_is_to_be_deleted_is_left_out(open_scene: OpenScene) -> None:
    """A question that is older than questions are kept is in no file."""
    async with open_scene(retention_days=10) as scene:
        group = scene.group()
        await record(scene, group, 1)
        await record(scene, group, 1, days=11)
        offer = await scene.ask(scene.admin, "/export")
        await tap(scene, scene.admin, offer, "全部 · CSV")

        assert "提问 1 次" == scene.admin.private.visible[-1].text


@pytest.mark.parametrize(
    ("code", "words", "refused"),
    [
        ("zh-hans", "文件里有大家的提问", "只有"),
        ("zh-hant", "檔案裡有大家的提問", "只有這個"),
        ("en", "The file contains what people asked", "Only the"),
    ],
)
async def test_refusals(scene: Scene, code: str, words: str, refused: str) -> None:
    """In a group there is no file, and for others none anywhere."""
    eve = scene.client("Eve", code)
    scene.admin.person.language_code = code
    group = scene.group(scene.admin, eve)

    told = await scene.ask(scene.admin, "/export", group)

    assert words in told.text
    assert f"https://t.me/{scene.backend.bot.username}" == told.buttons[0][0]["url"]
    assert (await scene.ask(eve, "/export")).text.startswith(refused)
    assert (await scene.ask(eve, "/export", group)).text.startswith(refused)


async def test_a_failure(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the file cannot be written, the admin is told, and the log has the reason."""
    offer = await scene.ask(scene.admin, "/export")
    monkeypatch.setattr(export, "__file__", "nowhere.py")

    await tap(scene, scene.admin, offer, "今天 · CSV")

    assert "文件没能写成，原因见日志。" == first_line(scene.admin.private.visible[-1])
    assert "questions not exported" in caplog.text
