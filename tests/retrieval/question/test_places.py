"""Cities that jieba's dictionary has only with 市 behind them are one word in a question."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from retrieval.answer.answer import Answer
from retrieval.answer.answerer import Answerer
from retrieval.library import Library, Snapshot
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("唐山的图书馆", ["唐山", "图书馆"]),
        ("岳陽的圖書館", ["岳阳", "图书馆"]),
        ("高雄图书馆", ["高雄", "图书馆"]),
        ("保定的图书馆", ["保定", "图书馆"]),
        ("唐的山", ["唐", "山"]),
        ("温度高要开窗吗", ["温度", "高", "开窗"]),
        ("云和雾", ["云", "雾"]),
        ("雄高的图书馆", ["雄", "高", "图书馆"]),
    ],
)
def test_a_place_is_one_word(
    index: Callable[..., Snapshot], analyzer: Analyzer, asked: str, words: list[str]
) -> None:
    """唐山 is no 唐 and 山, as the dictionary has 唐山市."""
    snapshot = index("盐田在海边。")
    question = parse_question(asked, analyzer, snapshot.lexicon, snapshot.aliases)

    assert words == [word.text for word in question.words]


@pytest.mark.parametrize(
    ("text", "is_doubtful"),
    [
        ("唐山市图书馆周一闭馆，全市的读者都可以来。", False),
        ("唐山的图书馆周一闭馆，全市的读者都可以来。", False),
        ("邯郸市图书馆周一闭馆，全市的读者都可以来。", True),
    ],
)
async def test_another_place_is_doubtful(
    index: Callable[..., Snapshot], analyzer: Analyzer, text: str, *, is_doubtful: bool
) -> None:
    """A passage of the place is found with and without 市; one of another place is in doubt."""
    snapshot = index(text, "别处的天气与此无关。")
    answer = await Answerer(Library(lambda: snapshot, snapshot), analyzer).answer(
        "唐山图书馆周几闭馆"
    )

    assert isinstance(answer, Answer)
    assert is_doubtful is answer.doubtful
    assert text == answer.citations[0].text
