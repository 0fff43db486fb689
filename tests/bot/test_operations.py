"""docs/operations.md and the dashboard speak of the metrics that there are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.metrics import Stage, exposition

DOCS = Path(__file__).parents[2] / "docs"

PAGE = (DOCS / "operations.md").read_text("utf-8")

DASHBOARD = json.loads((DOCS / "dashboard.json").read_text("utf-8"))

NAME = re.compile(r"\b(?:yinju|process)_\w+")


def exposed() -> dict[str, str]:
    """Return the type of each metric by its name."""
    return dict(re.findall(r"^# TYPE (\w+) (\w+)$", exposition().decode(), re.MULTILINE))


def samples() -> set[str]:
    """Return the names of all samples, those of the histogram's parts included."""
    lines = exposition().decode().splitlines()
    return {NAME.findall(line)[0] for line in lines if not line.startswith("#")}


def section(heading: str) -> str:
    """Return the text of a section of the page."""
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def targets() -> list[dict[str, Any]]:
    """Return the queries of the dashboard."""
    return [target for panel in DASHBOARD["panels"] for target in panel["targets"]]


def test_every_metric_is_explained() -> None:
    """The table has each metric that is exposed, and no other."""
    first, *_ = section("Metrics").partition("\nThe stages")
    rows = [row.split("|")[1] for row in first.splitlines() if row.startswith("| `")]

    assert sorted(exposed()) == sorted(name for row in rows for name in NAME.findall(row))


def test_types_are_right() -> None:
    """The table states the type of each metric as Prometheus is told."""
    rows = re.findall(r"^\| `(yinju_\w+)`[^|]*\| (\w+) \|", section("Metrics"), re.MULTILINE)
    types = exposed()

    assert len(rows) > 10
    assert [] == [name for name, kind in rows if kind != types[name]]


def test_every_stage_is_explained() -> None:
    """The table of stages has each stage, in the order of the code."""
    stages = section("Metrics").partition("\nThe stages")[2]

    assert [*Stage] == re.findall(r"^\| `(\w+)` \|", stages, re.MULTILINE)


def test_alerts_use_metrics_that_exist() -> None:
    """Each alert is about metrics that are exposed."""
    rows = [row for row in section("Alerts").splitlines() if row.startswith("| `")]
    named = [NAME.findall(row) for row in rows]

    assert len(rows) > 5
    assert all(named)
    assert set() == {name for names in named for name in names} - samples()


def test_the_dashboard_uses_metrics_that_exist() -> None:
    """Each query of the dashboard is about metrics that are exposed."""
    named = [NAME.findall(target["expr"]) for target in targets()]

    assert all(named)
    assert set() == {name for names in named for name in names} - samples()


@pytest.mark.parametrize("name", [name for name in exposed() if name.startswith("yinju_")])
def test_the_dashboard_shows_every_metric(name: str) -> None:
    """Each metric of ours is in the dashboard."""
    assert any(name in target["expr"] for target in targets())


def test_the_dashboard_names_no_data_source() -> None:
    """Whoever imports the dashboard chooses the Prometheus that all panels read."""
    parts = [*DASHBOARD["panels"], *targets()]
    (variable,) = DASHBOARD["templating"]["list"]

    assert {"${datasource}"} == {part["datasource"]["uid"] for part in parts}
    assert ("datasource", "datasource") == (variable["name"], variable["type"])


def test_panels_do_not_overlap() -> None:
    """Each panel has a number and a place of its own, within the 24 columns of the grid."""
    places = [panel["gridPos"] for panel in DASHBOARD["panels"]]
    cells = [
        (x, y)
        for place in places
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]

    assert len(cells) == len(set(cells))
    assert all(x < 24 for x, _ in cells)
    assert len(places) == len({panel["id"] for panel in DASHBOARD["panels"]})
