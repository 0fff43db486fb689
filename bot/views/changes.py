"""Changes of the collection: the history, and what undoing and removing would do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.messages import Messages
from bot.views.answers import MAX_TITLE, shortened
from bot.views.fields import edit_in_words
from bot.views.markup import RichText, bold, filled, joined, text
from bot.views.moments import moment
from bot.views.problems import file_name, render_message
from corpus.changes import Change, ChangedFile, Kind
from corpus.message import Message
from corpus.model import Article

_ENTERING: frozenset[Kind] = frozenset({"add", "example", "word", "scope"})
"""Kinds of changes that only add entries to TOML files."""

_WORD_FILES = frozenset({"aliases.toml", "examples.toml"})

MAX_FILES = 10
"""Maximum number of files of a change that are named; of the rest, the number is given."""

MAX_SUBJECT = 9
"""Maximum length of the subject on a button, which is as wide as a telephone."""

MAX_FILE = 24
"""Maximum length of the name of a file on a button; of a longer one, the end is shown."""

MAX_NAME = 80
"""Maximum length of the name of a file; of a longer one, the end is shown."""


def history(
    texts: Messages, changes: Sequence[Change], count: int, own: str, zone: tzinfo
) -> RichText:
    """Return a page of the history: each change with its number, time and account.

    Args:
        texts: The catalogue of the reader's language.
        changes: The changes on the page.
        count: Number of all changes.
        own: The reader's own account.
        zone: The time zone of times.
    """
    if not count:
        return text(texts.gettext("Nothing has been changed yet."))
    words = texts.ngettext(
        "{count} change to the collection", "{count} changes to the collection", count
    )
    blocks = [_entry(texts, change, own, zone) for change in changes]
    return joined([bold(text(words.format(count=count))), *blocks], "\n\n")


def undo_choice(texts: Messages, changes: Sequence[Change], own: str, zone: tzinfo) -> RichText:
    """Return the question which of these changes to undo."""
    if not changes:
        return text(texts.gettext("There is no change that could be undone."))
    blocks = [_entry(texts, change, own, zone) for change in changes]
    heading = bold(text(texts.gettext("Which change shall I undo?")))
    return joined([heading, *blocks], "\n\n")


def of_collection(texts: Messages, name: str) -> RichText:
    """Return the line that names the collection that a change is of; empty without a name."""
    words = texts.gettext("Collection: {name}")
    return text(words.format(name=shortened(name, MAX_TITLE))) if name else RichText()


def ask_to_undo(
    texts: Messages, change: Change, own: str, zone: tzinfo, collection: str = ""
) -> RichText:
    """Return the request to confirm that a change is undone, with what happens to its files.

    Args:
        texts: The catalogue of the reader's language.
        change: The change.
        own: The reader's own account.
        zone: The time zone of times.
        collection: The name of the collection, where there are several.
    """
    words = texts.gettext("Undo change {number}?").format(number=change.number)
    files = sorted(change.files, key=_is_of_entries)
    fates = [_fate(texts, change, one) for one in files[:MAX_FILES]]
    if rest := files[MAX_FILES:]:
        fates.append(text(f"· … +{len(rest)}"))
    if change.edit:
        fates.append(text("· " + edit_in_words(texts, change.edit.undone)))
    heading = joined([bold(text(words)), of_collection(texts, collection)])
    return joined([heading, _entry(texts, change, own, zone), joined(fates)], "\n\n")


def undone(texts: Messages, change: Change) -> RichText:
    """Return the confirmation that a change has been undone, by the change that undid it."""
    words = texts.gettext("Change {number} is undone; that is change {new}.")
    return text(words.format(number=change.undoes, new=change.number))


def ask_to_remove(texts: Messages, article: Article, collection: str = "") -> RichText:
    """Return the request to confirm that an article is removed, with the name of its file.

    Args:
        texts: The catalogue of the reader's language.
        article: The article.
        collection: The name of its collection, where there are several.
    """
    heading = bold(text(texts.gettext("Remove this article?")))
    count = len(article.passages)
    length = texts.ngettext("{count} passage", "{count} passages", count).format(count=count)
    words = texts.gettext(
        "Its file leaves the collection and is kept among the removed ones: {file}"
    )
    return joined(
        [
            joined([heading, of_collection(texts, collection)]),
            joined(
                [_title(article.title), text(_author(article)), text(_day(article)), text(length)],
                " · ",
            ),
            filled(words, {"file": file_name(article.path, MAX_NAME)}),
        ],
        "\n\n",
    )


def removed(texts: Messages, title: str) -> RichText:
    """Return the confirmation that an article has been removed."""
    words = texts.gettext("“{title}” is removed; {command} brings it back.")
    return filled(words, {"title": _title(title), "command": text("/undo")})


def distinct_title(article: Article, offered: Sequence[Article]) -> str:
    """Return the title of an article, with what tells it from others *offered* that have the same.

    That is the author or the date if they all state different ones, else the file.
    """
    alike = [one for one in offered if one.title == article.title]
    if len(alike) < 2:
        return article.title
    for value in (_author, _day):
        values = {value(one) for one in alike}
        if "" not in values and len(values) == len(alike):
            return f"{shortened(article.title, MAX_SUBJECT)} · {value(article)}"
    return f"{shortened(article.title, MAX_SUBJECT)} · {file_name(article.path, MAX_FILE).shown}"


def which_to_remove(texts: Messages, words: str, count: int) -> RichText:
    """Return the question which of *count* articles to remove, or that the words find none."""
    if not count:
        none = texts.gettext("No article found for “{words}”.").format(words=words)
        return joined([text(none), how_to_remove(texts)])
    which = texts.gettext("Which of these articles shall I remove?")
    return bold(text(which))


def how_to_remove(texts: Messages) -> RichText:
    """Return the explanation of /remove."""
    return text(
        texts.gettext(
            "Write the title of an article after the command, words from it, or its id: "
            "“/remove the title”."
        )
    )


def not_removed(texts: Messages) -> RichText:
    """Return the confirmation that nothing was removed."""
    return text(texts.gettext("Nothing was removed."))


def failed(texts: Messages, reason: Message | str) -> RichText:
    """Return that a change was not carried out, and the reason."""
    why = text(reason) if isinstance(reason, str) else render_message(texts, reason, MAX_NAME)
    return filled(texts.gettext("Nothing was changed: {why}"), {"why": why})


def change_in_words(texts: Messages, change: Change) -> str:
    """Return what a change did, such as “added “Title””, without its number."""
    subject = shortened(" ".join(_subject(texts, change).split()), MAX_TITLE)
    subject = subject or texts.gettext("(no longer kept)")
    sentences = {
        "add": texts.gettext("added “{subject}”"),
        "replace": texts.gettext("replaced “{subject}” with a newer copy"),
        "remove": texts.gettext("removed “{subject}”"),
        "edit": texts.gettext("edited the details of “{subject}”"),
        "example": texts.gettext("chose the answer to “{subject}”"),
        "word": texts.gettext("taught the word “{subject}”"),
        "scope": texts.gettext("marked “{subject}” as out of scope"),
        "undo": texts.gettext("undid change {number}: “{subject}”"),
    }
    if change.kind == "undo" and _is_of_words(change):
        words = texts.gettext("undid change {number}, on “{subject}”")
        return words.format(subject=subject, number=change.undoes)
    return sentences[change.kind].format(subject=subject, number=change.undoes)


def _subject(texts: Messages, change: Change) -> str:
    """Return the subject of a change; titles that a feed's run has joined, each in its marks."""
    titles = change.subject.split("、")
    articles = [one for one in change.files if not one.name.endswith(".toml")]
    if change.by != "feed" or len(titles) != len(articles):
        return change.subject
    return texts.gettext("”, “").join(titles)


