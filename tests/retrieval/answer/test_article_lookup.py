"""Questions about articles themselves are answered with the articles that they mean."""

from __future__ import annotations

import pytest

from corpus.model import Corpus
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.declining import Reason
from retrieval.question.context import Context
from retrieval.question.patterns import Aspect
from tests.retrieval.answer.conftest import Over


async def test_questions_about_the_collection(over: Over, two_articles: Corpus) -> None:
    """Author and number of articles come from metadata, with the articles' cards."""
    answerer = over(corpus=two_articles)

    author = await answerer.answer("《告别收割》的作者是谁？")
    count = await answerer.answer("一共有几篇文章？")

    assert isinstance(author, Answer)
    assert isinstance(count, Answer)
    (card,) = author.citations
    assert (Aspect.AUTHOR, "孟永辉", None) == (author.aspect, card.article.author, card.passage)
    assert card.text == card.article.lead
    assert (Aspect.COUNT, 2, 2) == (count.aspect, count.articles, len(count.citations))


@pytest.mark.parametrize(
    ("question", "aspect", "ids"),
    [
        ("作者是谁？", Aspect.AUTHOR, ["a", "b"]),
        ("有哪些文章？", Aspect.COUNT, ["a", "b"]),
        ("how many articles are there", Aspect.COUNT, ["a", "b"]),
        ("孟永輝写了几篇文章？", Aspect.COUNT, ["b"]),
        ("《流量为王》讲了什么？", Aspect.SUMMARY, ["a"]),
        ("告别收割那篇文章是谁写的？", Aspect.AUTHOR, ["b"]),
        ("孟永輝是谁？", Aspect.AUTHOR, ["b"]),
        ("讲服务产业的那篇文章叫什么标题？", Aspect.TITLE, ["b"]),
        ("2021年12月那篇文章叫什么名字？", Aspect.TITLE, ["b"]),
        ("2021 年的文章是谁写的？", Aspect.AUTHOR, ["b"]),
        ("2021年有哪些文章？", Aspect.COUNT, ["b"]),
        ("How many articles are from 2021?", Aspect.COUNT, ["b"]),
        ("孟永辉2021年写了哪些文章？", Aspect.COUNT, ["b"]),
        ("最新的一篇文章是哪篇？", Aspect.TITLE, ["b"]),
        ("告别收割是谁写的？", Aspect.AUTHOR, ["b"]),
        ("孟永輝是什麼人？", Aspect.AUTHOR, ["b"]),
        ("2021年讲流量为王的那篇文章叫什么？", Aspect.TITLE, ["b"]),
        ("讲告别收割的那篇文章发在哪一年？", Aspect.DATE, ["b"]),
        ("告别收割那篇文章什么时候发表的", Aspect.DATE, ["b"]),
        ("讲告别收割的文章是哪一年的？", Aspect.DATE, ["b"]),
        ("主张告别收割的那篇，最早发在哪个平台？", Aspect.SOURCE, ["b"]),
        ("讲流量为王的那篇发在哪个平台？", Aspect.SOURCE, ["a"]),
        ("《流量为王》的原文链接是什么？", Aspect.SOURCE, ["a"]),
        ("这些文章是谁写的？", Aspect.AUTHOR, ["a", "b"]),
        ("都有哪些作者", Aspect.AUTHOR, ["a", "b"]),
        ("作者都有谁？", Aspect.AUTHOR, ["a", "b"]),
        ("who wrote these articles?", Aspect.AUTHOR, ["a", "b"]),
        ("where are these articles from?", Aspect.SOURCE, ["a", "b"]),
        ("孟永辉的文章", Aspect.COUNT, ["b"]),
        ("孟永輝寫了幾篇", Aspect.COUNT, ["b"]),
        ("有没有孟永辉写的", Aspect.COUNT, ["b"]),
        ("articles by 孟永辉", Aspect.COUNT, ["b"]),
    ],
)
async def test_article_lookup(
    over: Over, two_articles: Corpus, question: str, aspect: Aspect, ids: list[str]
) -> None:
    """Articles are found by title, by author, by date, by content, or all of them."""
    answer = await over(corpus=two_articles).answer(question)

    assert isinstance(answer, Answer)
    assert (aspect, ids) == (answer.aspect, [one.article.id for one in answer.citations])
    assert (len(ids) if aspect is Aspect.COUNT else None) == answer.articles


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("红楼梦这篇文章的作者是谁？", Reason.NOT_COVERED),
        ("马云一共发表了几篇论文？", Reason.NOT_COVERED),
        ("《没有这篇》讲了什么？", Reason.NOT_COVERED),
        ("文章里说平台是哪一年上线的？", Reason.DETAIL_MISSING),
        ("孟永辉说的是谁？", Reason.NOT_COVERED),
        ("孟永辉跟谁谈过？", Reason.NOT_COVERED),
    ],
)
async def test_no_card_of_another_article(
    over: Over, two_articles: Corpus, question: str, reason: Reason
) -> None:
    """A question about an article or a fact that is not there is declined, without a card."""
    assert Abstention(question, reason) == await over(corpus=two_articles).answer(question)


