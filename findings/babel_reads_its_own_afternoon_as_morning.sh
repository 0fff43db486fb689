#!/usr/bin/env bash
# Babel 2.19.0: format_time() writes 下午3:20, and parse_time() reads it as 03:20.
#
# Guess, written before the run: parse_time() reads what format_time() writes with the same locale and format.
# Seen: it knows "am" and "pm" and no other words. Where a locale writes the half of the day in its own language (Hong
#       Kong, Taiwan, Korea), a time after noon comes back twelve hours too early and one after midnight twelve too
#       late, with no error. In zh_TW "3:20 PM" is 03:20 as well, as its pattern holds a B (凌晨, 下午, 晚上), not an a.
# Use:  read 下午, 晚上 and 凌晨 yourself, or write and read with format="HH:mm".
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0

cat >"$room/ask.py" <<'PY'
from datetime import time

from babel.dates import format_time, get_time_format, parse_time

for locale in ("en_GB", "en_US", "zh_CN", "zh_HK", "zh_TW", "ko_KR"):
    pattern = get_time_format("short", locale).pattern
    for moment in (time(9, 20), time(15, 20), time(20, 5), time(0, 20)):
        written = format_time(moment, "short", locale=locale)
        read = parse_time(written, locale=locale, format="short")
        print(locale, pattern, moment, written, read, "same" if read == moment else "OTHER", sep=" | ")
print(parse_time("3:20 PM", locale="zh_HK", format="short"), parse_time("3:20 PM", locale="zh_TW", format="short"))
PY

cat >"$room/expected" <<'TXT'
en_GB | HH:mm | 09:20:00 | 09:20 | 09:20:00 | same
en_GB | HH:mm | 15:20:00 | 15:20 | 15:20:00 | same
en_GB | HH:mm | 20:05:00 | 20:05 | 20:05:00 | same
en_GB | HH:mm | 00:20:00 | 00:20 | 00:20:00 | same
en_US | h:mm a | 09:20:00 | 9:20 AM | 09:20:00 | same
en_US | h:mm a | 15:20:00 | 3:20 PM | 15:20:00 | same
en_US | h:mm a | 20:05:00 | 8:05 PM | 20:05:00 | same
en_US | h:mm a | 00:20:00 | 12:20 AM | 00:20:00 | same
zh_CN | HH:mm | 09:20:00 | 09:20 | 09:20:00 | same
zh_CN | HH:mm | 15:20:00 | 15:20 | 15:20:00 | same
zh_CN | HH:mm | 20:05:00 | 20:05 | 20:05:00 | same
zh_CN | HH:mm | 00:20:00 | 00:20 | 00:20:00 | same
zh_HK | ah:mm | 09:20:00 | 上午9:20 | 09:20:00 | same
zh_HK | ah:mm | 15:20:00 | 下午3:20 | 03:20:00 | OTHER
zh_HK | ah:mm | 20:05:00 | 下午8:05 | 08:05:00 | OTHER
zh_HK | ah:mm | 00:20:00 | 上午12:20 | 12:20:00 | OTHER
zh_TW | Bh:mm | 09:20:00 | 上午9:20 | 09:20:00 | same
zh_TW | Bh:mm | 15:20:00 | 下午3:20 | 03:20:00 | OTHER
zh_TW | Bh:mm | 20:05:00 | 晚上8:05 | 08:05:00 | OTHER
zh_TW | Bh:mm | 00:20:00 | 凌晨12:20 | 12:20:00 | OTHER
ko_KR | a h:mm | 09:20:00 | 오전 9:20 | 09:20:00 | same
ko_KR | a h:mm | 15:20:00 | 오후 3:20 | 03:20:00 | OTHER
ko_KR | a h:mm | 20:05:00 | 오후 8:05 | 08:05:00 | OTHER
ko_KR | a h:mm | 00:20:00 | 오전 12:20 | 12:20:00 | OTHER
15:20:00 03:20:00
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
