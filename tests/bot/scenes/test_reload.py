"""/reload, and reloads after changes of the folder."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.playground.standin.model import Message
from tests.bot.scenes.conftest import PATIENCE, OpenScene, Scene
from tests.bot.scenes.shown import detected_links, quotations


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in {
        "a": "流量不是目标。",
        "b": "土壤很重要。",
        "c": "空中楼阁站不稳。",
    }.items():
        (folder / f"{name}.md").write_text(f"---\ntitle: 题{name}\n---\n{text}", "utf-8")
    return folder


async def test_what_a_reload_reports(open_scene: OpenScene, folder: Path) -> None:
    """The report lists added, changed and removed articles and problems."""
    async with open_scene(folder) as scene:
        (folder / "d.md").write_text("---\ntitle: 新来的\n---\n毛细血管遍布全身。", "utf-8")
        (folder / "b.md").write_text("---\ntitle: 改过的\n---\n土壤和养分。", "utf-8")
        (folder / "c.md").unlink()
        (folder / "e.txt").write_bytes(b"\xff\xff\xff")

        report = await scene.ask(scene.admin, "/reload")
        found = await scene.ask(scene.client(), "毛细血管")

    for words in ("新增：1\n· 新来的", "有改动：1\n· 改过的", "移除：1\n· 题c", "e.txt:1："):
        assert words in report.text
    assert "3 篇文章，共 3 段" in report.text
    assert ["毛细血管遍布全身。"] == quotations(found)


@pytest.mark.parametrize(
    ("code", "words"), [("zh-hant", "沒有文章發生變化"), ("en", "No article has")]
)
async def test_in_the_admins_language(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """The report is in the admin's language."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        report = await scene.ask(scene.admin, "/reload")

    assert words in report.text


@pytest.mark.parametrize(
    ("code", "words"), [("zh-hans", "只有"), ("zh-hant", "只有這個"), ("en", "Only the")]
)
async def test_others_are_refused(scene: Scene, code: str, words: str) -> None:
    """Somebody who is no admin is refused, and nothing is reloaded."""
    before = scene.services.library.current
    answer = await scene.ask(scene.client("Eve", code), "/reload")

    assert answer.text.startswith(words)
    assert before is scene.services.library.current


@pytest.mark.parametrize(
    ("code", "done", "failed"),
    [
        ("zh-hans", "文章已重新读取，结果已私聊发给您。", "重新读取没有成功，原因已私聊发给您。"),
        (
            "zh-hant",
            "文章已重新讀取，結果已用私訊傳給您。",
            "重新讀取沒有成功，原因已用私訊傳給您。",
        ),
        (
            "en",
            "The articles have been read again; the report is in our private chat.",
            "The reload failed; the report is in our private chat.",
        ),
    ],
)
async def test_a_group_is_not_shown_the_report(
    open_scene: OpenScene, folder: Path, code: str, done: str, failed: str
) -> None:
    """In a group one line tells the outcome, and the admin alone is sent the report."""
    async with open_scene(folder, admin_has_written=True) as scene:
        admin = scene.admin
        admin.person.language_code = code
        group = scene.group(admin, scene.client())
        (folder / "d.md").write_text("---\ntitle: 秘密计划\n---\n毛细血管遍布全身。", "utf-8")
        (folder / "e.txt").write_bytes(b"\xff\xff\xff")
        told = await scene.ask(admin, "/reload", group)
        shutil.rmtree(folder)
        gone = await scene.ask(admin, "/reload", group)
        report, failure = await scene.said(admin.private)

    assert [done, failed] == [told.text, gone.text]
    assert "· 秘密计划" in report.text
    assert "· e.txt:1" in report.text
    assert str(folder) in failure.text


async def test_a_group_is_told_how_to_see_the_report(open_scene: OpenScene, folder: Path) -> None:
    """An admin to whom the report cannot be sent is told to write in private."""
    async with open_scene(folder, may_refuse=True) as scene:
        told = await scene.ask(scene.admin, "/reload", scene.group(scene.admin))

    assert "文章已重新读取；结果请私聊我用 /reload 查看。" == told.text
    assert ["私聊我"] == [one["text"] for row in told.buttons for one in row]


async def test_a_reload_that_would_leave_nothing(open_scene: OpenScene, folder: Path) -> None:
    """A reload that would leave no articles changes nothing."""
    async with open_scene(folder) as scene:
        for file in folder.iterdir():
            file.write_bytes(b"\xff\xfe\xff")
        empty = await scene.ask(scene.admin, "/reload")
        shutil.rmtree(folder)
        gone = await scene.ask(scene.admin, "/reload")
        answer = await scene.ask(scene.client(), "流量")

    assert empty.text.startswith("新版本没有启用")
    assert 3 == empty.text.count("请存为 UTF-8")
    assert gone.text.startswith("新版本没有启用")
    assert str(folder) in gone.text
    assert ["流量不是目标。"] == quotations(answer)


