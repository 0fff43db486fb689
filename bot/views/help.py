"""Texts that explain the bot: greetings, help, and replies to messages that ask nothing."""

from __future__ import annotations

from bot.messages import Messages
from bot.views.answers import no_articles
from bot.views.markup import RichText, bold, joined, text
from bot.views.reader import Place, Reader
from corpus.model import Corpus


def greeting(reader: Reader, corpus: Corpus) -> RichText:
    """Return the answer to /start."""
    texts = reader.texts
    count = len(corpus.articles)
    if not count:
        words = texts.gettext("I answer by quoting articles word for word.")
        return joined([text(words), no_articles(reader), text(_commands(texts))], "\n\n")
    about = texts.ngettext(
        "I answer from {count} article by quoting it word for word, and say so when I find "
        "no answer. I write nothing of my own.",
        "I answer from {count} articles by quoting them word for word, and say so when I "
        "find no answer. I write nothing of my own.",
        count,
    ).format(count=count)
    ask = texts.gettext("Just write your question here, in your own words.")
    if reader.place is Place.GROUP:
        ask = texts.gettext(
            "Write /ask and your question, mention {name} in it, or reply to an answer of mine."
        ).format(name=f"@{reader.username}")
    return text(f"{about}\n\n{ask}\n\n{_commands(texts)}")


def help_text(reader: Reader) -> RichText:
    """Return the answer to /help, which begins with the kind of chat that it is for."""
    texts = reader.texts
    asking = {
        Place.PRIVATE: _part(
            texts.gettext("In a private chat"),
            texts.gettext(
                "Write your question; that is all. Correct it, and I correct my answer."
            ),
        ),
        Place.GROUP: _asking_in_a_group(reader),
        Place.ELSEWHERE: _part(
            texts.gettext("In any other chat"),
            texts.gettext(
                "Type {name} and a few words to choose a quotation and send it in your own name; "
                "or send {name} with your question, and I answer there."
            ).format(name=f"@{reader.username}"),
        ),
    }
    here = asking.pop(reader.place)
    commands = _commands(texts) if reader.has_commands else ""
    return joined([here, *asking.values(), text(commands)], "\n\n")


def help_for_admins(texts: Messages) -> RichText:
    """Return what only admins can do, in private."""
    sending = texts.gettext(
        "Send me a document, or a message that is only an address: I show you what I would "
        "quote, and add it when you say so."
    )
    commands = (
        texts.gettext("/unanswered – questions without a good answer, and how to answer them"),
        texts.gettext("/stats – how I am used; /export has the questions as a file"),
        texts.gettext(
            "/articles – the articles; Edit on the page of one changes its title, author, date or "
            "address"
        ),
        texts.gettext("/settings – chooses among several collections"),
        texts.gettext("/history – the changes to the collection; /undo takes one back"),
        texts.gettext("/remove – removes an article; /reload reads all of them again"),
        texts.gettext("/health – how I am doing; also /version and /log"),
        texts.gettext("/block – ignores somebody, until /unblock"),
        texts.gettext("/allow – allows a person or a group, until /disallow"),
    )
    more = texts.gettext("The manual for admins is docs/admins.md in the program’s files.")
    return _part(texts.gettext("For you as an admin"), sending, "\n".join(commands), more)


def _asking_in_a_group(reader: Reader) -> RichText:
    texts, name = reader.texts, f"@{reader.username}"
    asking = texts.gettext(
        "Write /ask and your question, or {name} anywhere in your message. Reply to a "
        "message with either of them to ask what it says, or just the part of it that you "
        "quote. Reply to an answer of mine to ask a follow-up. In a group with several "
        "bots, write /ask{name}."
    ).format(name=name)
    heard = texts.gettext(
        "In groups I see only what is addressed to me, with a space beside /ask or my name, "
        "unless I am an admin there."
    )
    if reader.hears_all:
        heard = texts.gettext(
            "In groups I see every message, but respond only to what is addressed to me, "
            "unless the group’s /settings say otherwise."
        )
    return _part(texts.gettext("In a group"), asking, heard)


def _part(title: str, *paragraphs: str) -> RichText:
    return joined([bold(text(title)), *map(text, paragraphs)], "\n\n")


def how_to_ask(reader: Reader) -> RichText:
    """Return the answer to /ask, or to the bot's name, without a question."""
    if not reader.has_commands:
        words = reader.texts.gettext(
            "Write your question beside {name}, or reply to a message with {name}."
        )
        return text(words.format(name=f"@{reader.username}"))
    return text(
        reader.texts.gettext(
            "Write your question after the command, as in “/ask your question”, or reply to a "
            "message with /ask."
        )
    )


def only_text(texts: Messages) -> RichText:
    """Return the answer to a message without text, such as a sticker."""
    return text(texts.gettext("I can only read text. Write your question, please."))


def unknown_command(texts: Messages) -> RichText:
    """Return the answer to an unknown command."""
    return text(texts.gettext("I do not know this command; /help lists those I know."))


def forwarded_command(texts: Messages) -> RichText:
    """Return the answer to a command that somebody else may have written."""
    return text(
        texts.gettext("I do not carry out forwarded commands; if you mean it, write it yourself.")
    )


def introduction(texts: Messages) -> RichText:
    """Return the first message in a group that the bot was added to."""
    return text(
        texts.gettext(
            "Hello! Write /ask and your question, and I answer with quotations from the articles."
        )
    )


def _commands(texts: Messages) -> str:
    return "\n".join(
        (
            texts.gettext(
                "/articles – what the collection holds; with a word, what it says about that"
            ),
            texts.gettext("/settings – how I answer"),
            texts.gettext("/language – the language I speak with you"),
            texts.gettext("/help – how to ask"),
            texts.gettext(
                "/privacy – what is kept about you; /mydata shows it, /forget deletes it"
            ),
        )
    )
