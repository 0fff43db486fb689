#!/usr/bin/env bash
# telegramify-markdown 1.3.3, telegram-markdown-v2 0.0.4, @gramio/format 0.8.0 (npm), telegram-markdown-converter 1.0.6
#       (PyPI): of two ranges in one paragraph, 9~12点 and 2~5点, Telegram shows 912点 and 25点, struck through between
#       them.
#
# Guess, written before the run: of 100~200元，300~400元 every converter escapes both ~ or keeps them as text, as Markdown
#       strikes out with two of them, so that Telegram shows two ranges.
# Seen: the ~ of one range is escaped, so a trial with one looks safe. Two are taken for a pair: the three of npm read
#       them as struck out, the one of PyPI leaves them for Telegram to read so. What Telegram's own library (tdjson
#       1.8.69) makes of it has neither: 100~200元 is 100200元, 40~60% is 4060%, with a line through all between the
#       ranges, even over a line break. Nothing is refused, so nobody is told.
# Use:  write 至 or ～ (U+FF5E) for a ~ between numbers before any of them sees the text.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check telegram-markdown-converter==1.0.6 tdjson==1.8.69
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$room" \
    telegramify-markdown@1.3.3 telegram-markdown-v2@0.0.4 @gramio/format@0.8.0 marked@15.0.12 >/dev/null

cat >"$room/texts.json" <<'JSON'
["一斤100~200元。", "上午9~12点，下午2~5点。", "一斤100~200元，两斤300~400元。", "温度5~8度，湿度40~60%。", "第一天1~2\n第二天3~4"]
JSON
cat >"$room/convert.mjs" <<'JS'
import { readFileSync } from "node:fs";
import { markdownToFormattable } from "@gramio/format/markdown";
import { convert } from "telegram-markdown-v2";
import telegramify from "telegramify-markdown";

const texts = JSON.parse(readFileSync("texts.json", "utf8"));
const rows = texts.map((text) => {
  const { text: plain, entities } = markdownToFormattable(text);
  const spans = entities.map(({ type, offset, length }) => [type, plain.slice(offset, offset + length)]);
  return [text, telegramify(text, "escape"), convert(text), [plain, spans]];
});
console.log(JSON.stringify(rows));
JS
cat >"$room/show.py" <<'PY'
import json
import sys

import tdjson
from telegram_markdown_converter import convert_markdown


def asked(**request):
    return json.loads(tdjson.td_execute(json.dumps(request).encode()))


def shown(markup):
    """The text of the message that Telegram makes of this MarkdownV2, with [what is struck out]."""
    mode = {"@type": "textParseModeMarkdown", "version": 2}
    message = asked(**{"@type": "parseTextEntities", "text": markup.strip(), "parse_mode": mode})
    text = message["text"]
    for entity in message["entities"]:
        assert entity["type"]["@type"] == "textEntityTypeStrikethrough"
        start, end = entity["offset"], entity["offset"] + entity["length"]
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


asked(**{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
for text, telegramify, version2, (plain, spans) in json.load(sys.stdin):
    print(repr(text))
    print("  telegramify-markdown", repr(shown(telegramify)))
    print("  telegram-markdown-v2", repr(shown(version2)))
    print("  telegram-markdown-converter", repr(shown(convert_markdown(text))))
    print("  @gramio/format", repr(plain), spans)
PY

cat >"$room/expected" <<'TXT'
'一斤100~200元。'
  telegramify-markdown '一斤100~200元。'
  telegram-markdown-v2 '一斤100~200元。'
  telegram-markdown-converter '一斤100~200元。'
  @gramio/format '一斤100~200元。' []
'上午9~12点，下午2~5点。'
  telegramify-markdown '上午9[12点，下午2]5点。'
  telegram-markdown-v2 '上午9[12点，下午2]5点。'
  telegram-markdown-converter '上午9[12点，下午2]5点。'
  @gramio/format '上午912点，下午25点。' [['strikethrough', '12点，下午2']]
'一斤100~200元，两斤300~400元。'
  telegramify-markdown '一斤100[200元，两斤300]400元。'
  telegram-markdown-v2 '一斤100[200元，两斤300]400元。'
  telegram-markdown-converter '一斤100[200元，两斤300]400元。'
  @gramio/format '一斤100200元，两斤300400元。' [['strikethrough', '200元，两斤300']]
'温度5~8度，湿度40~60%。'
  telegramify-markdown '温度5[8度，湿度40]60%。'
  telegram-markdown-v2 '温度5[8度，湿度40]60%。'
  telegram-markdown-converter '温度5[8度，湿度40]60%。'
  @gramio/format '温度58度，湿度4060%。' [['strikethrough', '8度，湿度40']]
'第一天1~2\n第二天3~4'
  telegramify-markdown '第一天1[2\n第二天3]4'
  telegram-markdown-v2 '第一天1[2\n第二天3]4'
  telegram-markdown-converter '第一天1[2\n第二天3]4'
  @gramio/format '第一天12\n第二天34' [['strikethrough', '2\n第二天3']]
TXT
(cd "$room" && node convert.mjs) | "$room/env/bin/python" "$room/show.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
