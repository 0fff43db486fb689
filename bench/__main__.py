"""Measure, on this machine and in one run, what a person waits for."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import play, reload

RUNS = 5


def main() -> None:
    """Print the figures; the folder of question sets is the only argument."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared")
    table = Table("what", "figure", box=None)
    table.add_row("start to first answer, median of 5", f"{first_answer():.2f} s")
    for name, seconds in play.figures().items():
        table.add_row(name, f"{seconds:.2f} s")
    for folder in sorted((data / "eval" / "public").glob("*")):
        figures = ranked(folder)
        quality = f"R@1 {figures['R@1']:.3f}  MRR@10 {figures['MRR@10']:.3f}"
        speed = f"p50 {figures['p50_ms']:.1f} ms  build {figures['build_s']:.1f} s"
        table.add_row(folder.name, f"{quality}  {speed}  peak {figures['peak_mb']:.0f} MiB")
    Console().print(table)
    reload.main()


def first_answer() -> float:
    """Seconds from the command to its answer, the dictionary's cache being warm."""
    times = []
    for _ in range(RUNS + 1):
        begun = time.perf_counter()
        yinju("ask", "--json", "金融科技为什么要成为基础设施？")
        times.append(time.perf_counter() - begun)
    return statistics.median(times[1:])


def ranked(folder: Path) -> dict[str, float]:
    """The figures of one question set."""
    questions, passages = folder / "queries.jsonl", folder / "passages.jsonl"
    figures: dict[str, float] = json.loads(
        yinju("eval", str(questions), "--passages", str(passages), "--json")
    )
    return figures


def yinju(*arguments: str) -> str:
    """What a command of ours prints."""
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
