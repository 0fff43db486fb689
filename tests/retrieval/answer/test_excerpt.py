"""Excerpts are whole sentences of a passage, with the question's words highlighted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.model import Article, Corpus, Passage
from corpus.sentences import sentences
from retrieval.answer.candidate import candidate_of
from retrieval.answer.excerpt import (
    MAX_EXCERPT,
    MAX_WITH_CONTEXT,
    Excerpt,
    Highlighter,
    whole_excerpt,
)
from retrieval.library import Snapshot
from retrieval.question.parsing import parse_question
from retrieval.text.analysis import Analyzer
from tests.retrieval.answer.conftest import Quote

FILLER = "海边的风一直吹到天快亮时。"
"""A sentence about something else; twenty of them are longer than any excerpt."""


def test_a_paragraph_that_fits_a_phone_is_quoted_whole(quote: Quote) -> None:
    """A passage of up to 220 characters is its own excerpt."""
    text = (FILLER * 17 + "金融科技成为基础设施。")[-MAX_EXCERPT:]

    assert Excerpt(text, 0, ((text.index("金融科技"), text.index("金融科技") + 4),)) == quote(
        "金融科技", text
    )


def test_a_long_passage_is_quoted_from_the_sentence_that_answers(quote: Quote) -> None:
    """The excerpt begins with the best sentence and goes on as long as there is room."""
    text = FILLER * 20 + "金融科技成为基础设施。" + FILLER * 20

    found = quote("金融科技", text)

    assert found.text.startswith("金融科技成为基础设施。")
    assert MAX_EXCERPT - len(FILLER) < len(found.text) <= MAX_EXCERPT
    assert ((0, 4),) == found.highlights


def test_a_passage_may_end_without_a_full_stop(quote: Quote) -> None:
    """A word that ends a passage is found and highlighted in its last sentence."""
    text = FILLER * 20 + "海边有平台"

    assert Excerpt("海边有平台", 260, ((3, 5),)) == quote("平台", text)


def test_what_the_title_says_chooses_less(
    index: Callable[..., Snapshot], analyzer: Analyzer
) -> None:
    """A word that the title has tells less where the answer is than one that it lacks."""
    texts = ("盐田要晒上两个月。", "石灰是夏天运来的。")
    text = FILLER * 20 + texts[0] + FILLER * 20 + texts[1] + FILLER * 20
    passage = Passage("p", "a", text)
    snapshot = index(corpus=Corpus((Article("a", "a.md", "盐田", passages=(passage,)),)))
    parsed = parse_question("盐田的石灰", analyzer, snapshot.lexicon, snapshot.aliases)
    highlighter = Highlighter(parsed, analyzer, snapshot.lexicon)

    assert highlighter.excerpt(candidate_of(snapshot, passage)).text.startswith(texts[1])


def test_statements_go_before_questions(quote: Quote) -> None:
    """A sentence that only repeats the question loses to the one that answers it."""
    text = (
        FILLER * 20
        + "那么,金融科技为什么要成为基础设施？"
        + "因为金融科技离开了流量,只有成为基础设施才能服务产业。"
    )

    assert quote("金融科技为什么要成为基础设施？", text).text.startswith("因为")


@pytest.mark.parametrize(
    "opening",
    ["这", "它", "这种做法", "其", "因此", "但是", "然而", "事实上，", "其次，", "第二，", "「但"],
)
def test_a_sentence_that_points_back_comes_with_what_it_points_to(
    quote: Quote, opening: str
) -> None:
    """An excerpt does not begin with a sentence that leans on the one before it."""
    before = "盐田要晒上两个月。"
    text = FILLER * 20 + before + f"{opening}让金融科技成为基础设施。" + FILLER * 20

    assert quote("金融科技", text).text.startswith(before)


@pytest.mark.parametrize(
    "opening", ["他国", "他人", "那么多", "其他", "但丁", "第三方", "不过10年"]
)
def test_words_that_begin_alike_point_to_nothing(quote: Quote, opening: str) -> None:
    """A sentence that only begins like one that points back stands alone."""
    text = FILLER * 21 + f"{opening}的金融科技成为基础设施。" + FILLER * 20

    assert quote("金融科技", text).text.startswith(opening)


@pytest.mark.parametrize("rebuttal", ["事实上，这不对。", "其实不是这样。", "然而它并非如此。"])
def test_a_claim_comes_with_its_rebuttal(quote: Quote, rebuttal: str) -> None:
    """A claim that the author takes back is not quoted without that, even where room is short."""
    claim = "似乎金融科技才是这一切的根源" + "，" + "人们总是这样说" * 29 + "。"
    text = FILLER * 20 + claim + rebuttal + FILLER * 20

    found = quote("金融科技 根源", text)

    assert f"{claim}{rebuttal}" == found.text
    assert MAX_EXCERPT < len(found.text) <= MAX_WITH_CONTEXT


@pytest.mark.parametrize(("end", "is_replied_to"), [("\n", True), ("", False)])
def test_a_claim_at_the_end_of_a_paragraph_comes_with_the_reply(
    quote: Quote, end: str, *, is_replied_to: bool
) -> None:
    """A claim of others is not quoted without the reply of the next paragraph."""
    claim = "还有人断言" + "，金融科技" + "是一切的根源" * 34 + "。"
    reply = "我在柜台后面站了十年，看到的是另一回事。"

    found = quote("金融科技 根源", FILLER * 20 + claim + end + reply + FILLER * 20)

    assert is_replied_to is (reply in found.text)
    assert found.text.startswith(claim)


@pytest.mark.parametrize(
    "text",
    [
        "流" * 900,
        "流量。" * 400,
        "流量,".join("甲乙丙丁" * 60),
        "流量有许多说法。平台有许多说法。渠道有许多说法。营销有许多说法。" * 9,
    ],
)
def test_excerpts_are_whole_sentences(quote: Quote, text: str) -> None:
    """An excerpt is one sentence, or successive ones within the limit, from start to end."""
    found = quote("流量 平台 渠道 营销", text)
    spans = list(sentences(text))
    end = found.start + len(found.text)

    assert found.start in {start for start, _ in spans}
    assert end in {end for _, end in spans}
    assert len(found.text) <= max(MAX_EXCERPT, spans[0][1])


def test_a_question_at_the_end_brings_its_answer(quote: Quote) -> None:
    """A question at the end of the chosen sentences is followed by its answer."""
    text = (
        FILLER * 20
        + "许多人都在谈流量这件事情。有许多人在谈平台这件事情。"
        + "渠道又是怎么一回事呢？它是一条路。"
    )

    assert quote("流量 平台 渠道", text).text.endswith("渠道又是怎么一回事呢？它是一条路。")


@pytest.mark.parametrize("ending", ["有人认为流量才是一切。", "那么这又是为什么呢？"])
def test_what_fills_an_excerpt_is_not_taken_back_beyond_its_end(quote: Quote, ending: str) -> None:
    """An excerpt does not end in a claim or a question if what follows is too long for it."""
    opening = "金融科技成为基础设施。" + FILLER * 13
    text = opening + ending + "其实这是错的" + "，错得很远" * 30 + "。" + FILLER * 9

    assert opening == quote("金融科技", text).text


def test_a_long_answer_is_left_out(quote: Quote) -> None:
    """A question does not bring an answer that is longer than an excerpt may be."""
    text = FILLER * 20 + "他问：“金融科技是什么？”" + "很长的回答，" * 80 + "完。"

    assert len(quote("金融科技", text).text) <= MAX_WITH_CONTEXT


def padded(beginning: str, length: int) -> str:
    """Return a sentence of an exact length that begins with these words."""
    return beginning + "海" * (length - len(beginning) - 1) + "。"


def test_a_passage_one_character_too_long_is_not_quoted_whole(quote: Quote) -> None:
    """Of a passage of 221 characters, the sentence that answers is quoted with what fits."""
    text = padded("盐田要晒两个月，", 100) + padded("金融科技", MAX_EXCERPT + 1 - 100)

    assert text[100:] == quote("金融科技", text).text


@pytest.mark.parametrize(("left", "start"), [(39, 0), (40, 40)])
def test_a_short_rest_is_not_left_out(quote: Quote, left: int, start: int) -> None:
    """A rest that is shorter than 40 characters is quoted as well."""
    text = padded("盐田要晒两个月，", left) + padded("金融科技", MAX_EXCERPT)

    assert text[start:] == quote("金融科技", text).text


@pytest.mark.parametrize(("total", "is_kept"), [(MAX_WITH_CONTEXT, True), (331, False)])
@pytest.mark.parametrize("lead", ["", FILLER * 20], ids=["first", "later"])
def test_what_a_sentence_points_to_is_quoted_as_long_as_it_fits(
    quote: Quote, lead: str, total: int, *, is_kept: bool
) -> None:
    """With the sentence it points to, an excerpt has at most 330 characters."""
    before, pointing = padded("盐田要晒两个月，", 200), padded("这让金融科技", total - 200)
    text = lead + before + pointing + FILLER * 20

    found = quote("金融科技", text).text

    assert is_kept == (found == before + pointing)
    assert found.startswith(before if is_kept else pointing)


def test_the_first_sentence_may_point_back(quote: Quote) -> None:
    """A passage that begins by pointing back is quoted from its beginning."""
    text = padded("这让金融科技", 120) + padded("盐田", 120) + FILLER * 9

    assert text[:120] == quote("金融科技", text).text


@pytest.mark.parametrize(("total", "is_kept"), [(MAX_WITH_CONTEXT, True), (331, False)])
@pytest.mark.parametrize(
    ("lead", "best", "following"),
    [
        ("", padded("似乎金融科技", 150), "其实不是这样，"),
        (FILLER * 20, padded("似乎金融科技", 150), "其实不是这样，"),
        ("", "金融科技是什么？", "它是"),
        ("", "他问：“金融科技是什么?”\n", "它是"),
    ],
    ids=["first rebuttal", "rebuttal", "answer", "quoted answer"],
)
def test_what_must_follow_is_quoted_as_long_as_it_fits(
    quote: Quote, lead: str, best: str, following: str, total: int, *, is_kept: bool
) -> None:
    """With a rebuttal, or the answer to a question, an excerpt has at most 330 characters."""
    rest = padded(following, total - len(best))

    found = quote("金融科技", lead + best + rest + FILLER * 20).text

    assert found == (best + rest if is_kept else best.rstrip())


@pytest.mark.parametrize(("between", "is_taken_back"), [(0, True), (1, True), (2, False)])
def test_a_rebuttal_concerns_the_two_sentences_before_it(
    quote: Quote, between: int, *, is_taken_back: bool
) -> None:
    """A claim is held to be taken back by one of the next two sentences, and by no later one."""
    rebuttal = padded("其实不是这样，", 80)
    text = padded("似乎金融科技", 150) + padded("盐田", 20) * between + rebuttal
    found = quote("金融科技", FILLER * 20 + text + FILLER * 20).text

    assert is_taken_back == (rebuttal in found)


@pytest.mark.parametrize(("between", "is_taken_back"), [(0, True), (1, False)])
def test_a_claim_before_an_excerpt_may_be_taken_back_behind_it(
    quote: Quote, between: int, *, is_taken_back: bool
) -> None:
    """A rebuttal two sentences behind a claim is quoted with what stands between them."""
    rebuttal = padded("其实不是这样，", 80)
    text = "似乎海边有风。" + padded("金融科技", 150) + padded("盐田", 20) * between + rebuttal

    found = quote("金融科技", FILLER * 20 + text + FILLER * 20).text

    assert is_taken_back == (rebuttal in found)


@pytest.mark.parametrize(("total", "is_added"), [(MAX_EXCERPT, True), (221, False)])
def test_an_excerpt_is_filled_up_to_its_length(
    quote: Quote, total: int, *, is_added: bool
) -> None:
    """The sentences behind the best one are added up to 220 characters, and none is left out."""
    best, following = padded("金融科技", 100), padded("盐田", total - 100)

    found = quote("金融科技", FILLER * 20 + best + following + FILLER * 20).text

    assert found == (best + following if is_added else best)


SOME = "流量是海边的事情。"
OTHER = "平台是海边的事情。"
"""Sentences with one word each of a question about both."""


def test_sentences_that_answer_together_go_before_one_alone(quote: Quote) -> None:
    """Three successive sentences with all words of a question beat the first one with some."""
    together = OTHER + FILLER + SOME
    text = FILLER * 20 + SOME + FILLER * 20 + together + FILLER * 20

    assert quote("流量 平台", text).text.startswith(together)


def test_four_sentences_do_not_answer_together(quote: Quote) -> None:
    """Words that are four sentences apart count as far apart."""
    text = FILLER * 20 + SOME + FILLER * 20 + OTHER + FILLER * 2 + SOME + FILLER * 20

    assert len(FILLER * 20) == quote("流量 平台", text).start


def test_few_sentences_go_before_many(quote: Quote) -> None:
    """Of sentences with the same words, the fewest are quoted first."""
    text = FILLER * 20 + OTHER + SOME + FILLER * 20 + "平台和流量是海边的事情。" + FILLER * 20

    assert quote("流量 平台", text).text.startswith("平台和流量")


@pytest.mark.parametrize(("total", "is_together"), [(MAX_EXCERPT, True), (221, False)])
def test_sentences_answer_together_if_they_fit(
    quote: Quote, total: int, *, is_together: bool
) -> None:
    """Sentences that are too long for one excerpt are not chosen together."""
    together = padded("平台", 150) + padded("流量", total - 150)
    text = FILLER * 20 + SOME + FILLER * 20 + together + FILLER * 20

    found = quote("流量 平台", text).text

    assert found == together if is_together else found.startswith(SOME)


def test_a_long_sentence_is_quoted_alone(quote: Quote) -> None:
    """The sentence that answers is quoted even if it is longer than an excerpt."""
    best = padded("金融科技", MAX_WITH_CONTEXT + 100)

    assert best == quote("金融科技", FILLER * 20 + best + FILLER * 20).text


@pytest.mark.parametrize(
    ("question", "repeating", "answering"),
    [
        ("盐价为什么上涨", "盐价上涨，人人都知道。", "盐价上涨，因为天旱。"),
        ("盐价多少钱", "盐价人人都知道。", "盐价是三百元。"),
        ("盐价多少钱", "盐价涨了3次。", "盐价是三百元。"),
        ("盐田的联系方式", "盐田的联系方式人人都知道。", "盐田的联系方式是0571-88888888。"),
        ("盐价多少", "盐价人人都知道。", "盐价是三百。"),
        ("什么叫盐田", "盐田叫人看不到边。", "晒海水的地，叫盐田。"),
    ],
)
def test_a_sentence_that_answers_goes_before_one_that_repeats(
    quote: Quote, question: str, repeating: str, answering: str
) -> None:
    """Of sentences with the same words, the one with what is asked for is quoted."""
    beside = "因为天旱，海边的风值三百元。"  # It has no word of the question.
    text = beside + FILLER * 20 + repeating + FILLER * 20 + answering + FILLER * 20

    assert quote(question, text).text.startswith(answering)


def test_nothing_answers_a_plain_question_better(quote: Quote) -> None:
    """The first of equal sentences is quoted if neither a value nor a reason is asked for."""
    text = FILLER * 20 + SOME + FILLER * 20 + "流量涨了3次，因为天旱。" + FILLER * 20

    assert quote("流量", text).text.startswith(SOME)


BODY = "流量见顶，平台的客人少了一半。[1]"
NOTE = "[1] 统计的平台有三家，流量以户计。"


@pytest.mark.parametrize(
    ("asked", "before", "begins"),
    [
        ("平台的流量", 20, BODY),
        ("统计的平台有几家", 12, BODY),
        ("统计的平台有几家", 30, NOTE),
    ],
    ids=["sentence", "both", "too far away"],
)
def test_a_note_comes_with_its_sentence(
    quote: Quote, asked: str, before: int, begins: str
) -> None:
    """A footnote is quoted if it answers clearly better, and then with what it supports."""
    found = quote(asked, f"{FILLER * 20}{BODY}{FILLER * before}\n{NOTE}")

    assert found.text.startswith(begins)
    assert (NOTE in found.text) is (asked != "平台的流量")


def test_a_note_that_nothing_refers_to(quote: Quote) -> None:
    """Without its sentence it is quoted alone."""
    assert quote("统计的平台有几家", f"{FILLER * 20}\n{NOTE}").text == NOTE


def test_the_sentence_that_answers_may_be_known(quote: Quote) -> None:
    """An excerpt begins with the sentence that answers, if that is known, whatever words say."""
    text = "金融科技在先。" + FILLER * 20 + "盐田居中。" + padded("金融科技在后", 220)

    assert Excerpt("盐田居中。", 267, ()) == quote("金融科技", text, 21)


def test_a_long_passage_is_quoted_whole_where_that_is_wanted(quote: Quote) -> None:
    """A passage of any length is quoted from end to end, with all that matches highlighted."""
    text = f"金融科技在先。{FILLER * 40}最后还是金融科技"

    assert Excerpt(text, 0, ((0, 4), (len(text) - 4, len(text)))) == quote(
        "金融科技", text, whole=True
    )


def test_a_text_is_quoted_whole() -> None:
    """Without a question, a text is its own excerpt, and nothing in it is highlighted."""
    assert Excerpt(FILLER * 40, 0, ()) == whole_excerpt(FILLER * 40)
