#!/usr/bin/env bash
# odfpy 1.4.1: teletype reads an editor's comments, footnotes and what was deleted as the author's text.
#
# Guess, written before the run: extractText of a paragraph gives what a reader of the document sees in it; comments
#       and tracked deletions are elements of their own, and are left out.
# Seen: a comment stands in the middle of its sentence, with the name of who wrote it and no mark around it, so does a
#       footnote, with its number. A 不 that was deleted while changes are tracked is a paragraph of its own, the first
#       of the document, and getElementsByType(P) has footnotes and comments a second time. Readings (ruby) follow
#       their characters.
# Use:  walk the body yourself and step over office:annotation, text:note, text:tracked-changes and text:ruby-text.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check odfpy==1.4.1

cat >"$room/ask.py" <<'PY'
import io
import zipfile

from odf import teletype, text
from odf.opendocument import load

NAMES = "urn:oasis:names:tc:opendocument:xmlns"
KIND = "application/vnd.oasis.opendocument.text"
CONTENT = f"""<office:document-content xmlns:office="{NAMES}:office:1.0" xmlns:text="{NAMES}:text:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>
<dc:creator>某编辑</dc:creator><dc:date>2024-01-01T00:00:00</dc:date></office:change-info>
<text:p>不</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p>盐田<text:change text:change-id="c1"/>在秋天收盐<office:annotation><dc:creator>某编辑</dc:creator>
<text:p>这句待核实</text:p></office:annotation>，天亮<text:note text:note-class="footnote" text:id="n1">
<text:note-citation>1</text:note-citation><text:note-body><text:p>见第二章</text:p></text:note-body>
</text:note>下田。</text:p>
<text:p><text:ruby><text:ruby-base>盐</text:ruby-base><text:ruby-text>yán</text:ruby-text></text:ruby>工</text:p>
</office:text></office:body></office:document-content>""".replace("\n", "")
MANIFEST = f"""<manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""

file = io.BytesIO()
with zipfile.ZipFile(file, "w") as parts:
    parts.writestr("mimetype", KIND)
    parts.writestr("content.xml", CONTENT)
    parts.writestr("META-INF/manifest.xml", MANIFEST)
file.seek(0)
for one in load(file).getElementsByType(text.P):
    print(teletype.extractText(one))
PY

cat >"$room/expected" <<'TXT'
不
盐田在秋天收盐某编辑这句待核实，天亮1见第二章下田。
这句待核实
见第二章
盐yán工
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
