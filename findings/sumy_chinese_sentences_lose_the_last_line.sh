#!/usr/bin/env bash
# sumy 0.13.0: its Chinese tokenizer drops what has no full stop behind it, and every number.
#
# Guess, written before the run: to_sentences gives the whole text in pieces, as it does for English, where the rest is
#       a sentence; to_words gives what jieba gives, without punctuation.
# Seen: for Chinese, sentences are matched, not split: the last line without a full stop is gone, and so is a whole text
#       without one, or with …… at its end. A closing mark begins the next sentence. Words without a letter are dropped,
#       so years, amounts and rates neither count in a summary nor can be found.
# Use:  split by a rule of your own that keeps every character.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check "sumy==0.13.0" "jieba==0.42.1" "nltk==3.10.4"

cat >"$room/ask.py" <<'PY'
import logging

import jieba

jieba.setLogLevel(logging.ERROR)
from sumy.nlp.tokenizers import Tokenizer

chinese = Tokenizer("chinese")
for text in ("盐在秋天收。糖在冬天榨", "这是标题", "他还没有说完……", "“好的。”他说。"):
    print(text, "->", chinese.to_sentences(text))
for text in ("支付宝在2013年推出余额宝", "利率是3.5%", "iPhone 很贵"):
    print(text, "->", chinese.to_words(text))
PY

cat >"$room/expected" <<'TXT'
盐在秋天收。糖在冬天榨 -> ('盐在秋天收。',)
这是标题 -> ()
他还没有说完…… -> ()
“好的。”他说。 -> ('“好的。', '”他说。')
支付宝在2013年推出余额宝 -> ('支付宝', '在', '年', '推出', '余额', '宝')
利率是3.5% -> ('利率', '是')
iPhone 很贵 -> ('iPhone', '很', '贵')
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
