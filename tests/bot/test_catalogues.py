"""The catalogues read as a native reader would write: punctuation, characters, words, forms."""

from __future__ import annotations

import re

import pytest

from bot.messages import Language, messages
from retrieval.text.script import Display
from tests.bot.test_messages import CHINESE, catalogue

HAN = r"[\u4e00-\u9fff]"
MAINLAND = (
    *("信息", "軟件", "視頻", "網絡", "數據", "默認", "設置", "保存", "消息", "私聊", "命令"),
    *(
        "菜單",
        "回復",
        "發送",
        "聊天裡",
        "屏幕",
        "鏈接",
        "搜索",
        "運行",
        "用戶",
        "文件",
        "程序",
        "質量",
    ),
)
"""Words that are said otherwise in Taiwan."""

TAIWAN = ("訊息", "软体", "网路", "资讯", "设定", "储存", "私讯", "指令", "档案", "讯息", "回覆")
"""Words that are said otherwise on the mainland."""


def forms(language: Language) -> list[str]:
    """Every text of a catalogue, as it is shown."""
    found: list[str] = []
    for message in catalogue(language):
        if message.id:
            strings = message.string
            found += strings if isinstance(strings, (list, tuple)) else [str(strings)]
    return found


@pytest.mark.parametrize("language", CHINESE)
def test_punctuation_is_chinese(language: Language) -> None:
    """Beside a Chinese character stands no punctuation of another script."""
    latin = re.compile(rf"{HAN}\s?[,.;:!?()'\"]|[,.;:!?()'\"]\s?{HAN}")

    assert [] == [text for text in forms(language) if latin.search(text)]


@pytest.mark.parametrize("language", CHINESE)
def test_scripts_stand_apart(language: Language) -> None:
    """Between Chinese characters and Latin letters, figures or commands stands a space."""
    touching = re.compile(rf"{HAN}[A-Za-z0-9@/{{]|[A-Za-z0-9}}]{HAN}")

    assert [] == [text for text in forms(language) if touching.search(text)]


@pytest.mark.parametrize(
    ("language", "display"),
    [(Language.SIMPLIFIED, Display.SIMPLIFIED), (Language.TRADITIONAL, Display.TRADITIONAL)],
)
def test_characters_are_of_one_script(language: Language, display: Display) -> None:
    """No catalogue holds a character of the other script."""
    for text in forms(language):
        assert display.of(text) == text


@pytest.mark.parametrize(
    ("language", "elsewhere"),
    [(Language.SIMPLIFIED, TAIWAN), (Language.TRADITIONAL, MAINLAND)],
)
def test_words_are_those_of_the_place(language: Language, elsewhere: tuple[str, ...]) -> None:
    """Traditional is written as in Taiwan, Simplified as on the mainland."""
    for text in forms(language):
        assert [] == [word for word in elsewhere if word in text], text


@pytest.mark.parametrize("language", CHINESE)
def test_readers_are_addressed_alike(language: Language) -> None:
    """The bot says 您 throughout."""
    assert [] == [text for text in forms(language) if "你" in text]


@pytest.mark.parametrize("language", CHINESE)
def test_one_form_for_any_number(language: Language) -> None:
    """Chinese has one form, and the catalogue gives just that one, for every number."""
    assert 1 == catalogue(language).num_plurals
    for message in catalogue(language):
        if isinstance(message.id, tuple):
            one, many = map(str, message.id)
            said = {messages(language).ngettext(one, many, count) for count in (0, 1, 2, 100)}
            assert 1 == len(said)
