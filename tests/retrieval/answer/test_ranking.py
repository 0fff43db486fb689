"""Gains and losses of passages in the ranking beside their features."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.answer.candidate import Candidate
from retrieval.answer.features import READ, WeightedQuestion
from retrieval.answer.labels import label_of
from retrieval.answer.named import (
    FIRST_MENTION_WEIGHT,
    NUMBER_WEIGHT,
    OTHER_SIDE_WEIGHT,
    SIDE_WEIGHT,
)
from retrieval.answer.ranking import (
    CODE_WEIGHT,
    CONTEXT_WEIGHT,
    FAR_SIGN,
    LABEL_WEIGHT,
    SIGN_WEIGHT,
    SOURCES_WEIGHT,
    VALUE_WEIGHT,
    RankedPassage,
    learnt_weights,
    rank,
)
from retrieval.library import Snapshot
from retrieval.question.parsing import parse_question
from retrieval.question.question import Question
from retrieval.text.analysis import Analyzer

CODE = "x = boil(sea)\ny = x + 1"

Parse = Callable[[str, Snapshot], Question]


@pytest.fixture
def parse(analyzer: Analyzer) -> Parse:
    """Return a function that parses a question over a collection."""
    return lambda text, snapshot: parse_question(
        text, analyzer, snapshot.lexicon, snapshot.aliases
    )


def gains(
    question: Question, snapshot: Snapshot, quoted: Passage | None = None
) -> dict[str, object]:
    """Return what each passage gains beside the weighted sum of its features, by its id."""
    rows = range(len(snapshot.corpus))
    candidates = [Candidate(snapshot, row, 1.0) for row in rows]
    features = WeightedQuestion(question, snapshot.lexicon).features(candidates)
    sums = {
        one.passage.id: sum(w * value for w, value in zip(learnt_weights(), row, strict=True))
        for one, row in zip(candidates, features, strict=True)
    }
    ranked = rank(question, candidates, snapshot.lexicon, quoted)
    assert ranked == sorted(ranked, key=lambda one: -one.score)
    return {
        (name := one.candidate.passage.id): pytest.approx(one.score - sums[name], abs=1e-9)
        for one in ranked
    }


@pytest.mark.parametrize(
    ("asked", "text", "share"),
    [
        ("盐田为什么歇工？", "盐田歇工。", 0),
        ("盐田为什么歇工？", "因为下雨，盐田歇工。", 0.5),
        ("盐田为什么歇工？", "因为下雨，因为刮风，盐田歇工。", 0.5),
        ("盐田为什么歇工？", "因为下雨，由于刮风，盐田歇工。", 1),
        ("盐田为什么歇工？", "因为下雨，由于刮风，缘于天时，盐田歇工。", 1),
        ("盐田为什么歇工？", "盐田歇工。缘由是下雨。", 0.5),
        ("盐田为什么歇工？", "盐田歇工。人人都在家。缘由是下雨。", FAR_SIGN / 2),
        ("盐田为什么歇工？", "缘由是下雨。盐田歇工。", FAR_SIGN / 2),
        ("盐田歇工有什么好处，为什么？", "因为下雨，盐田歇工。", 0.5),
        ("盐田歇工有什么好处，为什么？", "盐田歇工有助于休养，带来便利。", 1),
        ("盐田为什么歇工？", "盐田歇工有利于休养，带来便利。", 0),
        ("盐田什么时候歇工？", "因为下雨，由于刮风，盐田歇工。", 0),
    ],
)
def test_signs_of_the_answer(
    index: Callable[..., Snapshot], parse: Parse, asked: str, text: str, share: float
) -> None:
    """Two different signs of what is asked for count whole, in the topic's sentence or the next.

    Where several kinds are asked for, the one with most signs counts.
    """
    snapshot = index(text, "别处的天气与此无关。")

    assert {"0": SIGN_WEIGHT * share, "1": 0.0} == gains(parse(asked, snapshot), snapshot)


@pytest.mark.parametrize("is_compiled", [False, True], ids=["numpy", "compiled"])
def test_signs_count_in_passages_that_are_not_read(
    index: Callable[..., Snapshot], parse: Parse, *, is_compiled: bool
) -> None:
    """A passage far behind, of which nothing else is read, gains by a sign all the same."""
    texts = [f"盐田第{number}次歇工。" for number in range(READ)]
    snapshot = index(*texts, "海边下雨。因为下雨，盐田歇工。")
    snapshot.texts.is_compiled = is_compiled
    question = parse("盐田为什么歇工？", snapshot)
    candidates = [Candidate(snapshot, row, 9.0 if row < READ else 1.0) for row in range(READ + 1)]
    *_, features = WeightedQuestion(question, snapshot.lexicon).features(candidates)

    *_, last = rank(question, candidates, snapshot.lexicon)

    assert (str(READ), None) == (last.candidate.passage.id, last.covered)
    assert pytest.approx(features.bm25 + SIGN_WEIGHT / 2) == last.score


@pytest.mark.parametrize(
    ("asked", "heading", "gain"),
    [
        ("盐田为什么歇工？", "盐田为什么冷清", LABEL_WEIGHT),
        ("盐田为什么歇工？", "鱼市为什么冷清", 0),
        ("盐田为什么歇工？", "盐田的好处", 0),
        ("盐田为什么歇工？", "", 0),
        ("盐田有什么好处？", "好处和坏处", LABEL_WEIGHT / 4),
        ("盐田有什么坏处？", "盐田的坏处", LABEL_WEIGHT),
        ("盐田有什么坏处？", "这种做法的坏处", LABEL_WEIGHT),
        ("盐田有什么坏处？", "鱼市的坏处", 0),
        ("盐田有什么坏处？", "没有什么坏处", 0),
        ("盐田有什么坏处？", "坏处不多", 0),
        ("盐田有什么坏处？", "各有长短", LABEL_WEIGHT / 4),
        ("盐田在哪里？", "盐田为什么冷清", 0),
        ("盐田的鱼为什么少？", "鱼为什么贵", 0),
        ("盐田歇工怎么修？", "怎么修？", LABEL_WEIGHT),
        ("盐田歇工怎么修？", "怎么收", 0),
        ("盐田歇工怎么修？", "没有盐田如何晒盐", LABEL_WEIGHT / 2),
        ("盐田歇工怎么修？", "盐田能修吗", 0),
        ("盐田歇工怎么修？", "鱼市如何修", 0),
        ("盐田歇工在哪里修？", "在哪里修", 0),
        ("盐田歇工怎么样？", "歇工盐", 0),
        ("修盐田要准备哪些东西？", "用料", LABEL_WEIGHT),
        ("修盐田要准备哪些东西？", "用处", 0),
        ("盐田有什么好？", "盐田好在哪里", LABEL_WEIGHT),
    ],
)
def test_a_heading_that_asks_the_same(
    index: Callable[..., Snapshot], parse: Parse, asked: str, heading: str, gain: float
) -> None:
    """A passage beneath it gains in the best passage's article, however it is worded."""
    headings = (heading,) if heading else ()
    passages = (
        Passage("best", "a", "盐田歇工，人人都说盐田。"),
        Passage("headed", "a", "连着下了三个月的雨。", headings),
    )
    elsewhere = Passage("elsewhere", "b", "连着刮了三个月的风。", headings)
    articles = (
        Article("b", "b.md", "盐田为什么冷清", passages=(elsewhere,)),
        Article("a", "a.md", "好处和坏处", passages=passages),
    )
    snapshot = index(corpus=Corpus(articles))

    assert {"best": 0.0, "headed": gain, "elsewhere": 0.0} == gains(
        parse(asked, snapshot), snapshot
    )


