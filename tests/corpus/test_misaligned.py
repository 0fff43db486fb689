"""Repair of misaligned bytes: damage is undone, and other text is unchanged."""

from __future__ import annotations

import re

import pytest
from pypinyin import Style, pinyin

from corpus.loading import LoadResult
from corpus.misaligned import repair_misaligned, strip_annotations
from corpus.repair import repair
from retrieval.text.analysis import Analyzer
from tests.damage import damage

# Traditional sentences, each damaged by the forward model in a different way.
SENTENCES = (
    "事情到了這一點。可以說，新的方向已經很清楚了。",
    "我們總是能夠將自身的發展放在第一位。",
    "不同的行業之間並沒有聯系。互聯網改變了這一切。",
    "眼光都在年輕人的身上。現在的市場不一樣了。",
    "這裡經常看到不同類型的互聯網公司。",
    "他終於能夠將自身的功能和作用得到最大的發揮。",
    "每個人都該知道，這是一個新的開始。",
    "利潤都歸股東，風險都歸員工。",
)


def annotate(sentences: tuple[str, ...]) -> dict[str, str]:
    """Return readings of the characters that such pages annotate: those that GB2312 lacks."""
    return {
        character: pinyin(character, style=Style.TONE)[0][0]
        for character in sorted(set("".join(sentences)))
        if not character.encode("gb2312", "ignore")
    }


@pytest.mark.parametrize("sentence", SENTENCES)
def test_damage_is_undone(sentence: str, analyzer: Analyzer) -> None:
    """Text that the forward model damaged is restored, with half-width punctuation."""
    # The reading of 驅 lands across 夠將, though the character itself does not occur.
    annotated = annotate(SENTENCES) | {"驅": "qū", "總": "zǒng"}
    damaged = damage(sentence, annotated)

    repaired, _ = repair_misaligned(damaged, analyzer.frequency)

    assert sentence.replace("，", ",") == strip_annotations(repaired)[0]


@pytest.mark.parametrize(
    "text",
    [
        "真的??我們去KTV",
        "為什麼?因為他說(shuō)過。",
        "事情難道真的如此嗎?",
        "這是什麼?,OK的",
        "abc?def?,;?",
        "?",
        "",
    ],
)
def test_typed_question_marks_stay(text: str, analyzer: Analyzer) -> None:
    """Question marks that a person typed are not taken for damage."""
    assert (text, ()) == repair_misaligned(text, analyzer.frequency)


def test_repairs_explain_themselves(analyzer: Analyzer) -> None:
    """A repair has the text before and after, and the reason."""
    _, (found,) = repair_misaligned("這一點(diǎn)??梢哉f(shuō),現(xiàn)在", analyzer.frequency)

    assert ("??梢哉f(shuō)", "。可以說") == (found.before, found.after)
    assert "punctuation mark" in found.why


def test_systematic_readings_are_removed(analyzer: Analyzer) -> None:
    """Readings that a program inserted are removed and counted."""
    repaired = repair("當(dāng)互聯(lián)網(wǎng)的發(fā)展進(jìn)入新階段", analyzer.frequency)

    assert ("當互聯網的發展進入新階段", 5) == (repaired.text, repaired.annotations)


def test_a_gloss_stays(analyzer: Analyzer) -> None:
    """A reading that the author gave for a rare word is part of the text."""
    text = "饕餮（tāo tiè）是一種傳說中的獸，犇(bēn)字少見。"

    assert text == repair(text, analyzer.frequency).text


def test_seeds_are_repaired(seeds: LoadResult) -> None:
    """The eight damaged places of the seed articles are repaired, and no reading is left."""
    text = "\n".join(passage.text for passage in seeds.corpus.passages)

    assert [0, 0, 0, 6, 2] == [len(article.repairs) for article in seeds.corpus.articles]
    assert not re.search(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", text)
    for restored in (
        "這一點。可以說",
        "方面。可以說",
        "等等。可以說",
        "能夠將自身的發展",
        "聯系。互聯網",
        "身上。現在",
        "經常看到不同類型的互聯網",
        "能夠將自身的功能和作用得到最大的發揮",
    ):
        assert restored in text
