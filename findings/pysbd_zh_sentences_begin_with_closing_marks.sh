#!/usr/bin/env bash
# pysbd 0.3.4 and blingfire 0.1.8: a Chinese closing mark opens the next sentence; pysbd also drops an indent.
#
# Guess, written before the run: both keep ” ） 》 with the sentence that they close, as both do with an English ",
#       and pysbd's clean=False returns every character of the text.
# Seen: with “ ” behind a stop, the closing mark begins the next sentence, or is a sentence alone; （。） and 《？》 too.
#       The corner brackets 「 」 are kept together by pysbd and torn by blingfire. With clean=False, pysbd keeps
#       line breaks and drops two ideographic spaces at the start of the text, so offsets counted over the joined
#       sentences are two too small.
# Use:  give closing marks back to the sentence before; find each sentence in the text instead of adding up lengths.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check pysbd==0.3.4 blingfire==0.1.8 numpy==2.4.6

cat >"$room/ask.py" <<'PY'
import blingfire
import pysbd

segmenter = pysbd.Segmenter(language="zh", clean=False)
TEXTS = ("他说：“不行。”然后走了。", "「不行。」他說。", "会开完了。（散会是在五点。）人都走了。", "《夜航》写的是谁？》", "　　他走了。\n她也走了。")
for text in TEXTS:
    sentences = segmenter.segment(text)
    lost = len(text) - len("".join(sentences))
    print(sentences, lost, blingfire.text_to_sentences(text).split("\n"), sep=" | ")
PY

cat >"$room/expected" <<'TXT'
['他说：“不行。', '”然后走了。'] | 0 | ['他说：“不行。', '”然后走了。']
['「不行。」他說。'] | 0 | ['「不行。', '」他說。']
['会开完了。', '（散会是在五点。', '）人都走了。'] | 0 | ['会开完了。', '（散会是在五点。', '）人都走了。']
['《夜航》写的是谁？', '》'] | 0 | ['《夜航》写的是谁？', '》']
['他走了。\n', '她也走了。'] | 2 | ['他走了。', '她也走了。']
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
