#!/usr/bin/env bash
# pypinyin 0.55.0: without tone_sandhi 一代 is yi2 dai4 and 一共 yi1 gong4; with it, both stay so. Laozi (老子) is lao3 zi.
#
# Guess, written before the run: without tone_sandhi, 一 is yi1 and 不 is bu4 in every word, as dictionaries write them;
#       with it, 一 before a fourth tone is yi2 and 不 bu2. 孔子 and 老子 are zi3, as entries of its own dictionary.
# Seen: its dictionary of words has the changed tone in some (50 with 一, 47 with 不) and not in the others, so one character
#       has up to three readings in one text; 一月 (January), yi1 yue4 in every dictionary, is among the changed. tone_sandhi
#       makes yi4 of yi1 where that is due (一只), and bu2 of bu4, but never yi2 of yi1: 153 words of its own
#       with yi1 before a fourth tone stay. Words that it does not know (一次, 不去) are read a character at a time, and stay, too. A 子 by
#       itself is zi without a tone, and 老子 is an entry as lao3 zi: all masters end like 桌子, a table.
# Use:  compare 一, 不 and 子 without their tones; never sort or match by numbers of tones.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check pypinyin==0.55.0

cat >"$room/ask.py" <<'PY'
from collections import Counter

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT


def read(text, changed=False):
    return lazy_pinyin(text, style=Style.TONE3, tone_sandhi=changed)


for word in ("一个", "一代", "一月", "一共", "一切", "一次", "一只", "不是", "不会", "不去", "不幸", "孔子", "老子", "孟子", "桌子"):
    print(word, *read(word), *read(word, changed=True), sep=" ")
for first in "一不":
    for changed in (False, True):
        words = [word for word in PHRASES_DICT if word[0] == first and read(word)[1].endswith("4")]
        print(first, "before a fourth tone", changed, dict(Counter(read(word, changed)[0] for word in words)))
PY

cat >"$room/expected" <<'TXT'
一个 yi2 ge4 yi2 ge4
一代 yi2 dai4 yi2 dai4
一月 yi2 yue4 yi2 yue4
一共 yi1 gong4 yi1 gong4
一切 yi1 qie4 yi1 qie4
一次 yi1 ci4 yi1 ci4
一只 yi1 zhi1 yi4 zhi1
不是 bu2 shi4 bu2 shi4
不会 bu2 hui4 bu2 hui4
不去 bu4 qu4 bu4 qu4
不幸 bu4 xing4 bu2 xing4
孔子 kong3 zi kong3 zi
老子 lao3 zi lao3 zi
孟子 meng4 zi meng4 zi
桌子 zhuo1 zi zhuo1 zi
一 before a fourth tone False {'yi2': 50, 'yi1': 153}
一 before a fourth tone True {'yi2': 50, 'yi1': 153}
不 before a fourth tone False {'bu4': 260, 'bu2': 47}
不 before a fourth tone True {'bu2': 307}
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
