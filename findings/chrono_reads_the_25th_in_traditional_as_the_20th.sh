#!/usr/bin/env bash
# chrono-node 2.10.3 (npm), Traditional Chinese: 十二月二十五日 is the 20th of December, 八點一刻 is one minute past eight.
#
# Guess, written before the run: zh.hans and zh.hant know the same words in two scripts, and chrono.zh, which is both,
#       knows all that either knows; 去年3月5日 (5 March of last year) is that, or 5 March without the year's word.
# Seen: zh.hant takes two numerals for a day at most: 二十五日 is 二十 and 三十一日 三十, the rest is left outside of the
#       text found; minutes (三點二十五分) are read right, so are days in digits. zh.hans reads such days right, and so does
#       chrono.zh; but chrono.zh has no "ago" at all (三天前 is found by both of its halves and not by the whole), while it
#       has 三天後. All drop 去, 前 and 明 before 年3月5日 and date it in this year; of 三個半小時後 (in three and
#       a half hours) 半小時後 is left, half an hour; of 八點一刻 (a quarter past eight) 八點一, the first minute.
# Use:  fold to Simplified and ask zh.hans, with the year, 刻 and 個半 read by a pattern before.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$room" chrono-node@2.10.3 >/dev/null

cat >"$room/ask.mjs" <<'JS'
import { zh } from "chrono-node";

const now = new Date(2026, 10, 28, 12);
const show = (date) => date.toLocaleString("sv-SE").slice(0, 16);
for (const text of [
  "十二月二十五日", "五月三十一日", "五月十五日", "12月25日", "三點二十五分", "三天前", "三天後",
  "去年3月5日", "明年3月5日", "三個半小時後", "八點一刻",
]) {
  const seen = [zh.hans, zh.hant, zh].map((reader) => {
    const [found] = reader.parse(text, now);
    return found ? `${found.text} ${show(found.start.date())}` : "nothing";
  });
  console.log([text, ...seen].join(" | "));
}
JS

cat >"$room/expected" <<'TXT'
十二月二十五日 | 十二月二十五日 2026-12-25 12:00 | 十二月二十 2026-12-20 12:00 | 十二月二十五日 2026-12-25 12:00
五月三十一日 | 五月三十一日 2026-05-31 12:00 | 五月三十 2026-05-30 12:00 | 五月三十一日 2026-05-31 12:00
五月十五日 | 五月十五日 2026-05-15 12:00 | 五月十五日 2026-05-15 12:00 | 五月十五日 2026-05-15 12:00
12月25日 | 12月25日 2026-12-25 12:00 | 12月25日 2026-12-25 12:00 | 12月25日 2026-12-25 12:00
三點二十五分 | nothing | 三點二十五分 2026-11-28 03:25 | 三點二十五分 2026-11-28 03:25
三天前 | 三天前 2026-11-25 12:00 | 三天前 2026-11-25 12:00 | nothing
三天後 | nothing | 三天後 2026-12-01 12:00 | 三天後 2026-12-01 12:00
去年3月5日 | 年3月5日 2026-03-05 12:00 | 年3月5日 2026-03-05 12:00 | 年3月5日 2026-03-05 12:00
明年3月5日 | 年3月5日 2026-03-05 12:00 | 年3月5日 2026-03-05 12:00 | 年3月5日 2026-03-05 12:00
三個半小時後 | nothing | 半小時後 2026-11-28 12:30 | 半小時後 2026-11-28 12:30
八點一刻 | nothing | 八點一 2026-11-28 08:01 | 八點一 2026-11-28 08:01
TXT
TZ=UTC node "$room/ask.mjs" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