@pytest.mark.parametrize(
    ("asked", "text", "is_label"),
    [
        ("停了流量，是不是就不要盐田了？", "这并不是说盐田没用。", True),
        ("盐田真的不用修吗？", "盐田不修，那是误会。", True),
        ("盐田真的不用修吗？", "鱼市不修，那是误会。", False),
        ("盐田真的不用修吗？", "盐田修过三回。", False),
        ("盐田怎么修？", "这并不是说盐田没用。", False),
        ("盐田的麻烦在哪", "它的麻烦却没有人提。", True),
    ],
)
def test_a_sentence_that_labels_its_passage(
    index: Callable[..., Snapshot], parse: Parse, asked: str, text: str, *, is_label: bool
) -> None:
    """A passage is labelled that says it is not so, and that says what the side is."""
    snapshot = index("盐田要修，停了流量的盐田都说不用修。", text)
    question = parse(asked, snapshot)
    label = label_of(question)

    assert is_label is bool(label and label(Candidate(snapshot, 1)))


@pytest.mark.parametrize(
    ("asked", "title", "gain"),
    [
        ("盐田为什么歇工？", "盐田为什么关一家少一家", LABEL_WEIGHT / 2),
        ("盐田为什么歇工？", "鱼市为什么冷清", 0),
        ("盐田为什么歇工？", "盐田的一年", 0),
        ("盐田什么时候歇工？", "盐田为什么关一家少一家", 0),
    ],
)
def test_the_parts_of_an_article_that_gives_reasons(
    index: Callable[..., Snapshot], parse: Parse, asked: str, title: str, gain: float
) -> None:
    """Each section of one whose title asks why begins with a reason, but for other questions."""
    passages = (
        Passage("lead", "a", "盐田歇工，人人都说盐田。"),
        Passage("reason", "a", "连着下了三个月的雨。", ("天不帮忙",)),
        Passage("further", "a", "连着刮了三个月的风。", ("天不帮忙",)),
        Passage("reason, too", "a", "路断了，盐运不出去。", ("路是一道坎",)),
        Passage("advice", "a", "先把路修好。", ("怎么办",)),
    )
    snapshot = index(corpus=Corpus((Article("a", "a.md", title, passages=passages),)))

    assert {
        "lead": 0.0,
        "reason": gain,
        "further": 0.0,
        "reason, too": gain,
        "advice": 0.0,
    } == gains(parse(asked, snapshot), snapshot)


