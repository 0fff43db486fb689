"""Limits on what people and chats may ask, and whom the bot serves at all."""

from __future__ import annotations

import time
from typing import Any

import pytest

from bot.playground.standin.backend import PendingQuery
from bot.playground.standin.client import Client
from bot.playground.standin.faults import Fault
from bot.playground.standin.model import JSON, Message
from bot.service.refused import Reason
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import quotations

QUESTION = "流量思维"
NOTICE = "一下子问得太多了"
PRIVATE = "运营者选定"


def numbers(scene: Scene) -> dict[Reason, int]:
    """Return how many updates were refused, by reason."""
    return dict(scene.services.refused.counts)


def offered(query: PendingQuery) -> tuple[int, str]:
    """Return the number of results of an inline query, and the label of the button above."""
    answer: JSON = query.answer or {"results": [], "button": {"text": "no answer"}}
    return len(answer["results"]), (answer.get("button") or {"text": ""})["text"]


async def flood(scene: Scene, client: Client, count: int, *args: Any) -> list[Message]:
    """Send a question many times, and return the bot's messages."""
    first = client.send(QUESTION, *args)
    for _ in range(count - 1):
        client.send(QUESTION, *args)
    return await scene.said(first.chat, after=first)


async def test_a_person_who_asks_too_much(open_scene: OpenScene) -> None:
    """Of a flood in private, the first ones are answered, then one notice says to wait."""
    async with open_scene(person_per_minute=3) as scene:
        said = await flood(scene, scene.client(), 10)
        stored = await scene.services.journal.statistics()

        assert [True] * 3 + [False] == [bool(quotations(one)) for one in said]
        assert NOTICE in said[-1].text
        assert 3 == stored["questions"]
        assert {Reason.PERSON: 7} == numbers(scene)


async def test_others_are_answered_meanwhile(open_scene: OpenScene) -> None:
    """What one person asks too much takes nothing from another."""
    async with open_scene(person_per_minute=2) as scene:
        ann, bob = scene.client(), scene.client("小红")
        group = scene.group(ann, bob)
        await flood(scene, ann, 5)

        assert quotations(await scene.ask(bob, f"/ask {QUESTION}", group))
        assert quotations(await scene.ask(bob, QUESTION))


async def test_a_person_has_one_limit_in_all_chats(open_scene: OpenScene) -> None:
    """Questions in groups and in private count together."""
    async with open_scene(person_per_minute=2) as scene:
        ann = scene.client()
        await scene.ask(ann, f"/ask {QUESTION}", scene.group(ann))
        await scene.ask(ann, f"/ask {QUESTION}", scene.group(ann))

        assert NOTICE in (await scene.ask(ann, QUESTION)).text


async def test_a_group_that_asks_too_much(open_scene: OpenScene) -> None:
    """Many people together reach the limit of their group, which is told once."""
    async with open_scene(chat_per_minute=3) as scene:
        people = [scene.client(f"p{number}") for number in range(8)]
        group = scene.group(*people)
        for one in people:
            one.send(f"/ask {QUESTION}", group)
        said = await scene.said(group)

        assert [True] * 3 + [False] == [bool(quotations(one)) for one in said]
        assert NOTICE in said[-1].text
        assert {Reason.CHAT: 5} == numbers(scene)
        assert quotations(await scene.ask(people[0], QUESTION))


async def test_what_a_group_says_among_itself_costs_nothing(open_scene: OpenScene) -> None:
    """Talk that is no question to the bot takes no tokens, nor do commands of other bots."""
    async with open_scene(person_per_minute=1, chat_per_minute=1) as scene:
        scene.backend.reads_all_group_messages = True
        ann = scene.client()
        group = scene.group(ann)
        for words in ("今天下雨", "吃什么？", "/weather", "/ask@another_bot 流量", "/start@x_bot"):
            ann.send(words, group)

        assert quotations(await scene.ask(ann, f"/ask {QUESTION}", group))


async def test_questions_to_everybody_are_dropped_without_a_word(open_scene: OpenScene) -> None:
    """Where the bot looks for questions in a group's talk, nobody is told that it stopped."""
    async with open_scene(chat_per_minute=2) as scene:
        ann = scene.client()
        group = scene.group(ann)
        group.members[scene.backend.bot.id] = "administrator"
        policy = await scene.services.policies.of(group.id)
        trigger = type(policy.trigger)("question")
        await scene.services.policies.keep(
            group.id, type(policy)(trigger=trigger, language=policy.language)
        )
        for _ in range(5):
            ann.send("流量思维是什么？", group)
        said = await scene.said(group)

        assert not [one for one in said if NOTICE in one.text]
        assert {Reason.CHAT: 3} == numbers(scene)


