#!/usr/bin/env bash
# turndown 7.2.5 (npm, HTML to Markdown): emphasis within Chinese becomes underscores that stay on the page.
#
# Guess, written before the run: 前<em>重点</em>后 becomes 前_重点_后, and that is emphasis again in every renderer.
# Seen: CommonMark reads underscores within a word as underscores, and Chinese has no blanks: marked, markdown-it and
#       micromark all show 前_重点_后. It is emphasis only between marks of punctuation. With emDelimiter "*" it works,
#       unless the emphasis begins or ends with a mark like 《 or 。: then the asterisks stay.
# Use:  new TurndownService({ emDelimiter: "*" }) for Chinese, and a renderer that knows Chinese punctuation.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$room" turndown@7.2.5 marked@18.2.1 markdown-it@15.0.3 micromark@4.0.3 >/dev/null

cat >"$room/ask.mjs" <<'JS'
import { marked } from "marked";
import MarkdownIt from "markdown-it";
import { micromark } from "micromark";
import TurndownService from "turndown";

const renderers = [marked, (text) => new MarkdownIt().render(text), micromark];
for (const options of [{}, { emDelimiter: "*" }]) {
  for (const page of ["前<em>重点</em>后", "<em>重点</em>在后", "前，<em>重点</em>，后", "前<em>《夜航》</em>后"]) {
    const text = new TurndownService(options).turndown(page);
    console.log(page, text, ...renderers.map((render) => render(text).includes("<em>")));
  }
}
JS

cat >"$room/expected" <<'TXT'
前<em>重点</em>后 前_重点_后 false false false
<em>重点</em>在后 _重点_在后 false false false
前，<em>重点</em>，后 前，_重点_，后 true true true
前<em>《夜航》</em>后 前_《夜航》_后 false false false
前<em>重点</em>后 前*重点*后 true true true
<em>重点</em>在后 *重点*在后 true true true
前，<em>重点</em>，后 前，*重点*，后 true true true
前<em>《夜航》</em>后 前*《夜航》*后 false false false
TXT
(cd "$room" && node ask.mjs) | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
