"""Front matter in YAML, TOML and JSON, and texts that only look as if they had some."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.loading import load
from corpus.metadata import read_metadata
from corpus.readers.front_matter import split_front_matter


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: 渡口\nauthor: 何苇\ndate: 2023-05-06\ntags: [旧事]\n---\n",
        "---\ntitle: 渡口\ndate: 2023-05-06\nparams:\n  author: 何苇\n---\n",
        '+++\ntitle = "渡口"\nauthors = ["何苇"]\ndate = 2023-05-06T08:00:00+08:00\n+++\n',
        '+++\ntitle = "渡口"\ndate = 2023-05-06\ntags = ["水"]\n[params]\nauthor = "何苇"\n+++\n',
        '+++\ntitle = "渡口"\ndate = "2023/05/06"\n[[authors]]\nname = "何苇"\n+++\n',
        '{\n  "title": "渡口",\n  "date": "2023-05-06",\n  "authors": [{"name": "何苇"}]\n}\n',
        '{"title": "渡口", "date": 20230506, "params": {"author": "何苇"}, "tags": ["旧事"]}\n\n',
        ';;;\n"title": "渡口",\n"author": "何苇",\n"date": "2023-05-06"\n;;;\n',
        '"title": "渡口",\n"author": "何苇",\n"date": "2023-05-06"\n;;;\n',
        "title: 渡口\nauthor: 何苇\ndate: 2023-05-06\ntags:\n- 旧事\n- 水\n---\n",
        "\n标题: 渡口\n作者: 何苇\n日期: 2023年5月6日\n---\n",
    ],
)
def test_formats(tmp_path: Path, front: str) -> None:
    """Title, author and date are read from every format; tags are nobody's name."""
    (tmp_path / "a.md").write_text(f"{front}船一天走八班，冬天减为六班。", "utf-8")

    loaded = load(tmp_path, lambda _: 0)

    (article,) = loaded.corpus.articles
    assert ("渡口", "何苇", date(2023, 5, 6)) == (article.title, article.author, article.date)
    assert ["船一天走八班，冬天减为六班。"] == [passage.text for passage in article.passages]
    assert () == loaded.problems


@pytest.mark.parametrize(
    ("front", "line", "name"),
    [
        ("---\ntitle: 甲\nauthor: [乙\n---\n", 4, "YAML"),
        ("\n+++\ntitle = '甲'\ndate = \nid = 1\n+++\n", 4, "TOML"),
        ("+++\ntitle = '甲'\ndate = 2021-13-45\n+++\n", 3, "TOML"),
        ("+++\ntitle = '甲'\nid = 0x" + "F" * 5000 + "\n+++\n", 3, "TOML"),
        ('{\n"title": "甲",\n"date" "乙"\n}\n', 3, "JSON"),
        (';;;\n"title": "甲",\n"date": \n;;;\n', 4, "JSON"),
        ("title: 甲\nauthor: [乙\n---\n", 3, "YAML"),
    ],
)
def test_broken_front_matter(front: str, line: int, name: str) -> None:
    """Fields that cannot be parsed give a warning with their line, and the body is read."""
    found = split_front_matter(f"{front}正文。")

    assert "正文。" == found.body
    ((where, message),) = found.warnings
    assert abs(line - (where or 0)) <= 1
    assert f"not {name}" in message


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("---\ntitle: 渡口\nauthor: 何苇\ndate: 2023-05-06\n\n", 1),
        ("\n---\n标题：渡口\n作者：何苇\n日期：2023年5月6日\n \n", 2),
        ("---\ntitle: 渡口\ntags:\n- 旧事\n- 水\nauthor: 何苇\ndate: 2023-05-06\n\n", 1),
        ('+++\ntitle = "渡口"\nauthor = "何苇"\ndate = 2023-05-06\n\n', 1),
    ],
)
@pytest.mark.parametrize("end", ["", "\n\n---\n\n冬天减为六班。"])
def test_front_matter_that_is_never_closed(
    tmp_path: Path, front: str, line: int, end: str
) -> None:
    """It gives a warning, and its fields are read up to the empty line; a rule is no end of it."""
    (tmp_path / "a.md").write_text(f"{front}船一天走八班。{end}", "utf-8")

    loaded = load(tmp_path, lambda _: 0)

    (article,) = loaded.corpus.articles
    assert ("渡口", "何苇", date(2023, 5, 6)) == (article.title, article.author, article.date)
    text = "\n".join(passage.text for passage in article.passages)
    assert ["船一天走八班。", *end.split()[1:]] == text.splitlines()
    (problem,) = loaded.problems
    assert ("warning", "a.md", line) == (problem.severity, problem.path, problem.line)
    assert "is never closed; put a line “" in problem.message


