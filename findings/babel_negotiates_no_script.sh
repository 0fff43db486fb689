#!/usr/bin/env bash
# Babel 2.19.0: nobody who asks for zh_TW, zh_CN or zh_Hant_TW is given zh_Hant or zh_Hans.
#
# Guess, written before the run: Locale.negotiate() finds zh_Hant for zh_TW, since Locale.parse("zh_TW") says
#       zh_Hant_TW, and at least for zh_Hant_HK, which begins with it.
# Seen: it compares names, then the language alone: zh_TW, then zh. Between the two it leaves out zh_Hant, even for
#       zh_Hant_HK, so None comes back, and the next language of the list wins: who prefers Chinese and knows English
#       gets English. negotiate_locale() does the same. Only exact names are found.
# Use:  Locale.parse(name, sep="-").script first, and negotiate for languages without scripts.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0

cat >"$room/ask.py" <<'PY'
from babel import Locale, negotiate_locale

OURS = ["en", "zh_Hans", "zh_Hant"]
for wanted in ("zh_Hant", "zh_TW", "zh_CN", "zh_Hant_HK", "zh_Hant_TW", "zh"):
    print(wanted, Locale.parse(wanted).script, Locale.negotiate([wanted], OURS), Locale.negotiate([wanted, "en"], OURS), sep=" | ")
print(negotiate_locale(["zh_TW", "en"], OURS), negotiate_locale(["zh_Hant_TW"], ["en", "zh_TW"]))
PY

cat >"$room/expected" <<'TXT'
zh_Hant | Hant | zh_Hant | zh_Hant
zh_TW | Hant | None | en
zh_CN | Hans | None | en
zh_Hant_HK | Hant | None | en
zh_Hant_TW | Hant | None | en
zh | None | None | en
en None
TXT
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
