"""The memory and the processor time of the processes that the bot starts for some of its work."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bench.tables import FigureTable
from bot.service.pictures import Pictures
from bot.views.charts import Chart
from corpus.feed_process import read_feed_apart
from retrieval.meaning.process import EncoderProcess

TEXT = "金融科技要从流量思维回到金融本身，服务于产业。" * 12
"""The text of each entry of the feed, and what is encoded."""

ENTRIES = 500
"""Number of entries of the feed, as many as are looked at."""


CHART = Chart(
    language="zh-hans",
    title="统计",
    subtitle="最近 30 天",
    numbers=[("300", "问题"), ("12", "用户")],
    legend=("已回答", "未回答"),
    labels=[str(day) for day in range(1, 31)],
    answered=[9] * 30,
    declined=[1] * 30,
    hours_title="时段",
    hours=[12] * 24,
    names_title="文章",
    names=[("流量思维", 100), ("新金融", 50)],
)
"""A chart of thirty days."""


def figures() -> FigureTable:
    """Return the figures of each process, the start of Python included."""
    rows = []
    for name, work in WORKS.items():
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            memory, seconds = pool.submit(_cost, work).result()
        rows.append([name, f"{memory:,.0f}", f"{seconds:.1f}"])
    columns = ["a process for", "peak MiB", "s of CPU"]
    return FigureTable("Processes beside the bot", columns, rows)


def _cost(work: Callable[[], object]) -> tuple[float, float]:
    """Return the peak memory in MiB and the seconds of the process that some work has started."""
    work()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


def _encode() -> object:
    with EncoderProcess() as process:
        return process.encode([TEXT])


def _read_feed() -> object:
    entry = f"<item><title>新金融</title><description>{TEXT}</description></item>"
    feed = f"<rss version='2.0'><channel><title>引据</title>{entry * ENTRIES}</channel></rss>"
    return read_feed_apart(feed.encode(), "http://example.org/feed", "application/xml")


def _draw() -> object:
    async def draw() -> object:
        async with Pictures().drawing() as picture:
            return await picture(CHART)

    return asyncio.run(draw())


WORKS: dict[str, Callable[[], object]] = {
    "the encoder of meaning": _encode,
    f"a feed of {ENTRIES} entries": _read_feed,
    "a picture of statistics": _draw,
}
"""The works by what their process is for."""
