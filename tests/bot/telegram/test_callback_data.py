"""The data of buttons: buttons sent by earlier versions work, and all data is within the limit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.admin_buttons import (
    AccessButton,
    AddButton,
    DiscardButton,
    EditButton,
    ExampleButton,
    FindButton,
    FoundButton,
    GapButton,
    GapsButton,
    PreviewButton,
    RevokeButton,
    ScopeButton,
    TeachButton,
    TypeButton,
    WordButton,
    WordsButton,
)
from bot.telegram.callback_data import (
    MAX_DATA_BYTES,
    REASONS,
    AskButton,
    BadButton,
    CallbackData,
    CopyButton,
    ForgetButton,
    GoodButton,
    HereButton,
    LanguageButton,
    ListButton,
    OutlineButton,
    PageButton,
    ReadButton,
    SetButton,
    WhyButton,
)

KEY = "0123456789ab"
PASSAGE = "0123456789abcdef"
MARK = "0a1b2c"
PAGE = PageButton(KEY, 2)
TITLED = PageButton(KEY, 2, is_titled=True)

SENT = [
    ("list:1", ListButton(1)),
    ("list:12:流量 土壤", ListButton(12, "流量 土壤")),
    ("list:3:a~b/c?\n", ListButton(3, "a~b/c?\n")),
    (f"list:1::{MARK}", ListButton(1, collection=MARK)),
    (f"list:1:{MARK}", ListButton(1, MARK)),
    (f"list:2:流量::{MARK}", ListButton(2, "流量", MARK)),
    (f"toc:{KEY}:1", OutlineButton(KEY, 1)),
    (f"toc:{KEY}:1:{MARK}", OutlineButton(KEY, 1, collection=MARK)),
    (
        f"toc:{KEY}:2:{MARK}:list:1:流量",
        OutlineButton(KEY, 2, ListButton(1, "流量", MARK), collection=MARK),
    ),
    (f"toc:{KEY}:2:list:1", OutlineButton(KEY, 2, ListButton(1))),
    (f"toc:{KEY}:2:list:1:流量", OutlineButton(KEY, 2, ListButton(1, "流量"))),
    (f"toc:{KEY}:1:page:{KEY}:2", OutlineButton(KEY, 1, PAGE)),
    (f"toc:{KEY}:1:page:{KEY}:2:titled", OutlineButton(KEY, 1, TITLED)),
    (f"read:{PASSAGE}", ReadButton(PASSAGE)),
    (f"read:{PASSAGE}:{MARK}:page:{KEY}:2", ReadButton(PASSAGE, back=PAGE, collection=MARK)),
    (
        f"edit:{KEY}:{MARK}:toc:{KEY}:1:list:2",
        EditButton(
            KEY,
            OutlineButton(KEY, 1, ListButton(2, collection=MARK), collection=MARK),
            collection=MARK,
        ),
    ),
    (f"read:{PASSAGE}:list:1:流量", ReadButton(PASSAGE, back=ListButton(1, "流量"))),
    (f"read:{PASSAGE}:page:{KEY}:2", ReadButton(PASSAGE, back=PAGE)),
    (f"read:{PASSAGE}:page:{KEY}:2:titled", ReadButton(PASSAGE, back=TITLED)),
    (f"read:{PASSAGE}~0~600:page:{KEY}:2", ReadButton(PASSAGE, (0, 600), PAGE)),
    (f"read:{PASSAGE}~15~40:page:{KEY}:2:titled", ReadButton(PASSAGE, (15, 40), TITLED)),
    ("gaps:3", GapsButton(3)),
    (f"gap:{KEY}", GapButton(KEY)),
    (f"gap:{KEY}:2", GapButton(KEY, 2)),
    (f"example:try:{KEY}:{PASSAGE}", ExampleButton("try", KEY, PASSAGE)),
    (f"scope:keep:{KEY}", ScopeButton("keep", KEY)),
    (f"words:{KEY}", WordsButton(KEY)),
    (f"word:{KEY}~2~5", WordButton(KEY, (2, 5))),
    (f"type:{KEY}~2~5", TypeButton(KEY, (2, 5))),
    (f"find:{KEY}", FindButton(KEY)),
    (f"found:{KEY}:2", FoundButton(KEY, 2)),
    (f"teach:keep:{KEY}~12~15:a:b 词", TeachButton("keep", KEY, (12, 15), "a:b 词")),
    (f"page:{KEY}:2", PAGE),
    (f"page:{KEY}:2:titled", TITLED),
    (f"copy:page:{KEY}:2", CopyButton(PAGE)),
    (f"copy:page:{KEY}:2:titled", CopyButton(TITLED)),
    (f"ask:{PASSAGE}", AskButton(PASSAGE)),
    (f"ask:{PASSAGE}:0", AskButton(PASSAGE, 0)),
    (f"ask:{PASSAGE}:123", AskButton(PASSAGE, 123)),
    (f"ask:{PASSAGE}:123:{KEY}", AskButton(PASSAGE, 123, KEY)),
    (f"good:{KEY}", GoodButton(KEY)),
    (f"good:{KEY}:2:titled", GoodButton(KEY, 2, is_titled=True)),
    (f"bad:page:{KEY}:2", BadButton(PAGE)),
    (f"bad:page:{KEY}:2:titled", BadButton(TITLED)),
    *((f"why:{one}:page:{KEY}:2", WhyButton(one, PAGE)) for one in REASONS),
    (f"why:passage:page:{KEY}:2:titled", WhyButton("passage", TITLED)),
    ("set:trigger:question", SetButton("trigger", "question")),
    ("set:language:", SetButton("language", "")),
    ("set:language:zh-Hans", SetButton("language", "zh-Hans")),
    ("set:quotations:3", SetButton("quotations", "3")),
    ("language:", LanguageButton("")),
    ("language:zh-Hant", LanguageButton("zh-Hant")),
    ("forget:yes", ForgetButton("yes")),
    ("forget:no", ForgetButton("no")),
    (f"preview:{KEY}:12", PreviewButton(KEY, 12)),
    (f"add:{KEY}", AddButton(KEY)),
    (f"add:{KEY}:replace", AddButton(KEY, replaces=True)),
    (f"discard:{KEY}", DiscardButton(KEY)),
    ("access:blocked:2", AccessButton("blocked", 2)),
    ("access:allowed:2:revoke", AccessButton("allowed", 2, revokes=True)),
    ("revoke:blocked:-1001", RevokeButton("blocked", -1001)),
    ("revoke:blocked:7:2:revoke", RevokeButton("blocked", 7, 2, revokes=True)),
    ("revoke:allowed:7:revoke", RevokeButton("allowed", 7, revokes=True)),
    ("here", HereButton()),
]
"""Data of buttons in chats, of every kind, and what it says."""

NO_BUTTONS = [
    "",
    "nonsense",
    "here:",
    "list",
    "list:",
    "list:-1",
    "list:1234567",
    "list:١",
    "toc:0123456789ab",
    "toc:0123456789abc:1",
    "read:0123456789ABCDEF",
    "page:0123456789ab:1:title",
    "ask:0123456789abcdef:1:2",
    "good:0123456789ab:",
    "bad:0123456789ab",
    "bad:good:0123456789ab",
    "why:because:page:0123456789ab:1",
    "set:language",
    "set:language:zh hans",
    "forget:maybe",
    "forget:yes\n",
    f"list:1:{'x' * 58}",
]

HEX = "0123456789abcdef"
KEYS = st.text(HEX, min_size=12, max_size=12)
PASSAGES = st.text(HEX, min_size=16, max_size=16)
NUMBERS = st.integers(0, 999_999)
PLACES = st.integers(0, 9999)
WORDS = st.text(
    st.characters(exclude_characters=":", exclude_categories=["Cs"]), max_size=30
).filter(lambda words: len(words.encode()) <= 50)
MARKS = st.just("") | st.text(HEX, min_size=6, max_size=6)
LISTS = st.builds(ListButton, NUMBERS, WORDS)
PAGES = st.builds(PageButton, KEYS, NUMBERS, st.booleans())
SIMPLE = st.one_of(
    LISTS,
    PAGES,
    st.builds(AskButton, PASSAGES, st.none() | NUMBERS),
    st.builds(GoodButton, KEYS),
    st.builds(BadButton, PAGES),
    st.builds(WhyButton, st.sampled_from(REASONS), PAGES),
    st.builds(SetButton, st.sampled_from(["trigger", "language"]), st.text("abz-_", max_size=9)),
    st.builds(LanguageButton, st.text("abz-_", max_size=9)),
    st.builds(ForgetButton, st.sampled_from(["yes", "no"])),
    st.just(HereButton()),
)
BUTTONS = st.recursive(
    SIMPLE,
    lambda back: st.one_of(
        st.builds(OutlineButton, KEYS, NUMBERS, st.none() | back, collection=MARKS),
        st.builds(
            ReadButton,
            PASSAGES,
            st.none() | st.tuples(PLACES, PLACES),
            st.none() | back,
            collection=MARKS,
        ),
    ),
    max_leaves=3,
)


@pytest.mark.parametrize(("data", "expected"), SENT)
def test_buttons_in_chats_go_on_working(data: str, expected: CallbackData) -> None:
    """Data that was ever sent is parsed, and the same button is sent with the same data."""
    assert expected == CallbackData.parse(data)
    assert expected == type(expected).parse(data)
    assert data == expected.pack()


@pytest.mark.parametrize("data", NO_BUTTONS)
def test_other_data_is_no_button(data: str) -> None:
    """Data that no version of the bot has sent is not parsed."""
    assert CallbackData.parse(data) is None


def test_a_class_parses_its_own_kind_alone() -> None:
    """A subclass does not parse the data of another one."""
    assert PageButton.parse("list:1") is None


def test_a_way_back_that_does_not_fit_with_its_mark_is_dropped() -> None:
    """A way back gets the mark of its button's collection, if there is room for it."""
    back = ListButton(1, "x" * 50)

    assert ReadButton(PASSAGE, back=back, collection=MARK).back is None