def test_the_end_of_unclosed_front_matter_is_not_guessed() -> None:
    """Without an empty line below the fields, there is a warning, and all lines stay text."""
    text = "---\ntitle: 渡口\nauthor: 何苇\n船一天走八班。\n\n冬天减为六班。"
    found = split_front_matter(text)

    assert (text, {}) == (found.body, dict(found.metadata))
    assert ["never closed" in message for _, message in found.warnings] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n渡口\n\n船一天走八班。",
        "---\n时间: 三点\n地点: 河边\n\n船一天走八班。",
        "---\n她说：好。\n他说：走吧。\n\n船一天走八班。",
        "---\n\ntitle: 渡口\n\n船一天走八班。",
        "+++\na = 1\n\n船一天走八班。",
        "+++\n只是一行\n+++\n正文。",
        "+++ 前后 +++\n正文。",
        "{ 花括号开头的一句 }\n正文。",
        '{"名字": "李某"} 是一段 JSON。\n正文。',
        '{"size": 3}\n正文。',
        '{\n"title": 未完\n正文。',
        "title: 一行加线是标题\n---\n正文。",
        "时间: 三点\n地点: 河边\n---\n正文。",
        "标题：全角的冒号\n作者：不算\n---\n正文。",
        '"title": "甲"\n正文。',
        ";;;\n三个分号\n;;;\n",
    ],
)
def test_texts_that_only_begin_alike(text: str) -> None:
    """A text that merely begins with such marks stays a text."""
    found = split_front_matter(text)

    assert (text, {}, ()) == (found.body, dict(found.metadata), found.warnings)


@pytest.mark.usefixtures("unmeasured_repetition")
@pytest.mark.parametrize(
    "fields", ["a = " + "[" * 100_000, "a." * 20_000 + "a = 1", '"a": ' + "[" * 100_000]
)
@pytest.mark.parametrize("fence", ["+++", ";;;"])
def test_hostile_fields_are_reported(fence: str, fields: str) -> None:
    """Fields that are nested without end are reported, and the body is read."""
    found = split_front_matter(f"{fence}\n{fields}\n{fence}\n正文。")

    assert found.body.endswith("正文。")
    assert {} == dict(found.metadata)


@given(st.sampled_from(["---", "+++", ";;;", "{", '"a":']), st.text('{}[]":=,.#\n title甲1-+;x'))
def test_no_input_is_refused(start: str, text: str) -> None:
    """Whatever follows the first line, the text is split."""
    assert split_front_matter(f"{start}\n{text}\n{start}\n").body is not None


@pytest.mark.parametrize(
    "front",
    [
        "标题：盐田以后\n作者：陈立\n日期：2021年3月5日",
        "标题： 盐田以后\n作者: 陈立\n日期：2021-03-05\n标签：[盐, 海]",
        "title：盐田以后\nauthor：陈立\ndate：2021-03-05\n分类：随笔",
    ],
)
def test_full_width_colons(front: str) -> None:
    """Fields may end in the colon that Chinese keyboards type."""
    found = split_front_matter(f"---\n{front}\n---\n正文。")
    metadata = read_metadata(found.metadata, ())

    assert ("正文。", "盐田以后", "陈立", date(2021, 3, 5)) == (
        found.body,
        metadata.title,
        metadata.author,
        metadata.date,
    )


def test_speech_between_rules_is_text() -> None:
    """Lines with full-width colons that name no field are text."""
    text = "---\n她说：好。\n他说：走吧。\n---\n正文。"
    assert text == split_front_matter(text).body
