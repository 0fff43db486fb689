#!/usr/bin/env bash
# atoma 0.0.17 with python-dateutil 2.9.0.post0, fastfeedparser 0.6.5: dates of feeds as Chinese sites write them.
#
# Guess, written before the run: both have no date for 2021年04月06日 (feedparser makes the first of the running month of
#       it), and take CST for Central America's time; +0800 is read right.
# Seen: atoma gives every entry dated 2021年04月06日 the day 6 April of the year in which the program runs, so old articles
#       are new, and in a year newer; 3小时前 (three hours ago) is the third of the running month. GMT+8, which
#       JavaScript prints for China, is eight hours west of Greenwich to atoma, and Greenwich itself to fastfeedparser.
# Use:  our own reading of the date's text (corpus/days.py), with feedparser for the rest of the feed.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check atoma==0.0.17 python-dateutil==2.9.0.post0 fastfeedparser==0.6.5

cat >"$room/ask.py" <<'PY'
from datetime import datetime, timezone

import atoma
import fastfeedparser

FEED = """<rss version="2.0"><channel><title>t</title><link>https://news.example/</link><description>d</description>
<item><title>1</title><link>https://news.example/1</link><pubDate>{}</pubDate></item></channel></rss>"""
today = datetime.now(timezone.utc)


def shown(day):
    """The moment in UTC, with the running year and month as words."""
    if not day:
        return "none"
    text = f"{day.astimezone(timezone.utc):%Y-%m-%dT%H:%M}"
    return text.replace(f"{today:%Y-%m}", "THIS MONTH", 1).replace(f"{today:%Y}-", "THIS YEAR-", 1)


for date in (
    "Tue, 06 Apr 2021 10:00:00 +0800",
    "Tue, 06 Apr 2021 10:00:00 CST",
    "Tue Apr 06 2021 10:00:00 GMT+0800",
    "Tue, 06 Apr 2021 10:00:00 GMT+8",
    "2021年04月06日",
    "2021年4月6日 10:00",
    "3小时前",
):
    feed = FEED.format(date)
    slow = atoma.parse_rss_bytes(feed.encode()).items[0].pub_date
    fast = fastfeedparser.parse(feed).entries[0].get("published")
    print(date, shown(slow), shown(fast and datetime.fromisoformat(fast)), sep=" | ")
PY

cat >"$room/expected" <<'TXT'
Tue, 06 Apr 2021 10:00:00 +0800 | 2021-04-06T02:00 | 2021-04-06T02:00
Tue, 06 Apr 2021 10:00:00 CST | 2021-04-06T16:00 | 2021-04-06T16:00
Tue Apr 06 2021 10:00:00 GMT+0800 | 2021-04-06T18:00 | 2021-04-06T10:00
Tue, 06 Apr 2021 10:00:00 GMT+8 | 2021-04-06T18:00 | 2021-04-06T10:00
2021年04月06日 | THIS YEAR-04-06T00:00 | none
2021年4月6日 10:00 | THIS YEAR-04-06T10:00 | none
3小时前 | THIS MONTH-03T00:00 | none
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
# In April the first two Chinese dates are of the running month.
sed 's/THIS MONTH-06/THIS YEAR-04-06/' "$room/seen" | diff "$room/expected" - && echo "as found"
