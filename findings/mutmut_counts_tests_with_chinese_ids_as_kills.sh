#!/usr/bin/env bash
# mutmut 3.8.1, pytest 9.2.0: a test whose ids are given in Chinese kills every mutant that it reaches, whatever it asserts.
#
# Guess, written before the run: a test that asserts nothing lets each mutant live, and its ids are those that pytest shows;
#       if mutmut asked for an id that is not there, the mutant would be told as suspicious.
# Seen: of two tests that assert nothing, the one with ids=["one"] lets both mutants live, the one with ids=["一"] kills both.
#       pytest writes 一 as \u4e00; where pytest.main runs again in the same process, as mutmut has it, the backslash of
#       ids=[...] is escaped once more (\\u4e00), that of a value without ids, of pytest.param and of fixtures is not. So the
#       test is not found, mutmut raises, its process ends with 1, and 1 is "killed".
# Use:  ids of ASCII letters for parametrize, or none; a test that asserts nothing shows whether a score can be trusted.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check mutmut==3.8.1 pytest==9.2.0

mkdir -p "$room/toy/src/sums" "$room/toy/tests"
cd "$room/toy"
cat >pyproject.toml <<'TOML'
[project]
name = "sums"
version = "1"
[tool.mutmut]
source_paths = ["src"]
pytest_add_cli_args_test_selection = ["tests"]
[tool.pytest.ini_options]
pythonpath = ["src"]
TOML
cat >src/sums/__init__.py <<'PY'
def ascii_named(number):
    return number + 1


def chinese_named(number):
    return number + 1
PY
cat >tests/test_sums.py <<'PY'
import pytest
import sums


@pytest.mark.parametrize("number", [1], ids=["one"])
def test_ascii(number):
    sums.ascii_named(number)


@pytest.mark.parametrize("number", [1], ids=["一"])
def test_chinese(number):
    sums.chinese_named(number)


@pytest.mark.parametrize("number", ["一"])
def test_value(number):
    pass


@pytest.mark.parametrize("number", [pytest.param(1, id="一")])
def test_param(number):
    pass
PY
cat >"$room/twice.py" <<'PY'
import pytest


class Seen:
    def pytest_collection_modifyitems(self, items):
        print(*(item.nodeid.partition("::")[2] for item in items))


for _ in range(3):
    pytest.main(["-qq", "--collect-only", "tests"], plugins=[Seen()])
PY

"$room/env/bin/mutmut" run >"$room/output" 2>&1 || true
{
    "$room/env/bin/mutmut" results --all true
    "$room/env/bin/python" "$room/twice.py" | grep '^test_ascii'
} | sed 's/^ *//' | tee "$room/seen"
cat >"$room/expected" <<'TXT'
sums.x_ascii_named__mutmut_1: survived
sums.x_ascii_named__mutmut_2: survived
sums.x_chinese_named__mutmut_1: killed
sums.x_chinese_named__mutmut_2: killed
test_ascii[one] test_chinese[\u4e00] test_value[\u4e00] test_param[\u4e00]
test_ascii[one] test_chinese[\\u4e00] test_value[\u4e00] test_param[\u4e00]
test_ascii[one] test_chinese[\\u4e00] test_value[\u4e00] test_param[\u4e00]
TXT
diff "$room/expected" "$room/seen" && echo "as found"
