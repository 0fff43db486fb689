"""Tables of speed and quality, with times also as ratios to Yinju's in the same run."""

from __future__ import annotations

from collections.abc import Sequence

from bench.speed import Measurement, Percentiles
from bench.tables import FigureTable

TITLES = {
    "yinju": "Yinju",
    "bm25s": "bm25s, numba, same terms",
    "tantivy": "tantivy, words",
    "fts5": "SQLite FTS5, words",
    "rank-bm25": "rank-bm25 and jieba.lcut",
}

COLUMNS = (
    "engine",
    "p50 ms",
    "× Yinju's",
    "p99 ms",
    "× Yinju's",
    "tokenize s",
    "index s",
    "peak MiB",
    "serving MiB",
    "index MiB",
    "from disk s",
)


def speed_table(name: str, passages: int, figures: Sequence[Measurement]) -> FigureTable:
    """Return the table of one collection, with a note on full answers and skipped engines."""
    ours = next((one.searches for one in figures if one.engine == "yinju"), None)
    rows = [_row(one, ours) for one in figures if not one.skipped]
    notes = [f"{TITLES[one.engine]}: {one.skipped}." for one in figures if one.skipped]
    notes += [
        f"{TITLES[one.engine]}: timed with {one.searches.count} questions only."
        for one in figures
        if one.searches and ours and one.searches.count < ours.count
    ]
    for one in figures:
        if one.answers:
            notes.append(
                "From the question as typed to ten passages with excerpts: "
                f"p50 {one.answers.p50:.1f} ms, p99 {one.answers.p99:.1f} ms."
            )
    heading = f"{passages:,} passages" if name.isdigit() else f"{name}, {passages:,} passages"
    return FigureTable(heading, COLUMNS, rows, " ".join(notes))


def answers_table(passages: int, figures: Sequence[Measurement]) -> FigureTable:
    """Return the times of what a question asks for, as far as the engines do it."""
    ours = next(one for one in figures if one.engine == "yinju")
    rows = []
    for title, name in (
        ("a question as typed to ten excerpts, first time asked", "first_answers"),
        ("an answer as a reader gets it, first time asked", "whole_answers"),
        ("terms to ten ids", "searches"),
    ):
        for one in figures:
            times, own = getattr(one, name), getattr(ours, name)
            if times:
                what = title if one is ours else f"– {TITLES[one.engine]}"
                p50, p99 = _compared(times.p50, own.p50), _compared(times.p99, own.p99)
                rows.append([what, *p50, *p99])
    note = "tantivy's excerpts are its own snippets of the words, which are stored with it."
    return FigureTable(f"Questions to {passages:,} passages", ["", *COLUMNS[1:5]], rows, note)


def quality_table(measured: dict[str, Sequence[Measurement]]) -> FigureTable:
    """Return R@1, MRR@10 and nDCG@10 of each engine on each judged set."""
    judged = {name: figures for name, figures in measured.items() if not name.isdigit()}
    rows: dict[str, list[str]] = {}
    for figures in judged.values():
        for one in figures:
            for method, quality in one.quality.items():
                title = TITLES[one.engine]
                if one.engine == "yinju":
                    title = "Yinju, with ranking" if method == "answer" else "Yinju, engine only"
                cells = [f"{quality[name]:.4f}" for name in ("R@1", "MRR@10", "nDCG@10")]
                rows.setdefault(title, []).extend(cells)
    columns = [
        "engine",
        *(cell for name in judged for cell in (f"{name} R@1", "MRR@10", "nDCG@10")),
    ]
    return FigureTable("Quality", columns, [[title, *cells] for title, cells in rows.items()])


def _row(one: Measurement, ours: Percentiles | None) -> list[str]:
    times = one.searches
    return [
        TITLES[one.engine],
        *_compared(times.p50 if times else None, ours.p50 if ours else None),
        *_compared(times.p99 if times else None, ours.p99 if ours else None),
        *(_cell(one.built.get(name), 1) for name in ("tokenize_s", "index_s")),
        _cell(one.built.get("peak_mb"), 0),
        _cell(one.serving_mb, 0),
        _cell(one.built.get("index_mb"), 1),
        _cell(one.start_s, 3),
    ]


def _compared(figure: float | None, ours: float | None) -> tuple[str, str]:
    return _cell(figure, 3), f"{figure / ours:.2f}" if figure and ours else "–"


def _cell(figure: float | None, digits: int) -> str:
    return "–" if figure is None else f"{figure:,.{digits}f}"
