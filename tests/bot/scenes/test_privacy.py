"""Personal data: the privacy policy, download, deletion, expiry."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import BigInteger

from bot.journal.inbox import REMEMBERED, StoredUpdate
from bot.journal.journal import Journal, NewQuestion
from bot.journal.personal_data import PersonalData
from bot.journal.schema import metadata
from bot.messages import Language
from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault
from bot.playground.standin.model import Message
from bot.policy import Policy
from retrieval.answer.answer import Abstention
from retrieval.answer.declining import Reason
from tests.bot.scenes.conftest import PATIENCE, OpenScene, Scene
from tests.bot.scenes.shown import parts

QUESTION = "金融科技为什么要成为基础设施？"


def file_of(scene: Scene, message: Message) -> dict[str, Any]:
    """Return the content of the file of a message."""
    found: dict[str, Any] = json.loads(scene.backend.files[message.content["document"]["file_id"]])
    return found


def values_of(content: Any) -> Iterator[Any]:
    """Yield every plain value of a JSON document, however deep it stands."""
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, list):
        for inner in content:
            yield from values_of(inner)
    else:
        yield content


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", ("提问的时间", "365 天", "两天里只留一个编号", "原话会留在文集里")),
        ("zh-hant", ("提問的時間", "365 天", "兩天只留一個編號", "原話會留在文集裡")),
        (
            "en",
            (
                "when you asked it",
                "365 days",
                "its number for two days",
                "is kept there word for word",
            ),
        ),
    ],
)
async def test_privacy_says_it_all(scene: Scene, code: str, words: tuple[str, ...]) -> None:
    """/privacy says which data is stored and for how long, and how to see and delete it."""
    said = await scene.ask(scene.client("Ann", code), "/privacy")

    assert all(one in said.text for one in words)
    assert timedelta(days=2) == REMEMBERED
    assert ["/mydata", "/forget"] == parts(said, "bot_command")
    assert 3 == len(parts(said, "bold"))


async def test_mydata_brings_everything(scene: Scene) -> None:
    """The file contains the person's questions, citations and settings, and no other person's."""
    ann, bob = scene.client(), scene.client("Bob")
    group = scene.group(ann, bob)
    await scene.ask(ann, QUESTION)
    await scene.ask(ann, f"/ask {QUESTION}", group)
    await scene.ask(bob, "/ask 流量是什么？", group)
    await scene.services.policies.keep(ann.person.id, Policy(language=Language.SIMPLIFIED))

    brought = await scene.ask(ann, "/mydata")
    content = file_of(scene, brought)

    kept = content["kept"]
    assert ann.person.id == content["person"]
    assert [QUESTION, QUESTION] == [row["text"] for row in kept["questions"]]
    assert {row["id"] for row in kept["questions"]} == {
        row["question_id"] for row in kept["citations"]
    }
    assert "zh-Hans" == kept["policies"][0]["language"]
    assert bob.person.id not in values_of(content)
    assert "流量是什么？" not in values_of(content)
    assert str(sum(map(len, kept.values()))) in brought.text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", "我这里没有您的任何记录。"),
        ("zh-hant", "我這裡沒有您的任何紀錄。"),
        ("en", "I keep nothing about you."),
    ],
)
@pytest.mark.parametrize("command", ["/mydata", "/forget"])
async def test_nothing_is_kept_of_who_never_asked(
    scene: Scene, command: str, code: str, words: str
) -> None:
    """Commands, group messages and inline queries are not stored."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client("Ann", code)
    group = scene.group(ann)
    ann.send(QUESTION, group)
    ann.send("/help")
    ann.type_inline(QUESTION)
    await scene.settle()

    assert words == (await scene.ask(ann, command)).text


@pytest.mark.parametrize(
    ("code", "yes", "no"),
    [
        ("zh-hans", "全部删除", "取消"),
        ("zh-hant", "全部刪除", "取消"),
        ("en", "Delete everything", "Cancel"),
    ],
)
async def test_forget_after_a_second_tap(scene: Scene, code: str, yes: str, no: str) -> None:
    """Data is deleted after a confirmation; other people's is not."""
    ann, bob = scene.client("Ann", code), scene.client("Bob", code)
    for one in (ann, bob):
        await scene.ask(one, QUESTION)
    people = scene.services.personal_data
    asking = await scene.ask(ann, "/forget")
    ann.press(asking, no)
    await scene.settle()
    assert await people.rows_about(ann.person.id)
    assert not asking.buttons

    asking = await scene.ask(ann, "/forget")
    ann.press(asking, yes)
    await scene.settle()

    assert {} == await people.rows_about(ann.person.id)
    assert await people.rows_about(bob.person.id)
    assert not asking.buttons
    assert any(character.isdigit() for character in asking.text)


