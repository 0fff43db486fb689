#!/usr/bin/env bash
# sulguk 0.12.0 (HTML to Telegram's entities): <ol start="10"> is numbered 1, 2, and reversed lists end with 0.
#
# Guess, written before the run: the first example of its README, <ol start="10">, gives 10. and 11.
# Seen: the number is read and never used: every list begins at 1. With reversed, three items are 2, 1, 0, with or
#       without start. value on an item is honoured, and counts on from there. Other tags that it does not know are an
#       error, so a list that is numbered wrongly looks like one that is understood.
# Use:  write value="10" on the first item of each list (and on the first of a reversed one its length).
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check sulguk==0.12.0

cat >"$room/ask.py" <<'PY'
from sulguk import transform_html

ITEMS = "<li>甲</li><li>乙</li><li>丙</li>"
for opening, items in (
    ("<ol>", ITEMS),
    ('<ol start="10">', ITEMS),
    ("<ol reversed>", ITEMS),
    ('<ol reversed start="10">', ITEMS),
    ("<ol>", ITEMS.replace("<li>", '<li value="10">', 1)),
    ("<ol reversed>", ITEMS.replace("<li>", '<li value="3">', 1)),
):
    print(opening, items[:15], transform_html(f"{opening}{items}</ol>").text.split("\n")[:3], sep=" | ")
PY

cat >"$room/expected" <<'TXT'
<ol> | <li>甲</li><li>乙 | ['1. 甲', '2. 乙', '3. 丙']
<ol start="10"> | <li>甲</li><li>乙 | ['1. 甲', '2. 乙', '3. 丙']
<ol reversed> | <li>甲</li><li>乙 | ['2. 甲', '1. 乙', '0. 丙']
<ol reversed start="10"> | <li>甲</li><li>乙 | ['2. 甲', '1. 乙', '0. 丙']
<ol> | <li value="10"> | ['10. 甲', '11. 乙', '12. 丙']
<ol reversed> | <li value="3">甲 | ['3. 甲', '2. 乙', '1. 丙']
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
