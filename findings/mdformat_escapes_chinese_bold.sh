#!/usr/bin/env bash
# mdformat 1.0.0: formatting a Chinese text turns its bold into asterisks for good.
#
# Guess, written before the run: a formatter leaves **重点。**后面 as it is; whether that is bold is the renderer's affair.
# Seen: by CommonMark's rule for marks beside punctuation these asterisks mean nothing, so mdformat escapes them: the
#       file is changed to \*\*重点。\*\*后面, and renderers that know Chinese show asterisks from then on, too.
#       Bold that ends in a letter is untouched, as is a list of 1、 2、. Run twice, it changes nothing more.
# Use:  keep formatters from Chinese Markdown, or undo the escapes around words before reading.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check mdformat==1.0.0

cat >"$room/ask.py" <<'PY'
import mdformat

for text in ("这是**重点**后面", "这是**重点。**后面", "他说**“不行。”**然后走了", "**《夜航》**三千册", "1、甲\n2、乙"):
    once = mdformat.text(text)
    print(repr(text), repr(once), once == mdformat.text(once), sep=" | ")
PY

cat >"$room/expected" <<'TXT'
'这是**重点**后面' | '这是**重点**后面\n' | True
'这是**重点。**后面' | '这是\\*\\*重点。\\*\\*后面\n' | True
'他说**“不行。”**然后走了' | '他说\\*\\*“不行。”\\*\\*然后走了\n' | True
'**《夜航》**三千册' | '\\*\\*《夜航》\\*\\*三千册\n' | True
'1、甲\n2、乙' | '1、甲\n2、乙\n' | True
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
