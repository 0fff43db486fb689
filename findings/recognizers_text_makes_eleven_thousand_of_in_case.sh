#!/usr/bin/env bash
# recognizers-text-suite 1.0.2a2 (Microsoft's recognizers of numbers), Chinese: 万一 is 11,000, and 1,280万 is nothing.
#
# Guess, written before the run: 一千二 is 1,200 and 1280万 is 12,800,000, with a separator or without; 两倍半 is 2, as the
#       half is far from it. Words such as 万一 (in case) were added without a guess.
# Seen: a number is found within any word, 一带一路 holds two, and 万一 is read as 一万一 would be. A thousands separator
#       before 万 and a decimal in words before 亿 end the search: nothing at all is found. 七八成 is 80 %, the lower
#       figure is lost, and 廿五 is 5.
# Use:  our own reading of numbers, over words of the analyzer instead of characters (retrieval/question/numbers.py).
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check recognizers-text-suite==1.0.2a2 emoji==1.7.0

cat >"$room/ask.py" <<'PY'
from recognizers_number import recognize_number, recognize_percentage
from recognizers_text import Culture

TEXTS = "一千二 万一 一带一路 1280万 1,280万 三亿 三点五亿 两倍半 廿五 七八成"
for text in TEXTS.split():
    found = (*recognize_number(text, Culture.Chinese), *recognize_percentage(text, Culture.Chinese))
    print(text, *(f"{one.text}={one.resolution['value']}" for one in found))
PY

cat >"$room/expected" <<'TXT'
一千二 一千二=1200
万一 万一=11000
一带一路 一=1 一=1
1280万 1280万=12800000
1,280万
三亿 三亿=300000000
三点五亿
两倍半 两=2 半=0.5
廿五 五=5
七八成 八成=80%
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
