"""The Chinese catalogues follow the conventions of their regions."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from bot.messages import Language, messages
from retrieval.text.script import Display
from tests.bot.test_messages import CHINESE, catalogue

HAN = r"[\u4e00-\u9fff]"
MAINLAND = (
    *("信息", "軟件", "視頻", "網絡", "數據", "默認", "設置", "保存"),
    *("消息", "私聊", "命令", "菜單", "回復", "發送", "聊天裡", "屏幕"),
    *("鏈接", "搜索", "運行", "用戶", "文件", "程序", "質量"),
)
"""Words of the mainland for which Taiwan uses others."""

TAIWAN = ("訊息", "软体", "网路", "资讯", "设定", "储存", "私讯", "指令", "档案", "讯息", "回覆")
"""Words of Taiwan for which the mainland uses others."""


def forms(language: Language) -> list[str]:
    """Return every form of every message of a catalogue."""
    found: list[str] = []
    for message in catalogue(language):
        if message.id:
            found += _strings(message.string)
    return found


def _strings(text: str | Sequence[str] | None) -> list[str]:
    """Return the singular and the plural of a text, or its only form."""
    return [text] if isinstance(text, str) else [*(text or ())]


@pytest.mark.parametrize("language", CHINESE)
def test_punctuation_is_chinese(language: Language) -> None:
    """Punctuation next to a Chinese character is Chinese."""
    latin = re.compile(rf"{HAN}\s?(?!\.env\b)[,.;:!?()'\"]|[,.;:!?()'\"]\s?{HAN}")

    assert [] == [text for text in forms(language) if latin.search(text)]


@pytest.mark.parametrize("language", CHINESE)
def test_no_text_is_markdown(language: Language) -> None:
    """Neither an English text nor its translation has backquotes, which a terminal shows."""
    ids = [one for message in catalogue(language) for one in _strings(message.id)]

    assert [] == [text for text in (*ids, *forms(language)) if "`" in text]


@pytest.mark.parametrize("language", CHINESE)
def test_scripts_are_separated(language: Language) -> None:
    """A space separates Chinese characters from Latin letters, digits and commands."""
    touching = re.compile(rf"{HAN}[A-Za-z0-9@/{{]|[A-Za-z0-9}}]{HAN}")

    assert [] == [text for text in forms(language) if touching.search(text)]


@pytest.mark.parametrize(
    ("language", "display"),
    [(Language.SIMPLIFIED, Display.SIMPLIFIED), (Language.TRADITIONAL, Display.TRADITIONAL)],
)
def test_characters_are_of_one_script(language: Language, display: Display) -> None:
    """No catalogue has a character of the other script."""
    for text in forms(language):
        assert display.of(text) == text


@pytest.mark.parametrize(
    ("language", "elsewhere"),
    [(Language.SIMPLIFIED, TAIWAN), (Language.TRADITIONAL, MAINLAND)],
)
def test_words_are_those_of_the_region(language: Language, elsewhere: tuple[str, ...]) -> None:
    """The Traditional catalogue uses the words of Taiwan, the Simplified those of the mainland."""
    for text in forms(language):
        assert [] == [word for word in elsewhere if word in text], text


@pytest.mark.parametrize("language", CHINESE)
def test_readers_are_addressed_alike(language: Language) -> None:
    """The bot addresses readers as 您 throughout."""
    assert [] == [text for text in forms(language) if "你" in text]


@pytest.mark.parametrize("language", CHINESE)
def test_one_form_for_any_number(language: Language) -> None:
    """A message with a number has one form, whatever the number."""
    texts = messages(language)
    counted = [one.id for one in catalogue(language) if isinstance(one.id, tuple)]

    assert 1 == catalogue(language).num_plurals
    assert counted
    for one, many in counted:
        assert 1 == len({texts.ngettext(one, many, count) for count in (0, 1, 2, 100)})
