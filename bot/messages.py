"""The bot's languages, and their gettext catalogues, compiled from .po files on first use."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Messages = NullTranslations
"""A catalogue of texts; use `gettext` and `ngettext`."""


class Language(StrEnum):
    """The languages of the bot; the texts in the code are English."""

    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"


@cache
def messages(language: Language) -> Messages:
    """Return the catalogue of a language."""
    if language is Language.ENGLISH:
        return NullTranslations()
    source = files("bot").joinpath("locales", f"{language.replace('-', '_')}.po")
    compiled = BytesIO()
    with source.open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=language.replace("-", "_")))
    compiled.seek(0)
    return GNUTranslations(compiled)


def language_in(texts: Messages) -> Language:
    """Return the language of a catalogue."""
    return next(one for one in Language if messages(one) is texts)


_BY_SCRIPT = {"hans": Language.SIMPLIFIED, "hant": Language.TRADITIONAL}
_BY_REGION = {
    **dict.fromkeys(("cn", "sg", "my"), Language.SIMPLIFIED),
    **dict.fromkeys(("tw", "hk", "mo"), Language.TRADITIONAL),
}
_BY_LANGUAGE = {"yue": Language.TRADITIONAL, "zh": Language.SIMPLIFIED}


def language_of(code: str | None) -> Language:
    """Return the language for a code of Telegram or a locale, such as zh-TW or zh_CN.UTF-8.

    A script counts more than a region, and a region more than the language: zh-Hans-HK is
    Simplified, yue (Cantonese) without either Traditional.
    """
    parts = re.split(r"[-_.@]", (code or "").lower())
    if parts[0] not in _BY_LANGUAGE:
        return Language.ENGLISH
    known = (_BY_SCRIPT, _BY_REGION, _BY_LANGUAGE)
    return next(table[part] for table in known for part in parts if part in table)
