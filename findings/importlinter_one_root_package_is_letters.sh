#!/usr/bin/env bash
# import-linter 2.16: `root_packages = app` on one line of an INI file is read as three packages, a, p and p.
#
# Guess, written before the run: a list with one entry may stand on the line of its key, as in every list of a
#       contract (`source_modules = app` works there).
# Seen: the value of root_packages is split into its characters: "Could not find package 'a' in your Python path."
#       On a line of its own the same word works. The fields of contracts take both.
# Use:  a line for each root package, or root_package for one.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check import-linter==2.16
mkdir -p "$room/app" && touch "$room/app/__init__.py" "$room/app/one.py" "$room/app/two.py"

try() {
    printf '[importlinter]\n%b\n\n' "$1" >"$room/.importlinter"
    cat >>"$room/.importlinter" <<'INI'
[importlinter:contract:apart]
name = one knows nothing of two
type = forbidden
source_modules = app.one
forbidden_modules = app.two
INI
    (cd "$room" && env/bin/lint-imports --no-logo --no-cache 2>&1) | grep -E "Could not|KEPT" || true
}
{
    try 'root_packages = app'
    try 'root_packages =\n    app'
    try 'root_package = app'
} | tee "$room/seen"
cat >"$room/expected" <<'TXT'
Could not find package 'a' in your Python path.
one knows nothing of two KEPT
one knows nothing of two KEPT
TXT
diff "$room/expected" "$room/seen" && echo "as found"