def change_label(texts: Messages, change: Change) -> str:
    """Return the label of a change's button: its number, its kind in a word, and its subject."""
    kinds = {
        "add": texts.gettext("Added"),
        "replace": texts.gettext("Replaced"),
        "remove": texts.gettext("Removed"),
        "edit": texts.gettext("Edited"),
        "example": texts.gettext("Answer chosen"),
        "word": texts.gettext("Word"),
        "scope": texts.gettext("Scope"),
        "undo": texts.gettext("Undone"),
    }
    subject = shortened(" ".join(change.subject.split()), MAX_SUBJECT)
    return f"{change.number} · {kinds[change.kind]} {subject}"


def account_in_words(texts: Messages, account: str, own: str = "") -> str:
    """Return who made a change: a person by their number, as names are not stored."""
    if account == own:
        return texts.gettext("you")
    kind, _, name = account.partition(":")
    if kind == "shell":
        return texts.gettext("{name} in the shell").format(name=name)
    if kind == "feed":
        return texts.gettext("a feed")
    return name or texts.gettext("somebody")


def _entry(texts: Messages, change: Change, own: str, zone: tzinfo) -> RichText:
    """Render a change in two lines, and an edit in three."""
    facts = [moment(change.at, zone), account_in_words(texts, change.by, own)]
    if change.undone:
        facts.append(texts.gettext("undone"))
    head = bold(text(str(change.number))) + text(" · " + " · ".join(facts))
    edit = text(edit_in_words(texts, change.edit)) if change.edit else RichText()
    return joined([head, text(change_in_words(texts, change)), edit])


def _fate(texts: Messages, change: Change, file: ChangedFile) -> RichText:
    """Return what undoing a change does to one of its files, or to its entry there."""
    words = {
        "added": texts.gettext("{file} will be removed"),
        "changed": texts.gettext("{file} will be as it was before"),
        "removed": texts.gettext("{file} will come back"),
    }[file.state]
    if _is_of_entries(file):
        about = len(change.files) - 1
        if change.kind in {"add", "replace"} and about:
            words = texts.ngettext(
                "the entry about this article in {file} will be taken out",
                "the entries about these articles in {file} will be taken out",
                about,
            )
        elif file.state == "added" or change.kind in _ENTERING:
            words = texts.gettext("the entry in {file} will be taken out")
        elif file.state == "removed" or change.kind == "remove":
            words = texts.gettext("the entry in {file} will come back")
    return text("· ") + filled(words, {"file": file_name(file.name, MAX_NAME)})


def _is_of_entries(file: ChangedFile) -> bool:
    """Return True for a file of entries, not of an article."""
    return file.name.endswith(".toml")


def _is_of_words(change: Change) -> bool:
    """Return True if the subject of a change is a word or a question, not an article."""
    return {file.name for file in change.files} <= _WORD_FILES


def _author(article: Article) -> str:
    return shortened(article.author or "", MAX_SUBJECT)


def _day(article: Article) -> str:
    return article.date.isoformat() if article.date else ""


def _title(title: str) -> RichText:
    return text(shortened(title, MAX_TITLE))
