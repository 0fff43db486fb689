#!/usr/bin/env bash
# spaCy 3.8.18: Chinese sentences of its sentencizer end with the mark that opens the next one, and numbers are cut.
#
# Guess, written before the run: blank("zh") with the sentencizer cuts behind 。！？ and the quotation marks that close
#       there, as its documentation of the component shows for English.
# Seen: the sentencizer gives all punctuation that follows a full stop to the sentence before, the opening one too:
#       《, “ and （ stand at the end of a sentence, and the title or speech that they open begins without them.
#       A line break between the two prevents it. The tokenizer of blank("zh") makes each character a token, so the
#       point in 3.5 is a token that ends a sentence.
# Use:  move opening marks to the next sentence, and cut at Chinese stops only: punct_chars=["。", "！", "？"].
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check spacy==3.8.18

cat >"$room/ask.py" <<'PY'
import spacy

TEXTS = (
    "她笑了。《夜航》印了三千册。",
    "他说完了。“我想通了。”她答。",
    "会开完了！（散会是在五点。）人都走了。",
    "她笑了。\n《夜航》印了三千册。",
    "河宽2.5公里。",
)
default = spacy.blank("zh")
default.add_pipe("sentencizer")
chinese = spacy.blank("zh")
chinese.add_pipe("sentencizer", config={"punct_chars": ["。", "！", "？"]})
for text in TEXTS:
    print(*([sentence.text for sentence in pipe(text).sents] for pipe in (default, chinese)), sep=" | ")
PY

cat >"$room/expected" <<'TXT'
['她笑了。《', '夜航》印了三千册。'] | ['她笑了。《', '夜航》印了三千册。']
['他说完了。“', '我想通了。”', '她答。'] | ['他说完了。“', '我想通了。”', '她答。']
['会开完了！（', '散会是在五点。）', '人都走了。'] | ['会开完了！（', '散会是在五点。）', '人都走了。']
['她笑了。', '\n《夜航》印了三千册。'] | ['她笑了。', '\n《夜航》印了三千册。']
['河宽2.', '5公里。'] | ['河宽2.5公里。']
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
