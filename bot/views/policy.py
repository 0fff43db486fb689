"""The messages of /settings and /language: a line and a button for each setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.messages import Language, Messages, language_in, language_of
from bot.policy import QUOTATIONS, Audience, ButtonAccess, Policy, Trigger
from bot.views.answers import shortened
from bot.views.markup import RichText, bold, harmless, joined, text
from corpus.collection_file import CollectionInfo
from retrieval.text.script import Display

NAMES = {
    Language.SIMPLIFIED: "简体中文",
    Language.TRADITIONAL: "繁體中文",
    Language.ENGLISH: "English",
}
"""The name of each language in that language."""

PER_ROW = 5
"""Number of buttons with short labels that fit in a row."""

MAX_NAME = 40
"""Maximum length of a collection's name, in characters."""


@dataclass(frozen=True, slots=True)
class PolicyOption:
    """A value of a setting, as its button carries it, and its label."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class PolicyField:
    """A field of the policy as a setting.

    Args:
        field: The field of the policy.
        name: The name of the setting, which its button shows with the current value.
        summary: A sentence that says what the current value means.
        chosen: The current value.
        options: All values.
        per_row: Number of buttons that fit in a row.
    """

    field: str
    name: str
    summary: str
    chosen: str
    options: tuple[PolicyOption, ...]
    per_row: int = PER_ROW

    @property
    def value(self) -> str:
        """The label of the current value, empty if it is no option."""
        return next((one.label for one in self.options if one.value == self.chosen), "")


def settings_of(
    texts: Messages, policy: Policy, *, is_group: bool, can_be_private: bool = False
) -> list[PolicyField]:
    """Return the settings of a chat; in private, those about other people are left out.

    Args:
        texts: The catalogue of the reader's language.
        policy: The policy of the chat.
        is_group: True for a group.
        can_be_private: True if Telegram can show an answer in the group to one person alone.
    """
    shared = [_quotations(texts, policy), _display(texts, policy)]
    if not is_group:
        return [_own_language(texts, policy), *shared]
    own = [_trigger(texts, policy), _chat_language(texts, policy), *shared, _taps(texts, policy)]
    return [*own, _answers(texts, policy)] if can_be_private else own


def collection_setting(
    texts: Messages,
    in_force: CollectionInfo,
    options: Sequence[CollectionInfo],
    topic_choice: str | None = None,
) -> PolicyField:
    """Return the choice of the collection that answers in a chat, or in one of its topics.

    Args:
        texts: The catalogue of the reader's language.
        in_force: The collection that answers there.
        options: The collections that are open there.
        topic_choice: In a topic the key that is chosen for it, empty if none is; else None.
    """
    language = language_in(texts)
    choices = [PolicyOption(one.key, _collection_label(one, language)) for one in options]
    words = texts.gettext("I answer from “{collection}”.")
    if topic_choice is not None:
        words = texts.gettext("In this topic I answer from “{collection}”.")
        choices.insert(0, PolicyOption("", texts.gettext("As in the whole chat")))
    summary = words.format(collection=collection_name(in_force, language))
    if topic_choice is not None:
        others = texts.gettext("The other settings are for the whole group.")
        summary = f"{summary}\n{others}"
    chosen = in_force.key if topic_choice is None else topic_choice
    name = texts.gettext("Collection")
    return PolicyField("collection", name, summary, chosen, tuple(choices), per_row=2)


def collection_name(info: CollectionInfo, language: Language) -> str:
    """Return the name of a collection in a language, short and harmless."""
    return shortened(harmless(info.name(language)), MAX_NAME)


def _collection_label(info: CollectionInfo, language: Language) -> str:
    """Return a collection's name, with the language of its articles if they are in another."""
    name = collection_name(info, language)
    spoken = language_of(info.language) if info.language else language
    return name if spoken is language else f"{name} · {NAMES[spoken]}"


def settings_text(texts: Messages, settings: list[PolicyField], *, hint: str = "") -> RichText:
    """Return the message of /settings."""
    heading = bold(text(texts.gettext("Settings")))
    lines = joined([text(setting.summary) for setting in settings])
    return joined([heading, lines, text(hint)], "\n\n")


def setting_label(texts: Messages, setting: PolicyField) -> str:
    """Return the label of the button that shows the values of a setting."""
    words = texts.gettext("{setting}: {value}")
    return words.format(setting=setting.name, value=setting.value)


def setting_text(setting: PolicyField) -> RichText:
    """Return the message that the values of one setting are chosen from."""
    return joined([bold(text(setting.name)), text(setting.summary)], "\n\n")


def privacy_mode_hint(texts: Messages) -> str:
    """Return the hint that Telegram does not send the bot every message of the group."""
    return texts.gettext(
        "Telegram shows me only what is addressed to me. To hear every question, I must be an "
        "admin of this group."
    )


def private_answers_hint(texts: Messages) -> str:
    """Return the hint that without being an admin the bot can answer /ask alone in private."""
    return texts.gettext(
        "To answer each person alone I must be an admin of this group; until then I can do so "
        "only after /ask."
    )


