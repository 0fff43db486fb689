#!/usr/bin/env bash
# zhon 2.1.1: its pattern of a sentence takes 年推出余额宝。 for one, from 支付宝在2013年推出余额宝。
#
# Guess, written before the run: zhon.hanzi.sentence matches whole sentences of Chinese text, digits and Latin names in
#       them included, as its documentation calls it a sentence; at worst it joins two.
# Seen: a sentence may hold Chinese characters and inner stops alone, so what stands before the last digit, letter or
#       blank is dropped without a sign, often the subject or a 不. Behind 5% the rest begins with the comma, and a
#       text without a full stop has no sentence at all.
# Use:  split at the stops, so that every character is in one of the pieces; never collect what a pattern matches.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check zhon==2.1.1

cat >"$room/ask.py" <<'PY'
import re

import zhon.hanzi

for text in (
    "支付宝在2013年推出余额宝。",
    "他不喜欢 iPhone。",
    "并非所有 P2P 平台都会倒闭。",
    "就业增长5%，物价稳定。",
    "他说：“好。”就走了。",
    "没有句号的标题",
):
    print(text, "->", re.findall(zhon.hanzi.sentence, text))
PY

cat >"$room/expected" <<'TXT'
支付宝在2013年推出余额宝。 -> ['年推出余额宝。']
他不喜欢 iPhone。 -> ['。']
并非所有 P2P 平台都会倒闭。 -> ['平台都会倒闭。']
就业增长5%，物价稳定。 -> ['，物价稳定。']
他说：“好。”就走了。 -> ['他说：“好。”', '就走了。']
没有句号的标题 -> []
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
