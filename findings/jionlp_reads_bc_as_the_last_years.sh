#!/usr/bin/env bash
# jionlp 1.5.31: 公元前221年 is the last 221 years, 公元前221年10月 is October of the year 221.
#
# Guess, written before the run: a year before our era is negative, or an error, as 民国三十八年 and 清末 are.
# Seen: 公元 is dropped and 前221年 read like 前三年, "the last three years": from 1806 until now. With a month behind it 前
#       is dropped, too, and the year is 221 of our era; 公元前3世纪 is this very second. The search in text does the same
#       and takes 20年后 for the years since 2020. 1911年前 includes 1911. 三亿五 is 300,000,005.
# Use:  take 公元前, 西元前 and 前N世纪 out of the text before asking it; read sums with 亿五, 万二 yourself.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check jionlp==1.5.31 jiojio==1.2.8 setuptools==65.5.0

cat >"$room/ask.py" <<'PY'
from datetime import datetime

import jionlp

now = datetime(2026, 11, 28, 12).timestamp()
for text in ("公元前221年", "公元前221年10月", "公元前3世纪", "公元618年", "前三年", "1911年前", "民国三十八年"):
    try:
        found = jionlp.parse_time(text, time_base=now)
    except ValueError:
        print(text, "ValueError", sep=" | ")
    else:
        print(text, found["definition"], *found["time"], sep=" | ")
for entry in jionlp.ner.extract_time("公元前221年秦统一六国，20年后再见。", time_base=now):
    print(entry["text"], *entry["detail"]["time"], sep=" | ")
print("三亿五", jionlp.parse_money("三亿五")["num"])
PY

cat >"$room/expected" <<'TXT'
公元前221年 | blur | 1806-01-21 00:00:00 | 2026-11-28 12:00:00
公元前221年10月 | accurate | 221-10-01 00:00:00 | 221-10-31 23:59:59
公元前3世纪 | blur | 2026-11-28 12:00:00 | 2026-11-28 12:00:00
公元618年 | accurate | 618-01-01 00:00:00 | 618-12-31 23:59:59
前三年 | blur | 2023-11-29 00:00:00 | 2026-11-28 12:00:00
1911年前 | accurate | -inf | 1911-12-31 23:59:59
民国三十八年 | ValueError
前221年 | 1806-01-21 00:00:00 | 2026-11-28 12:00:00
20年后 | 2020-01-01 00:00:00 | 2026-11-28 12:00:00
三亿五 300000005.00
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | grep -v "^#" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
