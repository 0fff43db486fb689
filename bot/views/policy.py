"""What /settings and /language show: a line a setting, and what each can be set to."""

from __future__ import annotations

from dataclasses import dataclass

from bot.messages import Language, Messages
from bot.policy import QUOTATIONS, ButtonAccess, Policy, Trigger
from bot.views.markup import RichText, bold, joined, text
from retrieval.text.script import Display

NAMES = {
    Language.SIMPLIFIED: "简体中文",
    Language.TRADITIONAL: "繁體中文",
    Language.ENGLISH: "English",
}
"""Languages, each in its own words, so that everybody finds theirs."""


@dataclass(frozen=True, slots=True)
class PolicyOption:
    """What a setting can be set to: as a button carries it, and as it is called."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class PolicyField:
    """One line of a panel: a field of the policy, what it means now, and its options."""

    field: str
    says: str
    chosen: str
    options: tuple[PolicyOption, ...]


def settings_of(texts: Messages, policy: Policy, *, is_group: bool) -> list[PolicyField]:
    """What can be set in a chat; in private, nobody else asks or taps."""
    shared = [_quotations(texts, policy), _display(texts, policy)]
    if not is_group:
        return [_own_language(texts, policy), *shared]
    return [_trigger(texts, policy), _chat_language(texts, policy), *shared, _taps(texts, policy)]


def settings_text(texts: Messages, settings: list[PolicyField], *, hint: str = "") -> RichText:
    """How a chat is set."""
    heading = bold(text(texts.gettext("Settings")))
    lines = joined([text(setting.says) for setting in settings])
    return joined([heading, lines, text(hint)], "\n\n")


def privacy_mode_hint(texts: Messages) -> str:
    """What is missing where the bot is to hear every message and cannot."""
    return texts.gettext(
        "Telegram shows me only what is addressed to me. To hear every question, I must be an "
        "admin of this group."
    )


def group_admins_only(texts: Messages) -> str:
    """The refusal of what only a group's admins may set."""
    return texts.gettext("Only the admins of this group can change its settings.")


def saved(texts: Messages) -> str:
    """What a tap on a setting brings about."""
    return texts.gettext("Saved.")


def language_text(texts: Messages) -> RichText:
    """The answer to /language."""
    return text(texts.gettext("Which language shall I speak with you?"))


def language_options(texts: Messages) -> tuple[PolicyOption, ...]:
    """The languages one can choose from."""
    own = (PolicyOption(language.value, NAMES[language]) for language in Language)
    return (PolicyOption("", texts.gettext("As in Telegram")), *own)


def _trigger(texts: Messages, policy: Policy) -> PolicyField:
    says = {
        Trigger.COMMAND: texts.gettext("I answer /ask and nothing else."),
        Trigger.MENTION: texts.gettext("I answer /ask, my name, and replies to me."),
        Trigger.QUESTION: texts.gettext(
            "I answer /ask, my name, replies to me, and whatever question the articles answer."
        ),
    }[policy.trigger]
    options = (
        PolicyOption(Trigger.COMMAND, "/ask"),
        PolicyOption(Trigger.MENTION, texts.gettext("Also my name")),
        PolicyOption(Trigger.QUESTION, texts.gettext("Any question")),
    )
    return PolicyField("trigger", says, policy.trigger, options)


def _chat_language(texts: Messages, policy: Policy) -> PolicyField:
    says = texts.gettext("I speak the language of whoever asks.")
    if policy.language:
        says = texts.gettext("I speak {language}.").format(language=NAMES[policy.language])
    asker = PolicyOption("", texts.gettext("The asker’s"))
    return PolicyField("language", says, policy.language or "", (asker, *_languages()))


def _own_language(texts: Messages, policy: Policy) -> PolicyField:
    says = texts.gettext("I speak the language that Telegram is set to.")
    if policy.language:
        says = texts.gettext("I speak {language}.").format(language=NAMES[policy.language])
    return PolicyField("language", says, policy.language or "", language_options(texts))


def _languages() -> tuple[PolicyOption, ...]:
    return tuple(PolicyOption(language.value, NAMES[language]) for language in Language)


def _quotations(texts: Messages, policy: Policy) -> PolicyField:
    says = texts.ngettext(
        "I quote {count} passage at a time.",
        "I quote {count} passages at a time.",
        policy.quotations,
    ).format(count=policy.quotations)
    options = tuple(PolicyOption(str(number), str(number)) for number in QUOTATIONS)
    return PolicyField("quotations", says, str(policy.quotations), options)


def _display(texts: Messages, policy: Policy) -> PolicyField:
    says = {
        Display.PRINTED: texts.gettext("I quote in the characters that were printed."),
        Display.SIMPLIFIED: texts.gettext("I quote in Simplified characters."),
        Display.TRADITIONAL: texts.gettext("I quote in Traditional characters."),
    }[policy.display]
    options = (
        PolicyOption(Display.PRINTED, texts.gettext("As printed")),
        PolicyOption(Display.SIMPLIFIED, "简体字"),
        PolicyOption(Display.TRADITIONAL, "繁體字"),
    )
    return PolicyField("display", says, policy.display, options)


def _taps(texts: Messages, policy: Policy) -> PolicyField:
    says = {
        ButtonAccess.ANYONE: texts.gettext("Everybody can use the buttons below an answer."),
        ButtonAccess.ASKER: texts.gettext(
            "Only whoever asked can use the buttons below an answer."
        ),
    }[policy.taps]
    options = (
        PolicyOption(ButtonAccess.ANYONE, texts.gettext("Everybody")),
        PolicyOption(ButtonAccess.ASKER, texts.gettext("Who asked")),
    )
    return PolicyField("taps", says, policy.taps, options)
