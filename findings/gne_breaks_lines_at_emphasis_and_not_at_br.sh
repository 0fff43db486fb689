#!/usr/bin/env bash
# gne 0.4.3 (GeneralNewsExtractor, for Chinese news pages): <em>不</em> stands on a line of its own, lines parted by <br>
#       are one, and the author's name runs on into the article.
#
# Guess, written before the run: a paragraph is a line, emphasis is part of it, <br> and list items begin new ones; the
#       author of 作者：甲乙丙丁 is 甲乙丙丁.
# Seen: it is the other way round. Every text between two tags is a line of the content, so 她<em>不</em>同意 is three lines, and
#       links, <sup> and readings alike; but <br> is no break at all, and two lines touch. For the author, the texts of
#       the page are joined without anything between, and the name ends at the first mark or blank: where 作者：甲乙丙丁 ends
#       its element, the first clause of the article belongs to the name. A date behind the name cuts it off, so
#       most trials look right.
# Use:  give it the page with inline tags removed and <br> as paragraphs; take no name that the content begins with.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check gne==0.4.3 lxml==6.1.3

cat >"$room/ask.py" <<'PY'
from gne import GeneralNewsExtractor

LONG = "海边的盐田在秋天收盐，工人们天不亮就下田，一直做到天黑，这样的日子要过上两个月，直到天冷下来为止。"


def ask(meta, inner):
    page = (
        "<html><head><title>盐田的秋天</title></head><body><div class='nav'><a href='/'>首页</a></div>"
        f"<div class='article'><div class='info'>{meta}</div><p>{LONG}</p><p>{inner}</p><p>{LONG}</p></div></body></html>"
    )
    found = GeneralNewsExtractor().extract(page)
    lines = found["content"].replace(LONG, "…").split("\n")
    print(inner.replace(LONG, "…"), lines, found["author"], sep=" | ")


for meta, inner in (
    ("2021-12-28", f"她<em>不</em>同意，{LONG}"),
    ("2021-12-28", f"看<a href='/x'>这里</a>，{LONG}"),
    ("2021-12-28", f"用<ruby>耒<rt>lěi</rt></ruby>翻土，{LONG}"),
    ("2021-12-28", f"第一行<br>第二行，{LONG}"),
    ("作者：甲乙丙丁 2021-12-28", LONG),
    ("作者：甲乙丙丁", LONG),
    ("2021-12-28 责任编辑：李四", LONG),
):
    ask(meta, inner)
PY

cat >"$room/expected" <<'TXT'
她<em>不</em>同意，… | ['2021-12-28', '…', '她', '不', '同意，…', '…'] | 
看<a href='/x'>这里</a>，… | ['2021-12-28', '…', '看', '这里', '，…', '…'] | 
用<ruby>耒<rt>lěi</rt></ruby>翻土，… | ['2021-12-28', '…', '用', '耒', 'lěi', '翻土，…', '…'] | 
第一行<br>第二行，… | ['2021-12-28', '…', '第一行第二行，…', '…'] | 
… | ['作者：甲乙丙丁 2021-12-28', '…', '…', '…'] | 甲乙丙丁
… | ['作者：甲乙丙丁', '…', '…', '…'] | 甲乙丙丁海边的盐田在秋天收盐
… | ['2021-12-28 责任编辑：李四', '…', '…', '…'] | 李四海边的盐田在秋天收盐
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
