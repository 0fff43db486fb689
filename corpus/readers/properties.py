"""Title and author from document properties, which programs fill with defaults."""

from __future__ import annotations

import re

from corpus.credit_lines import is_number
from corpus.people import is_author

_PROGRAM_TITLE = re.compile(
    r"[\d\s._/-]+|标题|標題|新建.{0,20}文档"
    r"|untitled.*|无标题.*|無標題.*|microsoft word\b.*|.*\.\w{2,4}|\((?:anonymous|unspecified)\)"
    r"|document\s*\d*"
    r"|(?:文档|文件|文稿)\s*\d*|powerpoint.*|幻灯片.*",
    re.IGNORECASE | re.DOTALL,
)
_PERSON = re.compile(r"[㐀-䶿一-鿿·]{2,6}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}")
_PROGRAM_USER = re.compile(
    r"微软用户|微軟用戶|(?:windows|microsoft|office|lenovo|dell|hp|asus|acer|apple)\b.*",
    re.IGNORECASE,
)


def properties(title: object, author: object) -> dict[str, str]:
    """Return title and author if they look as if a person had written them."""
    found = {}
    words = " ".join(title.split()) if isinstance(title, str) else ""
    if words and not (_PROGRAM_TITLE.fullmatch(words) or is_number(words)):
        found["title"] = words
    if isinstance(author, str):
        name = " ".join(author.split())
        is_person = _PERSON.fullmatch(name) and not _PROGRAM_USER.fullmatch(name)
        if is_person and is_author(name):
            found["author"] = name
    return found
