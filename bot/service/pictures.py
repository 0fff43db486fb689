"""Pictures of charts, drawn in processes of their own: no reader waits for one."""

from __future__ import annotations

import asyncio
import logging
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from enum import Enum, auto
from functools import partial

from bot.views import charts
from bot.views.charts import Chart

MAX_SECONDS = 60
"""Seconds after which a picture is given up; on a busy machine one takes ten."""

_LOGGER = logging.getLogger(__name__)


class NoPicture(Enum):
    """The reason why there is no picture."""

    LIBRARY = auto()
    FONT = auto()
    FAILURE = auto()


Draw = Callable[[Chart], Awaitable[bytes | NoPicture]]

_REASONS = {charts.NO_LIBRARY: NoPicture.LIBRARY, charts.NO_FONT: NoPicture.FONT}

_LOGGED = {
    NoPicture.LIBRARY: "matplotlib is not installed (pip install 'yinju[charts]')",
    NoPicture.FONT: "no font has Chinese characters (apt-get install fonts-noto-cjk)",
    NoPicture.FAILURE: "it could not be drawn",
}


class Pictures:
    """Draws charts, one at a time.

    Args:
        is_logged: False where the caller tells of each reason why there is no picture.
    """

    def __init__(self, *, is_logged: bool = True) -> None:
        self._drawing = asyncio.Lock()
        self._is_logged = is_logged
        self._reported: set[NoPicture] = set()

    @asynccontextmanager
    async def drawing(self) -> AsyncIterator[Draw]:
        """Start to load what draws, and yield a function that draws one chart.

        It returns the picture as a PNG, or the reason why there is none, each logged once.
        Whoever needs time to make the chart does so within the context, and waits less.
        """
        async with self._drawing:
            # Without the folder of the module on its path, whose names are those of libraries.
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", charts.__file__),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                yield partial(self._draw, process)
            finally:
                if process.returncode is None:
                    with suppress(ProcessLookupError):
                        process.kill()
                await process.wait()

    async def _draw(self, process: Process, chart: Chart) -> bytes | NoPicture:
        try:
            async with asyncio.timeout(MAX_SECONDS):
                picture, _ = await process.communicate(chart.as_json().encode())
        except TimeoutError:
            process.kill()
            await process.wait()
            picture = b""
        if process.returncode == 0:
            return picture
        reason = _REASONS.get(process.returncode or 0, NoPicture.FAILURE)
        if self._is_logged and reason not in self._reported:
            self._reported.add(reason)
            _LOGGER.warning("statistics without a picture: %s", _LOGGED[reason])
        return reason