@pytest.mark.parametrize(
    ("asked", "text", "gain"),
    [
        ("盐田为什么歇工？", "盐田为何冷清？天连着下雨。", LABEL_WEIGHT),
        ("什么叫盐田？", "晒海水的地，人们叫盐田。", LABEL_WEIGHT),
        ("什么叫盐田？", "海边的人都有一块盐田。", 0),
        ("盐田为什么歇工？", "停下来的主要原因是雨水多。", LABEL_WEIGHT / 2 + SIGN_WEIGHT / 2),
        ("盐田为什么歇工？", "主因不是人手，是雨水多。", LABEL_WEIGHT / 2 + SIGN_WEIGHT / 2),
        ("盐田为什么歇工？", "盐贩子说不出原因。", SIGN_WEIGHT / 2),
        ("盐田为什么歇工？", "他们说不出原因是什么。", SIGN_WEIGHT / 2),
        ("盐田哪里做得好？", "盐田为何冷清？天连着下雨。", 0),
        ("盐田在哪里？", "停下来的主要原因是雨水多。", 0),
        ("盐田歇工是怎么回事？", "盐田为何冷清？天连着下雨。", LABEL_WEIGHT),
        ("盐田歇工是哪一步没做对？", "盐田为何冷清？天连着下雨。", LABEL_WEIGHT),
        ("盐田歇工哪里出了问题？", "盐田为何冷清？天连着下雨。", LABEL_WEIGHT),
        ("盐场为什么歇工？", "盐田为何冷清？天连着下雨。", 0),
        ("盐田的医生为什么歇工？", "大夫为何不来？天连着下雨。", LABEL_WEIGHT),
        ("盐田有什么坏处？", "代价也要讲清楚。地都荒了。", LABEL_WEIGHT + SIGN_WEIGHT / 2),
        ("盐田有什么好处？", "代价也要讲清楚。地都荒了。", 0),
        (
            "盐田有什么好处？",
            "城南的人都记得，当年的路是怎么修起来的，也都记得修路的人。得失是明摆着的。",
            LABEL_WEIGHT,
        ),
        (
            "盐田有什么好处？",
            "城南的人都记得，当年的路是怎么修起来的，也记得修路的人，还说起当年的得失。",
            0,
        ),
        (
            "盐田有什么坏处？",
            "说到代价，这里的人都清楚，也都记得当年的样子，可是谁也不想提起它来。",
            SIGN_WEIGHT / 2,
        ),
        ("盐田有什么坏处？", "留着也不是没有麻烦。地都荒了。", LABEL_WEIGHT + SIGN_WEIGHT / 2),
        ("盐田有什么坏处？", "它的弱点是怕雨。地都荒了。", LABEL_WEIGHT + SIGN_WEIGHT / 2),
        ("盐田有什么坏处？", "难道就没有坏处吗？地都荒了。", LABEL_WEIGHT + SIGN_WEIGHT / 2),
        ("盐田有什么坏处？", "没有坏处。人人都来。", SIGN_WEIGHT / 2),
        ("盐田有什么坏处？", "没有坏处，怎么晒都行。", SIGN_WEIGHT / 2),
        ("盐田有什么好处？", "盐田就一无是处吗？人人都来。", LABEL_WEIGHT),
        ("盐田哪种盐卖得最多？", "最受欢迎的是哪种盐田的盐？是粗盐。", LABEL_WEIGHT),
        ("盐田哪种盐卖得最多？", "最受欢迎的是哪种鱼？是鲈鱼。", 0),
        ("盐田哪种盐卖得最多？", "盐田的人最怕什么？最怕下雨。", 0),
        ("盐田哪种盐最贵？", "盐田最贵的是什么？是粗盐。", LABEL_WEIGHT),
        ("盐田哪种盐卖得最多？", "盐田是什么样的？地都荒了。", 0),
        (
            "盐田哪种盐卖得最多？",
            "盐田最早是哪年修的，如今没有一个人记得清楚，连老王也说不清？",
            0,
        ),
        ("老王给盐田提了几条建议？", "老王讲了很多。一是修路，二是挖沟。", LABEL_WEIGHT),
        ("老王给盐田提了几条建议？", "1. 修路。\n2. 挖沟。", LABEL_WEIGHT),
        ("老王给盐田提了几条建议？", "老王讲的，一是修路。", 0),
        ("老王为什么去盐田？", "一是修路，二是挖沟。", 0),
        ("盐田的盐有哪几类？", "盐田的盐分成三类：粗盐、细盐和海盐。", LABEL_WEIGHT),
        ("盐田的盐有哪几类？", "盐田的三类人都收盐。", 0),
        ("盐田的盐有哪几类？", "盐田的盐有三条规矩：晒、收、存。", 0),
        ("盐田的盐怎么样？", "粗盐我不推荐。", LABEL_WEIGHT / 2),
        ("盐田哪个好？", "只能留一种盐，我会选细盐。", LABEL_WEIGHT / 2),
        ("盐田值得去吗？", "粗盐我不卖。", 0),
        ("盐田的盐好吃吗？", "粗盐我不推荐。", 0),
        ("盐田哪种盐最贵？", "种类 | 售价\n粗盐 | 三元\n细盐 | 五元", LABEL_WEIGHT),
        ("盐田哪种盐更便宜？", "种类 | 售价\n粗盐 | 三元\n细盐 | 五元", LABEL_WEIGHT),
        ("盐田哪种盐最贵？", "种类 | 产量\n粗盐 | 三吨\n细盐 | 五吨", 0),
        ("盐田最近的盐贵不贵？", "种类 | 售价\n粗盐 | 三元", 0),
        (
            "盐田哪种盐最贵？",
            "下表列出各种盐。\n种类 | 售价\n粗盐 | 三元\n细盐 | 五元",
            LABEL_WEIGHT,
        ),
        ("盐田哪种盐最贵？", "售价写在门口\n别处没有", 0),
        ("盐田的盐贵不贵？", "种类 | 售价\n粗盐 | 三元\n细盐 | 五元", 0),
    ],
)
def test_a_passage_that_opens_with_what_is_asked(
    index: Callable[..., Snapshot], parse: Parse, asked: str, text: str, gain: float
) -> None:
    """A short first sentence labels its passage like a heading.

    A list has several items, and a table of what the most of is asked for has a column of it.
    """
    snapshot = index("盐田，盐场，医生，歇工，老王，好处，坏处，建议，盐田。", text)

    assert gain == gains(parse(asked, snapshot), snapshot)["1"]


