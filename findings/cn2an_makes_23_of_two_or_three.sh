#!/usr/bin/env bash
# cn2an 0.5.24: transform() writes 两三个 ("two or three") as 23个, 七八天 as 78天, and 一定 as 1定.
#
# Guess, written before the run: what transform() takes for no number stays as it is, 一定 and 十分 as words, 两三个 as a
#       rough figure; what it changes means the same.
# Seen: digits that follow one another are read like those of a year (一九九八年), so a rough figure becomes one ten
#       times as large. 三四十人 and 十七八岁 are left, with a warning, so a trial with those looks safe. 一 and 十 within
#       words become digits (统1, 10分, 1起), 零下五度 becomes 0下5度 and not -5度, and 千分之五 千分之5 where 百分之五 is 5%.
# Use:  cn2an() on spans that a pattern of your own found with their unit, never transform() on running text.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check cn2an==0.5.24 proces==0.1.7

cat >"$room/ask.py" <<'PY'
import cn2an

for text in (
    "一百零八将", "一九九八年", "两三个", "七八天", "三四十人", "十七八岁", "一定", "统一", "十分", "一起",
    "零下五度", "百分之五", "千分之五",
):
    print(text, cn2an.transform(text, "cn2an"))
PY

cat >"$room/expected" <<'TXT'
一百零八将 108将
一九九八年 1998年
两三个 23个
七八天 78天
三四十人 三四十人
十七八岁 十七八岁
一定 1定
统一 统1
十分 10分
一起 1起
零下五度 0下5度
百分之五 5%
千分之五 千分之5
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
