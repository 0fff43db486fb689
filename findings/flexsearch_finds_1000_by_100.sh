#!/usr/bin/env bash
# flexsearch 0.8.212 (npm): 100元 finds 1000元, 天 finds 天天, and with the encoder for Chinese, 田盐 finds 盐田.
#
# Guess, written before the run: the default encoder folds capitals and accents and leaves digits and Chinese as they
#       are; Charset.CJK, which parts text into characters, wants them in the order of the question, as a full text
#       search does.
# Seen: the default encoder parts digits into threes, and writes every letter that repeats once; digits and Chinese
#       are letters: 1000 becomes 10 and 0, 100 becomes 10, and 天天 becomes 天. With Charset.CJK a text is a set of
#       characters, without order and number: 10元, 100元 and 1000元 are one text, and 2011年 is 201年. Charset.Exact keeps
#       all apart, but parts no Chinese.
# Use:  take what it finds as candidates, and look for the question's words, amounts and years in the text itself.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$room" flexsearch@0.8.212 >/dev/null

cat >"$room/ask.mjs" <<'JS'
import { Charset, Encoder, Index } from "flexsearch";

const texts = ["10元", "100元", "1000元", "201年", "2011年", "天", "天天", "盐田"];
for (const name of ["Default", "CJK", "Exact"]) {
  console.log(name, new Encoder(Charset[name]).encode("1000元，天天"));
  const index = new Index({ encoder: Charset[name] });
  texts.forEach((text, id) => index.add(id, text));
  for (const question of ["100元", "2011年", "天", "田盐"]) {
    const found = index.search(question).sort().map((id) => texts[id]);
    console.log(name, question, "->", found.join(" ") || "nothing");
  }
}
JS

cat >"$room/expected" <<'TXT'
Default [ '10', '0', '元', '天' ]
Default 100元 -> 100元 1000元
Default 2011年 -> 2011年
Default 天 -> 天 天天
Default 田盐 -> nothing
CJK [ '1', '0', '元', ',', '天' ]
CJK 100元 -> 10元 100元 1000元
CJK 2011年 -> 201年 2011年
CJK 天 -> 天 天天
CJK 田盐 -> 盐田
Exact [ '1000元', '天天' ]
Exact 100元 -> 100元
Exact 2011年 -> 2011年
Exact 天 -> 天
Exact 田盐 -> nothing
TXT
(cd "$room" && node ask.mjs) | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