NAMES = ("春耕.md", "zip.txt", "影片.mov.txt", "notes.py.md", "t.me.txt", "a&b.txt")
"""Names that clients take for addresses, as .md, .zip, .mov, .py and .me are domains."""


@pytest.mark.parametrize("content", ["---\n[\n---\n正文说的是一句话。", ""])
async def test_file_names_are_no_links(open_scene: OpenScene, folder: Path, content: str) -> None:
    """Problems stand one a line, and no name of a file becomes a link."""
    async with open_scene(folder) as scene:
        for name in NAMES:
            (folder / name).write_text(content, "utf-8")
        (folder / "sources.toml").write_text('[[source]]\nmatch = "gone.md"\n', "utf-8")
        report = await scene.ask(scene.admin, "/reload")

    assert [] == detected_links(report)
    lines = report.text.splitlines()
    assert all(any(line.startswith(f"· {name}") for line in lines) for name in NAMES)
    assert "· sources.toml：“gone.md”不匹配任何文件；请改正，或者删除这一条" in lines


async def test_a_long_report(open_scene: OpenScene, folder: Path) -> None:
    """Many long names and messages fit in one message."""
    async with open_scene(folder) as scene:
        for number in range(30):
            name = "很长的名字" * 14 + str(number)
            (folder / f"{name}.md").write_text(f"---\n{name}: [\n---\n一段。", "utf-8")
            (folder / f"{name}.txt").write_bytes(b"\xff\xff\xff")
        report = await scene.ask(scene.admin, "/reload")

    assert "新增：30" in report.text
    assert "有问题：60" in report.text
    assert "· … +" in report.text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", "e.txt:1：编码不是 UTF-8、UTF-16、GB18030 或 Big5；请存为 UTF-8"),
        ("zh-hant", "e.txt:1：編碼不是 UTF-8、UTF-16、GB18030 或 Big5；請存成 UTF-8"),
        ("en", "e.txt:1: is neither UTF-8 nor UTF-16, GB18030 or Big5; save it as UTF-8"),
    ],
)
async def test_problems_in_the_admins_language(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """Problems are told in the admin's language, those stored at a reload before as well."""
    (folder / "e.txt").write_bytes(b"\xff\xff\xff")
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        report = await scene.ask(scene.admin, "/reload")

    assert f"· {words}" in report.text.splitlines()


@pytest.mark.parametrize(
    ("code", "words"),
    [("zh-hans", "无法采用"), ("zh-hant", "無法採用"), ("en", "cannot be used")],
)
async def test_failures_in_the_admins_language(
    open_scene: OpenScene, folder: Path, code: str, words: str
) -> None:
    """The reason for which a reload fails is told in the admin's language."""
    async with open_scene(folder) as scene:
        scene.admin.person.language_code = code
        (folder / "aliases.toml").write_text("groups = [", "utf-8")
        report = await scene.ask(scene.admin, "/reload")

    assert words in report.text
    assert [] == detected_links(report)


async def test_questions_are_answered_meanwhile(open_scene: OpenScene, folder: Path) -> None:
    """Questions are answered during a reload."""
    for number in range(800):
        (folder / f"{number}.txt").write_text("题目\n" + "这一段谈的是流量和土壤。" * 20, "utf-8")
    async with open_scene(folder) as scene:
        scene.admin.send("/reload")
        await asyncio.sleep(0.05)
        reader = scene.client()
        reader.send("空中楼阁")
        while len(reader.private.visible) < 2:
            await asyncio.sleep(0.01)
        reported = [m for m in scene.admin.private.visible if m.sender is scene.backend.bot]

    assert [] == reported


async def next_report(scene: Scene, after: int) -> Message:
    """Wait for the admin's next message after a number of messages, and return it."""
    async with asyncio.timeout(PATIENCE):
        while len(scene.admin.private.visible) <= after:
            await asyncio.sleep(0.01)
    return scene.admin.private.visible[-1]


async def is_watched(caplog: pytest.LogCaptureFixture) -> None:
    """Wait for the reload that follows once the collection is watched."""
    async with asyncio.timeout(PATIENCE):
        while "reloaded (0 files read, 0 passages tokenized)" not in caplog.text:
            await asyncio.sleep(0.01)


async def test_changes_are_picked_up_by_themselves(
    open_scene: OpenScene, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With BOT_WATCH a change is reloaded, and reported to the admins and in the log."""
    caplog.set_level("INFO")
    async with open_scene(folder, watch=True, admin_has_written=True) as scene:
        scene.admin.send("/start")
        await scene.settle()
        said = len(scene.admin.private.visible)
        await is_watched(caplog)
        (folder / "d.md").write_text("---\ntitle: 新来的\n---\n毛细血管遍布全身。", "utf-8")
        report = await next_report(scene, said)
        found = await scene.ask(scene.client(), "毛细血管")

    assert "Added: 1\n· 新来的" in report.text or "新增：1\n· 新来的" in report.text
    assert "(1 file read, 1 passage tokenized): 4 articles, 4 passages" in caplog.text
    assert "; Added: 1 [新来的]\n" in caplog.text
    assert ["毛细血管遍布全身。"] == quotations(found)


async def test_an_admin_who_cannot_be_told(
    open_scene: OpenScene, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A report that cannot be sent is logged, and the reload takes effect."""
    caplog.set_level("INFO")
    async with open_scene(folder, may_refuse=True, watch=True) as scene:
        await is_watched(caplog)
        (folder / "d.md").write_text("---\ntitle: 新来的\n---\n毛细血管遍布全身。", "utf-8")
        async with asyncio.timeout(PATIENCE):
            while "not sent to admin 7" not in caplog.text:
                await asyncio.sleep(0.01)
        found = await scene.ask(scene.client(), "毛细血管")

    assert ["毛细血管遍布全身。"] == quotations(found)


async def test_admins_hear_only_what_is_news(
    open_scene: OpenScene, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A file that was only touched is logged; a folder that is gone is reported once."""
    caplog.set_level("INFO")
    async with open_scene(folder, watch=True, admin_has_written=True) as scene:
        scene.admin.send("/start")
        await scene.settle()
        said = len(scene.admin.private.visible)
        await is_watched(caplog)
        (folder / "a.md").touch()
        async with asyncio.timeout(PATIENCE):
            while caplog.text.count("reloaded (0 files read, 0 passages tokenized)") < 2:
                await asyncio.sleep(0.01)
        shutil.rmtree(folder)
        report = await next_report(scene, said)
        found = await scene.ask(scene.client(), "流量")

    assert said + 1 == len(scene.admin.private.visible)
    assert str(folder) in report.text
    assert ["流量不是目标。"] == quotations(found)


async def test_a_lasting_failure_is_told_once(
    open_scene: OpenScene, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A reload that fails as before at the next save is logged alone."""
    caplog.set_level("INFO")
    async with open_scene(folder, watch=True, admin_has_written=True) as scene:
        scene.admin.send("/start")
        await scene.settle()
        said = len(scene.admin.private.visible)
        await is_watched(caplog)
        for count, broken in enumerate(("no TOML", "no TOML yet"), start=1):
            (folder / "aliases.toml").write_text(broken, "utf-8")
            async with asyncio.timeout(PATIENCE):
                while caplog.text.count("reload failed") < count:
                    await asyncio.sleep(0.01)
        (folder / "aliases.toml").unlink()
        await next_report(scene, said + 1)
        _, failed, mended = scene.admin.private.visible[said - 1 :]

    assert "aliases.toml" in failed.text
    assert "aliases.toml" not in mended.text


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("zh-hans", ("文章又能读取了。", "文章的问题都解决了。")),
        ("zh-hant", ("文章又能讀取了。", "文章的問題都解決了。")),
        ("en", ("The articles can be read again.", "All problems with the articles are solved.")),
    ],
)
async def test_admins_hear_when_it_is_over(
    open_scene: OpenScene,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
    code: str,
    texts: tuple[str, str],
) -> None:
    """A message follows when a failure or problems are over, though no article has changed."""
    caplog.set_level("INFO")
    is_well, are_over = texts
    async with open_scene(folder, watch=True, admin_has_written=True) as scene:
        scene.admin.person.language_code = code
        await scene.ask(scene.admin, "/version")
        said = len(scene.admin.private.visible)
        await is_watched(caplog)
        (folder / "aliases.toml").write_text("no TOML", "utf-8")
        failed = await next_report(scene, said)
        (folder / "aliases.toml").write_text("groups = []", "utf-8")
        mended = await next_report(scene, said + 1)
        (folder / "e.md").touch()
        empty = await next_report(scene, said + 2)
        (folder / "e.md").unlink()
        solved = await next_report(scene, said + 3)

    assert "aliases.toml" in failed.text
    assert mended.text.startswith(f"✅ {is_well}\n\n")
    assert "e.md" in empty.text
    assert f"✅ {are_over}" in solved.text
    assert is_well not in solved.text
    assert [False] * 3 == [are_over in one.text for one in (failed, mended, empty)]
