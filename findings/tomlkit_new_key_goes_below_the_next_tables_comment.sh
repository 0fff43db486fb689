#!/usr/bin/env bash
# tomlkit 0.15.2 (edits TOML and keeps its comments): a key added to a table stands below the comment of the next one.
#
# Guess, written before the run: a new key is written behind the last key of its table, above the blank line and the
#       comment that lead to the next table.
# Seen: comments and blank lines above a header belong to the table before it, and a new key comes behind them. The
#       comment about `b` then stands within `a`, above a key that it says nothing of, and the next header touches that
#       key. All of it is valid TOML, and every value is right. It is so in tables and in arrays of tables alike.
# Use:  cut the file above the comments that lead to a header, and give tomlkit the one table that changes; a file of
#       ten thousand tables, which it takes seconds to parse, then costs nothing either.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check tomlkit==0.15.2

cat >"$room/edit.py" <<'PY'
import tomlkit

text = '[[entry]]\nname = "a"\n\n# This one is by somebody else.\n[[entry]]\nname = "b"\n'
document = tomlkit.parse(text)
document["entry"][0]["title"] = "A"
print(tomlkit.dumps(document), end="")
print("--")
above, below = text.split("\n\n")
part = tomlkit.parse(above + "\n")
part["entry"][0]["title"] = "A"
print(tomlkit.dumps(part) + "\n" + below, end="")
PY

cat >"$room/expected" <<'TXT'
[[entry]]
name = "a"

# This one is by somebody else.
title = "A"
[[entry]]
name = "b"
--
[[entry]]
name = "a"
title = "A"

# This one is by somebody else.
[[entry]]
name = "b"
TXT
"$room/env/bin/python" "$room/edit.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