@given(button=BUTTONS)
def test_packing_is_reversible(button: CallbackData) -> None:
    """Every button is parsed as it was packed, from at most 64 bytes."""
    assert button == CallbackData.parse(button.pack())
    assert len(button.pack().encode()) <= MAX_DATA_BYTES


@given(words=st.text("流x", max_size=30).filter(lambda words: len(words.encode()) <= 50))
def test_a_way_back_that_does_not_fit_is_dropped(words: str) -> None:
    """A way back is kept in full where it fits, and left out where it does not."""
    plain, back = ReadButton(PASSAGE, (0, 1)), ListButton(1, words)
    fits = len(f"{plain.pack()}:{back.pack()}".encode()) <= MAX_DATA_BYTES

    assert (back if fits else None) == replace(plain, back=back).back


def test_a_way_back_is_shortened() -> None:
    """Of a way back over two messages that does not fit, the nearer one is kept."""
    far = ListButton(1, "x" * 24, MARK)
    near = OutlineButton(KEY, 1, far, collection=MARK)
    edit = EditButton(KEY, near, collection=MARK)

    assert replace(near, back=None) == edit.back
    assert far == near.back


def test_a_way_back_leads_into_the_same_collection() -> None:
    """A way back gets the mark of the button, which its data does not repeat."""
    read = ReadButton(PASSAGE, back=ListButton(1), collection=MARK)

    assert ListButton(1, collection=MARK) == read.back
    assert 1 == read.pack().count(MARK)


@pytest.mark.parametrize("back", ["", "list", "nonsense", "x" * 30])
def test_a_broken_way_back_is_dropped(back: str) -> None:
    """A button whose way back cannot be parsed works without it."""
    assert ReadButton(PASSAGE) == CallbackData.parse(f"read:{PASSAGE}:{back}")


def test_data_over_the_limit() -> None:
    """A button whose own data is too long is refused, with the data in the message."""
    with pytest.raises(ValueError, match="a button takes 64 bytes: list:1:x"):
        ListButton(1, "x" * 58)
