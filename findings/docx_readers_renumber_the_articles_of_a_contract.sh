#!/usr/bin/env bash
# mammoth 1.13.0 and markitdown 0.1.9, which reads DOCX by it: of a contract whose articles Word numbers 第一条 to 第四条,
#       the first three are 1, 1 and 1, and the fourth is 5. docx2python 3.7.1 writes -- for each.
#
# Guess, written before the run: docx2python writes 第一条 or a number, the other two no number. Once they had: they go on
#       counting where plain paragraphs stand between the articles.
# Seen: each plain paragraph ends the list, and the next begins at 1 again, whatever the file says of its start.
#       Paragraphs that follow one another are one list, though they are two in the file: the cases (1) to (3) below
#       the third article are 2 to 4, and the fourth article is counted behind them. So who asks for 第四条 is told
#       another one, or none. docx2python knows digits, and for what counts in Chinese it has a warning and no number.
#       pandoc 3.9 (by pypandoc-binary 1.17) counts all of it as the file says, in digits, without 第 and 条.
# Use:  count the numbers yourself by w:numId, w:ilvl and w:start, and write them into the text as w:lvlText has them.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check mammoth==1.13.0 \
    "markitdown[docx]==0.1.9" docx2python==3.7.1 pypandoc-binary==1.17 python-docx==1.2.0

cat >"$room/ask.py" <<'PY'
import sys
import warnings

import mammoth
import pypandoc
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python
from markitdown import MarkItDown

warnings.simplefilter("ignore")
path = sys.argv[1]
document = Document()
numbering = document.part.numbering_part.element
for number, (form, text) in enumerate((("chineseCountingThousand", "第%1条"), ("decimal", "（%1）")), 101):
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{level}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
for text, number in (
    ("甲方交货。", 101), ("交货即所有权转移。", None), ("乙方付款。", 101), ("逾期付息。", None), ("下列情形可以解除：", 101),
    ("不交货；", 102), ("不付款；", 102), ("破产。", 102), ("争议由法院管辖。", 101),
):
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    if number:
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'))
document.save(path)


def lines(text):
    return " / ".join(" ".join(line.split()) for line in text.splitlines() if line.strip() and line != "<!-- -->")


with open(path, "rb") as file:
    print("mammoth", mammoth.convert_to_html(file).value)
print("markitdown", lines(MarkItDown().convert(path).text_content))
print("docx2python", lines(docx2python(path).text))
print("pandoc", lines(pypandoc.convert_file(path, "plain")))
PY

cat >"$room/expected" <<'TXT'
mammoth <ol><li>甲方交货。</li></ol><p>交货即所有权转移。</p><ol><li>乙方付款。</li></ol><p>逾期付息。</p><ol><li>下列情形可以解除：</li><li>不交货；</li><li>不付款；</li><li>破产。</li><li>争议由法院管辖。</li></ol>
markitdown 1. 甲方交货。 / 交货即所有权转移。 / 1. 乙方付款。 / 逾期付息。 / 1. 下列情形可以解除： / 2. 不交货； / 3. 不付款； / 4. 破产。 / 5. 争议由法院管辖。
docx2python -- 甲方交货。 / 交货即所有权转移。 / -- 乙方付款。 / 逾期付息。 / -- 下列情形可以解除： / 1) 不交货； / 2) 不付款； / 3) 破产。 / -- 争议由法院管辖。
pandoc 1. 甲方交货。 / 交货即所有权转移。 / 2. 乙方付款。 / 逾期付息。 / 3. 下列情形可以解除： / 1. 不交货； / 2. 不付款； / 3. 破产。 / 4. 争议由法院管辖。
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" "$room/contract.docx" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
