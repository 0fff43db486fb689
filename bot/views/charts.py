"""A chart as a picture, drawn by matplotlib in a process of its own.

`python -m bot.views.charts` reads a `Chart` as JSON and writes a PNG. The process ends with one
of `NO_LIBRARY` and `NO_FONT` where there can be no picture.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NO_LIBRARY, NO_FONT = 3, 4
"""Statuses of the process: matplotlib is not installed, and no font has Chinese characters."""

WIDTH, HEIGHT, DPI = 5.4, 6.75, 200
"""Size of the picture in inches, and its dots per inch: a phone shows it in 390 points."""

FONTS = {
    "zh-Hans": ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei"),
    "zh-Hant": ("Noto Sans CJK TC", "Source Han Sans TC", "Noto Sans TC", "Microsoft JhengHei"),
}
"""Fonts of the script of a language, which are looked for before all others."""

OTHER_FONTS = (
    *("Noto Sans CJK SC", "Noto Sans CJK TC", "Noto Sans CJK JP", "Source Han Sans SC"),
    *("Noto Sans SC", "PingFang SC", "Hiragino Sans GB", "Heiti SC", "Microsoft YaHei", "SimHei"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "Arial Unicode MS"),
)
"""Fonts with the characters of both scripts, the best first."""

_FONT_FILES = (
    *("cjk", "sourcehan", "notosanssc", "notosanstc", "wqy", "droidsansfallback", "pingfang"),
    *("hiragino", "heiti", "msyh", "msjh", "simhei", "arialuni", "arial uni"),
)
"""Parts of the names of files that hold these fonts, in lower case."""

MAX_NAMES = 4
"""Number of names for which there is room."""

_NICE = 10
"""How far the process steps back behind those that answer readers."""

_INK, _FAINT, _GRID = "#e8edf2", "#9fb0c0", "#33475a"
_GROUND, _ANSWERED, _DECLINED = "#1d2b38", "#58b5a5", "#e0955b"


@dataclass(frozen=True, slots=True)
class Chart:
    """The contents of a chart of figures; all texts are those of the reader.

    Attributes:
        language: The reader's language, which decides the font.
        title: The title.
        subtitle: The line below it.
        numbers: Numbers in large type, with what they count.
        legend: The names of answered and declined questions.
        labels: The names of the parts of the period; empty ones are not shown.
        answered: Numbers of answered questions by part.
        declined: Numbers of declined questions by part.
        hours_title: The title of the hours of the day.
        hours: Numbers of questions by hour of the day.
        names_title: The title of the names.
        names: Names with their numbers, most frequent first.
    """

    language: str
    title: str
    subtitle: str
    numbers: Sequence[tuple[str, str]]
    legend: tuple[str, str]
    labels: Sequence[str]
    answered: Sequence[int]
    declined: Sequence[int]
    hours_title: str
    hours: Sequence[int]
    names_title: str
    names: Sequence[tuple[str, int]]

    def as_json(self) -> str:
        """Return the chart as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, data: str) -> Self:
        """Return the chart that `as_json` has written."""
        values = json.loads(data)
        return cls(**{field.name: values[field.name] for field in fields(cls)})


