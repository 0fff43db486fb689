#!/usr/bin/env bash
# docxlatex 1.2.3 (formulas of DOCX to LaTeX), with its only dependency, defusedxml 0.7.1: the folders `venv` and `tests`.
#
# Guess, written before the run: a "lightweight" package of four small modules installs these, and defusedxml.
# Seen: its wheel holds the author's whole virtual environment as `venv/Lib/site-packages/…` (black, sphinx, babel,
#       urllib3, twine …), more than two thousand files, and its tests as a package `tests`. All are installed beside the
#       package: `import tests` finds its tests, in any project whose own are not before it on the path.
# Use:  take the idea of its parser and not the package, or install it without these folders.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check docxlatex==1.2.3 defusedxml==0.7.1

cat >"$room/ask.py" <<'PY'
from importlib.metadata import files

ours = [path for path in files("docxlatex") if path.suffix == ".py"]
print("folders", sorted({path.parts[0] for path in ours}))
inner = {path.parts[3] for path in ours if path.parts[:3] == ("venv", "Lib", "site-packages")}
print("carried along", sorted(inner & {"babel", "black", "sphinx", "twine", "urllib3"}))
print("modules of its own", len([path for path in ours if path.parts[0] == "docxlatex"]))
print("more than a thousand others", len(ours) > 1000)
import tests

print("import tests works, of docxlatex:", any(str(path.locate()) == tests.__file__ for path in ours))
PY

cat >"$room/expected" <<'TXT'
folders ['docs_src', 'docxlatex', 'tests', 'venv']
carried along ['babel', 'black', 'sphinx', 'twine', 'urllib3']
modules of its own 7
more than a thousand others True
import tests works, of docxlatex: True
TXT
cd "$room"
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
