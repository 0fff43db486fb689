"""Pictures that admins send, which hold no text to add."""

from __future__ import annotations

import pytest

from tests.bot.scenes.conftest import Scene


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-hans", "图片里没有我能添加的文字"),
        ("zh-hant", "圖片裡沒有我能加入的文字"),
        ("en", "There is no text in a picture"),
    ],
)
async def test_pictures_hold_no_text(scene: Scene, code: str, words: str) -> None:
    """An admin's photo, or picture as a file, is answered with what to send instead."""
    admin = scene.admin
    admin.person.language_code = code
    sizes = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]
    photo = await scene.ask(admin, "", photo=sizes)
    file = admin.send_document("scan.jpg", b"\xff\xd8", media_type="image/jpeg")
    (told,) = await scene.said(admin.private, after=file)

    assert photo.text.startswith(words)
    assert told.text == photo.text
