"""The texts of the page: complete in every language, and all used."""

from __future__ import annotations

import json
import re
from importlib.resources import files


def test_the_pages_words_are_complete() -> None:
    """All languages have the same texts with the same placeholders."""
    text = files("bot.playground.web").joinpath("page/strings.json").read_text("utf-8")
    catalogues = json.loads(text)

    def placeholders(words: str) -> set[str]:
        return {part.split("}")[0] for part in words.split("{")[1:]}

    english = {name: placeholders(words) for name, words in catalogues["en"].items()}
    assert {"en", "zh-hans", "zh-hant"} == set(catalogues)
    for catalogue in catalogues.values():
        assert english == {name: placeholders(words) for name, words in catalogue.items()}


def test_the_pages_words_are_all_used() -> None:
    """Every text is used by some module of the page."""
    folder = files("bot.playground.web").joinpath("page")
    sources = [
        one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(("js", "html"))
    ]
    whole = "".join(sources)
    names = json.loads(folder.joinpath("strings.json").read_text("utf-8"))["en"]

    steps = [name for name in names if name.startswith("step_") and "`step_${" in whole]
    assert [] == [name for name in names if f'"{name}"' not in whole and name not in steps]


def test_the_pages_words_for_refusals() -> None:
    """What the page says in its language in place of a refusal is one that there is."""
    notices = files("bot.playground.web").joinpath("page/notices.js").read_text("utf-8")
    refusals = re.findall(r'^  "(.+)": "\w+",$', notices, re.MULTILINE)
    modules = ("web/actions.py", "standin/inline_client.py")
    sources = [files("bot.playground").joinpath(name).read_text("utf-8") for name in modules]

    assert 6 == len(refusals)
    assert [] == [one for one in refusals if not any(f'"{one}"' in source for source in sources)]
