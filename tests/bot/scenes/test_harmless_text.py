"""Texts of people, articles and names of files change nothing around them."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import quotations
from tests.bot.scenes.tapping import tap

QUESTION = "海水淡化的能耗"
BODY = "海水淡化的能耗在十年里下降了一半，膜技术的进步是主要的原因。"
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
MARKUP = {
    "HTML": "<b>海水</b><a href='https://e.example/'>这里</a></blockquote>",
    "entities": "&lt;b&gt;海水&lt;/b&gt; &#60;i&#62;",
    "Markdown": "*海水* [这里](https://e.example/) `代码` ||藏||",
    "directions": "海水\u202e化淡\u202d\u2067能耗",
    "invisible": "海\u200b水\u200d淡\ufeff化",
}


def shown_by(scene: Scene) -> list[str]:
    """Return all texts and labels that the bot has sent, as clients show them."""
    found = []
    for chat in scene.backend.chats.values():
        for message in chat.visible:
            if message.sender is scene.backend.bot:
                found += [message.text, *(one["text"] for row in message.buttons for one in row)]
    for query in scene.backend.queries.values():
        for result in (query.answer or {}).get("results", []):
            found += [result["title"], result.get("description", ""), result["body"].text]
    return found


def collection(folder: Path, hostile: str) -> Path:
    """Write articles with a hostile text in every part, and in the name of a file."""
    folder.mkdir()
    front = f"---\ntitle: {('标题' + hostile)!r}\nauthor: {('王' + hostile)!r}\n---\n"
    (folder / "a.md").write_text(f"{front}## 节{hostile}\n\n{BODY}{hostile}\n", "utf-8")
    name = f"名{hostile}".replace("/", "∕")
    (folder / f"{name}.txt").write_text(f"{BODY}风电的成本也是这样。\n", "utf-8")
    return folder


@pytest.mark.parametrize("kind", MARKUP)
async def test_hostile_articles(open_scene: OpenScene, tmp_path: Path, kind: str) -> None:
    """Whatever is in titles, names of files and texts is shown as text, in every place."""
    async with open_scene(collection(tmp_path / "articles", MARKUP[kind])) as scene:
        ann = scene.client()
        answer = await scene.ask(ann, QUESTION)
        listing = await scene.ask(ann, "/articles")
        ann.type_inline(QUESTION)
        await scene.settle()

        assert quotations(answer)
        assert not [text for text in shown_by(scene) if TURNING.search(text)]
        links = [entity.get("url", "") for entity in (*answer.entities, *listing.entities)]
        assert not [url for url in links if "e.example" in url]


async def test_a_name_that_is_no_text(open_scene: OpenScene, tmp_path: Path) -> None:
    """A file whose name is in an unknown encoding is served under a name that can be shown."""
    folder = collection(tmp_path / "articles", "")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xb2\xe2.txt")).write_text(
        f"{BODY}光伏。\n", "utf-8"
    )
    async with open_scene(folder) as scene:
        await scene.ask(scene.client(), "光伏")
        await scene.ask(scene.client(), "/articles")

        assert [text for text in shown_by(scene) if "\ufffd" in text]


@pytest.mark.parametrize("kind", MARKUP)
async def test_hostile_questions_and_names(scene: Scene, kind: str) -> None:
    """Whatever is in a question and in the name of who asks it, an answer shows only text."""
    ann = scene.client(f"名{MARKUP[kind]}")
    group = scene.group(ann)
    group.title = f"群{MARKUP[kind]}"
    await scene.ask(ann, f"金融科技{MARKUP[kind]}")
    await scene.ask(ann, f"/ask 金融科技{MARKUP[kind]}", group)
    await scene.ask(ann, f"/articles {MARKUP[kind]}")
    answer = await scene.ask(ann, f"@yinju_bot 金融科技{MARKUP[kind]}", group)
    await tap(scene, ann, answer, "👍")

    assert not [text for text in shown_by(scene) if TURNING.search(text)]


async def test_half_a_character(scene: Scene) -> None:
    """A question, a name and a mention with half of a surrogate pair are read and stored."""
    ann = scene.client()
    half = "金融科技\ud83d"
    sender = ann.person.as_json() | {"first_name": half}
    chat = ann.private.as_json()
    mention = {"type": "mention", "offset": 0, "length": 10}
    for number, text in enumerate((half, f"@yinju_bot {half}"), start=1):
        message = {"message_id": number, "date": int(time.time()), "chat": chat, "from": sender}
        scene.backend.updates.put("message", message | {"text": text, "entities": [mention]})
    said = await scene.said(ann.private)
    stored = await scene.services.journal.statistics()

    assert 2 == len(said)
    assert 2 == stored["questions"]
