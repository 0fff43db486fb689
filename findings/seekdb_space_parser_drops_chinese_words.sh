#!/usr/bin/env bash
# seekdb 1.4.0 (pylibseekdb 1.4.0.post1): FULLTEXT … WITH PARSER space finds 人工智能 and not 人工, which stands beside it.
#
# Guess, written before the run: the parser cuts at blanks, as its name and its documentation say, so that words that
#       were cut before are found as they are.
# Seen: without PARSER_PROPERTIES, words of one and two characters are left out: min_token_size is 3, in characters, so
#       most Chinese words are gone, silently. With 1 they are found, but stop words are not (a, the), words of over 84
#       characters are not, signs end a word (c++ is c), and every character outside of the basic plane is a blank: 𠮷野 is 野,
#       so that 𠀀野 finds it. A query is cut alike. utf8mb4_bin changes none of this.
# Use:  PARSER_PROPERTIES=(min_token_size=1), and instead of words the numbers that a vocabulary gives them, of three
#       digits or more.
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

WORDS = ("人", "人工", "人工智能", "ab", "a", "the", "c++", "node.js", "%", "k" * 84, "k" * 85, "𠮷野", "1234")


def connect():
    for _ in range(600):
        try:
            return pymysql.connect(host="127.0.0.1", port=int(sys.argv[1]), user="root", database="test", autocommit=True)
        except pymysql.Error:
            time.sleep(0.2)
    raise SystemExit("no server")


cursor = connect().cursor()
for name, properties in (("own", ""), ("least", "PARSER_PROPERTIES=(min_token_size=1, max_token_size=84)")):
    cursor.execute(f"CREATE TABLE {name} (id BIGINT PRIMARY KEY, body TEXT COLLATE utf8mb4_bin)")
    cursor.executemany(f"INSERT INTO {name} VALUES (%s, %s)", [(i, f"首先 {word} 最后") for i, word in enumerate(WORDS)])
    cursor.execute(f"CREATE FULLTEXT INDEX words ON {name} (body) WITH PARSER space {properties}")
    for asked in (*WORDS, "𠀀野"):
        cursor.execute(f"SELECT id FROM {name} WHERE MATCH(body) AGAINST(%s) ORDER BY id", (asked,))
        found = [WORDS[row[0]] for row in cursor.fetchall()]
        print(name, asked[:8], len(asked), *(word[:8] for word in found))
PY

port=$("$room/env/bin/python" -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
program=$("$room/env/bin/python" -c 'from importlib.util import find_spec as f; print(f("pylibseekdb").origin.replace("__init__.py", "seekdb"))')
mkdir "$room/data"
(cd "$room/data" && exec "$program" --nodaemon --port "$port" --base-dir "$room/data" --log-level ERROR \
    --parameter memory_limit=1G --parameter datafile_size=128M --parameter datafile_maxsize=2G --parameter log_disk_size=2G) \
    >"$room/output" 2>&1 &
server=$!

cat >"$room/expected" <<'TXT'
own 人 1
own 人工 2
own 人工智能 4 人工智能
own ab 2
own a 1
own the 3
own c++ 3
own node.js 7 node.js
own % 1
own kkkkkkkk 84 kkkkkkkk
own kkkkkkkk 85
own 𠮷野 2
own 1234 4 1234
own 𠀀野 2
least 人 1 人
least 人工 2 人工
least 人工智能 4 人工智能
least ab 2 ab
least a 1
least the 3
least c++ 3 c++
least node.js 7 node.js
least % 1
least kkkkkkkk 84 kkkkkkkk
least kkkkkkkk 85
least 𠮷野 2 𠮷野
least 1234 4 1234
least 𠀀野 2 𠮷野
TXT
"$room/env/bin/python" "$room/ask.py" "$port" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
