"""A question for all steps or points is answered with all of them, in order."""

from __future__ import annotations

import pytest

from corpus.model import Article, Corpus, Passage
from retrieval.answer.answer import Answer
from retrieval.question.context import Context
from tests.retrieval.answer.conftest import Over


def article(*passages: tuple[tuple[str, ...], str], title: str = "茶叶的选法") -> Corpus:
    """Return a collection of one article, its passages given by headings and text."""
    return Corpus(
        (
            Article(
                "a",
                "a.md",
                title,
                passages=tuple(
                    Passage(str(number), "a", text, heading)
                    for number, (heading, text) in enumerate(passages)
                ),
            ),
        )
    )


STEPS = article(
    ((), "开茶馆要走三步，一步都不能少，这是老板多年的经验。"),
    (("第一步：选址",), "茶馆要开在老城区，那里的人爱喝茶。"),
    (("第二步：进货",), "好茶要到山里去收，别怕路远。"),
    (("第三步：开张",), "开张那天请街坊来喝一杯。"),
    (("后话",), "茶馆开了十年，街坊还在。"),
    title="怎么开一家茶馆",
)

POINTS = article(
    ((), "老茶客教人挑茶，几句话就够。"),
    ((), "首先要看干茶，粗细匀称、颜色嫩绿的好。"),
    ((), "其次要闻香气，有青草气的火候不到。"),
    ((), "最后要看叶底，芽头完整的是手采。"),
    ((), "茶馆在城北，每天有两百人来。"),
)


@pytest.mark.parametrize(
    "question", ["开茶馆的三步是哪三步", "開茶館分哪幾步", "开茶馆有哪些步骤？"]
)
async def test_numbered_headings(over: Over, question: str) -> None:
    """The headings are quoted, one a line, as one quotation of the article."""
    answer = await over(corpus=STEPS).answer(question)

    assert isinstance(answer, Answer)
    first = answer.citations[0]
    assert "第一步：选址\n第二步：进货\n第三步：开张" == first.excerpt.text == first.text
    assert first.passage is None
    assert all(one.passage for one in answer.citations[1:])


@pytest.mark.parametrize("question", ["挑茶有哪几点要看", "挑茶要看哪些方面"])
async def test_numbered_paragraphs(over: Over, question: str) -> None:
    """The paragraphs are quoted in the order of the article."""
    answer = await over(corpus=POINTS).answer(question, 4)

    assert isinstance(answer, Answer)
    first, *items = answer.citations
    assert ["首先", "其次", "最后"] == [line[:2] for line in first.text.splitlines()]
    assert ["首先", "其次", "最后"] == [one.text[:2] for one in items]


ANNOUNCED = article(
    ((), "茶馆今年换了新老板。"),
    (("待客",), "老板的做法可以归纳为三个方面。"),
    (("待客",), "在茶上，只卖当年的新茶。"),
    (("待客",), "在水上，每天去山里挑泉水。"),
    (("待客",), "在人上，伙计都是本地人。"),
    (("后话",), "茶馆还要再开一家。"),
    title="新老板的茶馆",
)


@pytest.mark.parametrize("question", ["新老板从哪几个方面待客", "老板的三个方面分别是什么"])
async def test_announced_paragraphs(over: Over, question: str) -> None:
    """Paragraphs that are not numbered are an enumeration where the one before counts them."""
    answer = await over(corpus=ANNOUNCED).answer(question)

    assert isinstance(answer, Answer)
    assert ["在茶上", "在水上", "在人上"] == [
        line[:3] for line in answer.citations[0].text.splitlines()
    ]


@pytest.mark.parametrize(
    "announcement",
    [
        "老板有三个孩子，都不喝茶。",
        "老板家里还有三个孩子。",
        "老板每天早上都要练三条。",
        "茶馆的会是下午三点开始的。",
        "老板的做法有两个方面。",
        "老板的做法有四个方面。",
        "老板的做法很多。",
    ],
)
async def test_paragraphs_that_nobody_announces(over: Over, announcement: str) -> None:
    """Paragraphs are no enumeration if the one before does not end with their number."""
    passages = [(one.heading, one.text) for one in ANNOUNCED.articles[0].passages]
    passages[1:3] = (("待客",), announcement), (("待客",), "茶，只卖当年的新茶。")
    answer = await over(corpus=article(*passages)).answer("老板从哪几个方面待客")

    assert not isinstance(answer, Answer) or answer.citations[0].passage


