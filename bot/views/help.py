"""What the bot says of itself: greetings, help, reports. Each text stands here once."""

from __future__ import annotations

from bot.messages import Messages
from bot.views.answers import shortened
from bot.views.markup import RichText, bold, joined, text
from corpus.model import Corpus, Problem
from retrieval.answer.related import ClosestSections
from retrieval.library import ReloadResult

MAX_LISTED = 10
"""Names that a report lists; of the others it gives the number."""


def greeting(texts: Messages, corpus: Corpus) -> RichText:
    """The answer to /start."""
    count = len(corpus.articles)
    about = texts.ngettext(
        "I answer from {count} article by quoting it word for word, and say so when it does not "
        "answer. I write nothing of my own.",
        "I answer from {count} articles by quoting them word for word, and say so when they do "
        "not answer. I write nothing of my own.",
        count,
    ).format(count=count)
    ask = texts.gettext("Just write your question here, in your own words.")
    return text(f"{about}\n\n{ask}\n\n{_commands(texts)}")


def help_text(texts: Messages, username: str, *, hears_all: bool) -> RichText:
    """The answer to /help; what the bot hears in groups depends on its privacy mode."""
    name = f"@{username}"
    asking = texts.gettext(
        "Write /ask and your question, or {name} anywhere in your message; with either, reply to "
        "a message to ask what it says, or what you quote of it. Reply to an answer of mine to "
        "ask on. Where several bots are, write /ask{name}."
    ).format(name=name)
    heard = texts.gettext(
        "In groups I am shown only what is addressed to me, unless I am an admin there."
    )
    if hears_all:
        heard = texts.gettext(
            "In groups I am shown every message, and heed only what is addressed to me, unless "
            "the group’s /settings say otherwise."
        )
    elsewhere = texts.gettext(
        "Type {name} and a few words to choose a quotation and send it in your own name; or send "
        "{name} with your question, and I answer there."
    ).format(name=name)
    parts = [
        bold(text(texts.gettext("In a private chat"))),
        text(
            texts.gettext("Write your question; that is all. Correct it, and I correct my answer.")
        ),
        bold(text(texts.gettext("In a group"))),
        text(asking),
        text(heard),
        bold(text(texts.gettext("In any other chat"))),
        text(elsewhere),
        text(_commands(texts)),
    ]
    return joined(parts, "\n\n")


def how_to_ask(texts: Messages) -> RichText:
    """The answer to a bare /ask."""
    return text(
        texts.gettext(
            "Write your question behind the command, as in “/ask your question”, or reply to a "
            "message with /ask."
        )
    )


def only_text(texts: Messages) -> RichText:
    """The answer to a voice message, a sticker, a picture without words."""
    return text(texts.gettext("I can only read text. Write your question, please."))


def unknown_command(texts: Messages) -> RichText:
    """The answer to a command that there is not."""
    return text(texts.gettext("I do not know this command; /help lists those I know."))


def introduction(texts: Messages) -> RichText:
    """What the bot says once in a group that it was added to."""
    return text(
        texts.gettext(
            "Hello! Write /ask and your question, and I answer with quotations from the articles."
        )
    )


def something_went_wrong(texts: Messages) -> RichText:
    """What is said where an answer failed for a reason that is not the reader's."""
    return text(texts.gettext("Something went wrong on my side. Please ask once more."))


def passage_gone(texts: Messages) -> RichText:
    """The answer to a link whose passage has left the collection."""
    return text(texts.gettext("This passage is no longer in the collection."))


def admins_only(texts: Messages) -> RichText:
    """The refusal of what only admins may do."""
    return text(texts.gettext("Only the admins of this bot can do that."))


def reload_failed(texts: Messages, why: str) -> RichText:
    """What an admin hears when the collection could not be read anew."""
    words = texts.gettext("Nothing was changed, the articles so far go on serving: {why}")
    return text(words.format(why=why))


