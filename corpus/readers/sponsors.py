"""Sections of newsletters that a sponsor has paid for, in cells of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.readers.layout import Layout

_LABEL = re.compile(
    r"[【\[（(—\-\s]*(?:(?:本期|本周|今日|特别|特別)?(?:赞助|贊助|广告|廣告|推广|推廣)(?:商|信息|資訊|内容|內容|位|时间|時間)?"
    r"|(?:本期)?(?:内容|內容|通讯|通訊|邮件|郵件)?由.{1,20}(?:赞助|贊助)(?:播出|发送|發送|刊出)?"
    r"|sponsor(?:ed)?(?: by .{1,30})?|advertisements?)[】\]）)—\-\s]*[:：]?"
)
_MAX_SECTION = 400
"""Number of characters from which a cell is no advertisement, whatever stands above it."""


def sponsored(layout: Layout) -> frozenset[int]:
    """Return the positions of the cells that begin with the label of a sponsor.

    A cell with a further heading holds other sections too, and is text. Below a cell of nothing
    but the label, the next one is the sponsor's.
    """
    cells = _cells(layout)
    return frozenset(_chosen(layout, cells))


def _chosen(layout: Layout, cells: dict[int, list[int]]) -> Iterator[int]:
    label_above = False
    for cell, places in cells.items():
        blocks = [layout.blocks[place].block for place in places]
        is_labelled = bool(_LABEL.fullmatch(blocks[0].text.lower()))
        rest: Sequence[object] = [one for one in blocks[is_labelled:] if one.kind == "heading"]
        is_short = layout.elements[cell].text <= _MAX_SECTION and not rest
        if (is_labelled or label_above) and is_short:
            yield cell
        label_above = is_labelled and len(blocks) == 1


def _cells(layout: Layout) -> dict[int, list[int]]:
    """Return the places of the blocks in each innermost cell, in order."""
    cells: dict[int, list[int]] = {}
    for place, placed in enumerate(layout.blocks):
        around = (placed.element, *layout.ancestors(placed.element))
        cell = next((one for one in around if layout.elements[one].tag == "td"), None)
        if cell is not None:
            cells.setdefault(cell, []).append(place)
    return cells