async def test_a_passage_that_has_the_items_itself(over: Over) -> None:
    """The list of another passage is not shown if the best one has the items."""
    corpus = article(
        ((), "开茶馆的步骤，老板讲得明白：第一，选址；第二，进货。"),
        ((), "第一步，开门要早。"),
        ((), "第二步，打烊要晚。"),
    )
    answer = await over(corpus=corpus).answer("开茶馆有哪些步骤")

    assert isinstance(answer, Answer)
    assert "开茶馆的步骤，老板讲得明白：第一，选址；第二，进货。" == answer.citations[0].text


@pytest.mark.parametrize(
    ("question", "is_answered"),
    [
        ("开茶馆的步骤有几步", True),
        ("开茶馆的步骤要花多少钱", False),
        ("开茶馆的流程要几天", False),
        ("开茶馆每天要走多少步", False),
    ],
)
async def test_steps_answer_for_no_other_value(
    over: Over, question: str, *, is_answered: bool
) -> None:
    """Steps answer for their number, but not for what they cost."""
    answer = await over(corpus=article(*ELSEWHERE)).answer(question)

    assert is_answered is isinstance(answer, Answer)


@pytest.mark.parametrize(
    ("first", "between", "listed"),
    [
        ("第一步是选址。", (), 2),
        ("首先是选址。", ("街坊都来听。",), 2),
        ("首先是选址。", (), 3),
        ("先是选址。", ("街坊都来听。",), 3),
    ],
)
async def test_what_is_told_between_items(
    over: Over, first: str, between: tuple[str, ...], listed: int
) -> None:
    """然后 goes on with 先是, or right behind 首先, and only tells a story between other items."""
    last = "第二步是进货。" if first.startswith("第") else "最后才是进货。"
    texts = ("开茶馆的事不难。", first, *between, "然后有几户人家不愿意搬。", last)
    corpus = article(*(((), text) for text in texts))
    answer = await over(corpus=corpus).answer("开茶馆有哪些步骤")

    assert isinstance(answer, Answer)
    assert listed == len(answer.citations[0].text.splitlines())


async def test_announced_among_others(over: Over) -> None:
    """Announced paragraphs that begin alike are an enumeration where the section goes on."""
    passages = [(one.heading, one.text) for one in ANNOUNCED.articles[0].passages]
    passages.insert(5, (("待客",), "这些做法，同行都学去了。"))
    answer = await over(corpus=article(*passages)).answer("老板从哪几个方面待客")

    assert isinstance(answer, Answer)
    assert 3 == len(answer.citations[0].text.splitlines())


ELSEWHERE = (
    ((), "开茶馆，开茶馆，街坊人人都想开茶馆。"),
    ((), "开茶馆的故事从这里说起，开茶馆的人爱说开茶馆的事。"),
    ((), "街坊都来听。"),
    (("老板的话",), "第一步是选址。老城区的人爱喝茶。"),
    (("老板的话",), "第二步是进货，到山里去收。"),
)


async def test_steps_that_stand_elsewhere_in_the_article(over: Over) -> None:
    """分哪几步 is answered by the steps of the best passage's article, without doubt."""
    answer = await over(corpus=article(*ELSEWHERE)).answer("开茶馆分哪几步")

    assert isinstance(answer, Answer)
    assert "第一步是选址。……\n第二步是进货，到山里去收。" == answer.citations[0].excerpt.text
    assert not answer.doubtful


@pytest.mark.parametrize("first", ["第一招", "第1招"])
async def test_a_first_item_behind_what_explains_it(over: Over, first: str) -> None:
    """第二招 at the beginning of a paragraph goes on with the 第一招 within the one before."""
    texts = (
        f"茶馆怕潮。潮气从地下来。所以防潮的{first}是垫木板，茶叶不沾地。",
        "第二招是放石灰，石灰吸潮。一个月换一回。",
        "第三招是天晴开窗。",
    )
    corpus = article(*(((), text) for text in texts), title="茶馆防潮")
    answer = await over(corpus=corpus).answer("茶馆防潮靠哪几招")

    assert isinstance(answer, Answer)
    assert (
        f"……所以防潮的{first}是垫木板，茶叶不沾地。\n第二招是放石灰，石灰吸潮。……\n第三招是天晴开窗。"
        == answer.citations[0].excerpt.text
    )


