#!/usr/bin/env bash
# wetext 0.1.8 (WeTextProcessing's rules: Chinese text as it is spoken, and back): 10-15% is "the first of October, five
#       percent", 10%-15% is "ten percent, minus fifteen percent", and the fighter 歼-20 is "minus twenty".
#
# Guess, written before the run: 10-15% is 百分之十到百分之十五, as 10-15元 is 十到十五元, and COVID-19 is COVID十九.
# Seen: a range of percents is no pattern of its own, so a date takes what it can (10-1 of 10-15%, 12-3 of 12-35%), and
#       where there is none it is a difference: 3-5% is 三减百分之五, three minus five percent. 10~15% is right. Any number behind
#       a name and a hyphen is negative: 碳-14, GPT-4, 铀-235. Before 元, 天, 人, 个, 页 ranges are right, before 倍 not.
#       Back from speech, 八点一刻 (8:15) is 8.1刻, where 八点半 is 8:30; 三三两两 (in twos and threes) is 3322.
# Use:  write ~ or 至 for a hyphen between numbers, and drop it between a name and a number, before asking.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check wetext==0.1.8 kaldifst==1.8.3 contractions==0.1.73

cat >"$room/ask.py" <<'PY'
from wetext import Normalizer

say = Normalizer(lang="zh", operator="tn").normalize
write = Normalizer(lang="zh", operator="itn").normalize
for text in ("增长10-15%", "12-35%", "3-5%", "10%-15%", "10~15%", "10-15元", "第3-5页", "2-3倍", "歼-20", "碳-14", "GPT-4", "COVID-19"):
    print(text, say(text), sep=" | ")
for text in ("八点半", "八点一刻", "三三两两"):
    print(text, write(text), sep=" | ")
PY

cat >"$room/expected" <<'TXT'
增长10-15% | 增长十月一日百分之五
12-35% | 十二月三日百分之五
3-5% | 三减百分之五
10%-15% | 百分之十百分之负十五
10~15% | 十到百分之十五
10-15元 | 十到十五元
第3-5页 | 第三到五页
2-3倍 | 二减三倍
歼-20 | 歼负二十
碳-14 | 碳负十四
GPT-4 | GPT负四
COVID-19 | COVID负十九
八点半 | 8:30
八点一刻 | 8.1刻
三三两两 | 3322
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