@pytest.mark.parametrize(
    ("question", "article"), [("文章对流量说了什么？", "a"), ("告别收割以后怎么办？", "b")]
)
async def test_no_card_for_content(
    over: Over, two_articles: Corpus, question: str, article: str
) -> None:
    """A question about what an article says is answered with passages, not with its card."""
    answer = await over(corpus=two_articles).answer(question)

    assert isinstance(answer, Answer)
    assert answer.aspect is None
    assert {article} == {citation.article.id for citation in answer.citations}
    assert all(citation.passage for citation in answer.citations)


async def test_titles_in_a_question_choose_the_articles(over: Over, two_articles: Corpus) -> None:
    """A question that names two titles quotes both; an unknown title makes the answer doubtful."""
    answerer = over(corpus=two_articles)

    both = await answerer.answer("《流量为王》和《告别收割》对流量的看法", limit=2)
    unknown = await answerer.answer("《没有这篇》里的流量是平台的生命线吗？")
    price = await answerer.answer("《流量为王》印了多少本？")

    assert isinstance(both, Answer)
    assert {"a", "b"} == {citation.article.id for citation in both.citations}
    assert isinstance(unknown, Answer)
    assert unknown.doubtful
    assert isinstance(price, Abstention)


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("2021年的文章", ["spring", "winter"]),
        ("2021年都写过啥", ["spring", "winter"]),
        ("2021年的有哪些", ["spring", "winter"]),
        ("哪些文章是二〇二一年写的", ["spring", "winter"]),
        ("2021年以后写的", ["spring", "winter", "new"]),
        ("2021年之後寫的文章", ["spring", "winter", "new"]),
        ("2021年以来发表的", ["spring", "winter", "new"]),
        ("2021年之前有哪些", ["old"]),
        ("2021年及以前的文章", ["old", "spring", "winter"]),
        ("2019到2021年之间的文章", ["old", "spring", "winter"]),
        ("2021年3月到2021年11月的文章", ["spring"]),
        ("2021年12月的文章", ["winter"]),
        ("2021年第四季度的文章", ["winter"]),
        ("2021年上半年发表了哪些", ["spring"]),
        ("去年的文章", ["spring", "winter"]),
        ("上个月写的", ["winter"]),
        ("今年有没有文章", ["new"]),
        ("after 2021", ["new"]),
        ("articles since 2021", ["spring", "winter", "new"]),
        ("between 2019 and 2020", ["old"]),
        ("which articles were written in March 2021?", ["spring"]),
        ("articles of last year", ["spring", "winter"]),
        ("林一2021年写的", ["spring"]),
        ("请列出2021年12月以后的所有文章", ["winter", "new"]),
        ("2019、2022年的文章", ["old", "spring", "winter", "new"]),
        ("anything after 2021?", ["new"]),
    ],
)
async def test_articles_of_a_period(
    over: Over, dated_articles: Corpus, question: str, ids: list[str]
) -> None:
    """A question for the articles of a period lists them in the order of their dates."""
    answer = await over(corpus=dated_articles).answer(question)

    assert isinstance(answer, Answer)
    assert (Aspect.COUNT, ids) == (answer.aspect, [one.article.id for one in answer.citations])