@pytest.mark.parametrize(
    ("asked", "gain"),
    [
        ("盐田门票多少钱？", VALUE_WEIGHT),
        ("盐田门票多少钱，哪一年开门？", 0),
        ("盐田最贵的门票多少钱？", 0),
        ("盐田在哪里？", 0),
    ],
)
def test_a_passage_with_the_value_that_is_asked_for(
    index: Callable[..., Snapshot], parse: Parse, asked: str, gain: float
) -> None:
    """It gains in the best article, where one value is asked for, and not the highest."""
    passages = (
        Passage("best", "a", "盐田在海边，盐田的门票在盐田卖。"),
        Passage("price", "a", "大人三十元。"),
    )
    elsewhere = Passage("elsewhere", "b", "大人五十元。")
    articles = (
        Article("a", "a.md", "盐田门票", passages=passages),
        Article("b", "b.md", "鱼市", passages=(elsewhere,)),
    )
    snapshot = index(corpus=Corpus(articles))

    assert {"best": 0.0, "price": gain, "elsewhere": 0.0} == gains(
        parse(asked, snapshot), snapshot
    )


def test_what_was_quoted_before_draws_its_section_near(
    index: Callable[..., Snapshot], parse: Parse
) -> None:
    """Passages of the same section gain most, others of the article half of it."""
    passages = (
        Passage("quoted", "a", "盐田在海边。", ("晒盐",)),
        Passage("same section", "a", "盐田很大。", ("晒盐",)),
        Passage("other section", "a", "盐田很老。", ("历史",)),
    )
    other = Passage("other article", "b", "盐田很远。", ("晒盐",))
    snapshot = index(
        corpus=Corpus(
            (
                Article("a", "a.md", "甲", passages=passages),
                Article("b", "b.md", "乙", passages=(other,)),
            )
        )
    )
    question = parse("盐田多大？", snapshot)

    assert {
        "quoted": CONTEXT_WEIGHT,
        "same section": CONTEXT_WEIGHT,
        "other section": CONTEXT_WEIGHT / 2,
        "other article": 0.0,
    } == gains(question, snapshot, passages[0])
    assert dict.fromkeys(("quoted", "same section", "other section", "other article"), 0.0) == (
        gains(question, snapshot)
    )