async def test_admins_may_ask_as_much_as_they_like(open_scene: OpenScene) -> None:
    """An admin's questions are all answered, also in a group at its limit."""
    async with open_scene(person_per_minute=1, chat_per_minute=1) as scene:
        ann = scene.client()
        group = scene.group(ann, scene.admin)
        await scene.ask(ann, f"/ask {QUESTION}", group)
        for _ in range(3):
            assert quotations(await scene.ask(scene.admin, f"/ask {QUESTION}", group))
        assert 4 == len([one for one in await flood(scene, scene.admin, 4) if quotations(one)])


async def test_taps(open_scene: OpenScene) -> None:
    """Four taps cost as much as a question; the first one too many gets a toast."""
    async with open_scene(person_per_minute=2) as scene:
        ann = scene.client()
        answer = await scene.ask(ann, QUESTION)
        button = next(one for row in answer.buttons for one in row if "👍" in one["text"])
        taps = []
        for _ in range(7):
            taps.append(ann.press_button(answer, button))
            await scene.settle()
        toasts = [(tap.answer or {}).get("text") or "" for tap in taps]

        assert [False] * 4 + [True, False, False] == [NOTICE in one for one in toasts]
        assert [True] * 5 + [False] * 2 == [tap.answer is not None for tap in taps]


async def test_inline_queries(open_scene: OpenScene) -> None:
    """Inline queries above the limit find nothing, and the first of them says why."""
    async with open_scene(person_per_minute=1) as scene:
        ann, queries = scene.client(), []
        for number in range(6):
            queries.append(ann.type_inline(QUESTION[: 1 + number % 4]))
            await scene.settle()

        assert [True] * 5 + [False] == [query.answer is not None for query in queries]
        assert offered(queries[4])[1].startswith(NOTICE)


async def test_guest_questions(open_scene: OpenScene) -> None:
    """In a chat without the bot, a person above the limit is told once."""
    async with open_scene(person_per_minute=1) as scene:
        ann = scene.client()
        elsewhere = scene.backend.add_group("别处", ann.person)
        queries = [ann.ask_as_guest(f"@yinju_bot {QUESTION}", elsewhere) for _ in range(3)]
        await scene.settle()

        assert [True, True, False] == [query.answer is not None for query in queries]


async def test_edits_above_the_limit(open_scene: OpenScene) -> None:
    """An edit above the limit leaves the answer as it is, without a word."""
    async with open_scene(person_per_minute=1) as scene:
        ann = scene.client()
        asked = ann.send(QUESTION)
        (answer,) = await scene.said(ann.private)
        ann.edit(asked, "产业互联网")

        assert [answer] == await scene.said(ann.private)
        assert {Reason.PERSON: 1} == numbers(scene)


async def test_what_was_written_over_a_long_time_is_no_flood(open_scene: OpenScene) -> None:
    """Messages that come all at once, as after a pause of the bot, count by their own time."""
    async with open_scene(person_per_minute=1) as scene:
        ann = scene.client()
        past = [time.time() - 61 * minutes for minutes in (1, 2, 3)]
        scene.backend.clock = lambda: past[-1] if past else time.time()
        while past:
            ann.send(QUESTION)
            past.pop()
        said = await scene.said(ann.private)

        assert [True] * 3 == [bool(quotations(one)) for one in said]


async def test_another_attempt_takes_no_token(open_scene: OpenScene) -> None:
    """A question whose handler failed is tried again, although no token is left."""
    async with open_scene(person_per_minute=1) as scene:
        answer, failures = scene.services.answerer.answer, [RuntimeError("once")]

        async def fails_once(_: object, *args: Any, **options: Any) -> Any:
            if failures:
                raise failures.pop()
            return await answer(*args, **options)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(scene.services.answerer), "answer", fails_once)
            assert quotations(await scene.ask(scene.client(), QUESTION))


async def test_a_notice_that_cannot_be_sent(open_scene: OpenScene) -> None:
    """The message is dropped also if the notice fails."""
    async with open_scene(person_per_minute=1, may_refuse=True) as scene:
        ann = scene.client()
        await scene.ask(ann, QUESTION)
        scene.backend.faults.add(Fault("forbidden", 1, "sendMessage"))

        assert 1 == len(await flood(scene, ann, 2)) + 1


async def test_refusals_are_reported(open_scene: OpenScene) -> None:
    """A line tells how many were refused since the last one; without any there is none."""
    async with open_scene(person_per_minute=1) as scene:
        await flood(scene, scene.client(), 3)

        assert "2 above the limit of a person" == await scene.services.refused.report()
        assert not await scene.services.refused.report()


