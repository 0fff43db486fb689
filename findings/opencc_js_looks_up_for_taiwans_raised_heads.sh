#!/usr/bin/env bash
# opencc-js 1.0.5: Taiwan's 抬頭 becomes 擡头 in Simplified characters, and 中文字幕 becomes 中文本幕.
#
# Guess, written before the run: it has OpenCC's tables and matches the longest entry, so it differs from OpenCC in
#       a few rare characters alone.
# Seen: for tw and hk it first turns their 抬 into the 擡 of the dictionary standard, and has nothing that turns that
#       into Simplified: 抬头, 哄抬 and 八抬大轿 come out with a character that no mainland reader writes, whether
#       the input was Traditional or Simplified. With words of Taiwan (twp), 文字 within 中文字幕 is taken for
#       Taiwan's word for 文本, so every subtitle in Chinese is a 中文本幕, and 主通道 a 主信道. From plain
#       Traditional (t) 抬 stays. 1.4.2 does as OpenCC 1.4.2 does; the two are the same but for characters
#       outside the basic plane.
# Use:  1.4.2.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"

cat >convert.mjs <<'JS'
import * as OpenCC from 'opencc-js'
const asked = [['tw', '抬頭'], ['hk', '哄抬物價'], ['t', '抬頭'], ['twp', '中文字幕'], ['twp', '字幕'], ['twp', '主通道']]
for (const [from, text] of asked) console.log(from, text, OpenCC.Converter({from, to: 'cn'})(text))
JS

for version in 1.0.5 1.4.2; do
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix . "opencc-js@$version" >npm.log 2>&1
    echo "$version"
    node convert.mjs
done | tee seen

cat >expected <<'TXT'
1.0.5
tw 抬頭 擡头
hk 哄抬物價 哄擡物价
t 抬頭 抬头
twp 中文字幕 中文本幕
twp 字幕 字幕
twp 主通道 主信道
1.4.2
tw 抬頭 抬头
hk 哄抬物價 哄抬物价
t 抬頭 抬头
twp 中文字幕 中文字幕
twp 字幕 字幕
twp 主通道 主通道
TXT
diff expected seen && echo "as found"
