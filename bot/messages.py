"""What people read, in their language: gettext catalogues, read from their .po files at start."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Messages = NullTranslations
"""A language's catalogue: `gettext` and `ngettext` give its texts."""


class Language(StrEnum):
    """The languages the bot speaks; English is what stands in the code."""

    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"


@cache
def messages(language: Language) -> Messages:
    """The catalogue of a language."""
    if language is Language.ENGLISH:
        return NullTranslations()
    source = files("bot").joinpath("locales", f"{language.replace('-', '_')}.po")
    compiled = BytesIO()
    with source.open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=language.replace("-", "_")))
    compiled.seek(0)
    return GNUTranslations(compiled)


def language_of(code: str | None) -> Language:
    """The language for a code such as Telegram or a locale gives: zh-TW, zh_CN.UTF-8, en."""
    parts = (code or "").replace("_", "-").split(".")[0].lower().split("-")
    if parts[0] != "zh":
        return Language.ENGLISH
    is_traditional = not {"hant", "tw", "hk", "mo"}.isdisjoint(parts)
    return Language.TRADITIONAL if is_traditional else Language.SIMPLIFIED
