#!/usr/bin/env bash
# jieba 0.42.1: for its analyzer for Whoosh, 第5章 and 第6章 are the same words, C区 and D区 as well.
#
# Guess, written before the run: jieba.analyse.ChineseAnalyzer drops stop words and stems English, and keeps every
#       number, as it keeps 10 and 3%.
# Seen: whatever is one character long and not Chinese is dropped, in the index and in the question: a question for
#       第5章 finds 第6章 first if that has more of 章, and no question finds the 5 of 5亿元. Two digits are kept,
#       and so is A股, which is in its dictionary.
# Use:  an analyzer of your own over jieba's words.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check "jieba==0.42.1" "Whoosh==2.7.4" "setuptools==75.8.0"

cat >"$room/ask.py" <<'PY'
import logging

import jieba

jieba.setLogLevel(logging.ERROR)
from jieba.analyse import ChineseAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser

analyze = ChineseAnalyzer()
for text in ("第5章", "第6章", "第12章", "C区", "D区", "A股", "涨了5亿元", "利率是3%"):
    print(text, [token.text for token in analyze(text)])

schema = Schema(name=ID(stored=True), text=TEXT(analyzer=analyze))
index = RamStorage().create_index(schema)
with index.writer() as writer:
    writer.add_document(name="five", text="第5章讲的是盐")
    writer.add_document(name="six", text="第6章讲的是糖，第6章很长")
with index.searcher() as searcher:
    query = QueryParser("text", schema).parse("第5章")
    print(query, [hit["name"] for hit in searcher.search(query)])
PY

cat >"$room/expected" <<'TXT'
第5章 ['第', '章']
第6章 ['第', '章']
第12章 ['第', '12', '章']
C区 ['区']
D区 ['区']
A股 ['a股']
涨了5亿元 ['涨', '亿元']
利率是3% ['利率', '是', '3%']
(text:第 AND text:章) ['six', 'five']
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
