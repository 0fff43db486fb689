"""Mutants: valid files, changed at random, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from tests.damage import damage
from tests.documents import docx, paragraph, pdf, table

_TEXT = (
    "---\ntitle: 一篇文章\nauthor: [王小明, 李四]\ndate: 2021-12-28\n---\n\n"
    "# 第一节\n\n金融科技要回到「基础设施」的定位，才能发挥它的作用。\n\n"
    "- 其一，数字化。\n- 其二，降低成本3.5%。\n\n|年份|规模|\n|-|-|\n|2020|1,234亿元|\n\n"
    "> 有人问：“真的如此吗？”没有人回答……\n"
)
_PAGE = (
    "<!doctype html><html><head><meta charset=gb2312><title>题目 - 某某网</title>"
    '<meta property="og:title" content="题目"><link rel=canonical href="https://example.org/a">'
    '<script type="application/ld+json">{"@type":"Article","author":{"name":"王小明"}}</script>'
    "</head><body><nav><ul><li><a href=/>首页</a></ul></nav><article><h1>题目</h1>"
    + "<p>平台要靠深度服务产业才能找到新的增长，而不是再去收割流量，这一点已经没有疑问。</p>" * 6
    + "<table><tr><th>年<th>量<tr><td>2020<td>3</table></article><footer>版权所有</footer>"
)
_DAMAGED = damage(
    "这里曾經說過。現在這個問題已經發展到了能夠將自身的功能發揮出來的時候。互聯網改變了一切。",
    {"經": "jīng", "說": "shuō", "現": "xiàn", "這": "zhè", "個": "gè", "驅": "qū", "發": "fā"},
)
_ORIGINALS = tuple(
    text.encode(codec, "replace")
    for text in (_TEXT, _PAGE, _DAMAGED)
    for codec in ("utf-8", "utf-8-sig", "gb18030", "big5hkscs", "utf-16", "utf-16-be")
)
_ORIGINALS += (
    pdf([(_TEXT[-80:], _TEXT[-60:]), (_TEXT[-70:],)]),
    docx(paragraph("第一节", "H1"), paragraph(_TEXT[-60:]), table([("年", "量"), ("2020", "3")])),
)
_BYTES = (b"\0", b"\x1b[2J", b"\xff", b"\x80" * 9, b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe")
_HTML = (b"<div>" * 3000, b"<table><tr><td>" * 500, b"</p>", b"<!--", b"<![CDATA[", b"<script>")
_MARKDOWN = (b"---\n", b"[" * 3000, b"> " * 500, b"* " * 500, b"`" * 99, b"](")
_ENTITIES = (b"&#0;", b"&#xD800;")
_LINE_ENDS = (b"\r", b"\x0b\x0c\x85")
_DAMAGE = (b"?,", b"?;", b"(sh\xc4\x81n)" * 9)
_INVISIBLE = (b"\xe2\x80\xae", b"\xf3\xa0\x80")
_METADATA = (b"author: &a [*a]\n", b"date: 9999-99-99\n")
_SIGNATURES = (b"%PDF-1.7\n", b"PK\x03\x04")
_NUMBERS = (b"9" * 5000,)
_FRAGMENTS = (
    _BYTES
    + _HTML
    + _MARKDOWN
    + _ENTITIES
    + _LINE_ENDS
    + _DAMAGE
    + _INVISIBLE
    + _METADATA
    + _SIGNATURES
    + _NUMBERS
)
"""Fragments that are difficult to parse; one is inserted at a random place."""

Mutation = Callable[[random.Random, bytes], bytes]


def _flip(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 1 + len(data) // 50)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _remove(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted(chance.randint(0, len(data)) for _ in range(2))
    return data[:start] + data[end:]


def _truncate(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randint(0, len(data))]


def _repeat(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted(chance.randint(0, len(data)) for _ in range(2))
    return data[:end] + data[start:end] * chance.randint(1, 30) + data[end:]


def _insert(chance: random.Random, data: bytes) -> bytes:
    offset = chance.randint(0, len(data))
    return data[:offset] + chance.choice(_FRAGMENTS) + data[offset:]


_MUTATIONS: Sequence[Mutation] = (_flip, _remove, _truncate, _repeat, _insert, _insert)


def mutant(seed: int, originals: Sequence[bytes] = _ORIGINALS) -> tuple[str, bytes]:
    """Return the name and the bytes of a mutant of at most one megabyte."""
    chance = random.Random(seed)
    data = chance.choice(originals)
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_MUTATIONS)(chance, data)[: 1 << 20]
    return f"{seed}{chance.choice(('.txt', '.md', '.html', '.pdf', '.docx'))}", data