async def test_blocked_people(open_scene: OpenScene) -> None:
    """Blocked people are ignored in private, in groups, in inline mode and at buttons."""
    async with open_scene(blocked_ids="101,-5") as scene:
        ann, bob = scene.client(), scene.client("小红")
        assert 101 == ann.person.id
        group = scene.group(ann, bob)
        answer = await scene.ask(bob, f"/ask {QUESTION}", group)
        ann.send(QUESTION)
        ann.send(f"/ask {QUESTION}", group)
        tap = ann.press_button(answer, answer.buttons[0][0])
        query = ann.type_inline(QUESTION)
        guest = ann.ask_as_guest(f"@yinju_bot {QUESTION}", scene.backend.add_group("别处"))

        assert [] == await scene.said(ann.private)
        assert [answer] == await scene.said(group)
        assert [None] * 3 == [tap.answer, query.answer, guest.answer]
        assert {Reason.BLOCKED: 5} == numbers(scene)


async def test_a_blocked_channel(open_scene: OpenScene) -> None:
    """Messages in the name of a blocked channel are ignored, and others in the group answered."""
    async with open_scene(blocked_ids="-1000000000002") as scene:
        ann = scene.client()
        channel = scene.backend.add_channel("频道")
        group = scene.group(ann)
        assert -1000000000002 == channel.id
        ann.send_as(channel, f"/ask {QUESTION}", group)

        assert [] == await scene.said(group)
        assert quotations(await scene.ask(ann, f"/ask {QUESTION}", group))


async def test_a_group_that_is_not_allowed(open_scene: OpenScene) -> None:
    """The bot says so once, with the group's id, and leaves; nothing is stored."""
    async with open_scene(allowed_chats="-100") as scene:
        ann = scene.client()
        group = scene.backend.add_group("别人的群", ann.person)
        ann.add_bot(group)
        ann.send(f"/ask {QUESTION}", group)
        (said,) = await scene.said(group)
        stored = await scene.services.journal.statistics()

        assert PRIVATE in said.text
        assert str(group.id) in said.text
        assert "left" == group.members[scene.backend.bot.id]
        assert 0 == stored["questions"]


async def test_a_group_that_the_bot_is_in_already(open_scene: OpenScene) -> None:
    """A group that was taken from the list is left at its next message."""
    async with open_scene(allowed_chats="-100") as scene:
        ann = scene.client()
        group = scene.group(ann)
        for _ in range(3):
            ann.send(f"/ask {QUESTION}", group)
        (said,) = await scene.said(group)

        assert PRIVATE in said.text
        assert "left" == group.members[scene.backend.bot.id]


async def test_strangers_where_only_a_group_is_allowed(open_scene: OpenScene) -> None:
    """In an allowed group everybody is answered; strangers in private are told once."""
    async with open_scene(allowed_chats="-1000000000002,7") as scene:
        ann = scene.client()
        group = scene.group(ann)
        assert -1000000000002 == group.id
        said = await flood(scene, ann, 3)
        queries = [ann.type_inline("流量"), ann.type_inline(QUESTION)]

        assert quotations(await scene.ask(ann, f"/ask {QUESTION}", group))
        assert [True] == [PRIVATE in one.text for one in said]
        assert [0, 0] == [offered(query)[0] for query in queries]
        assert 3 + 2 == numbers(scene)[Reason.NOT_ALLOWED]


async def test_allowed_people_and_admins(open_scene: OpenScene) -> None:
    """People on the list are answered in private, inline and elsewhere; admins in private."""
    async with open_scene(allowed_chats="101") as scene:
        ann = scene.client()
        assert 101 == ann.person.id
        query = ann.type_inline(QUESTION)
        guest = ann.ask_as_guest(f"@yinju_bot {QUESTION}", scene.backend.add_group("别处"))

        assert quotations(await scene.ask(ann, QUESTION))
        assert quotations(await scene.ask(scene.admin, QUESTION))
        assert offered(query)[0]
        assert guest.answer


async def test_an_allowed_group_that_moves(open_scene: OpenScene) -> None:
    """A group that becomes a supergroup stays allowed."""
    async with open_scene(allowed_chats="-2") as scene:
        ann = scene.client()
        group = scene.group(ann, kind="group")
        assert -2 == group.id
        await scene.ask(ann, f"/ask {QUESTION}", group)
        moved = ann.migrate(group)
        await scene.settle()

        assert quotations(await scene.ask(ann, f"/ask {QUESTION}", moved))
        assert {} == numbers(scene)
