"""The bot in chats that it is not in: inline mode and guest mode."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.messages import Language
from bot.playground.standin.backend import PendingQuery
from bot.policy import Policy
from retrieval.text.script import Display
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import addresses, first_line, quotations
from tests.bot.scenes.tapping import open_more

QUESTION = "金融科技为什么要成为基础设施？"
OFF_TOPIC = "明天上海会下雨吗？"
DECLINED = {
    "zh-hans": "没有在这些文章里找到答案。",
    "zh-hant": "沒有在這些文章裡找到答案。",
    "en": "I found no answer to this in the articles.",
}


async def answered(scene: Scene, query: PendingQuery) -> PendingQuery:
    """Wait until a query is answered, and return it."""
    await scene.settle()
    assert query.answer is not None
    return query


async def test_inline_offers_quotations(scene: Scene) -> None:
    """An inline query gets quotations; the chosen one is sent in full."""
    ann, bob = scene.client(), scene.client("Bob")
    elsewhere = scene.backend.add_group("别处", ann.person, bob.person)
    query = await answered(scene, ann.type_inline(QUESTION))
    assert query.answer is not None
    results = query.answer["results"]
    first = results[0]

    sent = ann.choose(query, 0, elsewhere)

    assert 1 == len(quotations(sent))
    assert first["description"].rstrip("…") in quotations(sent)[0]
    assert "基础设施" in first["title"]
    assert 1 == len(addresses(sent))
    assert query.answer["is_personal"]
    assert query.answer["cache_time"] <= 30
    assert len(results) == len({result["id"] for result in results})


async def test_any_offset(scene: Scene) -> None:
    """A client may ask for a page that nobody offered; beyond the last there is nothing."""
    ann = scene.client()
    for offset, count in (("", 10), ("x", 10), ("٣", 10), ("50", 0), ("9" * 60, 0), ("-1", 10)):
        query = await answered(scene, ann.type_inline("金融", offset=offset))
        assert query.answer is not None
        assert (offset, count) == (offset, min(count, len(query.answer["results"])))
        assert count or not query.answer["results"]


async def test_inline_has_pages(open_scene: OpenScene, tmp_path: Path) -> None:
    """Scrolling loads further quotations, each once, until there are no more."""
    for number in range(25):
        said = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地人"[number] * 30
        text = f"---\ntitle: 第{number}篇\n---\n流量的含义变了：{said}。"
        (tmp_path / f"{number:02}.md").write_text(text, "utf-8")
    seen: list[str] = []
    async with open_scene(tmp_path) as scene:
        ann = scene.client()
        query = await answered(scene, ann.type_inline("流量的含义"))
        for is_last in (False, False, True):
            assert query.answer is not None
            seen += [result["id"] for result in query.answer["results"]]
            assert is_last is not bool(query.answer["next_offset"])
            if not is_last:
                query = await answered(scene, ann.scroll(query))

    assert 25 == len(seen) == len(set(seen))


@pytest.mark.parametrize("code", DECLINED)
async def test_inline_finds_nothing(scene: Scene, code: str) -> None:
    """A query without an answer gets a button that says so, and whose /start greets."""
    ann = scene.client("Ann", code)
    query = await answered(scene, ann.type_inline(OFF_TOPIC))
    assert query.answer is not None

    assert [] == query.answer["results"]
    assert DECLINED[code] == query.answer["button"]["text"]
    sent = ann.open_from(query)
    (greeting,) = await scene.said(ann.private, after=sent)
    assert "/articles" in greeting.text


@pytest.mark.parametrize(
    ("code", "label"),
    [("zh-hans", "输入一个问题"), ("zh-hant", "輸入一個問題"), ("en", "Type a question")],
)
async def test_inline_before_anything_is_typed(scene: Scene, code: str, label: str) -> None:
    """An empty query gets a hint."""
    query = await answered(scene, scene.client("Ann", code).type_inline("  "))

    assert query.answer is not None
    assert label == query.answer["button"]["text"]


async def test_inline_in_ones_own_language(scene: Scene) -> None:
    """The language that was set is used in inline mode."""
    ann = scene.client("Ann", "de")
    await scene.services.policies.keep(ann.person.id, Policy(language=Language.TRADITIONAL))
    query = await answered(scene, ann.type_inline(OFF_TOPIC))

    assert query.answer is not None
    assert DECLINED["zh-hant"] == query.answer["button"]["text"]


async def test_inline_in_ones_own_characters(scene: Scene) -> None:
    """The characters that were set are used in inline mode."""
    ann = scene.client()
    await scene.services.policies.keep(ann.person.id, Policy(display=Display.TRADITIONAL))
    query = await answered(scene, ann.type_inline(QUESTION))
    sent = ann.choose(query, 0, scene.backend.add_group("别处", ann.person))

    assert "給出一個判斷" in quotations(sent)[0]


@pytest.mark.parametrize("question", ["有多少篇文章？", "这些文章的作者是谁？", "文章讲了什么？"])
async def test_inline_about_the_collection(scene: Scene, question: str) -> None:
    """A query about the articles themselves gets results."""
    query = await answered(scene, scene.client().type_inline(question))

    assert query.answer is not None
    assert query.answer["results"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("文集里有几篇文章？", "共有 1 篇文章。"),
        ("这些文章的作者是谁？", "作者：林一"),
        ("这篇文章是什么时候发表的？", "日期：2021-12-28"),
    ],
)
async def test_inline_says_what_was_asked_of_an_article(
    open_scene: OpenScene, tmp_path: Path, question: str, said: str
) -> None:
    """The message that is sent contains the count, the author or the date."""
    front = "---\ntitle: 苹果的故事\nauthor: 林一\ndate: 2021-12-28\n---\n"
    (tmp_path / "a.md").write_text(f"{front}苹果树种在山坡上。", "utf-8")
    async with open_scene(tmp_path) as scene:
        ann = scene.client()
        query = await answered(scene, ann.type_inline(question))
        sent = ann.choose(query, 0, scene.backend.add_group("别处", ann.person))

    assert said in sent.text


async def test_inline_keeps_the_word_of_doubt(scene: Scene) -> None:
    """The note on a doubtful answer is part of the message that is sent."""
    ann = scene.client()
    doubted = "早起跑步、做饭种菜和流量有关系吗"
    note = first_line(await scene.ask(ann, doubted))
    query = await answered(scene, ann.type_inline(doubted))

    sent = ann.choose(query, 0, scene.backend.add_group("别处", ann.person))

    assert "下面的内容不一定正是您要问的：" == note == first_line(sent)
    assert 1 == len(quotations(sent))


@pytest.mark.parametrize("text", ["<b>金融</b> & 科技", "流量" * 200, "🐜流量", "\u202e金融科技"])
async def test_whatever_is_typed(scene: Scene, text: str) -> None:
    """Markup, emoji and long queries are treated as plain text."""
    query = await answered(scene, scene.client().type_inline(text))

    assert query.answer is not None
    assert query.answer["results"]


async def test_typing_is_not_kept(scene: Scene) -> None:
    """Inline queries are not recorded."""
    ann = scene.client()
    await answered(scene, ann.type_inline(QUESTION))
    await scene.settle()

    assert {} == await scene.services.personal_data.rows_about(ann.person.id)


@pytest.mark.parametrize("code", DECLINED)
async def test_a_chosen_quotation_is_recorded(scene: Scene, code: str) -> None:
    """What is chosen is recorded as the answer to what was typed, with its passage alone."""
    scene.backend.settings["inline_feedback_share_denominator"] = 1
    ann = scene.client("Ann", code)
    elsewhere = scene.backend.add_group("别处", ann.person)
    query = await answered(scene, ann.type_inline(f" {QUESTION}"))
    assert query.answer is not None
    ann.choose(query, 1, elsewhere)
    await scene.settle()

    kept = await scene.services.personal_data.rows_about(ann.person.id)
    (row,), (cited,) = kept["questions"], kept["citations"]
    assert (QUESTION, "inline", "answered") == (row["text"], row["chat_type"], row["outcome"])
    assert query.answer["results"][1]["id"] == cited["passage_id"]


async def test_a_chosen_quotation_of_a_shared_answer(scene: Scene) -> None:
    """A quotation that is shared is recorded with the words of its question, without the mark."""
    scene.backend.settings["inline_feedback_share_denominator"] = 1
    ann, bob = scene.client(), scene.client("Bob")
    answer = await scene.ask(ann, QUESTION)
    await open_more(scene, ann, answer)
    share = next(
        button["switch_inline_query"]
        for row in answer.buttons
        for button in row
        if "switch_inline_query" in button
    )
    query = await answered(scene, bob.type_inline(share))
    bob.choose(query, 0, scene.backend.add_group("别处", bob.person))
    await scene.settle()

    (row,) = (await scene.services.personal_data.rows_about(bob.person.id))["questions"]
    assert QUESTION == row["text"]


async def test_a_chosen_quotation_that_is_gone(scene: Scene) -> None:
    """What was chosen from a list that the collection no longer gives is not recorded."""
    scene.backend.settings["inline_feedback_share_denominator"] = 1
    ann = scene.client()
    query = await answered(scene, ann.type_inline(QUESTION))
    assert query.answer is not None
    query.answer["results"][0]["id"] = "gone"
    ann.choose(query, 0, scene.backend.add_group("别处", ann.person))
    query.text = OFF_TOPIC
    ann.choose(query, 1, scene.backend.add_group("别处", ann.person))
    await scene.settle()

    assert {} == await scene.services.personal_data.rows_about(ann.person.id)


async def test_what_is_sent_by_way_of_the_bot_is_no_question(scene: Scene) -> None:
    """A message that was sent by inline mode is not answered."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    group = scene.group(ann)
    query = await answered(scene, ann.type_inline(QUESTION))

    ann.choose(query, 0, group)

    assert [] == await scene.said(group)


