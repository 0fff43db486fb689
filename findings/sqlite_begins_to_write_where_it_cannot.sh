#!/usr/bin/env bash
# apsw 3.54.1.0 (SQLite 3.54.1): a database in WAL mode, opened for reading only.
#
# Guess, written before the run: BEGIN IMMEDIATE, which takes the writer's lock, fails where nothing can be
#       written, so it tells at the start whether a database is writable; and who only reads leaves the folder as it was.
# Seen: BEGIN IMMEDIATE succeeds, only a statement that writes fails. The reader makes `-wal` and `-shm` beside the
#       database, and leaves them behind when it closes, as it may not delete what it may not write.
# Use:  ask with a change that changes nothing (UPDATE t SET a=a) and roll it back; copy a database through a
#       connection that may write, which tidies up after itself.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check apsw==3.54.1.0

cat >"$room/ask.py" <<'PY'
import os

import apsw

print("SQLite", apsw.sqlite_lib_version())
os.mkdir("data")
made = apsw.Connection("data/x")
made.execute("PRAGMA journal_mode=WAL").fetchall()
made.execute("CREATE TABLE t (a)")
made.execute("INSERT INTO t VALUES (1)")
made.close()
print("before:", sorted(os.listdir("data")))
reader = apsw.Connection("data/x", flags=apsw.SQLITE_OPEN_READONLY)
for statement in ("BEGIN IMMEDIATE", "UPDATE t SET a=a", "ROLLBACK"):
    try:
        reader.execute(statement).fetchall()
        print(statement, "- succeeds")
    except apsw.Error as error:
        print(statement, "-", error)
reader.close()
print("after:", sorted(os.listdir("data")))
PY

cat >"$room/expected" <<'TXT'
SQLite 3.54.1
before: ['x']
BEGIN IMMEDIATE - succeeds
UPDATE t SET a=a - attempt to write a readonly database
ROLLBACK - succeeds
after: ['x', 'x-shm', 'x-wal']
TXT
cd "$room"
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
