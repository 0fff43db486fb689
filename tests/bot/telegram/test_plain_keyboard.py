"""Keyboards are written as the library writes its own."""

from __future__ import annotations

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    SwitchInlineQueryChosenChat,
    WebAppInfo,
)

from bot.telegram.plain_keyboard import PlainButton, PlainKeyboard

ROWS = [
    [InlineKeyboardButton("‹ Back", callback_data="page:0123456789ab:1")],
    [
        InlineKeyboardButton("Copy", copy_text=CopyTextButton("“x”\n——《y》")),
        InlineKeyboardButton("Share", switch_inline_query=""),
        InlineKeyboardButton("Read", url="https://example.org/"),
    ],
    [
        InlineKeyboardButton("Open", web_app=WebAppInfo("https://example.org/")),
        InlineKeyboardButton(
            "Send", switch_inline_query_chosen_chat=SwitchInlineQueryChosenChat(query="x")
        ),
        InlineKeyboardButton("Pay", pay=True, api_kwargs={"new": 1}),
    ],
]


def test_all_kinds_of_buttons() -> None:
    """What is written is what the library writes, with or without the objects in it."""
    plain, usual = PlainKeyboard(ROWS), InlineKeyboardMarkup(ROWS)

    assert usual.to_dict() == plain.to_dict()
    assert usual.to_dict(recursive=False) == plain.to_dict(recursive=False)


def test_a_button_is_one_of_the_librarys() -> None:
    """A plain button equals the library's own with the same fields, and is written alike."""
    plain = PlainButton("‹ Back", callback_data="page:0123456789ab:1")

    assert ROWS[0][0] == plain
    assert plain == ROWS[0][0]
    assert ROWS[0][0].to_dict() == plain.to_dict()
    assert InlineKeyboardMarkup(ROWS[:1]).to_dict() == PlainKeyboard([[plain]]).to_dict()
