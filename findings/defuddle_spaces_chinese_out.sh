#!/usr/bin/env bash
# defuddle 0.19.4 (npm): each inline element of a Chinese page is set between blanks, and <q> loses its marks.
#
# Guess, written before the run: in Markdown 她<em>不</em>同意 is 她*不*同意; <small>, which Markdown has not, leaves its text.
# Seen: 她 *不* 同意, and 小 stands between blanks where its tag is gone, in the Markdown as in the HTML; links, <mark> and
#       <ruby> alike, also before a comma: 这里 ，. Only <code> (and <sub>, <sup>) touches its neighbours. The marks of
#       <q>, which a browser draws, are lost, so speech runs into the sentence.
# Use:  close blanks beside Chinese characters that the page does not have, before quoting or comparing.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$room" defuddle@0.19.4 linkedom@0.18.15 >/dev/null

cat >"$room/ask.mjs" <<'JS'
import { Defuddle } from "defuddle/node";
import { parseHTML } from "linkedom";

const around = "<p>海边的盐田在秋天收盐，工人们天不亮就下田，这样的日子要过上两个月，直到天冷下来为止。</p>";
const texts = [
  "她<em>不</em>同意。",
  "写<small>小</small>字。",
  "看<a href='/x'>这里</a>再说。",
  "看<a href='/x'>这里</a>，再说。",
  "做<mark>标</mark>记。",
  "用<ruby>耒<rt>lěi</rt></ruby>翻土。",
  "有<code>码</code>的。",
  "他说<q>好</q>就走了。",
];
for (const text of texts) {
  const page = `<!doctype html><html lang="zh"><body><article>${around}<p>${text}</p>${around}${around}</article></body></html>`;
  const read = async (options) => (await Defuddle(parseHTML(page).document, "https://example.org/a", options)).content;
  const markdown = (await read({ markdown: true })).split("\n\n")[1];
  const plain = parseHTML(await read({})).document.querySelectorAll("p")[1].textContent;
  console.log([text, markdown, plain].join(" | "));
}
JS

cat >"$room/expected" <<'TXT'
她<em>不</em>同意。 | 她 *不* 同意。 | 她 不 同意。
写<small>小</small>字。 | 写 小 字。 | 写 小 字。
看<a href='/x'>这里</a>再说。 | 看 [这里](https://example.org/x) 再说。 | 看 这里 再说。
看<a href='/x'>这里</a>，再说。 | 看 [这里](https://example.org/x) ，再说。 | 看 这里 ，再说。
做<mark>标</mark>记。 | 做 ==标== 记。 | 做 标 记。
用<ruby>耒<rt>lěi</rt></ruby>翻土。 | 用 耒 lěi 翻土。 | 用 耒 lěi 翻土。
有<code>码</code>的。 | 有`码`的。 | 有码的。
他说<q>好</q>就走了。 | 他说 好 就走了。 | 他说 好 就走了。
TXT
(cd "$room" && node ask.mjs) | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
