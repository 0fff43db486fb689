#!/usr/bin/env bash
# @orama/tokenizers 3.1.18 with @orama/orama 3.1.18 (npm), Mandarin: gpt does not find GPT, and the stop words that the
#       tokenizer is given stay in texts and questions.
#
# Guess, written before the run: gpt finds GPT, as with Orama's own tokenizer; stopWords given to createTokenizer() are
#       left out of texts and questions; with allowDuplicates, a word that a text has three times weighs more.
# Seen: all of these are taken without an error, and the function that cuts asks for none of them: gpt and GPT, wi-fi
#       and Wi-Fi, cafe and café are different words, which Orama's own tokenizer folds. With the 794 stop words of
#       @orama/stopwords, a question in plain words is answered by a text of 的, 了 and 什么. 盐田 three times in a text
#       scores as 盐田 once, with allowDuplicates as without. Trials with Chinese words alone look right.
# Use:  as tokenizer an object with a tokenize() of your own: the same segmenter, and what you want folded or left out.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$room" \
    @orama/orama@3.1.18 @orama/tokenizers@3.1.18 @orama/stopwords@3.1.18 >/dev/null

cat >"$room/ask.mjs" <<'JS'
import { create, insert, search } from "@orama/orama";
import { stopwords } from "@orama/stopwords/mandarin";
import { createTokenizer } from "@orama/tokenizers/mandarin";

console.log(stopwords.length, ["的", "了", "什么"].map((word) => stopwords.includes(word)).join(" "));
const texts = ["GPT-4支持Wi-Fi。", "什么的，了不了的。", "盐田的café在海边，人很少。", "盐田，盐田，盐田，晒盐。", "盐田，晒盐。"];
const language = "mandarin";
const ask = async (name, terms, tokenizer) => {
  console.log(name);
  const index = create({ schema: { text: "string" }, components: tokenizer ? { tokenizer } : {} });
  for (const [id, text] of texts.entries()) insert(index, { id: String(id), text });
  for (const term of terms) {
    const { hits } = await search(index, { term });
    console.log(`  ${term} ->`, hits.map(({ id, score }) => `${id} (${score.toFixed(2)})`).join(" ") || "nothing");
  }
};
const terms = ["gpt", "GPT", "wi-fi", "cafe", "盐田", "什么时候有了的"];
await ask("Orama's own", terms.slice(0, 4));
await ask("Mandarin", terms, createTokenizer({ language }));
await ask("Mandarin, stopWords", terms, createTokenizer({ language, stopWords: stopwords }));
await ask("Mandarin, allowDuplicates", terms, createTokenizer({ language, allowDuplicates: true }));

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
const tokenize = (text) => {
  const segments = [...segmenter.segment(text.normalize("NFKC").toLowerCase().replaceAll("é", "e"))];
  const words = segments.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
  return [...new Set(words)].filter((word) => !stopwords.includes(word));
};
await ask("one of our own", terms, { language, normalizationCache: new Map(), tokenize });
JS

cat >"$room/expected" <<'TXT'
794 true true true
Orama's own
  gpt -> 0 (0.58)
  GPT -> 0 (0.58)
  wi-fi -> 0 (0.58)
  cafe -> 2 (1.34)
Mandarin
  gpt -> nothing
  GPT -> 0 (0.86)
  wi-fi -> nothing
  cafe -> nothing
  盐田 -> 3 (0.53) 4 (0.53) 2 (0.23)
  什么时候有了的 -> 1 (0.67) 2 (0.38)
Mandarin, stopWords
  gpt -> nothing
  GPT -> 0 (0.86)
  wi-fi -> nothing
  cafe -> nothing
  盐田 -> 3 (0.53) 4 (0.53) 2 (0.23)
  什么时候有了的 -> 1 (0.67) 2 (0.38)
Mandarin, allowDuplicates
  gpt -> nothing
  GPT -> 0 (0.86)
  wi-fi -> nothing
  cafe -> nothing
  盐田 -> 3 (0.53) 4 (0.53) 2 (0.23)
  什么时候有了的 -> 1 (0.67) 2 (0.38)
one of our own
  gpt -> 0 (0.68)
  GPT -> 0 (0.68)
  wi-fi -> 0 (1.37)
  cafe -> 2 (0.87)
  盐田 -> 3 (0.45) 4 (0.45) 2 (0.34)
  什么时候有了的 -> nothing
TXT
(cd "$room" && node ask.mjs) | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
