#!/usr/bin/env bash
# xlsx2csv 0.8.6: 14:24 in the format yyyy-m-d h:mm is 02:24, in h"时"mm"分" it is 02时04分 (4 for April), and 44292.6 in
#       the format 0.0"m", for metres, is the month alone.
#
# Guess, written before the run: dates in yyyy"年"m"月"d"日", and with [DBNum1] before it, come out as dates, in some
#       form; when minutes had come out as the month: those behind a colon are right, in yyyy-m-d h:mm as in h:mm.
# Seen: h is an hour of twelve, with AM/PM in the format or without, so behind a date each time after noon is twelve
#       hours too early (h:mm alone is right). mm is the month unless a colon stands before it, so behind 时 as well.
#       Letters in quotation marks are taken for a part of the format, too: m and d make a date of a number in metres
#       or for a day, and the number is gone; 米 in the same place only adds zeros. The marks themselves are written.
#       Dates in Chinese numerals, [DBNum1], come as bare numbers. No message tells of any of it.
# Use:  python-calamine or openpyxl, which give the times and numbers of all of these, and write them out yourself.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check xlsx2csv==0.8.6 openpyxl==3.1.5 python-calamine==0.9.1

cat >"$room/ask.py" <<'PY'
import csv
import io
import sys
from datetime import datetime

from openpyxl import Workbook
from python_calamine import CalamineWorkbook
from xlsx2csv import Xlsx2csv

TIME = datetime(2021, 4, 6, 14, 24)
CELLS = [(TIME, form) for form in (
    "h:mm", "yyyy-m-d h:mm", "yyyy-m-d h:mm AM/PM", 'yyyy"年"m"月"d"日"', "yyyy年m月d日", "h时mm分", 'h"时"mm"分"',
    '[DBNum1][$-804]yyyy"年"m"月"d"日"',
)] + [(44292.6, form) for form in ("0.0", '0.0"米"', '0.0"m"', '0.0"km"', '0.0"元/day"')]
book = Workbook()
for row, (value, form) in enumerate(CELLS, 1):
    cell = book.active.cell(row, 1, value)
    cell.number_format = form
book.save(sys.argv[1])

text = io.StringIO()
Xlsx2csv(sys.argv[1]).convert(text)
seen = [row[0] for row in csv.reader(io.StringIO(text.getvalue()))]
values = [row[0] for row in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()]
for (_, form), written, value in zip(CELLS, seen, values, strict=True):
    print(form, "|", written, "|", value)
PY

cat >"$room/expected" <<'TXT'
h:mm | 14:24 | 2021-04-06 14:24:00
yyyy-m-d h:mm | 2021-04-06 02:24 | 2021-04-06 14:24:00
yyyy-m-d h:mm AM/PM | 2021-04-06 02:24 PM | 2021-04-06 14:24:00
yyyy"年"m"月"d"日" | 2021"年"04"月"06"日" | 2021-04-06 14:24:00
yyyy年m月d日 | 2021年04月06日 | 2021-04-06 14:24:00
h时mm分 | 02时04分 | 2021-04-06 14:24:00
h"时"mm"分" | 02"时"04"分" | 2021-04-06 14:24:00
[DBNum1][$-804]yyyy"年"m"月"d"日" | 44292.6 | 2021-04-06 14:24:00
0.0 | 44292.6 | 44292.6
0.0"米" | 44292.6000 | 44292.6
0.0"m" | 0.0"04" | 44292.6
0.0"km" | 0.0"k04" | 44292.6
0.0"元/day" | 0.0"元/06ay" | 44292.6
TXT
"$room/env/bin/python" "$room/ask.py" "$room/table.xlsx" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
