#!/usr/bin/env bash
# dateparser 1.5.0: 去年3月5日, 本月3日 and 上个月5日 come back as days that nobody wrote.
#
# Guess, written before the run: 去年3月5日 is 5 March of last year, or None, as every form is that it does not know.
# Seen: without a language, 去年 alone is understood (as Japanese) and 3月5日 is dropped: a year ago today. With or
#       without a language, the 日 of 本月3日 counts days back: three days ago; 上个月5日 is a month and five days ago. With
#       languages=["zh"] 5月3日 is None, though 2021年5月3日 and 8月15 are read, and 12-28 is 28 November 2012.
# Use:  read 今年, 去年, 本月 and 上个月 with the day behind them by a pattern of your own, before asking it.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0

cat >"$room/ask.py" <<'PY'
from datetime import datetime

import dateparser

settings = {"RELATIVE_BASE": datetime(2026, 11, 28, 12), "TIMEZONE": "UTC"}
for text in ("2021年5月3日", "5月3日", "8月15", "今年5月3日", "去年3月5日", "本月3日", "上个月5日", "三天前", "12-28"):
    print(text, *(dateparser.parse(text, languages=languages, settings=settings) for languages in (None, ["zh"])), sep=" | ")
PY

cat >"$room/expected" <<'TXT'
2021年5月3日 | 2021-05-03 00:00:00 | 2021-05-03 00:00:00
5月3日 | 2026-05-03 00:00:00 | None
8月15 | 2026-08-15 00:00:00 | 2026-08-15 00:00:00
今年5月3日 | 2026-11-28 12:00:00 | None
去年3月5日 | 2025-11-28 12:00:00 | None
本月3日 | 2026-11-25 12:00:00 | 2026-11-25 12:00:00
上个月5日 | 2026-10-23 12:00:00 | 2026-10-23 12:00:00
三天前 | None | None
12-28 | 2026-12-28 00:00:00 | 2012-11-28 00:00:00
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
