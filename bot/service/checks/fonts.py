"""The pictures of /stats: the library that draws them, and a font with Chinese characters."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from bot.service.checks import Finding, right, warning
from bot.service.pictures import NoPicture, Pictures
from bot.views.charts import Chart
from corpus.message import Message

_CHART = Chart(
    language="zh-Hans",
    title="引据",
    subtitle="",
    numbers=(("1", "问"),),
    legend=("答", "否"),
    labels=("一",),
    answered=(1,),
    declined=(0,),
    hours_title="时",
    hours=(0,) * 24,
    names_title="名",
    names=(("引据", 1),),
)


def check_fonts() -> Iterator[Finding]:
    """Yield that a picture was drawn, or what is missing; figures are sent as text then."""
    match asyncio.run(_draw()):
        case NoPicture.LIBRARY:
            yield warning(
                Message(
                    "/stats sends no pictures, as matplotlib is missing; {command}",
                    command="pip install 'yinju[charts]'",
                )
            )
        case NoPicture.FONT:
            yield warning(
                Message(
                    "/stats sends no pictures, as no font has Chinese characters; {command}",
                    command="apt-get install fonts-noto-cjk",
                )
            )
        case NoPicture.FAILURE:
            yield warning(
                Message(
                    "/stats sends no pictures, as none can be drawn; make sure that the home "
                    "folder can be written, or name another in MPLCONFIGDIR"
                )
            )
        case _:
            yield right(Message("a picture with Chinese characters can be drawn"))


async def _draw() -> bytes | NoPicture:
    async with Pictures(is_logged=False).drawing() as draw:
        return await draw(_CHART)