def test_code_that_says_nothing_of_the_question_falls_behind(
    index: Callable[..., Snapshot], parse: Parse
) -> None:
    """A passage loses if it is code alone, and no word of the question is in it."""
    lines = ((0, 14), (14, len(CODE)))
    passages = (
        Passage("unrelated", "a", CODE, ("盐田",), code=lines),
        Passage("with a word", "a", "盐田 = 1", ("盐田",), code=((0, 6),)),
        Passage("with prose", "a", f"{CODE}海", ("盐田",), code=lines),
        Passage("prose", "a", "海边有风。", ("盐田",)),
    )
    snapshot = index(corpus=Corpus((Article("a", "a.md", "甲", passages=passages),)))

    assert {
        "unrelated": -CODE_WEIGHT,
        "with a word": 0.0,
        "with prose": 0.0,
        "prose": 0.0,
    } == gains(parse("盐田", snapshot), snapshot)


@pytest.mark.parametrize(
    ("asked", "boiled", "dried"),
    [
        ("井盐怎么收", SIDE_WEIGHT, -OTHER_SIDE_WEIGHT),
        ("湖盐怎么收", -OTHER_SIDE_WEIGHT, SIDE_WEIGHT),
        ("井盐和湖盐怎么收", SIDE_WEIGHT, SIDE_WEIGHT),
        ("盐怎么收", 0.0, 0.0),
    ],
)
def test_a_passage_below_another_side_loses(
    index: Callable[..., Snapshot], parse: Parse, asked: str, boiled: float, dried: float
) -> None:
    """Of the things that a title compares, headings tell which one a passage is about."""
    passages = (
        Passage("boiled", "a", "收之前要煮。", ("井盐",)),
        Passage("dried", "a", "收之前要晒。", ("湖盐",)),
        Passage("choice", "a", "收成看天气。", ("价钱",)),
        Passage("before", "a", "收的人不多。"),
    )
    far = tuple(Passage(f"far{n}", "a", f"收之前要晒{n}回。", ("湖盐",)) for n in "二三四五六七")
    article = Article("a", "a.md", "井盐还是湖盐", passages=(*passages, *far))
    snapshot = index(corpus=Corpus((article,)))
    found = gains(parse(asked, snapshot), snapshot)

    assert 6 * [dried] == [found.pop(one.id) for one in far]
    expected = {"boiled": boiled, "dried": dried, "choice": 0.0, "before": 0.0}
    assert expected == found


