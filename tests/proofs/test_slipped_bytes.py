"""Thousands of lines that the forward model damaged are repaired or left as they are."""

from __future__ import annotations

import opencc
import pytest
from pypinyin import Style, pinyin

from corpus.loading import LoadResult
from corpus.misaligned import repair_misaligned, strip_annotations
from retrieval.text.analysis import Analyzer
from tests.damage import damage, lines_of

HALF_WIDTH = str.maketrans("，；？：！（）", ",;?:!()")


def test_generated_damage(
    request: pytest.FixtureRequest, digests: LoadResult, analyzer: Analyzer
) -> None:
    """At least 90% of damaged lines are restored, and at most 0.2% get a wrong character.

    No undamaged line is changed.
    """
    count = request.config.getoption("--mutants")
    converter = opencc.OpenCC("s2t")
    texts = [converter.convert(passage.text) for passage in digests.corpus.passages]
    known = {
        character: pinyin(character, style=Style.TONE)[0][0]
        for character in sorted(set("".join(texts)) | {"驅"})
        if not character.encode("gb2312", "ignore") and character.encode("gbk", "ignore")
    }
    restored = wrong = changed = total = 0
    for line in lines_of(texts, 100 * count):
        if total == count:
            break
        if line.encode("gbk", "ignore").decode("gbk") != line:
            continue
        damaged, expected = damage(line, known), line.translate(HALF_WIDTH)
        before = strip_annotations(damaged)[0]
        after = strip_annotations(repair_misaligned(damaged, analyzer.frequency)[0])[0]
        if before == expected:
            changed += after != before
            continue
        total += 1
        restored += after == expected
        wrong += len(after) == len(expected) and after != expected and "?" not in after

    assert (count, 0) == (total, changed)
    assert restored >= 0.9 * count
    assert wrong <= 0.002 * count + 1
