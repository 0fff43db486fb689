#!/usr/bin/env bash
# python-telegram-bot 22.8: an application with Defaults sends `[]` wherever it is given an empty text.
#
# Guess, written before the run: an empty text is sent as an empty text, with Defaults as without.
# Seen: with any Defaults at all, every parameter that is an empty text is sent as the two characters `[]`. An empty
#       text is a sequence, and all of its no elements are options of a poll, for which Defaults have a parse mode.
#       A description that `set_my_description("")` should delete becomes `[]`, and so does an alert's text. Without
#       Defaults, and with a text of one blank, the text is sent as it is.
# Use:  pass None where nothing is to be sent; to delete a text, use a Bot without Defaults.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check python-telegram-bot==22.8 httpx==0.28.1

cat >"$room/ask.py" <<'PY'
import asyncio

from telegram.ext import Defaults, ExtBot
from telegram.request import BaseRequest


class Shown(BaseRequest):
    """A client that prints what would be sent."""

    read_timeout = 5

    async def initialize(self):
        pass

    async def shutdown(self):
        pass

    async def do_request(self, url, method, request_data=None, **_):
        print(url.rpartition("/")[2], request_data.json_parameters)
        return 200, b'{"ok": true, "result": true}'


async def main():
    for defaults in (None, Defaults(parse_mode="HTML")):
        print("with Defaults" if defaults else "without Defaults")
        bot = ExtBot("1:a", request=Shown(), get_updates_request=Shown(), defaults=defaults)
        for text in ("", " "):
            await bot.set_my_description(text)
            await bot.answer_callback_query("7", text)


asyncio.run(main())
PY

cat >"$room/expected" <<'TXT'
without Defaults
setMyDescription {'description': ''}
answerCallbackQuery {'callback_query_id': '7', 'text': ''}
setMyDescription {'description': ' '}
answerCallbackQuery {'callback_query_id': '7', 'text': ' '}
with Defaults
setMyDescription {'description': '[]'}
answerCallbackQuery {'callback_query_id': '7', 'text': '[]'}
setMyDescription {'description': ' '}
answerCallbackQuery {'callback_query_id': '7', 'text': ' '}
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
