#!/usr/bin/env bash
# jieba 0.42.1 (cuts Chinese text into words): HMM=False also changes how numbers in digits are cut.
#
# Guess, written before the run: HMM is there to find Chinese words that the dictionary lacks, so that True and False
#       cut text without Chinese characters alike, and a search for 2.5% finds it in an index made with the other one.
# Seen: with the default, cut keeps 3.14, 2.5%, 50% and v2.0 as one word each; with HMM=False 3.14 is 3, ., 14 and 2.5%
#       is 2, ., 5, %, also from cut_for_search and tokenize, and so it is from cut_all, whatever HMM says. 1,280, 10:30,
#       GPT-4 and Wi-Fi are cut in all of them, and iPhone15 in none.
# Use:  the same HMM for the index and for the questions; and with HMM=False find decimals by the text, not by a word.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check jieba==0.42.1 setuptools==80.9.0

cat >"$room/cut.py" <<'PY'
import logging

import jieba

jieba.setLogLevel(logging.ERROR)
jieba.initialize()
for text in ("3.14", "2.5%", "50%", "v2.0", "价格1.5元", "1,280", "10:30", "GPT-4", "Wi-Fi", "iPhone15"):
    ways = [jieba.cut(text), jieba.cut(text, HMM=False)]
    ways += [jieba.cut_for_search(text, HMM=False), (word for word, _, _ in jieba.tokenize(text, HMM=False))]
    print(text, *(" ".join(way) for way in (*ways, jieba.cut(text, cut_all=True))), sep=" | ")
PY
"$room/env/bin/python" -W ignore "$room/cut.py" | tee "$room/seen"

cat >"$room/expected" <<'OUT'
3.14 | 3.14 | 3 . 14 | 3 . 14 | 3 . 14 | 3 . 14
2.5% | 2.5% | 2 . 5 % | 2 . 5 % | 2 . 5 % | 2 . 5 %
50% | 50% | 50 % | 50 % | 50 % | 50 %
v2.0 | v2.0 | v2 . 0 | v2 . 0 | v2 . 0 | v2 . 0
价格1.5元 | 价格 1.5 元 | 价格 1 . 5 元 | 价格 1 . 5 元 | 价格 1 . 5 元 | 价格 1 . 5 元
1,280 | 1 , 280 | 1 , 280 | 1 , 280 | 1 , 280 | 1 , 280
10:30 | 10 : 30 | 10 : 30 | 10 : 30 | 10 : 30 | 10 : 30
GPT-4 | GPT - 4 | GPT - 4 | GPT - 4 | GPT - 4 | GPT - 4
Wi-Fi | Wi - Fi | Wi - Fi | Wi - Fi | Wi - Fi | Wi - Fi
iPhone15 | iPhone15 | iPhone15 | iPhone15 | iPhone15 | iPhone15
OUT
diff "$room/expected" "$room/seen"
