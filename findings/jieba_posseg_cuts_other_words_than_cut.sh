#!/usr/bin/env bash
# jieba 0.42.1: the words of posseg are not those of cut.
#
# Guess, written before the run: posseg.lcut() gives the words of lcut() with a tag each.
# Seen: posseg guesses unknown words with a model of its own, and reads numbers by patterns of its own: 5% is one word
#       for cut() and two for posseg, v2.0 one and two, 1.2.3 three and one, 3号楼 '3', '号楼' and '3', '号', '楼'.
#       A filter by part of speech that takes its words from posseg drops terms that an index by cut() holds.
# Use:  tag the words of one cut; do not mix the two over one index.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check jieba==0.42.1 setuptools==65.5.0

cat >"$room/ask.py" <<'PY'
import logging

import jieba
import jieba.posseg

jieba.setLogLevel(logging.ERROR)
for text in ("河边的书店开门了", "降价5%", "占比12.5%左右", "住在3号楼", "1.2.3版", "v2.0发布"):
    print(jieba.lcut(text), [pair.word for pair in jieba.posseg.lcut(text)], sep=" | ")
PY

cat >"$room/expected" <<'TXT'
['河边', '的', '书店', '开门', '了'] | ['河边', '的', '书店', '开门', '了']
['降价', '5%'] | ['降价', '5', '%']
['占', '比', '12.5%', '左右'] | ['占', '比', '12.5', '%', '左右']
['住', '在', '3', '号楼'] | ['住', '在', '3', '号', '楼']
['1.2', '.', '3', '版'] | ['1.2.3', '版']
['v2.0', '发布'] | ['v2', '.0', '发布']
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
