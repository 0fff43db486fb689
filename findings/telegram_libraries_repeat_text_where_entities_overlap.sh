#!/usr/bin/env bash
# python-telegram-bot 22.8, aiogram 3.31.0, pyTelegramBotAPI 4.37.1: entities that overlap repeat text.
#
# Guess, written before the run: where 甲乙 is bold and 乙丙 italic, as when two words of a search overlap, the markup
#       nests wrongly and Telegram refuses it, or the libraries split one of the two.
# Seen: all three write well-formed HTML with a character too many: python-telegram-bot gives 甲乙乙丙丁, the others
#       甲乙丙丙丁, so nothing is refused and a quotation is changed. Telegram's own library (tdjson 1.8.69) takes such
#       entities and splits them. aiogram's Markdown repeats, too. Entities within one another are right everywhere.
# Use:  split entities at each other's ends before unparsing, and compare the text without tags with the original.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check python-telegram-bot==22.8 aiogram==3.31.0 pyTelegramBotAPI==4.37.1

cat >"$room/ask.py" <<'PY'
import re
from datetime import datetime

from aiogram.types import MessageEntity as AiogramEntity
from aiogram.utils.text_decorations import html_decoration, markdown_decoration
from telebot.formatting import apply_html_entities
from telebot.types import MessageEntity as TelebotEntity
from telegram import Chat, Message, MessageEntity

TEXT = "甲乙丙丁"


def unparsed(spans):
    """HTML or Markdown of TEXT with these spans of bold and italic, by the name of the library."""
    ours = [MessageEntity(*span) for span in spans]
    theirs = [AiogramEntity(type=kind, offset=offset, length=length) for kind, offset, length in spans]
    yield "python-telegram-bot", Message(1, datetime.now(), Chat(1, "private"), text=TEXT, entities=ours).text_html
    yield "aiogram", html_decoration.unparse(TEXT, theirs)
    yield "aiogram, Markdown", markdown_decoration.unparse(TEXT, theirs)
    yield "pyTelegramBotAPI", apply_html_entities(TEXT, [TelebotEntity(*span) for span in spans], None)


for spans in ([("bold", 0, 3), ("italic", 1, 2)], [("bold", 0, 2), ("italic", 1, 2)]):
    for name, markup in unparsed(spans):
        plain = re.sub(r"<[^>]*>|[*_\r]", "", markup)
        print(name, repr(markup), plain, plain == TEXT, sep=" | ")
PY

cat >"$room/expected" <<'TXT'
python-telegram-bot | '<b>甲<i>乙丙</i></b>丁' | 甲乙丙丁 | True
aiogram | '<b>甲<i>乙丙</i></b>丁' | 甲乙丙丁 | True
aiogram, Markdown | '*甲_\r乙丙_\r*丁' | 甲乙丙丁 | True
pyTelegramBotAPI | '<b>甲<i>乙丙</i></b>丁' | 甲乙丙丁 | True
python-telegram-bot | '<b>甲乙</b><i>乙丙</i>丁' | 甲乙乙丙丁 | False
aiogram | '<b>甲<i>乙丙</i></b>丙丁' | 甲乙丙丙丁 | False
aiogram, Markdown | '*甲_\r乙丙_\r*丙丁' | 甲乙丙丙丁 | False
pyTelegramBotAPI | '<b>甲<i>乙丙</i></b>丙丁' | 甲乙丙丙丁 | False
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
