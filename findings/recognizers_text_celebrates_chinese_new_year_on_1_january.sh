#!/usr/bin/env bash
# recognizers-text-suite 1.0.2a2 (Microsoft's recognizers of dates), Chinese: lunar days are days of the other calendar.
#
# Guess: a day of the lunar calendar is not found, or is converted. None was written for the other phrases.
# Seen: 大年初一 is 1 January and 农历八月十五 is 15 August, without a mark that another calendar is meant. 上半年 is the whole
#       of last year, since 上 is read as in 上周; 九十年代 is a duration of ninety years; 底 is dropped, so that the end of
#       2021 is all of it. 春节 and 中秋节 are not found.
# Use:  for questions, our own table of periods (retrieval/question/periods.py), where words that are not known name no
#       period rather than a wrong one.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check recognizers-text-suite==1.0.2a2 emoji==1.7.0

cat >"$room/ask.py" <<'PY'
from datetime import datetime

from recognizers_date_time import recognize_datetime
from recognizers_text import Culture

for text in "去年 上半年 第三季度 九十年代 2021年底 大年初一 农历八月十五 春节 中秋节".split():
    found = recognize_datetime(text, Culture.Chinese, reference=datetime(2026, 11, 29, 12))
    values = [value for one in found for value in one.resolution["values"]]
    keys = "timex", "start", "end", "value"
    print(text, *("/".join(value[key] for key in keys if key in value) for value in values))
PY

cat >"$room/expected" <<'TXT'
去年 2025/2025-01-01/2026-01-01
上半年 2025/2025-01-01/2026-01-01
第三季度 (2026-07-01,2026-10-01,P3M)/2026-07-01/2026-10-01
九十年代 P90Y/2838240000
2021年底 2021/2021-01-01/2022-01-01
大年初一 XXXX-01-01/2026-01-01 XXXX-01-01/2027-01-01
农历八月十五 XXXX-08-15/2026-08-15 XXXX-08-15/2027-08-15
春节
中秋节
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
