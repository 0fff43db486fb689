"""/version, /health and /log, for the admins of the bot."""

from __future__ import annotations

import logging
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.playground.standin.model import Message
from bot.service.collection import change_log
from bot.telegram.logs import MAX_ENTRIES
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.mending import write_articles
from tests.bot.scenes.test_logs import LogTo, log_to

__all__ = ["log_to"]

WORDS = "只有读者自己知道的事"
TOKEN = "10000:stand-in"


def document(scene: Scene, message: Message) -> str:
    """Return the content of a message's document."""
    return scene.backend.files[message.content["document"]["file_id"]].decode()


@pytest.mark.parametrize(
    ("code", "refused", "private"),
    [
        ("zh-hans", "只有这个机器人的管理员", "私聊"),
        ("zh-hant", "只有這個機器人的管理員", "私訊"),
        ("en", "Only the admins", "in private"),
    ],
)
async def test_for_admins_in_private_alone(
    scene: Scene, code: str, refused: str, private: str
) -> None:
    """Others are refused, and in a group an admin is referred to the private chat."""
    ann, admin = scene.client("Ann", code), scene.admin
    admin.person.language_code = code
    group = scene.group(ann, admin)

    for command in ("/version", "/health", "/log 5"):
        assert refused in (await scene.ask(ann, command)).text
        said = await scene.ask(admin, command, group)
        assert private in said.text
        assert "document" not in said.content


async def test_version(scene: Scene) -> None:
    """/version names what runs, the schema, and each collection with its size and its time."""
    loaded = scene.services.library.served[0].library.loaded_at
    for code, words in (
        ("zh-hans", "结构版本 0012"),
        ("zh-hant", "結構版本 0012"),
        ("en", "schema 0012"),
    ):
        scene.admin.person.language_code = code
        said = (await scene.ask(scene.admin, "/version")).text

        assert words in said
        for fact in (
            "Yinju 0.2.0",
            "Python 3.",
            "python-telegram-bot 22.",
            " · ",
            f"{loaded:%H:%M}",
        ):
            assert fact in said


async def test_health(open_scene: OpenScene, tmp_path: Path) -> None:
    """/health has the checks, what waits, sizes, and the problems of the last reload."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: 题\n---\n流量不是目标。", "utf-8")
    async with open_scene(folder) as scene:
        first = (await scene.ask(scene.admin, "/health")).text
        (folder / "b.txt").write_bytes(b"\xff\xff\xff")
        await scene.ask(scene.admin, "/reload")
        await scene.settle()
        said = {}
        for code in ("zh-hans", "zh-hant", "en"):
            scene.admin.person.language_code = code
            said[code] = (await scene.ask(scene.admin, "/health")).text

    assert "启动以来没有重新载入过" in first
    assert "文章没有问题" in first
    assert "没有等待处理的" in first
    for one in said.values():
        assert 3 == one.count("✅")
        assert "b.txt" in one
    for words in ("记录库：", "磁盘：共", "内存：", "上次重新载入：20", "应答：距今"):
        assert words in said["zh-hans"]
    for words in ("紀錄庫：", "磁碟：共", "記憶體：", "上次重新載入：20", "回應：距今"):
        assert words in said["zh-hant"]
    for words in ("Journal: ", "Disk: ", "Memory: ", "Reloaded 20", "Telegram answered "):
        assert words in said["en"]


async def test_a_reload_that_failed(open_scene: OpenScene, tmp_path: Path) -> None:
    """/health tells that the last reload has failed."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: 题\n---\n流量不是目标。", "utf-8")
    async with open_scene(folder) as scene:
        (folder / "a.md").unlink()
        await scene.ask(scene.admin, "/reload")

        assert "重新载入失败了" in (await scene.ask(scene.admin, "/health")).text


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_log(scene: Scene, log_to: LogTo, log_format: str) -> None:
    """/log N sends the last N entries, without secrets, and without what people wrote."""
    log_to(log_format=log_format, log_level="DEBUG", log_libraries=True)
    logger = logging.getLogger("bot.test")
    for number in range(60):
        logger.info("entry %d with %s", number, TOKEN)
    logger.error("it failed", exc_info=RuntimeError(WORDS))
    logging.getLogger("a.library").info("somebody wrote %s", WORDS)
    fifty = document(scene, await scene.ask(scene.admin, "/log"))
    three = await scene.ask(scene.admin, "/log 3")
    log = document(scene, three)

    assert "entry 40 with ***" in fifty
    assert "entry 5 " not in fifty
    assert "entry 59 " in log
    assert "RuntimeError" in log
    for text in (fifty, log):
        assert TOKEN not in text
        assert WORDS not in text
    assert "日志的最后 3 条" in three.text
    assert three.content["document"]["file_name"].endswith("l" if log_format == "json" else "txt")


async def test_the_log_in_memory_is_bounded(scene: Scene, log_to: LogTo) -> None:
    """However much is asked for, there are at most so many entries, each of a bounded length."""
    log_to()
    logger = logging.getLogger("bot.test")
    for number in range(MAX_ENTRIES + 5):
        logger.info("entry %d", number)
    logger.info("x" * 100_000)
    log = document(scene, await scene.ask(scene.admin, "/log 99999999"))

    assert "entry 6" in log
    assert "entry 4 " not in log.replace("\n", " ")
    assert len(log) < 200_000


async def test_a_number_that_is_none(scene: Scene) -> None:
    """/log with something else says how it is used, and without a log that there is none."""
    for code, usage, empty in (
        ("zh-hans", "最多 1000 条", "日志里还没有内容"),
        ("zh-hant", "最多 1000 筆", "記錄檔裡還沒有內容"),
        ("en", "1000 at most", "Nothing has been logged"),
    ):
        scene.admin.person.language_code = code
        for wrong in ("0", "-3", "很多", "１２", "1.5"):
            assert usage in (await scene.ask(scene.admin, f"/log {wrong}")).text
        assert empty in (await scene.ask(scene.admin, "/log")).text


async def test_times(open_scene: OpenScene, tmp_path: Path) -> None:
    """Times and days are those of BOT_TIMEZONE, half a day from UTC's."""
    zone = ZoneInfo("Pacific/Kiritimati")
    async with open_scene(write_articles(tmp_path), timezone=zone.key) as scene:
        log = change_log(scene.settings, tmp_path / "articles")
        change = log.apply("add", "新", "shell:root", {"new.md": "# 新\n\n新\n".encode()})
        ann = scene.client()
        await scene.ask(ann, "宇宙飞船多大")
        await scene.ask(scene.admin, f"/block {ann.person.id}")
        loaded = scene.services.library.served[0].library.loaded_at
        days = {f"{loaded.astimezone(zone):%Y-%m-%d}"}
        said = {
            command: (await scene.ask(scene.admin, f"/{command}")).text
            for command in ("version", "history", "undo", "unanswered", "block")
        }
        await scene.ask(scene.admin, "/reload")
        reloaded = scene.services.library.last_reload
        said["health"] = (await scene.ask(scene.admin, "/health")).text

    assert reloaded
    days.add(f"{reloaded.at.astimezone(zone):%Y-%m-%d}")
    for command, at in (
        *(("version", loaded), ("history", change.at), ("undo", change.at)),
        ("health", reloaded.at),
    ):
        assert f"{at.astimezone(zone):%Y-%m-%d %H:%M}" in said[command]
    for command in ("unanswered", "block"):
        assert any(day in said[command] for day in days)