@pytest.mark.parametrize(
    ("heading", "gain"),
    [("海盐的晒法", OTHER_SIDE_WEIGHT), ("海盐的卖法", 0.0), ("海盐和井盐", 0.0)],
)
def test_a_heading_adds_what_the_title_says_of_all(
    index: Callable[..., Snapshot], parse: Parse, heading: str, gain: float
) -> None:
    """铁胆墨水 is about 铁胆 of “三种墨水：染料和铁胆”, and not about 染料."""
    passages = (
        Passage("other", "a", "收之前要晒。", (heading,)),
        Passage("asked", "a", "收之前要煮。", ("井盐",)),
    )
    article = Article("a", "a.md", "两种盐的晒法：井盐和海盐", passages=passages)
    snapshot = index(corpus=Corpus((article,)))

    found = gains(parse("井盐怎么收", snapshot), snapshot)
    assert {"other": -gain, "asked": SIDE_WEIGHT} == found


def test_a_part_of_a_title_is_not_compared(index: Callable[..., Snapshot], parse: Parse) -> None:
    """What a title does not join to another thing is its subject, and no passage loses by it."""
    passages = (
        Passage("fund", "a", "收的人不多。", ("盐田",)),
        Passage("drawing", "a", "收之前要煮。", ("晒盐",)),
    )
    article = Article("a", "a.md", "盐田的晒盐和运盐", passages=passages)
    snapshot = index(corpus=Corpus((article,)))

    found = gains(parse("盐田怎么收", snapshot), snapshot)
    assert {"fund": 0.0, "drawing": 0.0} == found


@pytest.mark.parametrize(
    ("asked", "boiled", "dried"),
    [
        ("井盐怎么收", SIDE_WEIGHT, 0.0),
        ("那个湖盐呢", 0.0, SIDE_WEIGHT),
        ("盐怎么收", 0.0, 0.0),
    ],
)
def test_a_heading_names_a_thing_before_its_colon(
    index: Callable[..., Snapshot], parse: Parse, asked: str, boiled: float, dried: float
) -> None:
    """Such a name need not be in the title, and then passages below others lose nothing."""
    passages = (
        Passage("boiled", "a", "收之前要煮。", ("井盐一号：贵的一种",)),
        Passage("dried", "a", "收之前要晒。", ("湖盐：便宜的一种",)),
    )
    snapshot = index(corpus=Corpus((Article("a", "a.md", "两种盐", passages=passages),)))

    assert {"boiled": boiled, "dried": dried} == gains(parse(asked, snapshot), snapshot)


