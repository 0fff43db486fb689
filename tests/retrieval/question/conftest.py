"""A parser of questions over a small collection."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from retrieval.library import Snapshot
from retrieval.question.parsing import parse_question
from retrieval.question.question import Question
from retrieval.text.analysis import Analyzer

Ask = Callable[[str], Question]

TEXTS = (
    "蚂蚁集团告别了流量思维，开始做金融科技的基础设施。",
    "去平台化和去中心化是互联网的新方向，区块链也是。",
    "金融科技的重生，是行业的新机。",
    "网络贷款的规模在二〇二〇年达到高峰，人工智能随后兴起。",
)


@pytest.fixture
def ask(index: Callable[..., Snapshot], analyzer: Analyzer) -> Ask:
    """Return a parser of questions over a small collection."""
    snapshot = index(*TEXTS)
    return lambda text: parse_question(text, analyzer, snapshot.lexicon, snapshot.aliases)
