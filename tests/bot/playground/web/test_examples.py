"""Example questions are taken from the collection and have an answer."""

from __future__ import annotations

from pathlib import Path

from bot.playground.web.examples import examples
from bot.service.bootstrap import load_collection, make_answerer
from corpus.limits import Limits
from corpus.model import Corpus
from retrieval.answer.answer import Answer
from retrieval.text.analysis import Analyzer


async def test_each_has_an_answer(packaged: Path, analyzer: Analyzer) -> None:
    """Three different questions are chosen, all answered without doubt."""
    loaded = load_collection(packaged, analyzer, Limits())
    answerer = make_answerer(loaded, analyzer)

    found = await examples(loaded.corpus, answerer)

    assert 3 == len(set(found))
    assert all(question.endswith("？") for question in found)
    for question in found:
        answer = await answerer.answer(question)
        assert isinstance(answer, Answer)
        assert not answer.doubtful


async def test_each_names_its_subject(tmp_path: Path, analyzer: Analyzer) -> None:
    """A heading that says nothing without its title is passed over; articles take turns."""
    (tmp_path / "robots.md").write_text(
        "---\ntitle: 三款扫地机器人横评\n---\n## 该买哪个\n\n家里有宠物，买云扫Pro。\n\n"
        "## 哪款扫地机器人最安静\n\n云扫Pro最安静，只有55分贝。\n",
        "utf-8",
    )
    (tmp_path / "wok.md").write_text(
        "---\ntitle: 铁锅怎么开锅：阿姨的老办法\n---\n## 生锈了怎么办\n\n用白醋浸十分钟。\n\n"
        "## 几个步骤\n\n铁锅开锅先刷洗，再用大火烧到锅底发蓝。\n",
        "utf-8",
    )
    (tmp_path / "clock.md").write_text(
        "---\ntitle: 修鐘四十年\n---\n蔡明德十六歲當學徒，修鐘修了四十年。\n", "utf-8"
    )
    loaded = load_collection(tmp_path, analyzer, Limits())

    found = await examples(loaded.corpus, make_answerer(loaded, analyzer))

    expected = {"哪款扫地机器人最安静？", "铁锅怎么开锅？", "《修鐘四十年》講了什麼？"}
    assert expected == set(found)


async def test_a_collection_without_headings(tmp_path: Path, analyzer: Analyzer) -> None:
    """Asks what an article says if none asks anything; an empty collection has no examples."""
    (tmp_path / "a.md").write_text(
        "---\ntitle: 论海带的种植\n---\n海带长在冷水里，种植要看水温。\n", "utf-8"
    )
    loaded = load_collection(tmp_path, analyzer, Limits())
    answerer = make_answerer(loaded, analyzer)

    assert ("《论海带的种植》讲了什么？",) == await examples(loaded.corpus, answerer)
    assert () == await examples(Corpus(), answerer)
