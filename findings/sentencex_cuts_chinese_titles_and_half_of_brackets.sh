#!/usr/bin/env bash
# sentencex 1.0.32: a question in a Chinese title ends the sentence, one in （）never does, and 】begins the next one.
#
# Guess, written before the run: Wikimedia's splitter, which keeps [1] with the sentence before it, as encyclopaedias
#       need, leaves titles, quotations and brackets whole, with whatever stops they have inside.
# Seen: 《为什么？》 is a sentence of its own, and what is said of the book begins with 是. Round brackets are whole, but
#       nothing ends at them: （括号里。） and the sentence behind it are one. Of 【注。】 the closing mark goes to the
#       next sentence.
# Use:  no end where 》 follows the stop, and 【】 among the marks that close.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check sentencex==1.0.32

cat >"$room/ask.py" <<'PY'
import sentencex

for language, text in (
    ("zh", "流量见顶。[1]后来又跌了。"),
    ("zh", "“真的？”她问。没人答。"),
    ("zh", "《为什么？》是一本书。好看。"),
    ("zh", "第一句。（括号里。）第二句。第三句。"),
    ("zh", "第一句。【注。】第二句。"),
):
    print(text, "->", list(sentencex.segment(language, text)))
PY

cat >"$room/expected" <<'TXT'
流量见顶。[1]后来又跌了。 -> ['流量见顶。[1]', '后来又跌了。']
“真的？”她问。没人答。 -> ['“真的？”', '她问。', '没人答。']
《为什么？》是一本书。好看。 -> ['《为什么？》', '是一本书。', '好看。']
第一句。（括号里。）第二句。第三句。 -> ['第一句。', '（括号里。）第二句。', '第三句。']
第一句。【注。】第二句。 -> ['第一句。', '【注。', '】第二句。']
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
