#!/usr/bin/env bash
# opencc-purepy 1.5.0 (OpenCC in Python alone): to Simplified (t2s), 会议结束 becomes 会议結束, while 結束 becomes 结束.
#
# Guess, written before the run: it agrees with OpenCC on what is Simplified already; once 结束 had come out in
#       Traditional: in the whole of jieba's dictionary, a handful of words with 著 differ as well.
# Seen: of 349,046 words, 197 differ. In the 12 with 结束 (to end) it becomes Traditional, while the Traditional word
#       becomes Simplified: who folds texts of both scripts, to find one by the other, has the two exchanged, and they
#       miss each other as before. 显著 (marked) becomes 显着, 著书 (to write books) 着书: 114 words with 著, which OpenCC 1.4.2
#       leaves alone. opencc-pyo3 0.12.0, of the same author, has the same of 著 and is right about 结束.
# Use:  OpenCC's own package, or opencc-js, which agrees with it on all common words.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check opencc-purepy==1.5.0 opencc-pyo3==0.12.0 \
    opencc==1.4.2 jieba==0.42.1 setuptools==65.5.0

cat >"$room/ask.py" <<'PY'
import jieba
import opencc
import opencc_purepy
import opencc_pyo3

convert = opencc.OpenCC("t2s").convert
pure, rust = opencc_purepy.OpenCC("t2s").convert, opencc_pyo3.OpenCC("t2s").convert
for text in ("会议结束了", "会议結束了", "會議結束了", "比赛在三点结束。", "效果显著", "名著", "他著书立说"):
    print(text, "purepy", pure(text), "pyo3", rust(text), "OpenCC", convert(text))
words = [line.decode("utf-8").split()[0] for line in jieba.get_dict_file()]
print(len(words))
for name, other in (("purepy", pure), ("pyo3", rust)):
    differ = [word for word in words if other(word) != convert(word)]
    print(name, len(differ), *(f"{part} {sum(part in word for word in differ)}" for part in ("结束", "显著", "著")))
PY

cat >"$room/expected" <<'TXT'
会议结束了 purepy 会议結束了 pyo3 会议结束了 OpenCC 会议结束了
会议結束了 purepy 会议结束了 pyo3 会议结束了 OpenCC 会议结束了
會議結束了 purepy 会议结束了 pyo3 会议结束了 OpenCC 会议结束了
比赛在三点结束。 purepy 比赛在三点結束。 pyo3 比赛在三点结束。 OpenCC 比赛在三点结束。
效果显著 purepy 效果显着 pyo3 效果显着 OpenCC 效果显著
名著 purepy 名著 pyo3 名著 OpenCC 名著
他著书立说 purepy 他着书立说 pyo3 他着书立说 OpenCC 他著书立说
349046
purepy 197 结束 12 显著 12 著 114
pyo3 185 结束 0 显著 12 著 114
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" 2>/dev/null | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
