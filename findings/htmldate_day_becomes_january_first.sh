#!/usr/bin/env bash
# htmldate 1.11.0 (and trafilatura 2.3.1, which asks it): a Chinese date is read as the first of January.
#
# Guess, written before the run: 2021年12月28日 gives 2021-12-28, as 2021-12-28 does, or nothing.
# Seen: where a date in Chinese ends its element, or a comma or a word touches it, month and day are thrown away
#       and 2021-01-01 comes back, as sure of itself as a right date. A blank behind 日, a time that touches it, or
#       blanks between the numbers make it right again. Every date of a year then lies on one day.
# Use:  read the printed date yourself; believe such a 1 January only where the page says 1月1日.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check htmldate==1.11.0 dateparser==1.5.0 trafilatura==2.3.1 lxml==6.1.3 lxml_html_clean==0.4.6

cat >"$room/ask.py" <<'PY'
import trafilatura
from htmldate import find_date

TEXT = "<p>海边的盐田在秋天收盐，工人们天不亮就下田，这样的日子要过上两个月，直到天冷下来为止。</p>" * 4
PRINTED = (
    "2021-12-28",
    "2021年12月28日",
    "2021年12月28日，北京",
    "时间：2021年12月28日 08:12",
    "2021年12月28日 08:12",
    "2021年12月28日08:12",
    "2021年12月28日 星期二",
    "2021 年 12 月 28 日",
)
for printed in PRINTED:
    page = f"<html><body><article><h1>盐田</h1><p>{printed}</p>{TEXT}</article></body></html>"
    alone = find_date(page, original_date=True, max_date="2026-11-28")
    document = trafilatura.bare_extraction(page, with_metadata=True)
    print(printed, alone, document.date, sep=" | ")
PY

cat >"$room/expected" <<'TXT'
2021-12-28 | 2021-12-28 | 2021-12-28
2021年12月28日 | 2021-01-01 | 2021-01-01
2021年12月28日，北京 | 2021-01-01 | 2021-01-01
时间：2021年12月28日 08:12 | 2021-01-01 | 2021-01-01
2021年12月28日 08:12 | 2021-12-28 | 2021-12-28
2021年12月28日08:12 | 2021-12-28 | 2021-12-28
2021年12月28日 星期二 | 2021-12-28 | 2021-12-28
2021 年 12 月 28 日 | 2021-12-28 | 2021-12-28
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
