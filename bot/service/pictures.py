"""Pictures of charts, drawn in processes of their own: no reader waits for one."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import suppress
from enum import Enum, auto

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


_REASONS = {charts.NO_LIBRARY: NoPicture.LIBRARY, charts.NO_FONT: NoPicture.FONT}

_LOGGED = {
    NoPicture.LIBRARY: "matplotlib is not installed (pip install 'yinju[charts]')",
    NoPicture.FONT: "no font has Chinese characters (apt-get install fonts-noto-cjk)",
    NoPicture.FAILURE: "it could not be drawn",
}


class Pictures:
    """Draws charts, one at a time."""

    def __init__(self) -> None:
        self._drawing = asyncio.Lock()
        self._reported: set[NoPicture] = set()

    async def draw(self, chart: Chart) -> bytes | NoPicture:
        """Return the picture of a chart as a PNG, or the reason why there is none.

        A reason is logged once.
        """
        async with self._drawing:
            result = await _draw(chart)
        if isinstance(result, NoPicture) and result not in self._reported:
            self._reported.add(result)
            _LOGGER.warning("statistics without a picture: %s", _LOGGED[result])
        return result


async def _draw(chart: Chart) -> bytes | NoPicture:
    # Without the folder of the module on its path, where names are those of other libraries.
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", charts.__file__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(MAX_SECONDS):
            picture, _ = await process.communicate(chart.as_json().encode())
    except TimeoutError:
        return NoPicture.FAILURE
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode == 0:
        return picture
    return _REASONS.get(process.returncode or 0, NoPicture.FAILURE)
