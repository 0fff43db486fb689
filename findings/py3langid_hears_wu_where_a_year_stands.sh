#!/usr/bin/env bash
# py3langid 0.4.0 (which language is it?): 2024年春节是哪天 is Wu, the language of Shanghai, and not Chinese.
#
# Guess, written before the run: questions of four to ten characters are zh, nine of ten at least; when some had come
#       out as wuu: digits or Latin letters do it, in long sentences as well.
# Seen: it is the year, most of all. Of the 20,052 words that jieba's dictionary counts 200 times and more, 11,639 make
#       a question in Wu of 2021年…是多少, and 1,627 without the year; 85岁, 100万元 and GPT do no harm. None of it has a word
#       of Wu, and 侬好伐, which has two, is Cantonese. Of the words by themselves, as typed into a search, 5,725 are Wu
#       and 671 Cantonese. Who answers Chinese and asks for "zh" turns away more than half of such questions.
# Use:  set_languages() without wuu before asking it, or look for Chinese characters without kana.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check py3langid==0.4.0 jieba==0.42.1 setuptools==65.5.0

cat >"$room/ask.py" <<'PY'
from collections import Counter

import jieba
from py3langid import classify, set_languages

for text in (
    "2024年春节是哪天", "今年春节是哪天", "北京2008年奥运会开幕式是几月几日", "北京奥运会开幕式是几月几日", "2021年GDP是多少",
    "GDP是多少", "2021年", "他今年85岁了", "100万元的5%是多少", "GPT是什么", "侬好伐", "佢哋喺邊度",
):
    print(text, classify(text)[0])
rows = (line.decode("utf-8").split() for line in jieba.get_dict_file())
words = [row[0] for row in rows if int(row[1]) >= 200 and len(row[0]) > 1]
for before, after in (("", ""), ("", "是多少"), ("2021年", "是多少")):
    counts = Counter(classify(before + word + after)[0] for word in words)
    print(f"{before}…{after}", len(words), *(f"{language} {counts[language]}" for language in ("zh", "wuu", "yue")))
set_languages(["zh", "yue", "ja", "ko", "en"])
print("2024年春节是哪天", classify("2024年春节是哪天")[0])
PY

cat >"$room/expected" <<'TXT'
2024年春节是哪天 wuu
今年春节是哪天 zh
北京2008年奥运会开幕式是几月几日 wuu
北京奥运会开幕式是几月几日 wuu
2021年GDP是多少 wuu
GDP是多少 zh
2021年 wuu
他今年85岁了 zh
100万元的5%是多少 zh
GPT是什么 zh
侬好伐 yue
佢哋喺邊度 yue
… 20052 zh 13603 wuu 5725 yue 671
…是多少 20052 zh 18425 wuu 1627 yue 0
2021年…是多少 20052 zh 8413 wuu 11639 yue 0
2024年春节是哪天 zh
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" 2>/dev/null | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
