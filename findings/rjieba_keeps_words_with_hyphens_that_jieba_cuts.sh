#!/usr/bin/env bash
# rjieba 0.2.2 and jieba 0.42.1: they agree on Chinese, and not on COVID-19, Wi-Fi, node.js or 2021-2022.
#
# Guess, written before the run: rjieba, a binding to jieba-rs, gives the words that jieba gives, only faster.
# Seen: by default (with the HMM) rjieba keeps letters and digits joined by a hyphen, a point or an underscore in one
#       word, and jieba parts them: 'GPT-4' against 'GPT', '-', '4'; 1.2.3 is one word against three. An index made
#       by one and asked through the other finds none of them. Without the HMM both part them alike.
# Use:  one of the two for index and question, or cut(text, False) and lcut(text, HMM=False), which agree.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check rjieba==0.2.2 jieba==0.42.1 setuptools==65.5.0

cat >"$room/ask.py" <<'PY'
import logging

import jieba
import rjieba

jieba.setLogLevel(logging.ERROR)
for text in ("等了半小时", "GPT-4的价格", "Wi-Fi密码", "node.js教程", "1.2.3版", "他们在2021-2022年", "3.5G网络"):
    alike = jieba.lcut(text, HMM=False) == rjieba.cut(text, False)
    print(jieba.lcut(text), rjieba.cut(text), alike, sep=" | ")
PY

cat >"$room/expected" <<'TXT'
['等', '了', '半小时'] | ['等', '了', '半小时'] | True
['GPT', '-', '4', '的', '价格'] | ['GPT-4', '的', '价格'] | True
['Wi', '-', 'Fi', '密码'] | ['Wi-Fi', '密码'] | True
['node', '.', 'js', '教程'] | ['node.js', '教程'] | True
['1.2', '.', '3', '版'] | ['1.2.3', '版'] | True
['他们', '在', '2021', '-', '2022', '年'] | ['他们', '在', '2021-2022', '年'] | True
['3.5', 'G', '网络'] | ['3.5G', '网络'] | True
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