@pytest.mark.parametrize(
    ("asked", "gain"),
    [
        ("花一千二百八十万修的盐田", NUMBER_WEIGHT),
        ("花1280万和40万修的盐田", NUMBER_WEIGHT),
        ("花280万修的盐田", 0.0),
        ("1954年修的盐田", 0.0),
        ("1954届修的盐田", 0.0),
        ("12个人修的盐田", 0.0),
    ],
)
def test_a_passage_with_the_number_gains(
    index: Callable[..., Snapshot], parse: Parse, asked: str, gain: float
) -> None:
    """A large number that the question names counts in any form; years and small ones do not."""
    snapshot = index("修盐田花了1,280万元，1954年12个人修成。", "盐田很大。")

    assert {"0": gain, "1": 0.0} == gains(parse(asked, snapshot), snapshot)


@pytest.mark.parametrize(
    ("asked", "gain"),
    [
        ("卤水池是什么意思", FIRST_MENTION_WEIGHT),
        ("卤水池有多大", 0.0),
        ("卤水渠是什么意思", 0.0),
        ("大雾池是什么意思", 0.0),
        ("老盐是什么意思", 0.0),
    ],
)
def test_the_passage_that_first_has_the_word(
    index: Callable[..., Snapshot], parse: Parse, asked: str, gain: float
) -> None:
    """A word is explained where its article first uses it, if it is asked what that means."""
    texts = (
        "盐田在海边。",
        "每家挖一口卤水池，海水进来晒浓。老盐不卖。",
        "有人怕卤水池漏，卤水池一漏就白忙。留三年的俗称“老盐”。",
    )
    passages = tuple(Passage(str(number), "a", text) for number, text in enumerate(texts))
    snapshot = index(corpus=Corpus((Article("a", "a.md", "", passages=passages),)))

    assert gain == gains(parse(asked, snapshot), snapshot)["1"]


def test_what_the_ranking_read_is_handed_on(index: Callable[..., Snapshot], parse: Parse) -> None:
    """Each passage comes with how much it covers of each word of the question."""
    snapshot = index("盐田歇工。", "盐田在海边。", "别处的天气与此无关。")
    question = parse("盐田歇工", snapshot)
    candidates = [Candidate(snapshot, row, float(3 - row)) for row in range(3)]

    ranked = rank(question, candidates, snapshot.lexicon)

    assert ["盐田", "歇工"] == [word.text for word in question.words]
    assert [[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]] == [one.covered for one in ranked]
    assert candidates == [one.candidate for one in ranked]


@pytest.mark.parametrize(
    ("text", "gain"),
    [
        ("参考资料：盐田的历史", -SOURCES_WEIGHT),
        ("延伸閱讀\n盐田的历史", -SOURCES_WEIGHT),
        ("【参考文献】\n盐田的历史", -SOURCES_WEIGHT),
        ("参考资料说，盐田是元代的。", 0.0),
        ("盐田的参考资料：县志", 0.0),
    ],
)
def test_a_list_of_sources_falls_behind(
    index: Callable[..., Snapshot], parse: Parse, text: str, gain: float
) -> None:
    """A list of sources names what others say, and answers no question."""
    snapshot = index(text, "盐田在城南。")

    assert {"0": gain, "1": 0.0} == gains(parse("盐田的历史", snapshot), snapshot)
    assert {"0": 0.0, "1": 0.0} == gains(parse("盐田历史的参考资料", snapshot), snapshot)


def test_nothing_is_ranked_where_nothing_was_found(
    index: Callable[..., Snapshot], parse: Parse
) -> None:
    """Without passages there is no ranking."""
    snapshot = index("盐田歇工。")
    nothing: list[RankedPassage] = []

    assert nothing == rank(parse("为什么歇工", snapshot), [], snapshot.lexicon)
