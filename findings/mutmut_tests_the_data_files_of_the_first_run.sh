#!/usr/bin/env bash
# mutmut 3.8.1: a run tests the data files of the first run, and the functions that came later by no test.
#
# Guess, written before the run: each run copies what has changed into its folder mutants/, as it does with Python
#       files, and a new function of a known module is tested like the others.
# Seen: a file that is there already is not copied again unless it is Python: after a change of greeting.toml and of its
#       test, both right, the run ends with "Failed to run clean test" where pytest passes. A new function of a module
#       that has been run before comes out as "no tests", although the test that calls it kills its mutants by hand.
# Use:  delete all but results in mutants/ before each run, and mutants/mutmut-stats.json after a merge.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check mutmut==3.8.1 pytest==9.0.2

mkdir -p "$room/toy/src/hello" "$room/toy/tests"
cd "$room/toy"
cat >pyproject.toml <<'TOML'
[project]
name = "hello"
version = "1"
[tool.mutmut]
source_paths = ["src"]
pytest_add_cli_args_test_selection = ["tests"]
[tool.pytest.ini_options]
pythonpath = ["src"]
TOML
cat >src/hello/__init__.py <<'PY'
import tomllib
from pathlib import Path


def greeting():
    return tomllib.loads(Path(__file__).with_name("greeting.toml").read_text("utf-8"))["word"]


def twice(number):
    return number + number
PY
echo 'word = "你好"' >src/hello/greeting.toml
cat >tests/test_hello.py <<'PY'
from hello import greeting, twice


def test_greeting():
    assert greeting() == "你好"


def test_twice():
    assert twice(3) == 6
PY

run() {
    "$room/env/bin/python" -m pytest -q tests 2>/dev/null | grep -o "[0-9]* passed" | sed 's/^/pytest: /'
    "$room/env/bin/mutmut" run --max-children 1 >"$room/out" 2>&1 && echo "mutmut: run" || echo "mutmut: failed"
    grep -o "Failed to run clean test" "$room/out" | head -1 || true
}

export COLUMNS=200
{
    echo "first run"
    run
    echo "other data"
    sed -i 's/你好/您好/' src/hello/greeting.toml tests/test_hello.py
    run
    echo "data as before, and another function"
    sed -i 's/您好/你好/' src/hello/greeting.toml tests/test_hello.py
    printf '\n\ndef thrice(number):\n    return number * 3\n' >>src/hello/__init__.py
    sed -i 's/greeting, twice/greeting, thrice, twice/; s/    assert twice(3) == 6/&\n    assert thrice(2) == 6/' tests/test_hello.py
    run
    "$room/env/bin/mutmut" results --all true 2>/dev/null | sed 's/^ *//' | grep -E 'thrice|twice' | LC_ALL=C sort
} | tee "$room/seen"

cat >"$room/expected" <<'TXT'
first run
pytest: 2 passed
mutmut: run
other data
pytest: 2 passed
mutmut: failed
Failed to run clean test
data as before, and another function
pytest: 2 passed
mutmut: run
hello.x_thrice__mutmut_1: no tests
hello.x_thrice__mutmut_2: no tests
hello.x_twice__mutmut_1: killed
TXT
diff "$room/expected" "$room/seen" && echo "as found"
