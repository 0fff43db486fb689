#!/usr/bin/env bash
# jieba 0.42.1 (cuts Chinese text into words), its own dictionary, nothing added: 唐山, 岳阳 and 高雄 are no words.
#
# Guess, written before the run: the dictionary has the name of every large city, with 市 and without, as it has those
#       of small towns; and cut_for_search of 唐山市 also yields 唐山.
# Seen: it has 唐山市, 岳阳市, 吴忠市, 高雄市 and 渝中区, and not 唐山, 岳阳, 吴忠, 高雄 and 渝中; 台中 is there and so
#       rare that it is cut in two all the same. In search mode the full name yields itself alone (and 中区, middle
#       district, of 渝中区), so that an index by words does not find 唐山市 for 唐山. With the default HMM the name
#       grows into what follows (唐山到, 高雄住), and without it each is two characters; 唐山大 is a word, and is what
#       begins 唐山大地震. In 往里加 (add into) jieba sees the capital of Latvia, 里加, either way.
# Use:  add_word for such names before you index and ask, or join two characters where the dictionary has them with 市;
#       leave out those with a word in them (高要市 in 温度高要开窗).
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
words = {word: count for word, count in jieba.dt.FREQ.items() if count}
print(len(words), "words")
for full in ("唐山市", "岳阳市", "吴忠市", "高雄市", "台中市", "渝中区", "邯郸市"):
    name = full[:2]
    print(full, full in words, name, name in words, "search:", *jieba.cut_for_search(full))
for text in ("唐山大地震", "从唐山到北京", "我在高雄住了三年", "台中的图书馆", "糖要往里加"):
    print("/".join(jieba.cut(text)), "/".join(jieba.cut(text, HMM=False)))
PY
"$room/env/bin/python" -W ignore "$room/cut.py" | tee "$room/seen"

cat >"$room/expected" <<'OUT'
349045 words
唐山市 True 唐山 False search: 唐山市
岳阳市 True 岳阳 False search: 岳阳市
吴忠市 True 吴忠 False search: 吴忠市
高雄市 True 高雄 False search: 高雄市
台中市 True 台中 True search: 台中 台中市
渝中区 True 渝中 False search: 中区 渝中区
邯郸市 True 邯郸 True search: 邯郸 邯郸市
唐山大/地震 唐山大/地震
从/唐山到/北京 从/唐/山/到/北京
我/在/高雄住/了/三年 我/在/高/雄/住/了/三年
台中/的/图书馆 台/中/的/图书馆
糖要/往/里加 糖/要/往/里加
OUT
diff "$room/expected" "$room/seen"
