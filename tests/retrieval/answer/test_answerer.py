"""Questions are answered with quotations from the collection."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from corpus.loading import LoadResult
from corpus.model import Article, Corpus, Passage
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.answerer import Answerer
from retrieval.answer.declining import Reason
from retrieval.index.searcher import Hit, Query, Searcher
from retrieval.library import Library, Snapshot
from retrieval.question.context import Context
from retrieval.question.patterns import Aspect
from retrieval.text.analysis import Analyzer
from tests.retrieval.answer.conftest import Over


@dataclass
class Recording:
    """An engine that finds the same as another one, and records the threads it runs in."""

    engine: Searcher
    threads: list[threading.Thread] = field(default_factory=list)

    def search(self, query: Query, limit: int) -> list[Hit]:
        """See `Searcher`."""
        self.threads.append(threading.current_thread())
        return self.engine.search(query, limit)


async def test_a_question_is_answered(over: Over, digests: LoadResult) -> None:
    """Each excerpt is a slice of a passage of the cited article."""
    answer = await over(corpus=digests.corpus).answer("金融科技为什么要成为基础设施？")

    assert isinstance(answer, Answer)
    assert 3 == len(answer.citations)
    assert not answer.doubtful
    for citation in answer.citations:
        assert citation.passage in citation.article.passages
        assert (
            citation.excerpt.text
            == citation.text[citation.excerpt.start :][: len(citation.excerpt.text)]
        )
        assert citation.excerpt.highlights


@pytest.mark.parametrize(
    ("question", "first"),
    [("二分查找的不变量是什么", "text"), ("mid 等于什么", "code")],
)
async def test_code_below_a_heading(over: Over, question: str, first: str) -> None:
    """Code that shares words with a question in its heading alone comes after the text there."""
    heading = ("不变量",)
    code = "while lo < hi:\n    mid = (lo + hi) // 2"
    text = "区间左闭右开，循环中始终保持：答案落在区间里，每一轮把区间缩短一半。"
    passages = (
        Passage("code", "a", code, heading, ((0, len(code)),)),
        Passage("text", "a", text, heading),
        Passage("other", "a", "写错多半不是因为算法难。", ("二分查找",)),
    )
    corpus = Corpus((Article("a", "a.md", "二分查找的边界", passages=passages),))

    answer = await over(corpus=corpus).answer(question)

    assert isinstance(answer, Answer)
    assert answer.citations[0].passage is not None
    assert first == answer.citations[0].passage.id


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("卫星电视怎么传到敘利亞", "衞星電視傳到敍利亞的鄉村。"),
        ("想像力有什么用", "想象力是一种能力。"),
        ("旅遊計畫反覆修改", "旅游计划反复修改。"),
        ("身份證要帶嗎", "出门要带身分證。"),
        ("huankuan 提前", "提前还款不收手续费。"),
        ("zhihang 的网点", "支行的网点在减少。"),
        ("营业额1280万是全年的吗", "全年营业额为 1,280 万欧元。"),
        ("产量３１２吨够吗", "产量是三百一十二吨。"),
        ("月薪是国内的2.5倍吗", "月薪是国内的两倍半。"),
        ("不良率真的有百分之三十吗", "不良率接近三成。"),
        ("憋气能坚持半个钟头吗", "屏住呼吸不能坚持半小时。"),
        ("警察说了什么", "公安机关提醒居民留意。"),
    ],
)
async def test_what_is_written_otherwise_is_found(over: Over, question: str, found: str) -> None:
    """Spellings, readings, numbers and everyday words of a reader find those of an article."""
    others = ("营业额1280元的小店关了门。", "山上的雪在三月融化。", "他每年读25本书,写12篇文章。")

    answer = await over(*others, found).answer(question)

    assert isinstance(answer, Answer)
    assert found == answer.citations[0].text
    assert not answer.doubtful
    assert answer.citations[0].excerpt.highlights


async def test_near_duplicates_are_quoted_once(over: Over) -> None:
    """Of two passages of which one contains the other, one is quoted."""
    answerer = over("导读：流量的红利已经见顶。", "流量的红利已经见顶。", "流量不是唯一的目标。")

    answer = await answerer.answer("流量的红利")

    assert isinstance(answer, Answer)
    assert 2 == len(answer.citations)


async def test_the_limit_holds(over: Over) -> None:
    """No more passages are quoted than the limit."""
    answerer = over(
        *(f"流量的第{place}种说法是{word * 9}。" for place, word in enumerate("甲乙丙丁戊己"))
    )

    answer = await answerer.answer("流量", limit=4)

    assert isinstance(answer, Answer)
    assert 4 == len(answer.citations)


async def test_questions_over_several_articles(over: Over, two_articles: Corpus) -> None:
    """A question over several articles quotes both, though one has all the better passages."""
    answerer = over(corpus=two_articles)

    single = await answerer.answer("流量是生命线吗？")
    both = await answerer.answer("两篇文章对流量的看法有什么不同？")

    assert isinstance(single, Answer)
    assert isinstance(both, Answer)
    assert {"a"} == {citation.article.id for citation in single.citations}
    assert {"a", "b"} == {citation.article.id for citation in both.citations}


async def test_a_question_after_a_long_preamble(over: Over) -> None:
    """Of a long text, the beginning and the end are parsed."""
    answer = await over("流量的红利见顶了。").answer("大家下午好呀。" * 300 + "流量的红利怎么了？")

    assert isinstance(answer, Answer)


async def test_follow_ups(over: Over) -> None:
    """A follow-up searches for the previous question as well, and refers to the same article."""
    answerer = over("京东科技选择服务产业。", "京东物流送货很快。", "蚂蚁集团选择告别流量。")

    answer = await answerer.answer(
        "那蚂蚁呢？", context=Context("京东科技选择了什么？", is_reply=True)
    )
    why = await answerer.answer("为什么？", context=Context("京东科技选择了什么？", is_reply=True))
    author = await answerer.answer(
        "这篇是谁写的？", context=Context("京东科技选择了什么？", is_reply=True)
    )

    assert isinstance(answer, Answer)
    assert isinstance(why, Answer)
    assert isinstance(author, Answer)
    assert (Aspect.AUTHOR, 1) == (author.aspect, len(author.citations))
    assert "蚂蚁集团选择告别流量。" == answer.citations[0].text
    assert "京东科技选择服务产业。" == why.citations[0].text


async def test_ranking_only(over: Over) -> None:
    """Passages are ranked whether or not they answer."""
    ranked = await over("流量见顶了。", "产业在升级。").rank("流量什么时候见顶？", 10)

    assert ["流量见顶了。"] == [passage.text for passage, _ in ranked]


async def test_engines_search_outside_the_event_loop(
    index: Callable[..., Snapshot], analyzer: Analyzer
) -> None:
    """A search takes a thread of its own, so that the event loop goes on."""
    snapshot = index("流量见顶了。")
    recording = Recording(snapshot.searcher)
    snapshot = replace(snapshot, searcher=recording)
    answerer = Answerer(Library(lambda: snapshot, snapshot), analyzer)

    await answerer.answer("流量")
    await answerer.rank("流量", 1)

    assert 2 == len(recording.threads)
    assert threading.current_thread() not in recording.threads


async def test_more_results_of_the_same_question(over: Over) -> None:
    """还有呢 turns the page; when there is nothing more, the answer says so."""
    texts = [f"流量是平台的生命线，第{word * 5}个理由在这里。" for word in "甲乙丙丁戊"]
    answerer = over(*texts)
    first = await answerer.answer("流量是生命线吗", 3)
    more = await answerer.answer("还有呢？", 3, Context("流量是生命线吗"))
    still = Context("还有呢？", before=Context("流量是生命线吗"))

    assert isinstance(first, Answer)
    assert isinstance(more, Answer)
    assert "流量是生命线吗" == more.follows
    shown = {one.text for one in (*first.citations, *more.citations)}
    assert set(texts) == shown
    assert Abstention("还有吗", Reason.NO_MORE) == await answerer.answer("还有吗", 3, still)


async def test_continuing_shows_what_the_author_says_next(over: Over) -> None:
    """展开说说 quotes the passages behind the first quotation."""
    answerer = over("开头的话。", "流量见顶了，这是事实。", "接着他谈到产业。", "最后他谈到人。")
    answer = await answerer.answer("展开说说", context=Context("流量怎么了"))

    assert isinstance(answer, Answer)
    assert ["接着他谈到产业。", "最后他谈到人。"] == [one.text for one in answer.citations]


async def test_a_pronoun_stands_for_what_was_quoted(over: Over) -> None:
    """A question about 它 is answered from the section that the one before was answered from."""
    answerer = over(
        "流量思维是一种只看人数的做法。",
        "这种做法的坏处是看不见产业，让人浪费钱。",
        "茶叶贵，坏处不多。",
    )
    context = Context("流量思维是什么")
    answer = await answerer.answer("那它有什么坏处呢？", context=context)
    alone = await answerer.answer("茶叶有什么坏处？", context=context)

    assert isinstance(answer, Answer)
    assert "流量思维是什么" == answer.follows
    assert {"流量思维是一种只看人数的做法。", "这种做法的坏处是看不见产业，让人浪费钱。"} == {
        one.text for one in answer.citations[:2]
    }
    assert isinstance(alone, Answer)
    assert alone.follows is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("晨跑有什么好处", "晨跑可以提高体力，减少生病。"),
        ("晨跑有什么坏处", "晨跑伤膝盖，风险不小，坚持下来也难。"),
        ("为什么要晨跑", "晨跑的原因在于早上空气新鲜。"),
    ],
)
async def test_the_side_that_is_asked_for(over: Over, question: str, text: str) -> None:
    """A passage that gives the reason, or the side, comes before one that repeats the words."""
    answerer = over(
        "今年流行晨跑，公园里很热闹。",
        "晨跑可以提高体力，减少生病。",
        "晨跑伤膝盖，风险不小，坚持下来也难。",
        "晨跑的原因在于早上空气新鲜。",
        *(f"茶馆的第{word * 3}位客人爱下棋。" for word in "甲乙丙丁戊己庚辛"),
    )
    answer = await answerer.answer(question)

    assert isinstance(answer, Answer)
    assert text == answer.citations[0].text


async def test_another_thing_is_not_what_was_quoted(over: Over) -> None:
    """那火车呢 asks the same of another thing, which is quoted first."""
    answerer = over(
        "飞机晚点，旅客可以要求补偿，补偿由航空公司出。",
        "飞机的补偿两百元起。",
        "火车晚点一般不补偿，只能退票。",
    )
    answer = await answerer.answer("那火车呢", context=Context("飞机晚点有补偿吗"))

    assert isinstance(answer, Answer)
    assert "火车晚点一般不补偿，只能退票。" == answer.citations[0].text


async def test_another_thing_is_asked_the_same(over: Over) -> None:
    """那热泵呢 asks for a duration if the question before did."""
    answerer = over(
        "煤炉要烧一个钟头。",
        "热泵贵。",
        "热泵开着，两个小时就热。",
    )
    answer = await answerer.answer("那热泵呢", context=Context("煤炉烧多久"))

    assert isinstance(answer, Answer)
    assert "热泵开着，两个小时就热。" == answer.citations[0].text


@pytest.mark.parametrize("asked", ["那要多少钱", "那大概要几块钱呢？"])
async def test_what_only_asks_for_a_value_leans_back(over: Over, asked: str) -> None:
    """那要多少钱 asks of what was quoted, and is answered by a passage with an amount."""
    answerer = over(
        "煤炉要常掏灰，煤炉的烟囱一年通两回。",
        "煤炉买来两百元。",
        "鱼摊上的钱要当天收，要收多少钱写在牌子上，一斤十元。",
    )
    answer = await answerer.answer(asked, context=Context("煤炉麻烦吗"))

    assert isinstance(answer, Answer)
    assert answer.follows == "煤炉麻烦吗"
    assert "煤炉买来两百元。" == answer.citations[0].text


@pytest.mark.parametrize(
    ("asked", "before", "text"),
    [
        ("要买哪些东西？", "煤炉怎么装", "装煤炉要买烟囱、铁皮和黄泥。"),
        ("那要准备什么", "煤炉怎么装", "装煤炉要买烟囱、铁皮和黄泥。"),
        ("为什么这么早啊", "煤炉几点封火", "煤炉晚上九点封火，因为城里十点停水。"),
        ("那黄泥该怎么和", "装煤炉难吗", "装煤炉要买烟囱、铁皮和黄泥。"),
        ("大部分人为什么不封", "煤炉夜里要封火吗", "煤炉夜里该封火，不封的人多，怕的是麻烦。"),
    ],
)
async def test_what_says_nothing_of_its_topic_leans_back(
    over: Over, asked: str, before: str, text: str
) -> None:
    """A verb and a degree that were told before are no topic of their own."""
    answerer = over(
        "装煤炉要买烟囱、铁皮和黄泥。",
        "煤炉晚上九点封火，因为城里十点停水。",
        "煤炉夜里该封火，不封的人多，怕的是麻烦。",
        "鱼市早上开，因为早上凉，买鱼的人为什么多，要买的东西也多。",
    )
    answer = await answerer.answer(asked, context=Context(before))

    assert isinstance(answer, Answer)
    assert before == answer.follows
    assert text == answer.citations[0].text


@pytest.mark.parametrize("asked", ["煤炉为什么贵", "鱼市为什么早", "平台是什么", "煤炉多少钱"])
async def test_a_topic_of_its_own_stands_alone(over: Over, asked: str) -> None:
    """A question with a word that the one before lacks, or a longer one, does not lean on it."""
    answerer = over("煤炉贵，因为铁贵，两百元。", "鱼市早，因为早上凉。", "平台是一块平地。")
    answer = await answerer.answer(asked, context=Context("煤炉夜里要封火吗，平台平吗"))

    assert isinstance(answer, Answer)
    assert answer.follows is None


async def test_the_value_of_another_thing(over: Over) -> None:
    """那热泵呢 after a price is answered by the price of that thing, not by what names it most."""
    answerer = over(
        "煤炉两百元。",
        "热泵，热泵，街上都说热泵，热泵好。",
        "机器 | 价钱\n热泵 | 三万元",
    )
    answer = await answerer.answer("那热泵呢", context=Context("煤炉多少钱"))

    assert isinstance(answer, Answer)
    assert "机器 | 价钱\n热泵 | 三万元" == answer.citations[0].text


async def test_a_value_behind_a_list(over: Over) -> None:
    """一共花多少钱 after a list of steps is answered from the article of the list."""
    steps = ("第一步是买煤炉。", "第二步是装烟囱。", "第三步是试火，装煤炉的人要在场。")
    passages = (*steps, "整套下来三百元。")
    corpus = Corpus(
        (
            Article(
                "a",
                "a.md",
                "装煤炉",
                passages=tuple(Passage(one, "a", one) for one in passages),
            ),
            Article("b", "b.md", "鱼市", passages=(Passage("x", "b", "装煤炉的鱼贩花钱多。"),)),
        )
    )
    answer = await over(corpus=corpus).answer("一共花多少钱", context=Context("装煤炉分哪几步"))

    assert isinstance(answer, Answer)
    assert "整套下来三百元。" == answer.citations[0].text


async def test_a_pronoun_before_a_final_particle(over: Over) -> None:
    """它的价格是多少呢 asks of what was quoted, and not of another thing."""
    answerer = over(
        corpus=Corpus(
            (
                Article(
                    "a",
                    "a.md",
                    "煤炉",
                    passages=(
                        Passage("0", "a", "煤炉烧煤球，一天三块。"),
                        Passage("1", "a", "铺子里的价格是两百元。"),
                    ),
                ),
                Article(
                    "b",
                    "b.md",
                    "热泵",
                    passages=(Passage("2", "b", "热泵的价格是三万元，价格不低。"),),
                ),
            )
        )
    )
    answer = await answerer.answer("它的价格是多少呢", context=Context("煤炉烧什么"))

    assert isinstance(answer, Answer)
    assert "a" == answer.citations[0].article.id


async def test_going_on_where_it_stopped(over: Over) -> None:
    """展开说说 twice shows the passages behind those that it showed."""
    texts = ["流量见顶了。", *(f"接着他谈到第{word * 3}件事。" for word in "甲乙丙丁戊己")]
    context = Context("流量怎么了", quoted=2)
    once = await over(*texts).answer("展开说说", 2, context)
    twice = Context("展开说说", quoted=2, before=context)
    answer = await over(*texts).answer("再说说", 2, twice)

    assert isinstance(once, Answer)
    assert texts[1:3] == [one.text for one in once.citations]
    assert isinstance(answer, Answer)
    assert texts[3:5] == [one.text for one in answer.citations]


async def test_authors_of_all_articles_are_no_follow_up(over: Over, two_articles: Corpus) -> None:
    """A question for all authors does not mean the article that was quoted."""
    context = Context("流量是平台的生命线吗", is_reply=True)
    one = await over(corpus=two_articles).answer("作者是谁", context=context)
    every = await over(corpus=two_articles).answer("作者有哪些", context=context)

    assert isinstance(one, Answer)
    assert context.question == one.follows
    assert 1 == len(one.citations)
    assert isinstance(every, Answer)
    assert 2 == len(every.citations)


async def test_a_declined_follow_up_names_what_it_follows(over: Over) -> None:
    """The next question can then lean on the same one."""
    answerer = over("流量见顶了。")
    answer = await answerer.answer("那它的股价呢", context=Context("流量怎么了"))

    assert Abstention("那它的股价呢", Reason.NOT_COVERED, "流量怎么了") == answer


async def test_why_alone_is_not_answered_by_the_same_passage(over: Over) -> None:
    """为什么 alone shows the reason, or at least something that was not quoted before."""
    answerer = over(
        "流量见顶了，流量的红利没有了。", "流量见顶，因为人人都有了手机。", "茶叶贵，手艺好。"
    )
    context = Context("流量见顶了吗", quoted=1)
    answer = await answerer.answer("为什么？", context=context)

    assert isinstance(answer, Answer)
    assert "流量见顶，因为人人都有了手机。" == answer.citations[0].text
