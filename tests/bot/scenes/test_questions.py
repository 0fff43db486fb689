"""Questions and their answers in private, in groups, in topics and as a reply."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from bot.journal.opening import make_database
from bot.messages import messages
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import addresses, parts, quotations

QUESTION = "金融科技为什么要成为基础设施？"
OFF_TOPIC = "明天上海会下雨吗？"

LANGUAGES = {
    "zh-hans": "没有在这些文章里找到答案。",
    "zh-hant": "沒有在這些文章裡找到答案。",
    "en": "I found no answer to this in the articles.",
    "de": "I found no answer to this in the articles.",
    None: "I found no answer to this in the articles.",
}


async def test_a_private_text_is_a_question(scene: Scene) -> None:
    """The answer is one reply with quotations, their sources, and matched words in bold."""
    reader = scene.client()
    answer = await scene.ask(reader, QUESTION)

    assert answer.reply_to is reader.private.visible[0]
    assert 3 == len(quotations(answer))
    corpus = scene.services.library.current.corpus
    texts = [passage.text for passage in corpus.passages]
    for quotation in quotations(answer):
        assert any(quotation in text for text in texts)
    assert "基础设施" in parts(answer, "bold")
    assert "孟永辉（引据摘要） · 2021-12-28" in answer.text
    assert 3 == len(addresses(answer))
    assert [] == parts(answer, "url")


@pytest.mark.parametrize(("code", "words"), LANGUAGES.items())
async def test_declining_in_the_askers_language(
    scene: Scene, code: str | None, words: str
) -> None:
    """A question without an answer is declined in one sentence, and nothing is quoted."""
    answer = await scene.ask(scene.client("Ann", code), OFF_TOPIC)

    assert words == answer.text.splitlines()[0]
    assert [] == quotations(answer)


@pytest.mark.parametrize(
    ("code", "label"),
    [("zh-hans", "在这里接着读"), ("zh-hant", "在這裡接著讀"), ("en", "Open")],
)
async def test_the_words_around_quotations(scene: Scene, code: str, label: str) -> None:
    """The bot's own words in an answer are in the asker's language."""
    answer = await scene.ask(scene.client("Ann", code), QUESTION)

    assert label in parts(answer, "text_link")


async def test_ask_in_a_group(scene: Scene) -> None:
    """/ask in a group is answered there; other messages are not."""
    ann, bob = scene.client(), scene.client("Bob", "en")
    scene.backend.reads_all_group_messages = True
    group = scene.group(ann, bob)

    ann.send("大家好", group)
    answer = await scene.ask(bob, f"/ask {QUESTION}", group)

    assert quotations(answer)
    assert 1 == len(await scene.said(group))


async def test_ask_in_a_topic(scene: Scene) -> None:
    """An answer is sent to the topic of its question."""
    ann = scene.client()
    group = scene.group(ann, is_forum=True)
    group.topics[55] = "金融"

    answer = await scene.ask(ann, f"/ask@yinju_bot {QUESTION}", group, topic=55)

    assert 55 == answer.topic


async def test_commands_for_another_bot(scene: Scene) -> None:
    """/ask@other_bot is ignored, in a group and in private."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    group = scene.group(ann)

    ann.send(f"/ask@other_bot {QUESTION}", group)
    ann.send(f"/ask@other_bot {QUESTION}")

    assert [] == await scene.said(group)
    assert [] == await scene.said(ann.private)


async def test_ask_as_a_reply(scene: Scene) -> None:
    """/ask as a reply asks the text of the message, or the quoted part of it."""
    ann, bob = scene.client(), scene.client("Bob")
    scene.backend.reads_all_group_messages = True
    group = scene.group(ann, bob)
    question = ann.send(f"今天天气不错。{QUESTION}", group)

    whole = await scene.ask(bob, "/ask", group, reply_to=question)
    part = await scene.ask(bob, "/ask", group, reply_to=question, quote="今天天气不错")

    assert quotations(whole)
    assert LANGUAGES["zh-hans"] == part.text.splitlines()[0]


