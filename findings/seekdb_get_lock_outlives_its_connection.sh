#!/usr/bin/env bash
# seekdb 1.4.0 (pylibseekdb 1.4.0.post1): a lock by GET_LOCK stays when the connection that holds it ends.
#
# Guess, written before the run: as in MySQL, whose protocol and functions these are, a lock is released with its
#       session, so a program that is killed gives it back.
# Seen: neither closing the connection nor killing its program does; twenty seconds later IS_USED_LOCK still names the
#       connection, which SHOW PROCESSLIST no longer has, and nobody can take or release the lock (nor after four minutes). The lock of a row by
#       SELECT … FOR UPDATE NOWAIT is free at once (and a row that is locked is error 1205, not MySQL's 3572).
# Use:  a row that is locked in a transaction for as long as the work lasts.
set -euo pipefail
room=$(mktemp -d)
server=
trap 'test -z "$server" || kill -9 "$server"; rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check pylibseekdb==1.4.0.post1 PyMySQL==1.2.4

cat >"$room/ask.py" <<'PY'
import subprocess
import sys
import time

import pymysql


def connect():
    for _ in range(600):
        try:
            return pymysql.connect(host="127.0.0.1", port=int(sys.argv[1]), user="root", database="test", autocommit=True)
        except pymysql.Error:
            time.sleep(0.2)
    raise SystemExit("no server")


def ask(connection, query):
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()
    except pymysql.Error as error:
        return error.args[0]


def hold(query):
    """Run a query in a program of its own, and return the program."""
    code = "import sys, time, pymysql; c = pymysql.connect(host='127.0.0.1', port=int(sys.argv[1]), user='root', database='test'); "
    code += "k = c.cursor(); k.execute(sys.argv[2]); print(k.fetchall(), flush=True); time.sleep(1000)"
    program = subprocess.Popen([sys.executable, "-c", code, sys.argv[1], query], stdout=subprocess.PIPE)
    program.stdout.readline()
    return program


def seconds_until(query, expected):
    begun = time.monotonic()
    while time.monotonic() < begun + 20:
        if ask(other, query) == expected:
            return "free"
        time.sleep(0.5)
    return "not free after 20 s"


other = connect()
first = connect()
print("taken", ask(first, "SELECT GET_LOCK('closed', 0)"))
first.close()
print("closed:", seconds_until("SELECT GET_LOCK('closed', 0)", ((1,),)))
program = hold("SELECT GET_LOCK('killed', 0)")
program.kill()
program.wait()
print("killed:", seconds_until("SELECT GET_LOCK('killed', 0)", ((1,),)))
print("released by another:", ask(other, "SELECT RELEASE_LOCK('killed')"))
print("connections:", len(ask(other, "SHOW PROCESSLIST")))

ask(other, "CREATE TABLE locked (id INT PRIMARY KEY)")
ask(other, "INSERT INTO locked VALUES (1)")
row = "SELECT id FROM locked FOR UPDATE NOWAIT"
program = hold(row)
print("row:", ask(other, row))
program.kill()
program.wait()
print("row, killed:", seconds_until(row, ((1,),)))
PY

port=$("$room/env/bin/python" -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
program=$("$room/env/bin/python" -c 'from importlib.util import find_spec as f; print(f("pylibseekdb").origin.replace("__init__.py", "seekdb"))')
mkdir "$room/data"
(cd "$room/data" && exec "$program" --nodaemon --port "$port" --base-dir "$room/data" --log-level ERROR \
    --parameter memory_limit=1G --parameter datafile_size=128M --parameter datafile_maxsize=2G --parameter log_disk_size=2G) \
    >"$room/output" 2>&1 &
server=$!

cat >"$room/expected" <<'TXT'
taken ((1,),)
closed: not free after 20 s
killed: not free after 20 s
released by another: ((0,),)
connections: 1
row: 1205
row, killed: free
TXT
"$room/env/bin/python" "$room/ask.py" "$port" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
