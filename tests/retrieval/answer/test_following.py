"""Questions in a conversation: what they lean on, and what they are answered with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.answerer import Answerer
from retrieval.answer.candidate import Candidate
from retrieval.answer.declining import Reason
from retrieval.answer.following import other_step, other_thing_first
from retrieval.answer.ranking import RankedPassage
from retrieval.library import Snapshot
from retrieval.question.context import Context
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer
from tests.retrieval.answer.conftest import Over

TEXTS = {
    "养酵种": (
        "酵种要放在二十六度的地方，每天喂一次面粉和水。",
        "平时不用的时候放进冰箱里保存，七天喂一回就够。",
        "1. 第一天：全麦粉和水搅匀。\n2. 第二天：什么都不做。\n3. 第三天：倒掉一半，再喂一次。",
    ),
    "选雨伞": (
        "雨伞的伞骨用玻璃纤维的最耐风，一把八十元。",
        "雨伞平时要晾干再收，保存得好能用十年。",
        "阳伞不挡雨，一把要花一百二十元，效果好，遮阳的效果好极了。",
    ),
    "蚊子": (
        "被蚊子咬了会痒，是因为它的唾液让皮肤起了反应。",
        "用毛巾裹冰块敷十分钟，痒就过去了，蚊子咬的包也消得快。",
    ),
}


FIRES = ("柴炉炒菜最香，火大。", "煤炉炒菜要等火上来，香不到哪里去。", "炉子要放在通风的地方。")


@pytest.fixture
def answerer(over: Over) -> Answerer:
    """Return an answerer over three articles."""
    articles = (
        Article(title, f"{title}.md", title, passages=tuple(_passages(title, texts)))
        for title, texts in TEXTS.items()
    )
    return over(corpus=Corpus(tuple(articles)))


def _passages(title: str, texts: tuple[str, ...]) -> list[Passage]:
    return [Passage(f"{title}{number}", title, text) for number, text in enumerate(texts)]


async def _answer(answerer: Answerer, *turns: str) -> Answer:
    answer = await answerer.answer(turns[-1], context=Context.of(turns[:-1]))
    assert isinstance(answer, Answer)
    return answer


@pytest.mark.parametrize(
    ("first", "title", "begins"),
    [("酵种怎么养", "养酵种", "平时不用的"), ("雨伞选哪种耐风", "选雨伞", "雨伞平时要")],
)
async def test_what_fits_the_same_article_is_of_it(
    answerer: Answerer, first: str, title: str, begins: str
) -> None:
    """A question that two articles answer alike is of the one that was quoted before."""
    answer = await _answer(answerer, first, "平时怎么保存")

    assert first == answer.follows
    assert title == answer.citations[0].article.title
    assert answer.citations[0].text.startswith(begins)


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        ("酵种怎么养", "雨伞耐风吗", "选雨伞"),
        ("雨伞选哪种耐风", "酵种怎么保存", "养酵种"),
        ("酵种怎么养", "雨伞多少钱一把", "选雨伞"),
        ("酵种怎么养", "哪把雨伞便宜", "选雨伞"),
        ("火箭怎么造", "平时怎么保存", "养酵种"),
    ],
)
async def test_what_another_article_answers_stands_alone(
    answerer: Answerer, first: str, last: str, title: str
) -> None:
    """A question of its own is not taken for one about what was quoted before, if anything was."""
    answer = await _answer(answerer, first, last)

    assert answer.follows is None
    assert title == answer.citations[0].article.title


@pytest.mark.parametrize("last", ["那该怎么止痒", "怎么止痒"])
async def test_a_question_without_a_subject_is_of_what_was_quoted(
    answerer: Answerer, last: str
) -> None:
    """Passages on what was quoted answer in doubt if none says its words."""
    answer = await _answer(answerer, "被蚊子咬了为什么会痒", last)

    assert answer.doubtful
    assert answer.follows
    assert "蚊子" == answer.citations[0].article.title


@pytest.mark.parametrize(
    "last",
    ["那摩托车呢", "怎么注册公司", "谁是鲁迅", "会计证怎么考", "有没有红烧肉", "那该怎么炒股"],
)
async def test_another_thing_that_no_article_has_is_declined(
    answerer: Answerer, last: str
) -> None:
    """A question on another thing is not answered with what was quoted before."""
    result = await answerer.answer(last, context=Context.of(["被蚊子咬了为什么会痒"]))

    assert isinstance(result, Abstention)
    assert Reason.NOT_COVERED is result.reason


async def test_a_quality_is_that_of_what_was_quoted(answerer: Answerer) -> None:
    """效果怎么样 is of the topic, whatever else has an 效果."""
    answer = await _answer(answerer, "敷十分钟行吗", "效果好不好")

    assert "蚊子" == answer.citations[0].article.title


async def test_a_price_alone_is_of_what_was_quoted(answerer: Answerer) -> None:
    """多少钱一把 names nothing, though it counts."""
    answer = await _answer(answerer, "雨伞的伞骨选哪种", "多少钱一把")

    assert "雨伞的伞骨选哪种" == answer.follows
    assert "八十元" in answer.citations[0].text


async def test_who_said_it_first_is_of_what_was_quoted(over: Over) -> None:
    """最早 of 最早谁说的 says nothing of the topic."""
    letter = "吃完中餐就头晕的病，出自一九六八年的一封信，是医生郭浩民写的，后来传到各地。"
    answer = await _answer(
        over(letter, "最好的茶是明前茶。"), "吃中餐头晕的病从哪来", "最早谁说的"
    )

    assert letter == answer.citations[0].text


@pytest.mark.parametrize(
    ("last", "title"),
    [
        ("要放多久", "养酵种"),
        ("放哪儿", "养酵种"),
        ("最多放几天", "养酵种"),
        ("作者怎么看", "养酵种"),
        ("要钱吗", "养酵种"),
        ("那种情况怎么办", "养酵种"),
        ("谁说的", "养酵种"),
        ("伞骨用什么做的", "选雨伞"),
    ],
)
async def test_few_words_that_say_nothing_are_of_what_was_quoted(
    answerer: Answerer, last: str, title: str
) -> None:
    """放 and the like are said of anything; 伞骨 names another thing."""
    answer = await _answer(answerer, "酵种要保存在哪里", last)

    assert title == answer.citations[0].article.title
    assert (title == "养酵种") is bool(answer.follows)


PRICES = (
    "挂号费十元，早上八点开始排队。",
    "洗牙一次一百二十元，半小时。",
    "茶一斤卖两百元，早春的贵一倍。",
)


@pytest.mark.parametrize(
    ("last", "first", "doubtful"),
    [
        ("茶多少钱", PRICES[2], False),
        ("茶呢", PRICES[2], False),
        ("车怎么修", None, True),
        ("作者怎么看洗牙", PRICES[1], False),
    ],
)
async def test_a_short_question_on_something_else(
    over: Over, last: str, first: str | None, *, doubtful: bool
) -> None:
    """A thing that is named elsewhere is quoted there, one that is named nowhere not for sure."""
    articles = (
        Article(
            str(number),
            f"{number}.md",
            text[:2],
            passages=(Passage(f"p{number}", str(number), text),),
        )
        for number, text in enumerate(PRICES)
    )
    answerer = over(corpus=Corpus(tuple(articles)))
    result = await answerer.answer(last, context=Context("挂号多少钱"))

    cited = result.citations if isinstance(result, Answer) else ()
    assert first is None or first == cited[0].text
    assert not cited or (isinstance(result, Answer) and result.doubtful) is doubtful


async def test_how_asks_for_more_than_was_quoted(over: Over) -> None:
    """那该怎么用它 is answered by what comes next, as what was quoted tells no way."""
    advice = "因此他提了两个建议：应当拿它做馒头，也可以做大饼。"
    answer = await _answer(
        over("把馒头不好吃怪到酵种头上，不公平。", advice), "怪酵种公平吗", "那该怎么用它"
    )

    assert advice == answer.citations[0].text


async def test_another_thing_is_rather_in_the_same_article(over: Over) -> None:
    """那煤炉呢 is answered beside what was quoted, if that passage names it."""
    corpus = Corpus(
        (
            Article("a", "a.md", "两种炉子", passages=tuple(_passages("a", FIRES))),
            Article(
                "b", "b.md", "老城", passages=tuple(_passages("b", ("煤炉煤炉，煤炉满街。",)))
            ),
        )
    )
    answer = await _answer(over(corpus=corpus), "柴炉炒菜香吗", "那煤炉呢")

    assert FIRES[1] == answer.citations[0].text


async def test_another_thing_that_the_same_passage_has(over: Over) -> None:
    """The passage that answered does so again, if no other one names the other thing."""
    both = "城里头一批收了二十四家茶馆。乡下次年公布首批六个项目。"
    answerer = over(both, "走完一趟要过四关，收三家。", "名单有一百五十一项。")

    again = await _answer(answerer, "城里头一批收了几家", "那乡下呢")
    assert both == again.citations[0].text


async def test_one_that_leans_in_vain_is_passed_over(answerer: Answerer) -> None:
    """多少钱一把 is of what was quoted, though a question between them found nothing."""
    answer = await _answer(answerer, "雨伞的伞骨选哪种", "那摩托车呢", "多少钱一把")

    assert "选雨伞" == answer.citations[0].article.title


@pytest.mark.parametrize(
    ("first", "last", "titles"),
    [
        ("2022年写的有哪些", "那2021年的呢", ["旧茶"]),
        ("王小明写了哪几篇", "李四呢", ["旧茶"]),
        ("2022年写的有哪些", "那李四呢", None),
        ("王小明写了哪几篇", "那2021年的呢", None),
        ("新茶怎么喝", "那2021年的呢", None),
    ],
)
async def test_articles_of_another_date_or_author(
    over: Over, first: str, last: str, titles: list[str] | None
) -> None:
    """The date or the author of a question for articles is replaced by another one."""
    corpus = Corpus(
        tuple(
            Article(
                title, f"{title}.md", title, author, day, passages=tuple(_passages(title, texts))
            )
            for title, author, day, texts in (
                ("新茶", "王小明", dt.date(2022, 4, 5), ("新茶要用热水泡，喝了才暖。",)),
                ("旧茶", "李四", dt.date(2021, 4, 5), ("旧茶放久了，味道会变淡。",)),
            )
        )
    )
    result = await over(corpus=corpus).answer(last, context=Context(first))

    has_articles = isinstance(result, Answer) and result.aspect
    cited = result.citations if isinstance(result, Answer) else ()
    assert titles == ([one.article.title for one in cited] if has_articles else None)


@pytest.mark.parametrize(
    ("earlier", "text", "step"),
    [
        ("转型的第一步是什么", "那第二步呢", "转型的第二步是什么"),
        ("第十二步是什么", "那第三步呢", "第三步是什么"),
        ("第二次茶会在哪举办", "第一点呢", None),
        ("第三方支付有什么风险", "第二个是什么", None),
        ("转型是什么", "那第二步呢", None),
    ],
)
def test_another_step(
    index: Callable[..., Snapshot], analyzer: Analyzer, earlier: str, text: str, step: str | None
) -> None:
    """A number stands for another one of the same unit."""
    snapshot = index("转型分三步。")
    previous, question = (
        parse_question(one, analyzer, snapshot.lexicon, snapshot.aliases)
        for one in (earlier, text)
    )

    assert step == other_step(question, previous)


@pytest.mark.parametrize(
    ("text", "score", "first"),
    [
        ("那火车呢", 1.0, "火车一小时"),
        ("那火车呢", 0.7, "汽车两小时"),
        ("那火车就不开了？", 1.0, "汽车两小时"),
    ],
)
def test_another_thing_is_told_by_another_passage(
    index: Callable[..., Snapshot], analyzer: Analyzer, text: str, score: float, first: str
) -> None:
    """The passage that was quoted falls behind one that is nearly as good."""
    snapshot = index("汽车两小时，火车也是。", "火车一小时。")
    quoted, other = (Candidate(snapshot, row) for row in (0, 1))
    ranked = [RankedPassage(quoted, 1.1), RankedPassage(other, score)]

    question = parse_question(text, analyzer, snapshot.lexicon, snapshot.aliases)
    found = other_thing_first(question, ranked, quoted.passage)

    assert found[0].candidate.passage.text.startswith(first)


async def test_they_are_those_of_what_was_quoted(over: Over) -> None:
    """他们也帮拔吗 is answered with what was quoted, if that has a half of its own words."""
    care = "出差没人浇水，可以托管给他们，每次五元，不管除草。"
    answer = await _answer(over(care, "火车每天一班。"), "出差了没人浇水怎么办", "草他们也帮拔吗")

    assert care == answer.citations[0].text
    assert answer.doubtful


async def test_whether_it_costs_is_told_by_what_it_costs(over: Over) -> None:
    """要买票吗 is answered by 免费, in the article that was quoted."""
    free = "走石板路全程免费，也不用申请。"
    answerer = over("那条石板路是茶商出钱铺的，有四千多级台阶。", "路边的茶冻一碗四十五元。", free)
    answer = await _answer(answerer, "石板路是谁出钱铺的", "现在去要买票吗")

    assert free == answer.citations[0].text


async def test_a_reason_that_was_quoted_is_quoted_again(over: Over) -> None:
    """A question with its answer that asks why is what 为什么 asks for."""
    reason = "问：为什么连除草剂都不让用？\n答：药液会随水漂到隔壁。"
    other = "问：能不能用除草的农药？\n答：不行，发现一次警告。"
    answer = await _answer(over(reason, other), "菜园让不让打除草剂", "为什么")

    assert reason == answer.citations[0].text


async def test_a_value_may_have_its_unit_in_the_head_of_a_table(over: Over) -> None:
    """A quoted passage that gives the value itself stays before others."""
    table = "食物 | 温度（℃） | 时间（分钟）\n烤鸡翅 | 180 | 18\n烤蛋挞 | 170 | 12"
    answerer = over("空气炸锅第一次用要先空烧十分钟。", table)
    answer = await _answer(answerer, "鸡翅烤多少度", "要多久")

    assert table == answer.citations[0].text


async def test_a_conversation_of_three_turns(answerer: Answerer) -> None:
    """A question leans on what the one before leaned on, even if that one could stand alone."""
    answer = await _answer(answerer, "雨伞的伞骨选哪种", "平时怎么保存", "能用多久")

    assert "雨伞的伞骨选哪种" == answer.follows
    assert "十年" in answer.citations[0].text


async def test_what_was_in_doubt_is_remembered(answerer: Answerer) -> None:
    """A question after one that was answered in doubt leans on what was quoted then."""
    answer = await _answer(answerer, "被蚊子咬了为什么会痒", "怎么止痒", "怎么消包")

    assert "蚊子" == answer.citations[0].article.title


async def test_the_next_item_is_of_the_same_list(answerer: Answerer) -> None:
    """After an item, another one is asked for by its number alone."""
    answer = await _answer(answerer, "酵种第一天到第三天怎么做", "第二步呢", "第三步呢")

    assert "3. 第三天：倒掉一半，再喂一次。" == answer.citations[0].excerpt.text


async def test_another_thing_is_answered_with_another_passage(over: Over) -> None:
    """那藤皮呢 is answered with the passage on it, not with the one that compares it."""
    bamboo = "纸藤坐上两三年就得重来，不像藤皮，价钱是藤皮的一半，没有藤皮硬。"
    rattan = "市面上天然的藤皮，越坐越亮，夏天坐着凉快，养得好能用十五年。"
    answer = await _answer(over(bamboo, rattan), "纸藤能用几年", "那藤皮呢")

    assert rattan == answer.citations[0].text


@pytest.mark.parametrize(
    ("last", "line"),
    [
        ("第二步呢", "2. 第二天：什么都不做。"),
        ("最后一步是什么", "3. 第三天：倒掉一半，再喂一次。"),
        ("最后一步具体怎么做", "3. 第三天：倒掉一半，再喂一次。"),
    ],
)
async def test_an_item_of_a_list_is_quoted_alone(answerer: Answerer, last: str, line: str) -> None:
    """The item that is asked for by its number is quoted, where the list is one passage."""
    answer = await _answer(answerer, "酵种第一天到第三天怎么做", last)

    (citation,) = answer.citations
    assert line == citation.excerpt.text
    assert line == citation.text[citation.excerpt.start :][: len(line)]


async def test_a_number_beyond_the_list_is_searched_for(answerer: Answerer) -> None:
    """There is no ninth step."""
    result = await answerer.answer("第九步呢", context=Context.of(["酵种第一天到第三天怎么做"]))

    items = TEXTS["养酵种"][2].split("\n")
    assert not {one.excerpt.text for one in getattr(result, "citations", ())} & set(items)


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("雨伞的伞骨选哪种", {"选雨伞"}),
        ("平时怎么保存", {"养酵种", "选雨伞"}),
        ("三篇文章对花钱的看法有什么不同", set(TEXTS)),
    ],
)
async def test_other_articles_are_quoted_where_they_fit(
    over: Over, question: str, titles: set[str]
) -> None:
    """A passage of another article that fits much worse is left out, unless several are asked."""
    texts = {title: (*own, f"{title}也要花钱，先选对地方。") for title, own in TEXTS.items()}
    articles = (
        Article(title, f"{title}.md", title, passages=tuple(_passages(title, own)))
        for title, own in texts.items()
    )
    answer = await _answer(over(corpus=Corpus(tuple(articles))), question)

    assert titles == {one.article.title for one in answer.citations}