async def test_ask_with_its_question_on_the_next_line(scene: Scene) -> None:
    """Any white space separates the command from its question."""
    assert quotations(await scene.ask(scene.client(), f"/ask\n{QUESTION}"))


@pytest.mark.parametrize("code", ["zh-hans", "zh-hant", "en"])
async def test_a_bare_ask_explains_itself(scene: Scene, code: str) -> None:
    """/ask alone gets the instructions."""
    answer = await scene.ask(scene.client("Ann", code), "/ask")

    assert answer.text.count("/ask") == 2
    assert [] == quotations(answer)


async def test_an_edited_question_is_no_second_one(scene: Scene) -> None:
    """An edited question gets no second answer."""
    ann = scene.client()
    sent = ann.send(QUESTION)
    assert 1 == len(await scene.said(ann.private))

    ann.edit(sent, f"{QUESTION}？")

    assert 1 == len(await scene.said(ann.private))


async def test_who_is_not_answered(scene: Scene) -> None:
    """Messages of bots, via bots, of the bot itself and of a channel are not answered."""
    scene.backend.reads_all_group_messages = True
    ann = scene.client()
    group = scene.group(ann)
    other = scene.client("某机器人")
    other.person.is_bot = True
    itself = {"type": "user", "sender_user": scene.backend.bot.as_json(), "date": 1}

    other.send(f"/ask {QUESTION}", group)
    ann.send(QUESTION, via_bot=other.person.as_json())
    ann.send(QUESTION, forward_origin=itself)
    ann.send(f"/ask {QUESTION}", group, is_automatic_forward=True)

    assert [] == await scene.said(group)
    assert [] == await scene.said(ann.private)


async def test_anonymous_admins_are_answered(scene: Scene) -> None:
    """An anonymous admin, whose sender is a bot of Telegram's, is answered."""
    ann = scene.client()
    group = scene.group(ann)
    anonymous = scene.client("Group")
    anonymous.person.is_bot = True

    answer = await scene.ask(anonymous, f"/ask {QUESTION}", group, sender_chat=group.as_json())

    assert quotations(answer)


async def test_an_article_without_an_address_is_opened_by_its_link(scene: Scene) -> None:
    """The link below a quotation opens the passage between its neighbours."""
    ann = scene.client()
    answer = await scene.ask(ann, "流量的含义也变了")
    before = ann.private.visible[-1]

    ann.open(addresses(answer)[0])
    (opened,) = (m for m in await scene.said(ann.private, after=before))

    (passage,) = quotations(opened)
    assert quotations(answer)[0] in passage
    assert "流量退到第二位" in parts(opened, "bold")


async def test_an_article_with_an_address_is_linked(open_scene: OpenScene, tmp_path: Path) -> None:
    """The link points to the quoted words on the page, whatever its URL contains."""
    url = "https://example.org/a?b=1&c=2#甲"
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text(f"---\ntitle: 题\nurl: '{url}'\n---\n流量不是目标。", "utf-8")
    async with open_scene(folder) as scene:
        answer = await scene.ask(scene.client(), "流量")

    assert ["阅读原文"] == parts(answer, "text_link")
    assert [f"{url}:~:text={quote('流量不是目标')}"] == addresses(answer)


async def test_a_link_to_a_passage_that_is_gone(scene: Scene) -> None:
    """A link to a passage that was removed says so."""
    answer = await scene.ask(scene.client(), "/start p_0123456789abcdef")

    assert "这一段已经不在文集里了。" == answer.text


@pytest.mark.parametrize("payload", ["nonsense", "p_../../etc", "x" * 64])
async def test_links_that_nobody_made(scene: Scene, payload: str) -> None:
    """/start with an unknown payload greets."""
    ann = scene.client()

    greeting = await scene.ask(ann, "/start")

    assert greeting.text == (await scene.ask(ann, f"/start {payload}")).text


