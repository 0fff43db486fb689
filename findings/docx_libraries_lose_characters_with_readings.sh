#!/usr/bin/env bash
# python-docx 1.2.0, mammoth 1.13.0, docx2txt 0.9, docx2python 3.7.1: w:ruby and moved text in DOCX.
#
# Guess, written before the run: python-docx and mammoth lose a character with its reading, the other two show both.
#       Moved text was added without a guess: a tracked change shows its last state.
# Seen: 他在重庆工作 becomes 他在工作 in python-docx and mammoth (which names w:ruby in its messages).
#       docx2txt and docx2python put the reading into the sentence, before its character, and show what was moved away
#       (w:moveFrom), so a moved sentence stands there twice. python-docx shows it nowhere.
# Use:  our own reader: the characters without their readings, and the last state of tracked changes.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check \
    python-docx==1.2.0 mammoth==1.13.0 docx2txt==0.9 docx2python==3.7.1

cat >"$room/ask.py" <<'PY'
import sys

import docx
import docx2txt
import mammoth
from docx2python import docx2python
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


RUBY = f"<w:r><w:ruby><w:rt>{run('chongqing')}</w:rt><w:rubyBase>{run('重庆')}</w:rubyBase></w:ruby></w:r>"
CHANGE = 'w:id="{}" w:author="a" w:date="2021-01-01T00:00:00Z"'
MOVED = f"<w:moveFrom {CHANGE.format(1)}>{run('先读。')}</w:moveFrom>{run('后写。')}<w:moveTo {CHANGE.format(2)}>{run('先读。')}</w:moveTo>"
document = docx.Document()
for content in (run("他在") + RUBY + run("工作。"), MOVED):
    document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{content}</w:p>"))
path = sys.argv[1]
document.save(path)

print("python-docx", "|".join(one.text for one in docx.Document(path).paragraphs))
with open(path, "rb") as file:
    result = mammoth.extract_raw_text(file)
    print("mammoth", result.value.strip().replace("\n\n", "|"), result.messages)
print("docx2txt", docx2txt.process(path).strip().replace("\n\n", "|"))
print("docx2python", docx2python(path).text.strip().replace("\n\n", "|"))
PY

cat >"$room/expected" <<'TXT'
python-docx 他在工作。|后写。
mammoth 他在工作。|后写。先读。 [Message(type='warning', message='An unrecognised element was ignored: w:ruby')]
docx2txt 他在chongqing重庆工作。|先读。后写。先读。
docx2python 他在chongqing重庆工作。|先读。后写。先读。
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" "$room/ruby.docx" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
