#!/usr/bin/env bash
# pypdf 7.1.1, pdfminer.six 20260107: PDF in Chinese encodings that the format predefines (ISO 32000-1, table 118).
#
# Guess, written before the run: pdfminer reads all of them; pypdf leaves those of Hong Kong empty or wrong.
# Seen: pypdf reads GBKp-EUC-H, B5pc-H and HKscs-B5-H as UTF-16, without a warning: the text comes out as syllables of
#       Korean with some Chinese between, so a check for the replacement character or for text at all does not notice.
#       pdfminer has no ETenms-B5-H (what Windows' Traditional fonts state) and yields letters and signs.
# Use:  PDFium, which knows all of these (corpus/readers/pdf/).
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check pypdf==7.1.1 pdfminer.six==20260107

cat >"$room/ask.py" <<'PY'
import io
import logging

from pdfminer.high_level import extract_text
from pypdf import PdfReader

logging.disable(logging.CRITICAL)


def pdf(encoding, ordering, data):
    """One page that shows bytes in a font that is not embedded."""
    shown = f"BT /F 20 Tf 100 700 Td <{data.hex()}> Tj ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(shown)}>>\nstream\n{shown}\nendstream",
        f"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/{encoding}/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/Song/DW 1000/FontDescriptor 7 0 R"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 4>>>>",
        "<</Type/FontDescriptor/FontName/Song/Flags 6/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    )
    file, places = "%PDF-1.5\n", []
    for number, one in enumerate(objects, 1):
        places.append(f"{len(file):010d} 00000 n \n")
        file += f"{number} 0 obj\n{one}\nendobj\n"
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{''.join(places)}"
    return f"{file}{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(file)}\n%%EOF".encode()


for encoding, ordering, codec, text in (
    ("GBK-EUC-H", "GB1", "gbk", "余额宝收益率"),
    ("GBKp-EUC-H", "GB1", "gbk", "余额宝收益率"),
    ("GBK2K-H", "GB1", "gb18030", "余额宝收益率"),
    ("ETen-B5-H", "CNS1", "big5", "餘額寶收益率"),
    ("ETenms-B5-H", "CNS1", "big5", "餘額寶收益率"),
    ("B5pc-H", "CNS1", "big5", "餘額寶收益率"),
    ("HKscs-B5-H", "CNS1", "big5hkscs", "餘額寶收益率"),
):
    data = pdf(encoding, ordering, text.encode(codec))
    by_pypdf = PdfReader(io.BytesIO(data)).pages[0].extract_text().strip()
    print(encoding, by_pypdf, extract_text(io.BytesIO(data)).strip())
PY

cat >"$room/expected" <<'TXT'
GBK-EUC-H 余额宝收益率 余额宝收益率
GBKp-EUC-H 폠뛮놦쫕틦싊 余额宝收益率
GBK2K-H 余额宝收益率 余额宝收益率
ETen-B5-H 餘額寶收益率 餘額寶收益率
ETenms-B5-H 餘額寶收益率 lB_qv
B5pc-H 빬썂쑟ꚬ꽱뉶 餘額寶收益率
HKscs-B5-H 빬썂쑟ꚬ꽱뉶 餘額寶收益率
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