@pytest.mark.parametrize("before", ["茶馆怕潮。", "茶馆的第一招牌菜怕潮。"])
async def test_a_second_item_without_a_first(over: Over, before: str) -> None:
    """Without a first item before it, a second one begins no enumeration."""
    texts = (before, "第二招是放石灰，石灰吸潮。", "第三招是天晴开窗。")
    corpus = article(*(((), text) for text in texts), title="茶馆防潮")
    answer = await over(corpus=corpus).answer("茶馆防潮靠哪几招")

    assert isinstance(answer, Answer)
    assert all(one.passage for one in answer.citations)


async def test_two_lists_of_steps_elsewhere(over: Over) -> None:
    """Of several lists of steps in an article, none is taken for the one asked for."""
    again = [(("老板娘的话",), text) for _, text in ELSEWHERE[3:]]
    answer = await over(corpus=article(*ELSEWHERE, *again)).answer("开茶馆分哪几步")

    assert not isinstance(answer, Answer) or answer.citations[0].passage


async def test_how_many_advices(over: Over) -> None:
    """几条建议 is answered by the items, whether or not their number stands anywhere."""
    answer = await over(corpus=POINTS).answer("老茶客对挑茶提了几条建议")

    assert isinstance(answer, Answer)
    assert ["首先", "其次", "最后"] == [line[:2] for line in answer.citations[0].text.splitlines()]


async def test_one_after_another(over: Over) -> None:
    """先是, 接着 and 最后 number paragraphs as well."""
    corpus = article(
        ((), "茶馆改建是一步步来的。"),
        ((), "先是拆了旧墙。"),
        ((), "接着是换屋顶。"),
        ((), "最后才轮到门面。"),
    )
    answer = await over(corpus=corpus).answer("茶馆是怎么一步步改建的")

    assert isinstance(answer, Answer)
    assert 3 == len(answer.citations[0].text.splitlines())


async def test_long_items_are_shortened_to_their_first_sentence(over: Over) -> None:
    """The list has the first sentence of each paragraph, with a mark where it goes on."""
    corpus = article(
        ((), "挑茶有两步，不难学。"),
        ((), "第一步，看干茶。颜色嫩绿的好，过分翠绿的要小心。"),
        ((), "第二步，闻香气。"),
    )
    answer = await over(corpus=corpus).answer("挑茶有哪几步")

    assert isinstance(answer, Answer)
    assert "第一步，看干茶。……\n第二步，闻香气。" == answer.citations[0].excerpt.text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("第二步是什么", "好茶要到山里去收，别怕路远。"),
        ("那第3步呢", "开张那天请街坊来喝一杯。"),
        ("and step 3?", "开张那天请街坊来喝一杯。"),
        ("What about the second one", "好茶要到山里去收，别怕路远。"),
        ("the last step", "开张那天请街坊来喝一杯。"),
        ("那其次呢", "好茶要到山里去收，别怕路远。"),
        ("再次是什么", "开张那天请街坊来喝一杯。"),
    ],
)
async def test_one_item_of_the_list_before(over: Over, question: str, text: str) -> None:
    """A follow-up that names an item by its number is answered with that item alone."""
    answer = await over(corpus=STEPS).answer(question, context=Context("开茶馆有哪些步骤"))

    assert isinstance(answer, Answer)
    assert [text] == [one.text for one in answer.citations]


async def test_steps_of_what_it_is_asked_how_to_do(over: Over) -> None:
    """A question how to do something is answered with all steps, if the best passage is one."""
    corpus = article(
        ((), "茶馆生意好。"),
        ((), "第一步，开茶馆先选址。老城区的人爱喝茶。"),
        ((), "第二步，到山里进货。"),
        ((), "第三步，请街坊来喝一杯。"),
    )
    answer = await over(corpus=corpus).answer("怎么开茶馆")

    assert isinstance(answer, Answer)
    assert 3 == len(answer.citations[0].text.splitlines())
    assert answer.citations[0].passage is None


async def test_one_item_of_a_sentence(over: Over) -> None:
    """An item may be a clause of the passage that answered, named by what is counted."""
    answer = await over(
        "茶好不好有两个标志。一是汤色透亮，二是叶底完整。别的都是虚的。", "茶馆在城北。"
    ).answer("第二个标志是什么", context=Context("怎么看茶好不好"))

    assert isinstance(answer, Answer)
    assert "二是叶底完整。" == answer.citations[0].excerpt.text


