#!/usr/bin/env bash
# cn2an 0.5.24 (Chinese numerals to digits), with its dependency proces 0.1.7: packages `build`, `example` and `src`.
#
# Guess, written before the run: a small converter installs one package, `cn2an`, and what it depends on.
# Seen: both wheels have a second copy of their modules under `build/lib`, and there are folders `example` and `src`.
#       They are importable, so `import build` succeeds where the packaging tool of that name is not installed: a program
#       that asks by importing is told that it is there, and `python -m build` then says that it
#       cannot be executed.
# Use:  find the tool by importlib.metadata.version("build"), not by importing it; name no package of your own `src`.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check cn2an==0.5.24 proces==0.1.7

cat >"$room/ask.py" <<'PY'
import importlib
from importlib.metadata import PackageNotFoundError, files, version

for package in ("cn2an", "proces"):
    print(package, sorted({path.parts[0] for path in files(package) if path.suffix == ".py"}))
for name in ("build", "example", "src"):
    module = importlib.import_module(name)
    print("import", name, "works, file:", module.__file__)
try:
    print(version("build"))
except PackageNotFoundError:
    print("build is not installed")
PY

cat >"$room/expected" <<'TXT'
cn2an ['build', 'cn2an', 'example']
proces ['build', 'proces']
import build works, file: None
import example works, file: None
import src works, file: None
build is not installed
TXT
cd "$room"
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
