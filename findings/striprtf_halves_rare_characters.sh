#!/usr/bin/env bash
# striprtf 0.0.35: rare characters come out as two halves, and 說 written as \'d5f stops the reading.
#
# Guess, written before the run: \u-10174?\u-8265? is 𠮷, as RTF writes every character beyond U+FFFF; and \'d5f is 說:
#       the second byte of its GBK code is an ASCII f, which RTF may write as it is.
# Seen: the two halves stay apart: the text is one character too long, is not equal to 𠮷, and cannot be written as
#       UTF-8. A second byte that is no \'xx is not joined to the first: UnicodeDecodeError, and with errors="ignore"
#       an f. \upr, which holds a text twice, for old and new readers, yields neither.
# Use:  text.encode("utf-16", "surrogatepass").decode("utf-16") joins the halves; write \'d5f as \'d5\'66 before
#       reading.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check striprtf==0.0.35

cat >"$room/ask.py" <<'PY'
from striprtf.striprtf import rtf_to_text

BODIES = {
    "rare": r"\uc1\u-10174?\u-8265?\u-27001?",
    "bytes as hex": r"\'d5\'66\'b7\'a8",
    "byte as letter": r"\'d5f\'b7\'a8",
    "twice": r"\uc1{\upr{\'d1\'ce}{\*\ud{\u30416?}}}",
}
for name, body in BODIES.items():
    for errors in ("strict", "ignore"):
        try:
            text = rtf_to_text(r"{\rtf1\ansi\ansicpg936 " + body + "}", errors=errors)
            print(name, errors, ascii(text), len(text), sep=" | ")
        except UnicodeDecodeError as error:
            print(name, errors, error.reason, sep=" | ")
halves = rtf_to_text(r"{\rtf1\ansi\ansicpg936\uc1\u-10174?\u-8265?}")
print(halves == "𠮷", halves.encode("utf-16", "surrogatepass").decode("utf-16") == "𠮷")
PY

cat >"$room/expected" <<'TXT'
rare | strict | '\ud842\udfb7\u9687' | 3
rare | ignore | '\ud842\udfb7\u9687' | 3
bytes as hex | strict | '\u8aaa\u6cd5' | 2
bytes as hex | ignore | '\u8aaa\u6cd5' | 2
byte as letter | strict | incomplete multibyte sequence
byte as letter | ignore | 'f\u6cd5' | 2
twice | strict | '' | 0
twice | ignore | '' | 0
False True
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
