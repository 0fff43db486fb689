"""The reasons for declining, in a few words each, for tables."""

from __future__ import annotations

from bot.messages import Messages
from retrieval.answer.declining import Reason


def reason_in_words(texts: Messages, name: str) -> str:
    """Return a reason, as the journal names it, in words; one of another version as it is."""
    words = {
        Reason.NOTHING_ASKED: texts.gettext("asks nothing"),
        Reason.GREETING: texts.gettext("a greeting"),
        Reason.THANKS: texts.gettext("thanks"),
        Reason.FAREWELL: texts.gettext("a farewell"),
        Reason.GOOD_NIGHT: texts.gettext("a good night"),
        Reason.ABOUT: texts.gettext("asks who the bot is"),
        Reason.ABILITIES: texts.gettext("asks what the bot can do"),
        Reason.HELP: texts.gettext("asks how to use the bot"),
        Reason.CONTACT: texts.gettext("asks for a person"),
        Reason.DISSATISFIED: texts.gettext("complains"),
        Reason.INSTRUCTION: texts.gettext("an instruction"),
        Reason.NOT_COVERED: texts.gettext("not found in the articles"),
        Reason.DETAIL_MISSING: texts.gettext("the detail was not found"),
        Reason.NO_MORE: texts.gettext("there is no more"),
        Reason.NO_SUCH_DATE: texts.gettext("no article of that date"),
        Reason.NO_ARTICLES: texts.gettext("no articles at all"),
        Reason.UNAVAILABLE: texts.gettext("the articles could not be reached"),
    }
    return {str(reason): text for reason, text in words.items()}.get(name, name)
