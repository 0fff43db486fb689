"""Everything that the program and its local page need may be used by anyone for anything."""

from __future__ import annotations

import re
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement

PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|MPL|Mozilla|PSF|Python Software|ISC|Unlicense)")
"""Names of permissive licences."""

EXCEPTIONS = {"python-telegram-bot"}
"""Packages under another licence: the LGPL, which allows importing the library."""

EXTRAS = ("", "charts", "meaning", "play")
"""The extras to check, and "" for the dependencies without any."""


def needed_by(name: str, extra: str, found: set[str]) -> set[str]:
    """Add to *found* all packages that *name*, with an extra, needs on this machine."""
    if name not in found or extra:
        found.add(name)
        for line in distribution(name).requires or []:
            requirement = Requirement(line)
            if not requirement.marker or requirement.marker.evaluate({"extra": extra}):
                needed_by(requirement.name.lower(), "", found)
    return found


def licence_of(name: str) -> str:
    """Return what the metadata of a package says about its licence."""
    metadata = distribution(name).metadata.json
    return str([metadata.get(key) for key in ("license", "license_expression", "classifier")])


def is_permissive(licence: str) -> bool:
    """Return True if at least one of the alternative licences is permissive."""
    choices = licence.split(" OR ")
    return any(PERMISSIVE.search(choice) and "GPL" not in choice for choice in choices)


@pytest.mark.parametrize("extra", EXTRAS)
def test_licences_are_permissive(extra: str) -> None:
    """No package that the program needs, with the extra or without, is under the GPL or AGPL."""
    names = needed_by("yinju", extra, set()) - EXCEPTIONS

    assert len(names) > 10
    assert (extra == "play") is ("tdjson" in names)
    assert [] == [name for name in sorted(names) if not is_permissive(licence_of(name))]
