"""/stats: numbers of questions, as a text and a picture, for the bot's admins."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from bot.journal.schema import citations, questions
from bot.playground.standin.model import Chat, Message
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import parts
from tests.bot.scenes.tapping import labels, tap, tap_for_message
from tests.bot.scenes.test_collections import NAMES, write_collection

ASKED = "流量思维怎么来的？"


async def record(
    scene: Scene, chat: Chat, count: int, days: float = 0, article: str = "", **more: Any
) -> None:
    """Record questions of some days ago in a chat, each of which is answered by one article."""
    article = article or scene.services.library.current.corpus.articles[0].id
    rows = [
        {
            "id": f"{abs(chat.id) % 10**6:06x}{int(days * 10):04x}{number:02x}",
            "asked_at": datetime.now(UTC) - timedelta(days=days),
            "chat_id": chat.id,
            "chat_type": chat.type,
            "user_id": number,
            "message_id": number,
            "language": "zh-Hans",
            "text": ASKED,
            "outcome": "answered",
            "reason": None,
            "took_ms": 12.3,
            **more,
        }
        for number in range(count)
    ]
    quoted = [
        {"question_id": row["id"], "place": 1, "article_id": article, "score": 1.0} for row in rows
    ]
    async with scene.services.journal._database.begin() as connection:
        await connection.execute(insert(questions), rows)
        await connection.execute(insert(citations), quoted)


def picture(scene: Scene, message: Message) -> tuple[int, int]:
    """Return the width and the height of the picture of a message, from its first bytes."""
    data = scene.backend.files[message.content["photo"][0]["file_id"]]
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


async def test_the_real_picture(scene: Scene) -> None:
    """/stats sends the picture that matplotlib draws, where it and a font are installed."""
    pytest.importorskip("matplotlib")
    await record(scene, scene.group(), 1)

    sent = await scene.ask(scene.admin, "/stats")

    assert not sent.content or (1080, 1350) == picture(scene, sent)
    assert sent.content or "fonts-noto-cjk" in sent.text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("zh-hans", ("近 7 天 · 全部聊天", "提问 3 次 · 3 人", "问得最多")),
        ("zh-hant", ("近 7 天 · 全部聊天室", "提問 3 次 · 3 人", "問得最多")),
        ("en", ("Last 7 days · all chats", "3 questions · 3 people", "Most asked")),
    ],
)
async def test_in_the_admins_language(
    program: Path, scene: Scene, code: str, said: tuple[str, str, str]
) -> None:
    """/stats sends a picture with the numbers as its caption, and buttons for other periods."""
    scene.admin.person.language_code = code
    await record(scene, scene.group(), 3)

    sent = await scene.ask(scene.admin, "/stats")

    heading, count, most = said
    assert (20, 10) == picture(scene, sent)
    assert [heading, count] == sent.text.split("\n")[:2]
    assert heading in parts(sent, "bold")
    assert f"{most}\n3 × {ASKED}" in sent.text
    assert 4 == len(labels(sent))


@pytest.mark.parametrize(
    ("code", "words"), [("zh-hans", "只有"), ("zh-hant", "只有這個"), ("en", "Only the")]
)
async def test_others_are_refused(program: Path, scene: Scene, code: str, words: str) -> None:
    """Somebody who is no admin is refused in private and in a group, and with a button."""
    eve = scene.client("Eve", code)
    group = scene.group(eve, scene.admin)
    await record(scene, group, 2)
    shown = await scene.ask(scene.admin, "/stats", group)

    assert (await scene.ask(eve, "/stats")).text.startswith(words)
    assert (await scene.ask(eve, "/stats", group)).text.startswith(words)
    assert (await tap(scene, eve, shown, "近 30 天")).startswith(words)
    assert shown.edited is None


async def test_a_group_sees_its_own(program: Path, scene: Scene) -> None:
    """In a group an admin sees its numbers alone, and nothing of what was asked."""
    group, other = scene.group(scene.admin), scene.group()
    await record(scene, group, 2)
    await record(scene, other, 5)

    sent = await scene.ask(scene.admin, "/stats", group)
    await tap(scene, scene.admin, sent, "全部时间")

    for text in (sent.text, group.message(sent.id).text):  # type: ignore[union-attr]
        assert "提问 2 次" in text
        assert ASKED not in text
    assert "全部时间 · 读书会" == sent.text.split("\n")[0]
    assert "选一个群…" not in labels(sent)


async def test_another_period_and_another_chat(program: Path, scene: Scene) -> None:
    """Buttons replace the picture by that of another period, and a group can be chosen."""
    group, other = scene.group(), scene.group()
    group.title, other.title = "甲群", "乙群"
    await record(scene, group, 2)
    await record(scene, other, 1, days=20)
    sent = await scene.ask(scene.admin, "/stats today")
    before = sent.content["photo"]
    assert "今天 · 全部聊天" == sent.text.split("\n")[0]

    await tap(scene, scene.admin, sent, "近 30 天")
    assert "提问 3 次" in sent.text
    assert before != sent.content["photo"]
    await tap(scene, scene.admin, sent, "选一个群…")
    choice = scene.admin.private.visible[-1]
    assert ["甲群", "乙群", "全部聊天"] == labels(choice)
    await tap(scene, scene.admin, choice, "乙群")

    assert "近 30 天 · 乙群" == choice.text.split("\n")[0]
    assert "提问 1 次" in choice.text
    assert picture(scene, choice)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("zh-hans", "这段时间里没有群提过问题。"),
        ("zh-hant", "這段時間裡沒有群組提過問題。"),
        ("en", "No group has asked anything in this period."),
    ],
)
async def test_no_group_to_choose(scene: Scene, code: str, told: str) -> None:
    """Where no group has asked, the answer says so instead of offering none."""
    scene.admin.person.language_code = code
    await record(scene, scene.group(), 1, days=20)
    sent = await scene.ask(scene.admin, "/stats today")
    await tap(scene, scene.admin, sent, labels(sent)[-1])
    answer = scene.admin.private.visible[-1]

    assert told == answer.text
    assert [] == labels(answer)


async def test_a_picture_that_can_no_longer_be_drawn(program: Path, scene: Scene) -> None:
    """A picture stays with its numbers, and those that have none come as a message."""
    await record(scene, scene.group(), 1)
    sent = await scene.ask(scene.admin, "/stats")
    program.write_text("raise SystemExit(1)", "utf-8")

    await tap(scene, scene.admin, sent, "今天")

    assert "近 7 天 · 全部聊天" == sent.text.split("\n")[0]
    assert "今天 · 全部聊天" == scene.admin.private.visible[-1].text.split("\n")[0]


@pytest.mark.parametrize(
    ("code", "names"),
    [("zh-hans", ("港口", "山村")), ("zh-hant", ("港口", "山村")), ("en", ("Harbour", "山村"))],
)
async def test_several_collections(
    program: Path, open_scene: OpenScene, tmp_path: Path, code: str, names: tuple[str, str]
) -> None:
    """An article has the title of the collection that was asked, whichever the admin chose."""
    settings = {"harbour": '{"" = "港口", en = "Harbour"}', "mountain": '"山村"'}
    for key, name in settings.items():
        write_collection(tmp_path / "all" / key, NAMES[key], f"name = {name}\n")
    async with open_scene(tmp_path / "all") as scene:
        quoted = {
            5: ("茶叶", "harbour"),
            4: ("茶叶", "mountain"),
            3: ("茶叶", "gone"),
            2: ("茶叶", None),
            1: ("没有了", "harbour"),
        }
        group = scene.group()
        for count, (article, asked) in quoted.items():
            await record(scene, group, count, count / 10, article, collection=asked)
        scene.admin.person.language_code = code
        sent = await scene.ask(scene.admin, "/stats all")

    first, second = names
    assert [
        f"5 × 港口0号的茶叶 · {first}",
        f"4 × 山村0号的茶叶 · {second}",
        "3 × 茶叶 · gone",
        "2 × 茶叶",
        f"1 × 没有了 · {first}",
    ] == sent.text.split("\n")[-5:]


async def test_nothing_asked(scene: Scene) -> None:
    """Where nothing was asked, a text says so, without a picture."""
    sent = await scene.ask(scene.admin, "/stats all")

    assert "全部时间 · 全部聊天\n没有人提问。" == sent.text
    assert not sent.content


async def test_a_period_that_is_none(scene: Scene) -> None:
    """Other words than those of a period are answered with how /stats is used."""
    assert (await scene.ask(scene.admin, "/stats 昨天")).text.startswith("请写 /stats，")


@pytest.mark.parametrize("status", [3, 4])
async def test_a_group_is_not_told_what_to_install(
    scene: Scene, program: Path, status: int
) -> None:
    """Where no picture can be drawn, what to install for one is told in private alone."""
    program.write_text(f"raise SystemExit({status})", "utf-8")
    group = scene.group(scene.admin)
    await record(scene, group, 1)

    sent = await scene.ask(scene.admin, "/stats", group)

    assert "近 7 天" in sent.text
    assert "请安装" not in sent.text


@pytest.mark.parametrize(
    ("status", "words"),
    [(3, "想看图，请安装 matplotlib"), (4, "想看图，请安装中文字体"), (1, "")],
)
async def test_without_a_picture(scene: Scene, program: Path, status: int, words: str) -> None:
    """Where no picture can be drawn, the text comes alone and says what to install."""
    program.write_text(f"raise SystemExit({status})", "utf-8")
    await record(scene, scene.group(), 1)

    sent = await scene.ask(scene.admin, "/stats")
    await tap(scene, scene.admin, sent, "今天")

    assert not sent.content
    assert "今天 · 全部聊天" == sent.text.split("\n")[0]
    assert words in sent.text.split("\n")[-1]


@pytest.mark.parametrize(
    ("code", "today", "words"),
    [
        ("zh-hans", "今天", "这段时间里没有群提过问题。"),
        ("zh-hant", "今天", "這段時間裡沒有群組提過問題。"),
        ("en", "Last 30 days", "No group has asked anything in this period."),
    ],
)
async def test_periods_by_their_labels(
    program: Path, scene: Scene, code: str, today: str, words: str
) -> None:
    """A period can be typed as its button has it; where no group has asked, that is said."""
    scene.admin.person.language_code = code
    sent = await scene.ask(scene.admin, f"/stats {today}")
    which = await tap_for_message(scene, scene.admin, sent, labels(sent)[-1])

    assert sent.text.startswith(f"{today} · ")
    assert words == which.text
