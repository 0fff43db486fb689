#!/usr/bin/env bash
# pandoc 3.9 (pypandoc-binary 1.17): HTML to Markdown and back changes 他说“好”。 into 他说”好”。
#
# Guess, written before the run: pandoc's Markdown keeps Chinese quotation marks and dashes as they are; at worst it
#       writes " and reads it back as it was.
# Seen: by default it writes ASCII " and ', as its reader makes curly marks of them. That reader takes a " that
#       touches a character before it for the closing one, and Chinese has no blanks there: both marks of a pair come
#       back as ”, except behind punctuation. —— and …… come back as they were. The same from DOCX and EPUB, as the
#       writer does it.
# Use:  -t markdown-smart and -f markdown-smart, or -t gfm, commonmark_x.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check pypandoc-binary==1.17

cat >"$room/ask.py" <<'PY'
import pypandoc

print("pandoc", pypandoc.get_pandoc_version())
for text in ("他说“好”。", "他说：“好。”走了", "所谓‘小’城", "他——走了……", "“好”字"):
    for form in ("markdown", "markdown-smart", "gfm"):
        written = pypandoc.convert_text(f"<p>{text}</p>", form, "html").strip()
        back = pypandoc.convert_text(written, "html", form).strip().removeprefix("<p>").removesuffix("</p>")
        print(text, form, written, back, back == text, sep=" | ")
PY

cat >"$room/expected" <<'TXT'
pandoc 3.9
他说“好”。 | markdown | 他说"好"。 | 他说”好”。 | False
他说“好”。 | markdown-smart | 他说“好”。 | 他说“好”。 | True
他说“好”。 | gfm | 他说“好”。 | 他说“好”。 | True
他说：“好。”走了 | markdown | 他说："好。"走了 | 他说：“好。”走了 | True
他说：“好。”走了 | markdown-smart | 他说：“好。”走了 | 他说：“好。”走了 | True
他说：“好。”走了 | gfm | 他说：“好。”走了 | 他说：“好。”走了 | True
所谓‘小’城 | markdown | 所谓'小'城 | 所谓’小’城 | False
所谓‘小’城 | markdown-smart | 所谓‘小’城 | 所谓‘小’城 | True
所谓‘小’城 | gfm | 所谓‘小’城 | 所谓‘小’城 | True
他——走了…… | markdown | 他------走了...... | 他——走了…… | True
他——走了…… | markdown-smart | 他——走了…… | 他——走了…… | True
他——走了…… | gfm | 他——走了…… | 他——走了…… | True
“好”字 | markdown | "好"字 | “好”字 | True
“好”字 | markdown-smart | “好”字 | “好”字 | True
“好”字 | gfm | “好”字 | “好”字 | True
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