@pytest.mark.parametrize(
    ("question", "aspect", "ids"),
    [
        ("最新文章", Aspect.TITLE, ["new"]),
        ("最新的一篇是什么", Aspect.TITLE, ["new"]),
        ("哪篇最新？", Aspect.TITLE, ["new"]),
        ("最近的文章", Aspect.TITLE, ["new"]),
        ("最近有什么文章", Aspect.TITLE, ["new"]),
        ("the latest article", Aspect.TITLE, ["new"]),
        ("最新的是哪天写的", Aspect.DATE, ["new"]),
        ("最新的文章是誰寫的", Aspect.AUTHOR, ["new"]),
        ("When was the oldest article published?", Aspect.DATE, ["old"]),
        ("文章最早是哪年的", Aspect.DATE, ["old"]),
        ("最近两篇", Aspect.TITLE, ["new", "winter"]),
        ("最早发的是哪一篇", Aspect.TITLE, ["old"]),
        ("最早的三篇", Aspect.TITLE, ["old", "spring", "winter"]),
        ("show me the two latest articles", Aspect.TITLE, ["new", "winter"]),
        ("2021年最新的一篇", Aspect.TITLE, ["winter"]),
        ("林一最新的文章", Aspect.TITLE, ["spring"]),
        ("最後一篇文章是哪篇", Aspect.TITLE, ["new"]),
        ("最近更新的文章", Aspect.TITLE, ["new"]),
    ],
)
async def test_newest_and_oldest_articles(
    over: Over, dated_articles: Corpus, question: str, aspect: Aspect, ids: list[str]
) -> None:
    """The newest and the oldest articles are shown, as many as are asked for."""
    answer = await over(corpus=dated_articles).answer(question)

    assert isinstance(answer, Answer)
    assert (aspect, ids) == (answer.aspect, [one.article.id for one in answer.citations])


@pytest.mark.parametrize(
    "question",
    ["2018年的文章", "2023年以后写的", "前年寫的文章有哪些", "before 2019", "林一2022年的文章"],
)
async def test_no_article_of_a_period(over: Over, dated_articles: Corpus, question: str) -> None:
    """A question for articles of a period that has none is declined, whatever passages say."""
    declined = Abstention(question, Reason.NO_SUCH_DATE)

    assert declined == await over(corpus=dated_articles).answer(question)


@pytest.mark.parametrize(
    "question",
    ["2021年盐价涨了多少", "2018年以后盐价怎么样？", "最近的盐价涨了吗", "那2021年以后呢？"],
)
async def test_a_date_in_a_question_about_content(
    over: Over, dated_articles: Corpus, question: str
) -> None:
    """A question about what happened in a year is answered with passages."""
    answer = await over(corpus=dated_articles).answer(question)

    assert isinstance(answer, Answer)
    assert all(citation.passage for citation in answer.citations)


async def test_content_of_a_year_where_no_article_has_a_date(over: Over) -> None:
    """A year is looked for in the texts if no article has a date."""
    answer = await over("报社1937年发表了一篇文章，讲盐价。").answer("1937年发表了什么文章？")

    assert isinstance(answer, Answer)
    assert answer.aspect is None


async def test_all_authors_after_an_answer(over: Over, dated_articles: Corpus) -> None:
    """A follow-up about these articles is about all of them, not about the one quoted."""
    answer = await over(corpus=dated_articles).answer(
        "这些文章是谁写的？", context=Context("盐价", is_reply=True)
    )

    assert isinstance(answer, Answer)
    assert len(dated_articles.articles) == len(answer.citations)
