#!/usr/bin/env bash
# seekdb 1.4.0 (pylibseekdb 1.4.0.post1): a word that a query repeats counts once, but in boolean mode each time; there,
#       a boost as Lucene writes it makes the word find nothing.
#
# Guess, written before the run: both modes score a word by how often the text has it, whatever the query repeats; `101^3` is
#       a mistake of syntax, as `>101` is, which MySQL has and seekdb does not.
# Seen: '101 101' scores as '101' does in natural language mode, and exactly twice as much in boolean mode, so that a query
#       can weigh its words there by repeating them; '101^3 102' is accepted there, and finds what has 102, never 101.
# Use:  words of little weight are left out of the query, or the others repeated in boolean mode; no `^`.
set -euo pipefail
room=$(mktemp -d)
server=
trap 'test -z "$server" || kill -9 "$server"; rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check pylibseekdb==1.4.0.post1 PyMySQL==1.2.4

cat >"$room/ask.py" <<'PY'
import sys
import time

import pymysql

ROWS = [(1, "101 102"), (2, "101 103"), (3, "102 103 104"), (4, "105"), (5, "106 107"), (6, "101 101 101 108")]


def connect():
    for _ in range(600):
        try:
            return pymysql.connect(host="127.0.0.1", port=int(sys.argv[1]), user="root", database="test", autocommit=True)
        except pymysql.Error:
            time.sleep(0.2)
    raise SystemExit("no server")


cursor = connect().cursor()
cursor.execute("CREATE TABLE texts (id INT PRIMARY KEY, body TEXT, FULLTEXT INDEX words (body) WITH PARSER space)")
cursor.executemany("INSERT INTO texts VALUES (%s, %s)", ROWS)
time.sleep(1)
for mode in ("", "IN BOOLEAN MODE"):
    print(mode or "natural")
    for words in ("101", "101 101", "101 101 101 102", "102", "101^3 102", ">101 102"):
        score = f"MATCH (body) AGAINST (%s {mode})"
        try:
            cursor.execute(f"SELECT id, {score} AS score FROM texts WHERE {score} ORDER BY score DESC, id", (words, words))
            print(f"  {words}:", *(f"{row}={score:.2f}" for row, score in cursor.fetchall()))
        except pymysql.Error as error:
            print(f"  {words}: error {error.args[0]}")
PY

port=$("$room/env/bin/python" -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
program=$("$room/env/bin/python" -c 'from importlib.util import find_spec as f; print(f("pylibseekdb").origin.replace("__init__.py", "seekdb"))')
mkdir "$room/data"
(cd "$room/data" && exec "$program" --nodaemon --port "$port" --base-dir "$room/data" --log-level ERROR \
    --parameter memory_limit=1G --parameter datafile_size=128M --parameter datafile_maxsize=2G --parameter log_disk_size=2G) \
    >"$room/output" 2>&1 &
server=$!

cat >"$room/expected" <<'TXT'
natural
  101: 6=0.45 1=0.37 2=0.37
  101 101: 6=0.45 1=0.37 2=0.37
  101 101 101 102: 1=1.25 3=0.82 6=0.45 2=0.37
  102: 1=0.87 3=0.82
  101^3 102: 1=1.25 3=0.82 6=0.45 2=0.37
  >101 102: 1=1.25 3=0.82 6=0.45 2=0.37
IN BOOLEAN MODE
  101: 6=0.45 1=0.37 2=0.37
  101 101: 6=0.90 1=0.74 2=0.74
  101 101 101 102: 1=1.99 6=1.35 2=1.11 3=0.82
  102: 1=0.87 3=0.82
  101^3 102: 1=0.87 3=0.82
  >101 102: error 1149
TXT
"$room/env/bin/python" "$room/ask.py" "$port" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
