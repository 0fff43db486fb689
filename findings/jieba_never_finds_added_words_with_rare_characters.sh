#!/usr/bin/env bash
# jieba 0.42.1: words added with characters outside U+4E00 to U+9FD5 are accepted and never found.
#
# Guess, written before the run: after add_word("赵䶮"), cut() gives 赵䶮 in one piece, as it does for any added word.
# Seen: text is parted at every character outside that range before the dictionary is asked: names with characters of
#       extensions A and B (䶮, 𠮷), with 〇, and with those that Unicode put behind U+9FD5 (鿭, element 113) fall
#       apart. FREQ holds the word and suggest_freq() has a figure for it, so nothing tells that it is never found.
# Use:  index such characters one by one beside jieba's words.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check jieba==0.42.1 setuptools==65.5.0

cat >"$room/ask.py" <<'PY'
import logging

import jieba

jieba.setLogLevel(logging.ERROR)
for word, text in (
    ("赵岩", "南汉的赵岩在位"),
    ("赵䶮", "南汉的赵䶮在位"),
    ("𠮷野家", "他去𠮷野家吃饭"),
    ("二〇二一", "二〇二一的夏天"),
    ("鿏原子", "一个鿏原子"),
    ("鿭原子", "一个鿭原子"),
):
    jieba.add_word(word)
    print(word, " ".join(f"{ord(character):X}" for character in word), jieba.dt.FREQ[word] > 0, jieba.suggest_freq(word) > 0, jieba.lcut(text))
PY

cat >"$room/expected" <<'TXT'
赵岩 8D75 5CA9 True True ['南汉', '的', '赵岩', '在位']
赵䶮 8D75 4DAE True True ['南汉', '的', '赵', '䶮', '在位']
𠮷野家 20BB7 91CE 5BB6 True True ['他', '去', '𠮷', '野家', '吃饭']
二〇二一 4E8C 3007 4E8C 4E00 True True ['二', '〇', '二一', '的', '夏天']
鿏原子 9FCF 539F 5B50 True True ['一个', '鿏原子']
鿭原子 9FED 539F 5B50 True True ['一个', '鿭', '原子']
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
