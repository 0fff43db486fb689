#!/usr/bin/env bash
# semchunk 4.1.1: Chinese stops are no separators, but the point within a decimal number is.
#
# Guess, written before the run: a chunk of Chinese ends behind 。 or ，, the widest separators that the text has.
# Seen: 。 and ， are no separators, but the full stop of English is: 3.5 is cut behind its point, 128.75 becomes 128,
#       a lone "." and 75 in three chunks. Without such a point, a chunk ends after as many characters as it may hold,
#       although a comma stands near. Line breaks between chunks are dropped, so joined chunks are not the text.
# Use:  cut Chinese into sentences first, and pack whole sentences into chunks.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check semchunk==4.1.1

cat >"$room/ask.py" <<'PY'
import semchunk

TEXTS = ("全程是3.5元一公里，总价是128.75元，误差是0.05元，均价是12.3456元。", "河宽是二十里，岸上有三座城，城里住着十万人。", "第一段说的是盐田。\n第二段说的是滩涂和蛏子。")
for text in TEXTS:
    chunks = semchunk.chunk(text, 12, len)
    print(chunks, "".join(chunks) == text)
PY

cat >"$room/expected" <<'TXT'
['全程是3.', '5元一公里，总价是128', '.', '75元，误差是0.', '05元，均价是12.', '3456元。'] True
['河宽是二十里，岸上有三座', '城，城里住着十万人。'] True
['第一段说的是盐田。', '第二段说的是滩涂和蛏子。'] False
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
