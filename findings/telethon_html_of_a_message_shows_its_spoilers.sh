#!/usr/bin/env bash
# Telethon 1.45.0: the HTML of a message shows what a spoiler hides, and adds {} and an indent to code.
#
# Guess, written before the run: html.unparse() and html.parse() are each other's reverse, as their docstrings say;
#       {} was seen once, and guessed to come with one line only. Spoilers were added without a guess.
# Seen: html.unparse() knows no spoiler: the hidden words are written plainly, and html.parse() knows none of the tags
#       of the Bot API for it, so an answer copied by way of its HTML tells the secret, without a warning. Code with
#       a language (or with an empty one, as every block without a language has) comes out with {} at its end, an indent
#       before and another behind it, and is read back so: 7 characters are 29. The expandable quotation
#       is kept by HTML and lost by markdown.unparse(), which keeps neither spoiler, quotation nor underline.
# Use:  send (text, formatting_entities) again instead of its HTML; write entities out with a function of your own.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check telethon==1.45.0

cat >"$room/ask.py" <<'PY'
from telethon.extensions import html, markdown
from telethon.tl import types

TEXT = "看代码：盐=1\n田=2，完"
for entity in (
    types.MessageEntityBold(4, 7),
    types.MessageEntitySpoiler(4, 7),
    types.MessageEntityPre(4, 7, "python"),
    types.MessageEntityPre(4, 7, ""),
    types.MessageEntityBlockquote(4, 7, collapsed=True),
    types.MessageEntityUnderline(4, 7),
):
    name = type(entity).__name__.removeprefix("MessageEntity")
    for language in (html, markdown):
        written = language.unparse(TEXT, [entity])
        text, entities = language.parse(written)
        back = [(type(one).__name__.removeprefix("MessageEntity"), one.offset, one.length) for one in entities]
        print(name, language.__name__.rpartition(".")[2], repr(written), back, "same text" if text == TEXT else "OTHER TEXT", sep=" | ")
for tag in ("tg-spoiler", "span class='tg-spoiler'", "spoiler"):
    print(tag, html.parse(f"<{tag}>秘密</{tag.split()[0]}>"))
PY

cat >"$room/expected" <<'TXT'
Bold | html | '看代码：<strong>盐=1\n田=2</strong>，完' | [('Bold', 4, 7)] | same text
Bold | markdown | '看代码：**盐=1\n田=2**，完' | [('Bold', 4, 7)] | same text
Spoiler | html | '看代码：盐=1\n田=2，完' | [] | same text
Spoiler | markdown | '看代码：盐=1\n田=2，完' | [] | same text
Pre | html | "看代码：<pre>\n    <code class='language-python'>\n        盐=1\n田=2{}\n    </code>\n</pre>，完" | [('Pre', 4, 29)] | OTHER TEXT
Pre | markdown | '看代码：```盐=1\n田=2```，完' | [('Pre', 4, 7)] | same text
Pre | html | "看代码：<pre>\n    <code class='language-'>\n        盐=1\n田=2{}\n    </code>\n</pre>，完" | [('Pre', 4, 29)] | OTHER TEXT
Pre | markdown | '看代码：```盐=1\n田=2```，完' | [('Pre', 4, 7)] | same text
Blockquote | html | '看代码：<blockquote expandable>盐=1\n田=2</blockquote>，完' | [('Blockquote', 4, 7)] | same text
Blockquote | markdown | '看代码：盐=1\n田=2，完' | [] | same text
Underline | html | '看代码：<u>盐=1\n田=2</u>，完' | [('Underline', 4, 7)] | same text
Underline | markdown | '看代码：盐=1\n田=2，完' | [] | same text
tg-spoiler ('秘密', [])
span class='tg-spoiler' ('秘密', [])
spoiler ('秘密', [])
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
