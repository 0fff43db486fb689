#!/usr/bin/env bash
# markdownify 1.2.3, html2text 2025.4.15, inscriptis 2.7.6, Resiliparse 2.0.1, trafilatura 2.3.1 (HTML to text or
# Markdown): what stands below a cell that spans two rows moves into that cell's column.
#
# Guess, written before the run: a cell with rowspan="2" is repeated in the second row, or an empty one is put there,
#       so that each value stays below the head of its column; and a | within a cell is escaped in Markdown.
# Seen: four of the five put nothing there, and the cells behind it move to the left: how to prepare the fish stands
#       below 温度（℃）, as its temperature, and the last column is empty. trafilatura leaves an empty cell, which
#       keeps the columns and loses the 180. markdownify and html2text do not escape the |, so that the second half
#       of that cell gets a column of its own; html2text, inscriptis and Resiliparse break the row at a <br>.
# Use:  write spans out before reading a table, a copy of the cell in each place that it covers, and read a row as one
#       line whatever its cells hold.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check markdownify==1.2.3 html2text==2025.4.15 \
    inscriptis==2.7.6 Resiliparse==2.0.1 trafilatura==2.3.1 lxml_html_clean==0.4.6

cat >"$room/read.py" <<'PY'
import html2text
import inscriptis
import markdownify
import trafilatura
from resiliparse.extract.html2text import extract_plain_text

LEAD = "下面是常用食物的温度和做法，照着做就不会失手，第一次用的人可以先从薯条开始试起来。"
PAGE = f"""<html><body><article><h1>时间表</h1><p>{LEAD}</p>
<table><thead><tr><th>食物</th><th>温度（℃）</th><th>做法</th></tr></thead><tbody>
<tr><td>鸡翅</td><td rowspan="2">180</td><td>划刀；<br>翻面。</td></tr>
<tr><td>鱼</td><td>刷油|垫纸。</td></tr></tbody></table><p>{LEAD}</p></article></body></html>"""

maker = html2text.HTML2Text()
maker.body_width = 0
readers = {
    "markdownify": markdownify.markdownify,
    "html2text": maker.handle,
    "inscriptis": inscriptis.get_text,
    "Resiliparse": extract_plain_text,
    "trafilatura": lambda page: trafilatura.extract(page, include_tables=True),
}
for name, read in readers.items():
    lines = [line.split() for line in read(PAGE).splitlines()]
    table = [" ".join(line) for line in lines if line and LEAD not in line][-5:]
    print(name, *[line for line in table if any(one in line for one in ("鸡翅", "翻面", "鱼"))], sep="\n  ")
PY
"$room/env/bin/python" "$room/read.py" | tee "$room/seen"

cat >"$room/expected" <<'OUT'
markdownify
  | 鸡翅 | 180 | 划刀； 翻面。 |
  | 鱼 | 刷油|垫纸。 |
html2text
  鸡翅| 180| 划刀；
  翻面。
  鱼| 刷油|垫纸。
inscriptis
  鸡翅 180 划刀；
  翻面。
  鱼 刷油|垫纸。
Resiliparse
  鸡翅 180 划刀；
  翻面。
  鱼 刷油|垫纸。
trafilatura
  | 鸡翅 | 180 | 划刀； 翻面。 |
  | 鱼 | | 刷油\|垫纸。 |
OUT
diff "$room/expected" "$room/seen"
