"""An admin's way from the list of unanswered questions to one of them, over a few articles."""

from __future__ import annotations

from pathlib import Path

from bot.playground.standin.model import Message
from tests.bot.scenes.conftest import Scene
from tests.bot.scenes.tapping import tap

PENSION = "养老金从退休的下个月起，按月打到社保卡里。"
OIL = "桐油要选秋天榨的，颜色清亮，一桶够刷两条船。"
ARTICLES = {
    "pension": ("领取养老金", [PENSION, "到街道的服务窗口填一张表，带上身份证。"]),
    "boat": ("修木船", ["船底每年上一遍桐油，缝里填麻丝和石灰。", OIL]),
    "fruit": (
        "果园记",
        [
            "摘下来放进地窖，垫上稻草，可以储存到来年三月。",
            "剪枝在冬天，细枝剪掉三分之一。",
            "浇水要浇在根的外圈，一次浇透。",
        ],
    ),
    "phone": (
        "用手机",
        [
            "手机里的照片储存在卡上，卡满了就换一张。",
            "手机套上的流苏太长，可以像剪枝一样剪短。",
            "手机浇水就坏，掉进水里先关机。",
        ],
    ),
}
LANGUAGES = ("zh-hans", "zh-hant", "en")
WORDS = {
    "keep": ("采用", "採用", "Keep"),
    "cancel": ("取消", "取消", "Cancel"),
    "teach": ("教一个词", "教一個詞", "Teach a word"),
    "find": ("另找一段", "另找一段", "Find a passage"),
    "type": ("自己输入", "自己輸入", "Type it"),
    "foreign": ("问题里没有", "問題裡沒有", "The question does not have"),
    "confirm": ("确定", "確定", "Confirm"),
    "scope": ("不在范围内", "不在範圍內", "Out of scope"),
    "open": ("‹ 先留着", "‹ 先留著", "‹ Leave it open"),
    "missing": ("没有一段含有这些词", "沒有一段含有這些詞", "No passage has these words"),
    "wordless": ("这里面没有文字", "這裡面沒有文字", "There are no words in that"),
    "known": ("没有改动：已经教过了", "沒有改動：已經教過了", "Nothing was changed: this has"),
    "empty": ("目前没有待处理", "目前沒有待處理", "No question is waiting"),
}


def write_articles(parent: Path) -> Path:
    """Write a collection of a few articles, and return its folder."""
    folder = parent / "articles"
    folder.mkdir()
    for name, (title, passages) in ARTICLES.items():
        text = "\n\n".join(passages)
        (folder / f"{name}.md").write_text(f"---\ntitle: {title}\n---\n{text}", "utf-8")
    return folder


def said(scene: Scene, name: str) -> str:
    """Return a label or the beginning of a text in the admin's language."""
    return WORDS[name][LANGUAGES.index(scene.admin.person.language_code or "en")]


async def listed(scene: Scene) -> Message:
    """Return the admin's list."""
    return await scene.ask(scene.admin, "/unanswered")


async def opened(scene: Scene, question: str) -> Message:
    """Have a reader ask a question that is not answered, and return the admin's message of it."""
    await scene.ask(scene.client(), question)
    message = await listed(scene)
    assert question in message.text
    await tap(scene, scene.admin, message, "1")
    return message
