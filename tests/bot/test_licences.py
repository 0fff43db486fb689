"""What serving needs may be used by anyone for anything."""

from __future__ import annotations

import re
from importlib.metadata import distribution

from packaging.requirements import Requirement

PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|MPL|Mozilla|PSF|Python Software|ISC|Unlicense)")
"""What a licence's name must contain; python-telegram-bot's LGPL is the one exception."""

EXCEPTIONS = {"python-telegram-bot"}


def needed_by(name: str, found: set[str]) -> set[str]:
    """The names of all packages that *name* needs on this machine, itself included."""
    if name in found:
        return found
    found.add(name)
    for line in distribution(name).requires or []:
        requirement = Requirement(line)
        if not requirement.marker or requirement.marker.evaluate({"extra": ""}):
            needed_by(requirement.name.lower(), found)
    return found


def licence_of(name: str) -> str:
    """What a package says of its licence."""
    said = distribution(name).metadata.json
    return str([said.get(key) for key in ("license", "license_expression", "classifier")])


def is_permissive(licence: str) -> bool:
    """Whether one of the licences to choose from lets anyone use a package for anything."""
    choices = licence.split(" OR ")
    return any(PERMISSIVE.search(said) and not re.search(r"GPL", said) for said in choices)


def test_licences_are_permissive() -> None:
    """No package of the running program is under the GPL or the AGPL."""
    names = needed_by("yinju", set()) - EXCEPTIONS

    assert len(names) > 10
    assert [] == [name for name in sorted(names) if not is_permissive(licence_of(name))]
