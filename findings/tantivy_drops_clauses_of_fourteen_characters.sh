#!/usr/bin/env bash
# tantivy 0.27.0 (Python): with the tokenizer that a text field has by itself, long Chinese clauses are not indexed.
#
# Guess, written before the run: without a Chinese tokenizer a clause is one token, found when the whole clause is
#       asked for; so an exact copy of a sentence always finds it.
# Seen: a token of 40 bytes and more is dropped, silently: 13 Chinese characters between two marks are found by an
#       exact copy, 14 are in no index at all, while the stored text comes back when something else in it matches.
#       Short titles work, so a trial with a few of them looks right.
# Use:  register an n-gram or word tokenizer, or join words cut before by blanks.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check tantivy==0.27.0

cat >"$room/ask.py" <<'PY'
import tantivy

builder = tantivy.SchemaBuilder()
builder.add_text_field("text", stored=True)
index = tantivy.Index(builder.build())
writer = index.writer()
clause = "秋天的盐田里工人们天不亮就下田收盐"
for length in (4, 12, 13, 14, 16):
    document = tantivy.Document()
    document.add_text("text", clause[:length])
    writer.add_document(document)
writer.commit()
index.reload()
searcher = index.searcher()
for length in (4, 12, 13, 14, 16):
    query = index.parse_query(clause[:length], ["text"])
    print(length, "characters:", len(searcher.search(query, 5).hits), "found")
PY

cat >"$room/expected" <<'TXT'
4 characters: 1 found
12 characters: 1 found
13 characters: 1 found
14 characters: 0 found
16 characters: 0 found
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
