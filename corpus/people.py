"""Names of people in bylines, told from placeholders, offices and callings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from corpus.tables import read_table

HAN_NAME = r"[㐀-䶿一-鿿]{2,4}(?:[·•][㐀-䶿一-鿿]{1,8}){0,3}"
LATIN_NAME = r"[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){1,3}"
ANY_NAME = r"[^\s，,。、:：;；（）()【】|｜/&]{2,12}"
"""Patterns of names in Chinese characters, in Latin letters, and of any other kind."""

_TABLE = read_table("corpus", "credits.toml")
_NAMES = re.compile(rf"{LATIN_NAME}|[^\s，,。、:：;；（）()【】\[\]〔〕|｜/&+]+")
_COUNTRY = re.compile(r"[（(\[【〔][㐀-䶿一-鿿]{1,3}[)）\]】〕]\s*")
_NOTE = re.compile(r"[（(\[【〔][^（()）\[\]【】〔〕]{0,60}(?:[)）\]】〕]|$)")
_BEFORE = re.compile(rf"^{_TABLE['before_names']}(?=.)", re.IGNORECASE)
_BEFORE_ALONE = re.compile(_TABLE["before_names"], re.IGNORECASE)
_BEHIND = re.compile(rf"(?<=[㐀-鿿]{{2}})(?:等|(?=..){_TABLE['behind_names']})$")
_BEHIND_ALONE = re.compile(_TABLE["behind_names"])
_CALLING = re.compile(_TABLE["callings"], re.DOTALL)
_OFFICE = re.compile(
    r".{2,10}(?:系|院|部|科|处|處|局|办|报|報|网|網|社|台|校|中心|公司|大学|学校|小学|中学|班|组|会)"
)
MEDIUM = re.compile(rf".{{1,14}}{_TABLE['media']}", re.IGNORECASE)
"""The name of a paper, a site or an account."""

_HAN = re.compile(HAN_NAME)
_LATIN = re.compile(LATIN_NAME)
_FURTHER = re.compile(r"(?:通讯员|通訊員|实习生|實習生|编辑|編輯|摄影|攝影|校对|校對)")
"""Roles of others, whose names follow those of the authors."""

_PICTURES = re.compile(r"(?![^，。]*[文报報写寫])[^，。]*(?:[摄攝]影?|供[图圖]|制图|製圖)\s*")
"""The names of people who took pictures, and wrote nothing: 图片记者张三、李四摄."""

_REPORTED = ("报道", "報道", "報導", "电", "電")
"""Ends of what stands behind a reporter's name: the place of the report."""

_MAX_NAME, _MAX_LATIN = 12, 40
_MAX_NAME_LENGTH = 3
"""Maximum length of any name, without and with spaces; of one with a short family name."""

_MAX_NAMES = 20


def is_author(name: str) -> bool:
    """Return True unless a name is a placeholder, a number, an address, or that of a platform."""
    return not _no_author().fullmatch(" ".join(name.split()))


def begins_with_surname(name: str) -> bool:
    """Return True if a name in Chinese characters is a family name and a given name."""
    single, double = _surnames()
    return (name[:1] in single and 1 < len(name) <= _MAX_NAME_LENGTH) or (
        name[:2] in double and 2 < len(name) <= _MAX_NAME_LENGTH + 1
    )


@cache
def surname_pattern() -> str:
    """Return the pattern of a name in Chinese characters, with a family name or written with ·."""
    single, double = _surnames()
    han = "[㐀-䶿一-鿿]"
    families = rf"(?:{'|'.join(sorted(double))}|[{''.join(sorted(single))}])"
    return rf"(?:{families}{han}{{1,2}}(?!{han})|{han}{{1,8}}(?:[·•]{han}{{1,8}}){{1,3}})"


def without_notes(text: str) -> str:
    """Return a text without its brackets, as those around a country or a university."""
    return _NOTE.sub(" ", _COUNTRY.sub("", text)).strip()


def names_people(text: str) -> bool:
    """Return True if a text begins with the name of a person or of an office."""
    first = next(_listed(without_notes(text)), "")
    return _is_person(first) or bool(_OFFICE.fullmatch(first)) or first.isascii()


def people(text: str) -> str | None:
    """Return the people that a text lists, joined by 、; None if it names none.

    What follows a name after a comma or white space is another one if it looks like a name, else
    it says what that person is.
    """
    if _PICTURES.fullmatch(text):
        return None
    first, *_ = _FURTHER.split(without_notes(text), 1)
    found = [name for name in _listed(first or without_notes(text)) if is_author(name)]
    return "、".join(dict.fromkeys(found)) or None


def _listed(text: str) -> Iterator[str]:
    """Yield the names in a list of people, up to the first that is none."""
    matches = list(islice(_NAMES.finditer(text), _MAX_NAMES))
    words = [_BEHIND.sub("", _BEFORE.sub("", match[0].lstrip("@"))) for match in matches]
    found, end = False, 0
    for match, name, further in zip(matches, words, [*words[1:], ""], strict=False):
        mark, end = text[end : match.start()].strip(), match.end()
        if not found and _is_role(name, further):
            continue
        is_further = not match[0].endswith(_REPORTED) and _is_further(name, mark)
        if len(name) > _longest(name) or (found and not is_further):
            return
        found = True
        yield name.rstrip(".")


def _is_role(word: str, further: str) -> bool:
    """Return True if a word says for whom the person works whose name is the *further* word."""
    is_office = (_OFFICE.fullmatch(word) or MEDIUM.fullmatch(word)) and _is_person(further)
    return bool(_BEFORE_ALONE.fullmatch(word) or is_office)


def _longest(name: str) -> int:
    return _MAX_LATIN if " " in name else _MAX_NAME


def _is_further(name: str, mark: str) -> bool:
    """Return True if a word behind a name and a *mark* is another name."""
    if _CALLING.fullmatch(name) or _BEHIND_ALONE.fullmatch(name):
        return False
    if mark in {"、", "&", "/", "+"}:
        return bool(_HAN.fullmatch(name) or _LATIN.fullmatch(name))
    return _is_person(name)


def _is_person(name: str) -> bool:
    is_foreign = "·" in name or bool(_LATIN.fullmatch(name))
    return (is_foreign or begins_with_surname(name)) and not _CALLING.fullmatch(name)


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Return the family names of one character and of two."""
    table = read_table("corpus", "metadata.toml")
    return frozenset("".join(table["surnames"].split())), frozenset(
        table["double_surnames"].split()
    )


@cache
def _no_author() -> re.Pattern[str]:
    return re.compile("|".join(read_table("corpus", "metadata.toml")["no_author"]), re.IGNORECASE)
