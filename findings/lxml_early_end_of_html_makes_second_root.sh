#!/usr/bin/env bash
# lxml 6.1.3 (libxml2 2.14.6): what stands behind an early </html> is not in the tree that comes back.
#
# Guess, written before the run: as in a browser, what follows goes on in the body that was open, and its text is found.
# Seen: it becomes a second root beside the first. fromstring and document_fromstring return the first one alone, no error is
#       logged for it, and trafilatura 2.3.1, which starts there, extracts the menu. Sites that join header, article and
#       footer from files are written so, and their whole article is lost.
# Use:  move root.itersiblings() into the root before looking for anything.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml==6.1.3 lxml_html_clean==0.4.6 2>/dev/null

cat >"$room/ask.py" <<'PY'
from lxml import etree, html
from trafilatura import extract

SENTENCE = "The river was dammed in spring, and the ferry has stood still ever since. " * 8
JOINED = f"<html><body><ul><li>Menu</li></ul></html><article><p>{SENTENCE}</p></article></body></html>"
root = html.document_fromstring(JOINED)
print("libxml2", ".".join(map(str, etree.LIBXML_VERSION)))
print("in the tree:", "ferry" in root.text_content())
print("beside it:", [(one.tag, "ferry" in one.text_content()) for one in root.itersiblings()])
print("extracted:", extract(JOINED))
print("extracted without the early end:", "ferry" in extract(JOINED.replace("</ul></html>", "</ul>")))
PY

cat >"$room/expected" <<'TXT'
libxml2 2.14.6
in the tree: False
beside it: [('html', True)]
extracted: Menu
extracted without the early end: True
TXT
"$room/env/bin/python" "$room/ask.py" 2>/dev/null | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
