#!/usr/bin/env bash
# flashtext 2.7: of two keywords that touch, as Chinese ones do, it finds the first.
#
# Guess, written before the run: it needs no blanks between words, so it either finds all Chinese keywords of a
#       sentence or, taking Chinese for letters, none.
# Seen: only A-Z, 0-9 and _ are letters to it, so a keyword between other Chinese is found. But the character behind a
#       found keyword is taken for the boundary and passed over: no keyword may begin with it. Of 盐田盐田盐田 it finds the
#       first and the third, and replaces those. A keyword beside a digit or a letter, as in 盐田2021年, is not found.
#       Emptying non_word_boundaries mends the last only.
# Use:  pyahocorasick, which reports every place; choose the longest yourself.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check flashtext==2.7 setuptools==65.5.0 wheel==0.45.1

cat >"$room/ask.py" <<'PY'
from flashtext import KeywordProcessor

finder = KeywordProcessor()
finder.add_keywords_from_dict({"[盐田]": ["盐田"], "[收盐]": ["收盐"], "[秋天]": ["秋天"]})
for text in ("秋天的盐田，收盐", "盐田收盐", "秋天盐田收盐", "盐田盐田盐田", "盐田2021年"):
    print(text, finder.replace_keywords(text), sep=" | ")
PY

cat >"$room/expected" <<'TXT'
秋天的盐田，收盐 | [秋天]的[盐田]，[收盐]
盐田收盐 | [盐田]收盐
秋天盐田收盐 | [秋天]盐田[收盐]
盐田盐田盐田 | [盐田]盐田[盐田]
盐田2021年 | 盐田2021年
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
