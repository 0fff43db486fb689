#!/usr/bin/env bash
# lunardate 0.3.0, borax 4.1.3, lunar_python 1.4.8, zhdate 0.1, sxtwl 2.0.7: months on different days in six years.
#
# Guess, written before the run: these calendars are tables of one public fact, and agree on every day from 1901 to
#       2099.
# Seen: lunardate alone puts three months on another day: the sixth of 1933, the eleventh of 1954 and the eighth of
#       1978, so Mid-Autumn of 1978 is 16 September to it and the 17th to the rest. In years to come borax stands
#       alone in 2089 and 2097, and with lunar_python in 2057. Leap months are the same everywhere.
# Use:  zhdate or sxtwl, which no other outvotes; for a lunar date in old text, look a day before and after it, too.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check lunardate==0.3.0 zhdate==0.1 borax==4.1.3 sxtwl==2.0.7 lunar_python==1.4.8

cat >"$room/ask.py" <<'PY'
from collections import Counter
from datetime import datetime, timedelta

import sxtwl
from borax.calendars.lunardate import LunarDate as Borax
from lunar_python import Solar
from lunardate import LunarDate
from zhdate import ZhDate


def readings(day):
    """Year, month and day of the lunar calendar, and if the month is a leap month, for each package."""
    parts = day.year, day.month, day.day
    one = LunarDate.fromSolarDate(*parts)
    two = ZhDate.from_datetime(day)
    three = Borax.from_solar_date(*parts)
    four = sxtwl.fromSolar(*parts)
    five = Solar.fromYmd(*parts).getLunar()
    return {
        "lunardate": (one.year, one.month, one.day, bool(one.isLeapMonth)),
        "zhdate": (two.lunar_year, two.lunar_month, two.lunar_day, bool(two.leap_month)),
        "borax": (three.year, three.month, three.day, bool(three.leap)),
        "sxtwl": (four.getLunarYear(), four.getLunarMonth(), four.getLunarDay(), four.isLunarLeap()),
        "lunar_python": (five.getYear(), abs(five.getMonth()), five.getDay(), five.getMonth() < 0),
    }


day, apart = datetime(1901, 3, 1), Counter()
while day < datetime(2099, 12, 1):
    found = readings(day)
    majority = Counter(found.values()).most_common(1)[0][0]
    apart.update((majority[0], majority[1], name) for name, value in found.items() if value != majority)
    day += timedelta(days=10)
for year, month, name in sorted(apart):
    print(year, month, name)
print({name: value[1:3] for name, value in readings(datetime(1978, 9, 17)).items()})
PY

cat >"$room/expected" <<'TXT'
1933 6 lunardate
1954 11 lunardate
1978 8 lunardate
2057 9 borax
2057 9 lunar_python
2089 8 borax
2097 7 borax
{'lunardate': (8, 16), 'zhdate': (8, 15), 'borax': (8, 15), 'sxtwl': (8, 15), 'lunar_python': (8, 15)}
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