async def test_judgements_are_shown_and_forgotten(scene: Scene) -> None:
    """Feedback belongs to the person who gave it, and is deleted with the question as well."""
    ann, bob = scene.client(), scene.client("Bob")
    group = scene.group(ann, bob)
    people = scene.services.personal_data
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    for one, verdict in ((ann, "👍"), (bob, "👎")):
        one.press(answer, verdict)
        await scene.settle()
    anns = file_of(scene, await scene.ask(ann, "/mydata"))["kept"]
    bobs = file_of(scene, await scene.ask(bob, "/mydata"))["kept"]

    assert [ann.person.id] == [row["user_id"] for row in anns["feedback"]]
    assert {"feedback"} == set(bobs)
    await people.forget(ann.person.id)
    assert {} == await people.rows_about(bob.person.id)


async def test_forget_takes_the_menu_too(scene: Scene) -> None:
    """/forget removes the menu in the chosen language."""
    ann = scene.client("Ann", "de")
    choice = await scene.ask(ann, "/language")
    ann.press(choice, "繁體中文")
    await scene.settle()
    own = [key for key in scene.backend.profile if str(ann.person.id) in str(key)]
    assert own

    ann.press(await scene.ask(ann, "/forget"), "全部刪除")
    await scene.settle()

    assert not [key for key in scene.backend.profile if str(ann.person.id) in str(key)]
    assert "I keep nothing about you." == (await scene.ask(ann, "/mydata")).text


@pytest.mark.parametrize("command", ["/mydata", "/forget"])
async def test_not_in_front_of_others(scene: Scene, command: str) -> None:
    """In a group no data is shown; a button opens the private chat."""
    ann = scene.client()
    group = scene.group(ann)
    await scene.ask(ann, f"/ask {QUESTION}", group)

    said = await scene.ask(ann, command, group)

    assert "document" not in said.content
    assert [["https://t.me/yinju_bot"]] == [[b["url"] for b in row] for row in said.buttons]


async def test_unnamed_askers_have_no_number(scene: Scene) -> None:
    """A question on behalf of a group or a channel belongs to no person."""
    ann = scene.client()
    group = scene.group(ann)
    sent = ann.send_anonymously(f"/ask {QUESTION}", group)
    await scene.said(group, after=sent)

    assert {} == await scene.services.personal_data.rows_about(1087968824)
    assert 1 == (await scene.services.journal.statistics())["questions"]


async def record_at(journal: Journal, at: datetime, message_id: int = 1) -> None:
    """Record a question of the person 5."""
    asked = NewQuestion("问", 5, "private", 5, message_id, "en", at=at)
    await journal.record(asked, Abstention("问", Reason.NOT_COVERED), 1.0)


async def rows_of(people: PersonalData, client: Client, table: str) -> list[dict[str, Any]]:
    """Return the rows about a person in one table."""
    return (await people.rows_about(client.person.id)).get(table, [])


async def test_old_questions_go(scene: Scene) -> None:
    """Questions older than the retention period are deleted."""
    people, journal = scene.services.personal_data, scene.services.journal
    now = datetime.now(UTC)
    for days in (0, 29, 31, 200):
        await record_at(journal, now - timedelta(days=days), days)

    assert 2 == await people.expire(30)

    left = (await people.rows_about(5))["questions"]
    assert {0, 29} == {row["message_id"] for row in left}


async def test_a_clock_far_ahead_deletes_nothing(scene: Scene) -> None:
    """Age counts from the newest question, not from a clock that may be wrong."""
    people, journal = scene.services.personal_data, scene.services.journal
    await scene.ask(scene.client(), "/privacy")  # From now on the bot listens.
    now = datetime.now(UTC)
    for days in (0, 29, 31):
        await record_at(journal, now - timedelta(days=days))
    await scene.services.chats.note(-5, "group", "kicked")
    await scene.services.inbox.store([StoredUpdate(1, "{}", 5, 5)])
    await scene.services.inbox.set_aside(1)

    assert 1 == await people.expire(30, now + timedelta(days=3_000))
    assert "kicked" == await scene.services.chats.status(-5)
    assert (1,) == await scene.services.inbox.set_aside_ids()