NASTY = [
    "<b>金融</b> & <script>alert(1)</script> 科技",
    "金融" * 2048,
    "流量" + "🐜" * 2000,
    "\u202e金融科技\u202c مرحبا",
    "*金融* _科技_ [x](y) `z`",
    "金融\x00科技",
    "&lt;金融&gt;",
]


@pytest.mark.parametrize("question", NASTY)
async def test_nothing_that_is_typed_breaks_the_answer(scene: Scene, question: str) -> None:
    """Markup, emoji, right-to-left text and long questions are treated as plain text."""
    assert quotations(await scene.ask(scene.client(), question))


async def test_articles_full_of_markup(open_scene: OpenScene, tmp_path: Path) -> None:
    """Article text is escaped, long titles are shortened, and entities are below 100."""
    folder = tmp_path / "articles"
    folder.mkdir()
    text = "&lt;b&gt;流量&lt;/b&gt; & 𠀀 🐜 {0} " * 40
    for number in range(6):
        url = "https://example.org/" + "%E7%94%B2" * (400 + number)
        front = f"---\ntitle: '{'长' * 300}<i>{number}'\nurl: {url}\n---\n"
        (folder / f"{number}.md").write_text(
            front + text.format("甲乙丙丁戊己"[number] * 8), "utf-8"
        )
    async with open_scene(folder) as scene:
        answer = await scene.ask(scene.client(), "流量")

    assert 3 == len(quotations(answer))
    assert "<b>流量</b>" in answer.text


async def test_every_question_stands_in_the_journal(scene: Scene, tmp_path: Path) -> None:
    """The journal records question, asker, chat, language, and citations or the reason."""
    from sqlalchemy import select

    from bot.journal.schema import citations, questions

    ann = scene.client("Ann", "zh-hant")
    group = scene.group(ann)
    answer = await scene.ask(ann, f"/ask {QUESTION}", group)
    await scene.ask(ann, OFF_TOPIC)
    await scene.settle()

    async with (
        make_database(scene.settings.journal_url) as database,
        database.connect() as connection,
    ):
        rows = (await connection.execute(select(questions).order_by("asked_at"))).mappings().all()
        shown = (await connection.execute(select(citations))).mappings().all()

    assert [(QUESTION, "answered", None), (OFF_TOPIC, "declined", "not-covered")] == [
        (row["text"], row["outcome"], row["reason"]) for row in rows
    ]
    assert [(group.id, "supergroup"), (ann.person.id, "private")] == [
        (row["chat_id"], row["chat_type"]) for row in rows
    ]
    assert {(ann.person.id, "zh-Hant")} == {(row["user_id"], row["language"]) for row in rows}
    assert all(row["took_ms"] > 0 for row in rows)
    assert len(quotations(answer)) == len(shown)
    assert all(row["score"] > 0 and row["passage_id"] for row in shown)


@pytest.mark.sqlite
async def test_trouble_with_the_journal_costs_no_answer(scene: Scene) -> None:
    """If the journal cannot be written, the question is answered and the loss counted."""
    ann = scene.client()
    file = scene.settings.data_dir / "journal.sqlite3"
    async with (
        make_database(scene.settings.journal_url) as database,
        database.begin() as connection,
    ):
        await connection.exec_driver_sql("DROP TABLE questions")

    answer = await scene.ask(ann, QUESTION)

    assert file.exists()
    assert quotations(answer)
    assert 1 == scene.services.journal.lost


@pytest.mark.parametrize("language", list(LANGUAGES)[:3])
def test_the_three_languages_differ(language: str) -> None:
    """The catalogues translate the same text differently."""
    from bot.messages import language_of

    assert messages(language_of(language)).gettext(LANGUAGES["en"]) == LANGUAGES[language]