def reload_report(texts: Messages, reload: ReloadResult) -> RichText:
    """What a reload changed, and what could not be read."""
    diff = reload.diff
    titles = {a.id: a.title for c in (reload.before, reload.after) for a in c.corpus.articles}
    count, passages = len(reload.after.corpus.articles), len(reload.after.corpus)
    summary = texts.ngettext(
        "{count} article, {passages} passages, in {seconds} s",
        "{count} articles, {passages} passages, in {seconds} s",
        count,
    ).format(count=count, passages=passages, seconds=f"{reload.seconds:.1f}")
    parts = [
        text(summary),
        _listed(texts.gettext("Added"), [titles[name] for name in diff.added]),
        _listed(texts.gettext("Changed"), [titles[name] for name in diff.changed]),
        _listed(texts.gettext("Removed"), [titles[name] for name in diff.removed]),
        _listed(texts.gettext("Problems"), list(map(_problem, reload.after.problems))),
    ]
    if not (diff.added or diff.changed or diff.removed):
        parts.append(text(texts.gettext("No article has changed.")))
    return joined(parts, "\n\n")


def _listed(heading: str, lines: list[str]) -> RichText:
    if not lines:
        return RichText()
    shown = [text(f"· {shortened(line, 200)}") for line in lines[:MAX_LISTED]]
    if len(lines) > MAX_LISTED:
        shown.append(text(f"· … +{len(lines) - MAX_LISTED}"))
    return joined([bold(text(f"{heading}: {len(lines)}")), *shown])


def _problem(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    return f"{place}: {problem.message}"


def _commands(texts: Messages) -> str:
    return "\n".join(
        (
            texts.gettext(
                "/articles – what the collection holds; with a word, what it says of that"
            ),
            texts.gettext("/settings – how I answer"),
            texts.gettext("/language – the language I speak with you"),
            texts.gettext("/help – how to ask"),
            texts.gettext("/privacy – what is kept of you; /mydata shows it, /forget deletes it"),
        )
    )


# What buttons and lists say: handlers/taps.py, results.py, feedback.py, reading.py.


def button_gone(texts: Messages) -> str:
    """The toast for a button whose question or passage is no longer kept."""
    return texts.gettext(
        "This button no longer works: what it leads to is gone. Please ask again."
    )


def cannot_change(texts: Messages) -> str:
    """The toast for a message that can no longer be edited."""
    return texts.gettext("This message can no longer be changed. Please ask again.")


def not_yours(texts: Messages) -> str:
    """The toast for somebody whose taps do not count here."""
    return texts.gettext("In this chat only whoever asked can use these buttons.")


def thanks(texts: Messages) -> str:
    """The toast for somebody who judged an answer."""
    return texts.gettext("Thank you, noted.")


def what_was_wrong(texts: Messages) -> str:
    """The toast above the reasons for a 👎."""
    return texts.gettext("Noted. What was wrong?")


def article_gone(texts: Messages) -> RichText:
    """The answer to a link whose article has left the collection."""
    return text(texts.gettext("This article is no longer in the collection."))


def question_gone(texts: Messages) -> RichText:
    """The answer to a link whose question is no longer kept."""
    return text(texts.gettext("This question is no longer kept. Please ask it again."))


def found_articles(texts: Messages, count: int, words: str) -> str:
    """What stands above a list of articles, found by some words or all of them."""
    if not words:
        return texts.ngettext(
            "{count} article in the collection", "{count} articles in the collection", count
        ).format(count=count)
    if not count:
        return texts.gettext("No article has to do with “{words}”.").format(words=words)
    return texts.ngettext(
        "{count} article on “{words}”", "{count} articles on “{words}”", count
    ).format(count=count, words=words)


def closest_parts(texts: Messages, closest: ClosestSections) -> str:
    """What stands above the buttons of parts where nothing answers."""
    if closest.is_near:
        return texts.gettext("What comes closest:")
    return texts.gettext("Or look at one of these:")