async def test_a_guest_answers_once(scene: Scene) -> None:
    """A guest message is answered; the mention is no part of the question."""
    ann = scene.client()
    elsewhere = scene.backend.add_group("别处", ann.person)
    ann.ask_as_guest(f"@yinju_bot {QUESTION}", elsewhere)
    (answer,) = await scene.said(elsewhere)

    assert 3 == len(quotations(answer))
    (kept,) = (await scene.services.personal_data.rows_about(ann.person.id))["questions"]
    assert (QUESTION, elsewhere.id) == (kept["text"], kept["chat_id"])


async def test_the_buttons_of_a_guest(scene: Scene) -> None:
    """The buttons below the answer to a guest message work for everybody."""
    ann, bob = scene.client(), scene.client("Bob")
    elsewhere = scene.backend.add_group("别处", ann.person, bob.person)
    ann.ask_as_guest(f"@yinju_bot {QUESTION}", elsewhere)
    (answer,) = await scene.said(elsewhere)
    before = answer.text

    bob.press(answer, "下一页")
    await scene.settle()
    assert before != answer.text
    pressed = bob.press(answer, "👍")
    await scene.settle()

    assert pressed.answer is not None
    assert (await scene.services.personal_data.rows_about(bob.person.id))["feedback"]


@pytest.mark.parametrize("code", DECLINED)
async def test_a_guest_declines(scene: Scene, code: str) -> None:
    """A guest message is declined in the asker's language."""
    ann = scene.client("Ann", code)
    elsewhere = scene.backend.add_group("别处", ann.person)
    ann.ask_as_guest(f"{OFF_TOPIC} @yinju_bot", elsewhere)
    (answer,) = await scene.said(elsewhere)

    assert DECLINED[code] == first_line(answer)


async def test_a_guest_is_pointed_at_a_message(scene: Scene) -> None:
    """A bare mention asks the text that is replied to, else gets the instructions."""
    ann, bob = scene.client(), scene.client("Bob", "en")
    elsewhere = scene.backend.add_group("别处", ann.person, bob.person)
    said = bob.send(QUESTION, elsewhere)
    ann.ask_as_guest("@yinju_bot", elsewhere, reply_to=said)
    (answer,) = await scene.said(elsewhere)
    bob.ask_as_guest("@yinju_bot", elsewhere)
    (how,) = await scene.said(elsewhere, after=answer)

    assert quotations(answer)
    assert "Write your question beside @yinju_bot, or reply to a message with @yinju_bot." == (
        how.text
    )


async def test_other_bots_are_no_guests(scene: Scene) -> None:
    """A guest message of a bot is not answered."""
    other = scene.client("某机器人")
    other.person.is_bot = True
    elsewhere = scene.backend.add_group("别处", other.person)
    other.ask_as_guest(f"@yinju_bot {QUESTION}", elsewhere)

    assert [] == await scene.said(elsewhere)