def draw(chart: Chart) -> bytes:
    """Return the chart as a PNG.

    Raises:
        ImportError: matplotlib is not installed.
        LookupError: No font of this machine has Chinese characters.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    _add_fonts()
    family = _font(chart.language)
    style: dict[Any, Any] = {
        "font.family": [family, "DejaVu Sans"],
        "text.parse_math": False,  # Titles may hold dollars.
        "text.color": _INK,
        "axes.facecolor": _GROUND,
        "axes.edgecolor": _GRID,
        "xtick.color": _FAINT,
        "ytick.color": _FAINT,
        "axes.titlesize": 13,
    }
    with mpl.rc_context(style):
        figure = Figure((WIDTH, HEIGHT), DPI, facecolor=_GROUND)
        _draw_heading(figure, chart)
        _draw_parts(_axes(figure, 0.56, 0.185), chart)
        _draw_hours(_axes(figure, 0.355, 0.115), chart)
        _draw_names(_axes(figure, 0.015, 0.24), chart, _drawable(family))
        picture = BytesIO()
        figure.savefig(picture, format="png")
    return picture.getvalue()


def _axes(figure: Figure, bottom: float, height: float) -> Axes:
    axes = figure.add_axes((0.105, bottom, 0.86, height))
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0, labelsize=11)
    return axes


def _draw_heading(figure: Figure, chart: Chart) -> None:
    figure.text(0.05, 0.945, chart.title, size=19)
    figure.text(0.05, 0.912, chart.subtitle, size=12, color=_FAINT)
    for place, (number, name) in enumerate(chart.numbers):
        left = 0.05 + place * 0.92 / len(chart.numbers)
        figure.text(left, 0.85, number, size=20)
        figure.text(left, 0.818, name, size=11.5, color=_FAINT)


def _draw_parts(axes: Axes, chart: Chart) -> None:
    places = range(len(chart.labels))
    for numbers, below, colour, name in (
        (chart.answered, None, _ANSWERED, chart.legend[0]),
        (chart.declined, chart.answered, _DECLINED, chart.legend[1]),
    ):
        axes.bar(places, numbers, 0.72, below, color=colour, label=name)
    shown = [place for place in places if chart.labels[place]]
    axes.set_xticks(shown, [chart.labels[place] for place in shown])
    axes.set_xlim(-0.6, max(len(chart.labels), 1) - 0.4)
    _count_upwards(axes)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(-0.02, 1.0),
        ncols=2,
        frameon=False,
        fontsize=12,
        handlelength=1,
    )


def _draw_hours(axes: Axes, chart: Chart) -> None:
    most = max(chart.hours, default=0)
    colours = [_ANSWERED if number == most else "#3f7f83" for number in chart.hours]
    axes.bar(range(len(chart.hours)), chart.hours, 0.78, color=colours)
    axes.set_xticks(range(0, 24, 6), [f"{hour}:00" for hour in range(0, 24, 6)])
    axes.set_xlim(-0.6, 23.6)
    axes.set_title(chart.hours_title, loc="left")
    _count_upwards(axes)


def _count_upwards(axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.grid(axis="y", color=_GRID, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_ylim(bottom=0, top=None if axes.dataLim.ymax > 0 else 1)


def _draw_names(axes: Axes, chart: Chart, drawable: frozenset[int]) -> None:
    axes.axis("off")
    axes.set_title(chart.names_title, loc="left")
    most = max((number for _, number in chart.names), default=1)
    axes.set_xlim(0, most * 1.18)
    axes.set_ylim(MAX_NAMES - 0.2, -0.5)
    for place, (name, number) in enumerate(chart.names[:MAX_NAMES]):
        shown = "".join(one for one in name if ord(one) in drawable)
        axes.text(0, place + 0.06, shown, size=12, va="bottom")
        axes.barh(place + 0.32, number, 0.14, color=_ANSWERED)
        axes.text(number + most * 0.02, place + 0.32, f"{number:,}", size=11, va="center")


@cache
def _add_fonts() -> None:
    """Look for files of fonts, as the library's own list is from when it was first used."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    for path in findSystemFonts():
        if any(part in Path(path).name.lower() for part in _FONT_FILES):
            fontManager.addfont(path)


def _font(language: str) -> str:
    """Return the name of the best font of this machine for a language.

    Raises:
        LookupError: There is none.
    """
    from matplotlib.font_manager import fontManager

    known = {font.name for font in fontManager.ttflist}
    for name in (*FONTS.get(language, ()), *OTHER_FONTS):
        if name in known:
            return str(name)
    raise LookupError


def _drawable(family: str) -> frozenset[int]:
    """Return the code points of which the fonts have a picture; of others there is only a box."""
    from matplotlib.font_manager import findfont, get_font

    fonts = [get_font(findfont(name)) for name in (family, "DejaVu Sans")]
    return frozenset(point for font in fonts for point in font.get_charmap())


def main() -> int:
    """Read a chart from stdin, write its picture to stdout, and return the exit status.

    All that can be loaded before there is a chart is.
    """
    os.nice(_NICE)
    try:
        import matplotlib.backends.backend_agg
        import matplotlib.figure  # noqa: F401 - loaded for `draw`

        _add_fonts()
        picture = draw(Chart.from_json(sys.stdin.read()))
    except ImportError:
        return NO_LIBRARY
    except LookupError:
        return NO_FONT
    sys.stdout.buffer.write(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