async def test_a_passage_that_says_more_than_the_steps(over: Over) -> None:
    """The steps of the best article answer, where another passage of it is the best one."""
    corpus = article(
        ((), "开茶馆的人都说开茶馆难，可他们不说怎么开。"),
        ((), "第一步，开茶馆先选址。"),
        ((), "第二步，到山里进货。"),
    )
    answer = await over(corpus=corpus).answer("怎么开茶馆")

    assert isinstance(answer, Answer)
    assert 2 == len(answer.citations[0].text.splitlines())


async def test_as_many_of_something_else(over: Over) -> None:
    """三步 are not the three ways that are asked for."""
    answer = await over(corpus=STEPS).answer("街坊喝茶有哪三种喝法")

    assert isinstance(answer, Answer)
    assert answer.citations[0].passage


async def test_no_enumeration_is_asked_for(over: Over) -> None:
    """Other questions are answered by the best passage."""
    answer = await over(corpus=STEPS).answer("茶馆要开在哪里")

    assert isinstance(answer, Answer)
    assert "茶馆要开在老城区，那里的人爱喝茶。" == answer.citations[0].text


async def test_an_enumeration_of_something_else(over: Over) -> None:
    """Numbered headings that the question does not ask for are not quoted."""
    corpus = article(
        (("一、茶园",), "茶园在山上，云雾多。"),
        (("二、茶馆",), "茶馆在城北，客人有哪些特点，老板最清楚：爱说话，爱下棋。"),
        title="山城见闻",
    )
    answer = await over(corpus=corpus).answer("客人有哪些特点")

    assert isinstance(answer, Answer)
    assert answer.citations[0].passage is not None


SIGNS = article(
    ((), "旧盐田转产以后，海边的村子变了样。"),
    ((), "盐田转产完成有明显的标志。首先，盐垛不再。工人去了别处。"),
    ((), "其次，水渠不再。渠里种了芦苇。"),
    ((), "盐田从此成了湿地，鸟也来了。"),
    (("后来",), "游客多起来的原因有这些。首先，路通了。"),
    (("后来",), "其次，鸟来了。"),
    title="盐田转产",
)


async def test_a_first_item_behind_its_announcement(over: Over) -> None:
    """首先 may stand within the paragraph that announces it; another 其次 begins another list."""
    answer = await over(corpus=SIGNS).answer("盐田转产完成了有哪些标志")

    assert isinstance(answer, Answer)
    assert "……首先，盐垛不再。……\n其次，水渠不再。……" == answer.citations[0].text


WORDED = article(
    ((), "盐场转型，旧路走不通，新路要分几步走。"),
    ((), "盐场的老人看法不一，争了一年。"),
    ((), "首先，清退旧池。\n池子清了三年。"),
    *(((), f"清池的第{year}年，老人们天天去看。") for year in "一二三"),
    ((), "其次，引水种草。\n草长得慢。"),
    ((), "再次，迎客看鸟。"),
    title="盐场怎么变",
)


@pytest.mark.parametrize("question", ["盐场转型分哪三步", "盐场转型该分哪几步走"])
async def test_steps_that_words_number(over: Over, question: str) -> None:
    """Steps may begin with 首先 and stand far from each other, and from what is asked."""
    answer = await over(corpus=WORDED).answer(question)

    assert isinstance(answer, Answer)
    lines = answer.citations[0].text.splitlines()
    assert ["首先，清退旧池。……", "其次，引水种草。……", "再次，迎客看鸟。"] == lines


async def test_an_item_of_one_asked_by_its_number(over: Over) -> None:
    """第二步是什么 asks for one, not for all, and 那第三步呢 after it for another one."""
    answerer = over(corpus=STEPS)
    second = await answerer.answer("开茶馆的第二步是什么")
    third = await answerer.answer("那第三步呢", context=Context.of(["开茶馆的第二步是什么"]))

    assert isinstance(second, Answer)
    assert "好茶要到山里去收，别怕路远。" == second.citations[0].text
    assert isinstance(third, Answer)
    assert "开茶馆的第二步是什么" == third.follows
    assert "开张那天请街坊来喝一杯。" == third.citations[0].text


async def test_a_second_that_comes_third(over: Over) -> None:
    """其次 goes on with a list unless the paragraph before it begins another one."""
    items = ("首先，路通了。", "此外，鸟来了。", "其次，草绿了。", "最后，店开了。")
    corpus = article(*(((), text) for text in ("盐场变样有四点经验。", *items)), title="盐场经验")
    answer = await over(corpus=corpus).answer("盐场变样有哪四点经验")

    assert isinstance(answer, Answer)
    assert list(items) == answer.citations[0].text.splitlines()
