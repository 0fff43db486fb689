"""Title and author from document properties, which programs fill with defaults."""

from __future__ import annotations

import re

_PROGRAM_TITLE = re.compile(
    r"untitled.*|无标题.*|無標題.*|microsoft word\b.*|.*\.\w{2,4}|\((?:anonymous|unspecified)\)"
    r"|document\s*\d*"
    r"|(?:文档|文件|文稿)\s*\d*|powerpoint.*|幻灯片.*",
    re.IGNORECASE | re.DOTALL,
)
_PERSON = re.compile(r"[㐀-䶿一-鿿·]{2,6}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}")
_PROGRAM_USER = frozenset(
    {"微软用户", "微軟用戶", "用户", "用戶", "管理员", "未知", "Microsoft Office User"}
)


def properties(title: object, author: object) -> dict[str, str]:
    """Return title and author if they look as if a person had written them."""
    found = {}
    if isinstance(title, str) and title.strip() and not _PROGRAM_TITLE.fullmatch(title.strip()):
        found["title"] = " ".join(title.split())
    if isinstance(author, str):
        name = " ".join(author.split())
        if _PERSON.fullmatch(name) and name not in _PROGRAM_USER:
            found["author"] = name
    return found