def ask_by_command(texts: Messages) -> RichText:
    """Return what is said in place of an answer that Telegram would show to everybody."""
    words = texts.gettext("Here, only the person who asks sees my answer. Please ask with /ask.")
    return text(words)


def group_admins_only(texts: Messages) -> str:
    """Return the refusal for group members who are not admins."""
    return texts.gettext("Only the admins of this group can change its settings.")


def saved(texts: Messages) -> str:
    """Return the toast after a setting was changed."""
    return texts.gettext("Saved.")


def language_text(texts: Messages) -> RichText:
    """Return the message of /language."""
    return text(texts.gettext("Which language shall I speak with you?"))


def language_options(texts: Messages) -> tuple[PolicyOption, ...]:
    """Return the options of a person's language."""
    own = (PolicyOption(language.value, NAMES[language]) for language in Language)
    return (PolicyOption("", texts.gettext("As in Telegram")), *own)


def _trigger(texts: Messages, policy: Policy) -> PolicyField:
    summary = {
        Trigger.COMMAND: texts.gettext("I answer /ask and nothing else."),
        Trigger.MENTION: texts.gettext("I answer /ask, my name, and replies to me."),
        Trigger.QUESTION: texts.gettext(
            "I answer /ask, my name, replies to me, and any question that the articles answer."
        ),
    }[policy.trigger]
    options = (
        PolicyOption(Trigger.COMMAND, "/ask"),
        PolicyOption(Trigger.MENTION, texts.gettext("Also my name")),
        PolicyOption(Trigger.QUESTION, texts.gettext("Any question")),
    )
    name = texts.gettext("What I answer")
    return PolicyField("trigger", name, summary, policy.trigger, options)


def _chat_language(texts: Messages, policy: Policy) -> PolicyField:
    summary = texts.gettext("I speak the language of whoever asks.")
    if policy.language:
        summary = texts.gettext("I speak {language}.").format(language=NAMES[policy.language])
    asker = PolicyOption("", texts.gettext("The asker’s"))
    name = texts.gettext("Language")
    options = (asker, *_languages())
    return PolicyField("language", name, summary, policy.language or "", options)


def _own_language(texts: Messages, policy: Policy) -> PolicyField:
    summary = texts.gettext("I speak the language that Telegram is set to.")
    if policy.language:
        summary = texts.gettext("I speak {language}.").format(language=NAMES[policy.language])
    name, options = texts.gettext("Language"), language_options(texts)
    return PolicyField("language", name, summary, policy.language or "", options)


def _languages() -> tuple[PolicyOption, ...]:
    return tuple(PolicyOption(language.value, NAMES[language]) for language in Language)


def _quotations(texts: Messages, policy: Policy) -> PolicyField:
    summary = texts.ngettext(
        "I quote {count} passage at a time.",
        "I quote {count} passages at a time.",
        policy.quotations,
    ).format(count=policy.quotations)
    options = tuple(PolicyOption(str(number), str(number)) for number in QUOTATIONS)
    name = texts.gettext("Quotations at a time")
    return PolicyField("quotations", name, summary, str(policy.quotations), options)


def _display(texts: Messages, policy: Policy) -> PolicyField:
    summary = {
        Display.PRINTED: texts.gettext("I quote in the article’s own characters."),
        Display.SIMPLIFIED: texts.gettext("I quote in Simplified characters."),
        Display.TRADITIONAL: texts.gettext("I quote in Traditional characters."),
    }[policy.display]
    options = (
        PolicyOption(Display.PRINTED, texts.gettext("As printed")),
        PolicyOption(Display.SIMPLIFIED, "简体字"),
        PolicyOption(Display.TRADITIONAL, "繁體字"),
    )
    name = texts.gettext("Characters of quotations")
    return PolicyField("display", name, summary, policy.display, options)


def _taps(texts: Messages, policy: Policy) -> PolicyField:
    summary = {
        ButtonAccess.ANYONE: texts.gettext("Everybody can use the buttons below an answer."),
        ButtonAccess.ASKER: texts.gettext(
            "Only the person who asked can use the buttons below an answer."
        ),
    }[policy.taps]
    options = (
        PolicyOption(ButtonAccess.ANYONE, texts.gettext("Everybody")),
        PolicyOption(ButtonAccess.ASKER, texts.gettext("The asker")),
    )
    name = texts.gettext("Buttons are for")
    return PolicyField("taps", name, summary, policy.taps, options)


def _answers(texts: Messages, policy: Policy) -> PolicyField:
    summary = {
        Audience.EVERYBODY: texts.gettext("Everybody here sees my answers."),
        Audience.ASKER: texts.gettext("Only the person who asked sees my answers."),
    }[policy.answers]
    options = (
        PolicyOption(Audience.EVERYBODY, texts.gettext("Everybody here")),
        PolicyOption(Audience.ASKER, texts.gettext("Only the asker")),
    )
    name = texts.gettext("Who sees my answers")
    return PolicyField("answers", name, summary, policy.answers, options)