async def test_a_question_under_a_wrong_clock(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question is dated by Telegram where the clock is far from the time of the message."""
    ann = scene.client()
    scene.backend.clock = lambda: time.time() - 3_000 * 86_400
    await scene.ask(ann, QUESTION)
    await scene.settle()

    (row,) = (await scene.services.personal_data.rows_about(ann.person.id))["questions"]
    age = datetime.now(UTC) - row["asked_at"].replace(tzinfo=UTC)
    assert timedelta(days=2_999) < age < timedelta(days=3_001)


async def test_a_question_that_waits_while_its_person_forgets(open_scene: OpenScene) -> None:
    """What was asked before /forget and is answered after it is not recorded; later ones are."""
    async with open_scene(may_refuse=True) as scene:
        ann, people = scene.client(), scene.services.personal_data
        await scene.ask(ann, QUESTION)
        asking = await scene.ask(ann, "/forget")
        scene.backend.faults.add(Fault("flood", 1, "sendMessage", 2, ann.person.id))
        waiting = ann.send("产业互联网")
        async with asyncio.timeout(PATIENCE):
            while not await rows_of(people, ann, "inbox"):
                await asyncio.sleep(0.005)
        ann.press(asking, "全部删除")
        answers = await scene.said(ann.private, after=waiting)

        assert waiting in [one.reply_to for one in answers]
        assert {} == await people.rows_about(ann.person.id)
        await scene.ask(ann, "新金融")
        await scene.settle()
        assert ["新金融"] == [row["text"] for row in await rows_of(people, ann, "questions")]


async def test_chats_that_were_left_go(scene: Scene) -> None:
    """The policy of a group is deleted when the bot has been out of it for that period."""
    people, chats, policies = (
        scene.services.personal_data,
        scene.services.chats,
        scene.services.policies,
    )
    for chat, status in ((-5, "kicked"), (-6, "member")):
        await chats.note(chat, "group", status)
        await policies.keep(chat, Policy(quotations=1))
    in_a_year = datetime.now(UTC) + timedelta(days=366)
    await record_at(scene.services.journal, in_a_year)

    await people.expire(365)
    assert "kicked" == await chats.status(-5)
    await people.expire(365, in_a_year)

    assert await chats.status(-5) is None
    assert Policy() == await policies.of(-5)
    assert Policy(quotations=1) == await policies.of(-6)


def test_no_number_goes_by_another_name() -> None:
    """Every column for ids of people or chats has a name by which the deletion finds it."""
    known = {"user_id", "chat_id", "message_id", "answer_id", "update_id", "bot_id"}
    columns = [column for table in metadata.sorted_tables for column in table.columns]
    others = {str(c) for c in columns if isinstance(c.type, BigInteger) and c.name not in known}

    assert {"chats.id"} == others


@pytest.mark.sqlite
@pytest.mark.parametrize("way", ["forget", "expire"])
async def test_what_is_deleted_stands_in_no_file(scene: Scene, way: str) -> None:
    """No file of the database contains the text of a deleted question."""
    ann = scene.client()
    await scene.ask(ann, QUESTION)
    files = scene.settings.data_dir.glob("journal.sqlite3*")
    databases = [path for path in files if path.is_file()]

    def holding() -> list[str]:
        return [path.name for path in databases if QUESTION.encode() in path.read_bytes()]

    assert holding()
    if way == "forget":
        await scene.services.personal_data.forget(ann.person.id)
    else:
        in_two_days = datetime.now(UTC) + timedelta(days=2)
        await record_at(scene.services.journal, in_two_days)
        await scene.services.personal_data.expire(1, in_two_days)

    assert [] == holding()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", "会发给一个查找意思相近段落的服务"),
        ("zh-hant", "會傳給一個尋找意思相近段落的服務"),
        ("en", "is sent to a service that finds passages of similar meaning"),
    ],
)
async def test_an_endpoint_is_told_of(open_scene: OpenScene, code: str, words: str) -> None:
    """Where an endpoint encodes questions, /privacy says so, and not where it is turned off."""
    settings = {"embeddings_url": "http://127.0.0.1:9/v1", "embeddings_model": "m"}
    async with open_scene(meaning=True, **settings) as scene:
        told = await scene.ask(scene.client(language=code), "/privacy")
    async with open_scene(meaning=False, **settings) as scene:
        not_told = await scene.ask(scene.client(language=code), "/privacy")

    assert words in told.text
    assert words not in not_told.text
