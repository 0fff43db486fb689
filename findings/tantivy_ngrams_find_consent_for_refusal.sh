#!/usr/bin/env bash
# tantivy 0.27.0 (Python): with its n-gram tokenizer, 不同意 finds 他同意，要求不同: a phrase of n-grams has no order; and the
#       places that a snippet marks are counted in bytes.
#
# Guess, written before the run: a question of more than two characters is a phrase of pairs, one behind the other, so
#       it finds what has these characters in a row; highlighted() counts characters of fragment(), as Python does.
# Seen: all n-grams of a text are at the same place, so any text that has each of the pairs somewhere is found, in
#       quotation marks as well, and what says the opposite can be in front of what was asked for. The ranges are bytes
#       of UTF-8: in fragment() they are other words or nothing; in to_html() they are right. An ideographic space, as
#       Chinese keyboards write it between two words, is an error of syntax.
# Use:  look for the words of the question in the texts found; fragment().encode() before taking a range from it.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check tantivy==0.27.0

cat >"$room/ask.py" <<'PY'
import tantivy

TEXTS = (
    "会后有人问起，他说不同意。", "同意的人不同。", "他同意，要求不同。", "工人们天不亮就下田收盐。", "天气好，看们天的人们问工人。",
)
builder = tantivy.SchemaBuilder()
builder.add_text_field("text", stored=True, tokenizer_name="pairs", index_option="position")
index = tantivy.Index(builder.build())
index.register_tokenizer("pairs", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2)).build())
writer = index.writer()
for text in TEXTS:
    document = tantivy.Document()
    document.add_text("text", text)
    writer.add_document(document)
writer.commit()
index.reload()
searcher = index.searcher()

for question in ("不同意", '"不同意"', "工人们天"):
    hits = searcher.search(index.parse_query(question, ["text"]), 9).hits
    print(question, "->", *(f"{score:.2f} {searcher.doc(address)['text'][0]}" for score, address in hits))

query = index.parse_query("下田", ["text"])
snippets = tantivy.SnippetGenerator.create(searcher, query, index.schema, "text")
snippet = snippets.snippet_from_doc(searcher.doc(searcher.search(query, 1).hits[0][1]))
fragment = snippet.fragment()
print(snippet.to_html())
for part in snippet.highlighted():
    print(part.start, part.end, repr(fragment[part.start:part.end]), fragment.encode()[part.start:part.end].decode())
try:
    index.parse_query("下田　收盐", ["text"])
except ValueError as error:
    print(error)
PY

cat >"$room/expected" <<'TXT'
不同意 -> 1.29 同意的人不同。 1.17 他同意，要求不同。 1.00 会后有人问起，他说不同意。
"不同意" -> 1.29 同意的人不同。 1.17 他同意，要求不同。 1.00 会后有人问起，他说不同意。
工人们天 -> 2.52 工人们天不亮就下田收盐。 2.34 天气好，看们天的人们问工人。
工人们天不亮就<b>下田</b>收盐。
21 27 '' 下田
Syntax Error: 下田　收盐
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
