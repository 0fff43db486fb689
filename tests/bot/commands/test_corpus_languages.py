"""`yinju corpus` speaks the language of the terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.bot.conftest import Run

pytestmark = pytest.mark.usefixtures("environment")

LOCALES = ("zh_CN.UTF-8", "zh_TW.UTF-8")

KEPT = (
    *("UTF", "GB", "Big", "YAML", "TOML", "Latin", "PNG", "OCR", "RTF", "DOCX", "HTML", "PDF"),
    *("sources", "toml", "gone", "txt", "html", "docx", "odt", "rtf", "png", "zip", "rar"),
    *("BOT_MAX_CHARACTERS", "BOT_MAX_FILE_BYTES", "match", "url", "https", "http", "yinju"),
)
"""Names that are the same in every language."""


def english_in(printed: str) -> list[str]:
    """Return the English words of an output, but for names and the text that was repaired."""
    words = re.findall(r"[A-Za-z_]{3,}", re.sub(r"已修[复復] .* →", "", printed))
    return [word for word in words if word not in KEPT]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a repaired article, a repeated one, and problems of many kinds."""
    folder = tmp_path / "文集"
    folder.mkdir()
    long = "这一段说的是潮间带的采集，退潮以后人们提着篮子去捡贝壳和海菜，一直捡到涨潮。"
    texts = {
        "甲.txt": "題目\n這一點(diǎn)??梢哉f(shuō),現(xiàn)在互聯(lián)網(wǎng)發(fā)展了。\u200b",
        "乙.txt": f"---\ntitle: 乙篇\nauthor: 王小明\ndate: 2021-12-28\n---\n{long}\n{long}",
        "丙.txt": f"丙篇\n{long}",
        "丁.txt": "",
        "sources.toml": '[[source]]\nmatch = "gone.txt"\n[[source]]\nurl = 1\n',
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "戊.txt").write_bytes(b"\xff\xff\xff")
    (folder / "己.txt").write_bytes(b"\x89PNG")
    (folder / "庚.txt").write_bytes("一段说得足够长的话，说到最后断了一个字".encode()[:-1])
    (folder / "辛.odt").touch()
    (folder / "壬.txt").symlink_to("nowhere")
    return folder


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("command", ["check", "list", "reindex"])
def test_nothing_is_left_in_english(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, locale: str, command: str
) -> None:
    """Commands print of articles and problems in Chinese, but for names."""
    monkeypatch.setenv("LANG", locale)

    printed = run("corpus", command, "--corpus", str(folder)).out

    assert [] == english_in(printed)
    assert "篇文章" in printed or "編號" in printed or "编号" in printed


@pytest.mark.parametrize(
    ("locale", "lines"),
    [
        (
            "zh_CN.UTF-8",
            [
                "  作者：王小明；日期：2021-12-28；0 个小标题，共 2 段",
                "错误 丁.txt：是空的；请删除",
                "错误 辛.odt：不支持这种格式；请另存为 .docx",
                "警告 乙.txt：内容与 丙.txt 相同；请删除其中一个",
                "警告 sources.toml：“gone.txt”不匹配任何文件；请改正，或者删除这一条",
            ],
        ),
        (
            "zh_TW.UTF-8",
            [
                "  作者：王小明；日期：2021-12-28；0 個小標題，共 2 段",
                "錯誤 丁.txt：是空的；請刪除",
                "錯誤 辛.odt：不支援這種格式；請另存成 .docx",
                "警告 乙.txt：內容與 丙.txt 相同；請刪除其中一個",
                "警告 sources.toml：「gone.txt」沒有對應到任何檔案；請更正，或刪除這一條",
            ],
        ),
        (
            "en_US.UTF-8",
            [
                "  author 王小明; date 2021-12-28; 0 headings, 2 passages",
                "error 丁.txt: is empty; remove it",
                "error 辛.odt: is in an unsupported format; save it as .docx",
                "warning 乙.txt: has the same text as 丙.txt; remove one of the two",
                "warning sources.toml: “gone.txt” matches no file; correct it or remove the entry",
            ],
        ),
    ],
)
def test_sentences(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, locale: str, lines: list[str]
) -> None:
    """Names and numbers stand in sentences of each language as they are."""
    monkeypatch.setenv("LANG", locale)

    printed = run("corpus", "check", "--corpus", str(folder)).out.splitlines()

    assert [] == [line for line in lines if line not in printed]


@pytest.mark.parametrize("locale", LOCALES)
def test_adding(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    """Reports of `corpus add` are Chinese: outcomes, refusals, addresses that fail."""
    monkeypatch.setenv("LANG", locale)
    places = ("乙.txt", "丁.txt", "没有.txt", "己.png")
    (folder / "己.png").touch()
    target = str(tmp_path / "新的")
    printed = run(
        *("corpus", "add", "--corpus", target),
        *(str(folder / name) for name in places),
        *("ftp://nowhere", "http://127.0.0.1:1/"),
    ).out

    for name in (str(folder), target, "ftp://nowhere", "http://127.0.0.1:1/", "BOT_FETCH_PRIVATE"):
        printed = printed.replace(name, "")
    printed = re.sub(
        r"\.(doc[mx]?|html?|markdown|md|mht|mhtml|pdf|txt|wps|xhtml)\b|=true", "", printed
    )
    assert [] == english_in(printed)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_not_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    """A folder that is missing or empty is told in the language of the terminal."""
    monkeypatch.setenv("LANG", locale)
    (tmp_path / "空").mkdir()
    missing = run("corpus", "check", "--corpus", "没有")
    empty = run("corpus", "list", "--corpus", str(tmp_path / "空"))

    assert "没有 不是文件夹" in missing.err or "没有 不是資料夾" in missing.err
    assert "还没有文章" in empty.err or "還沒有文章" in empty.err
    assert (2, 0) == (missing.status, empty.status)


@pytest.mark.parametrize("locale", LOCALES)
def test_json_is_in_english(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    """Messages in JSON are English in every language, as programs read them."""
    english = run("corpus", "check", "--json", "--corpus", str(folder)).out
    monkeypatch.setenv("LANG", locale)
    printed = run("corpus", "check", "--json", "--corpus", str(folder)).out

    assert english == printed
    assert "is empty; remove it" in [p["message"] for p in json.loads(printed)["problems"]]
