#!/usr/bin/env bash
# pypdfium2 5.15.2 (PDFium): text whose font is not embedded is extracted by the fonts that the machine has installed.
#
# Guess, written before the run: extraction needs codes and widths, which the file has; a missing font only spoils the
#       picture of a page.
# Seen: PDFium measures each character by a font of the system. One that no font there has is a point; a text object
#       no wider than a point is left out. Where a line is drawn at once, nothing is missing. Of the same line drawn
#       character by character nothing is left, a mark such as ① behind a sentence is gone, and a line turned by a
#       quarter, as in the margin of a page or in a wide table, is gone whole. No error, no empty box, no placeholder tells of it.
#       A server or a slim image has no Chinese font as a rule; a laptop has one, and shows all of the text.
# Here: the system's fonts are switched off by PDFium's own interface, so that each machine sees what a bare one does.
# Use:  give PDFium a font of your own by FPDF_SetSystemFontInfo; a square for every character will do for extraction.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 reportlab==5.1.0

cat >"$room/ask.py" <<'PY'
from io import BytesIO

import pypdfium2
from pypdfium2 import raw
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

no_fonts = raw.FPDF_SYSFONTINFO(version=1)
raw.FPDF_SetSystemFontInfo(no_fonts)

LINE = "河边有两家茶馆"
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def at_once(canvas):
    canvas.drawString(60, 700, LINE)


def with_a_mark(canvas):
    at_once(canvas)
    canvas.drawString(60 + 12 * len(LINE), 704, "①")


def one_by_one(canvas):
    for number, character in enumerate(LINE):
        canvas.drawString(60 + 12 * number, 700, character)


def figures_one_by_one(canvas):
    for number, character in enumerate("1987"):
        canvas.drawString(60 + 12 * number, 700, character)


def turned(canvas):
    canvas.rotate(90)
    canvas.drawString(60, -300, LINE)


for draw in (at_once, with_a_mark, one_by_one, figures_one_by_one, turned):
    file = BytesIO()
    canvas = Canvas(file, invariant=1)
    canvas.setFont("STSong-Light", 12)
    draw(canvas)
    canvas.save()
    text = pypdfium2.PdfDocument(file.getvalue())[0].get_textpage().get_text_bounded()
    print(f"{draw.__name__}: {text!r}")
PY

cat >"$room/expected" <<'TXT'
at_once: '河边有两家茶馆'
with_a_mark: '河边有两家茶馆'
one_by_one: ''
figures_one_by_one: '1 9 8 7'
turned: ''
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
