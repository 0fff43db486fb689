"""Updates as they come from Telegram, before they are stored."""

from __future__ import annotations

import json

from bot.telegram.intake import whole


def test_half_a_character() -> None:
    """Half of a surrogate pair becomes one other character, so that places stay; pairs stay."""
    raw = json.loads('{"update_id": 1, "message": {"text": "好\\ud83d\\ude00\\ud83d再"}}')

    assert {"update_id": 1, "message": {"text": "好😀\ufffd再"}} == whole(raw)


def test_what_is_whole_stays() -> None:
    """An update without such halves is left as it is."""
    raw = {"update_id": 1, "message": {"text": "好😀"}}

    assert raw is whole(raw)
