#!/usr/bin/env bash
# pycnnum 2.1.1: cn2num reads 二〇一三 as 3, 一九九八 as 8, and 三百五 as 350.
#
# Guess, written before the run: digits in a row are read as a year is, or refused, as cn2num refuses 廿.
# Seen: only the last digit of a row counts, without an error: each year of a decade becomes a number below ten. What
#       is short for a number with units is read right, so a trial with 三百五 and 两万五 looks safe.
# Use:  tell digits in a row from numbers with units before reading either.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check pycnnum==2.1.1

cat >"$room/ask.py" <<'PY'
from pycnnum import cn2num

for text in ("一百零五", "三百五", "两万五", "二〇一三", "二零一三", "一九九八", "三零", "五五", "廿三"):
    try:
        print(text, cn2num(text))
    except ValueError as error:
        print(text, type(error).__name__)
PY

cat >"$room/expected" <<'TXT'
一百零五 105
三百五 350
两万五 25000
二〇一三 3
二零一三 3
一九九八 8
三零 3
五五 5
廿三 ValueError
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
