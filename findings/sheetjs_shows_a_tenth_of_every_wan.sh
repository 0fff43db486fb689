#!/usr/bin/env bash
# SheetJS, xlsx 0.18.5 (the last on npm): 123456 in the format for ten thousands, 0\.0,"万", is shown as 1.23万 instead of 12.3万.
#
# Guess, written before the run: the text of the cell is 12.3万, as Excel shows it, and as numfmt does.
# Seen: Excel has no scale for 万, so Chinese tables scale by a thousand with the comma, and set a point of their own
#       before the last digit. SheetJS gives what stands behind that point as many digits as the comma dropped: the
#       point is a digit too far to the left, and nothing before it for 5000: .05万. Without the comma, or with a real
#       decimal point, it is right. sheet_to_csv() and sheet_to_json(raw: false) write these texts; the number itself is
#       untouched. With the other way to write it, 0!.0,"万", the ! is shown and the text is ten times too
#       much: 123!.5万 (numfmt alike).
# Use:  the cell's number (v), never its text (w), where the format has a comma before 万; numfmt for the text.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$room" xlsx@0.18.5 numfmt@4.0.1 >/dev/null

cat >"$room/ask.mjs" <<'JS'
import { format } from "numfmt";
import XLSX from "xlsx";

const formats = ['0\\.0,"万"', '0"."0,"万"', '0!.0,"万"', '0\\.0"点"', '0.0,"千"'];
for (const z of formats) {
  const rows = [5000, 123456, 1234567].map((v) => [{ t: "n", v, z }]);
  const sheet = Object.fromEntries(rows.map(([cell], i) => [`A${i + 1}`, cell]));
  sheet["!ref"] = "A1:A3";
  const file = XLSX.write({ SheetNames: ["盐"], Sheets: { 盐: sheet } }, { type: "buffer", bookType: "xlsx" });
  const read = XLSX.read(file, { cellNF: true }).Sheets["盐"];
  console.log(read.A1.z, "|", XLSX.utils.sheet_to_csv(read).trim().split("\n").join(" "), "|", rows.map(([c]) => format(z, c.v)).join(" "));
}
JS

cat >"$room/expected" <<'TXT'
0\.0,"万" | .05万 1.23万 12.35万 | 0.5万 12.3万 123.5万
0"."0,"万" | .05万 1.23万 12.35万 | 0.5万 12.3万 123.5万
0!.0,"万" | 5!.0万 123!.5万 1234!.6万 | 5!.0万 123!.5万 1234!.6万
0\.0"点" | 500.0点 12345.6点 123456.7点 | 500.0点 12345.6点 123456.7点
0.0,"千" | 5.0千 123.5千 1234.6千 | 5.0千 123.5千 1234.6千
TXT
node "$room/ask.mjs" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
