"""Editing what is stated of an article: its title, author, date and address."""

from __future__ import annotations

from bot.messages import Messages
from bot.views.answers import MAX_AUTHOR, MAX_TITLE, shortened, source_line
from bot.views.articles import article_link
from bot.views.changes import of_collection
from bot.views.fields import field_name
from bot.views.markup import RichText, bold, code, filled, joined, link, text
from bot.views.problems import file_name
from bot.views.reader import Reader
from corpus.model import Article
from corpus.source_entries import EDITABLE

TAKE_BACK = "-"
"""Typed in place of a value, takes back what sources.toml states of the article."""

MAX_PLACEHOLDER = 64
"""Maximum length of the text in an empty input field, in characters."""

MAX_SHOWN = 200
"""Maximum length of an address that is shown, in characters."""


def metadata_panel(reader: Reader, article: Article) -> RichText:
    """Return all that is stated of an article, to go above the buttons of its fields."""
    texts = reader.texts
    question = texts.gettext("What shall I change? It is written to {file}, not to the article.")
    request = filled(question, {"file": code(text("sources.toml"))})
    return joined([stated_facts(texts, article), request], "\n\n")


def stated_facts(texts: Messages, article: Article) -> RichText:
    """Return all that is stated of an article, and the name of its file, one a line."""
    facts = [
        filled(
            texts.gettext("{field}: {value}"),
            {"field": text(field_name(texts, field)), "value": _shown(texts, article, field)},
        )
        for field in EDITABLE
    ]
    facts.append(
        filled(texts.gettext("File: {file}"), {"file": file_name(article.path, MAX_SHOWN)})
    )
    return joined(facts)


def ask_for_value(texts: Messages, article: Article, field: str, address: str) -> RichText:
    """Return the request to reply with a new value of a field.

    Args:
        texts: The catalogue of the reader's language.
        article: The article.
        field: The field.
        address: The link by which the reply tells what it is about.
    """
    requests = {
        "title": texts.gettext("Reply to this message with the new title of “{article}”."),
        "author": texts.gettext("Reply to this message with the author of “{article}”."),
        "date": texts.gettext("Reply to this message with the date of “{article}”."),
        "url": texts.gettext("Reply to this message with the address of “{article}”."),
    }
    title = link(text(shortened(article.title, MAX_TITLE)), address)
    hint = texts.gettext("{mark} takes back what was set here, so that the file counts again.")
    return joined(
        [
            filled(requests[field], {"article": title}),
            filled(hint, {"mark": code(text(TAKE_BACK))}),
        ],
        "\n",
    )


def placeholder(texts: Messages, article: Article, field: str) -> str:
    """Return what the input field shows before somebody types: the value so far."""
    return shortened(_shown(texts, article, field).shown, MAX_PLACEHOLDER)


def ask_to_save(
    reader: Reader, article: Article, field: str, value: str, collection: str = ""
) -> RichText:
    """Return an article's card as an edit would make it, with the value that is saved as code.

    Args:
        reader: The admin.
        article: The article as the edit would make it.
        field: The field that is edited.
        value: Its new value.
        collection: The name of the article's collection, where there are several.
    """
    texts = reader.texts
    words = texts.gettext("{field}, as I would write it: {value}")
    if value == TAKE_BACK:
        words = texts.gettext("{field}: what was set here is taken back ({value})")
    value_line = filled(
        words, {"field": text(field_name(texts, field)), "value": code(text(value))}
    )
    heading = bold(text(texts.gettext("This is how the article would be shown:")))
    card = joined([source_line(article, reader.display), article_link(texts, article)], " · ")
    heading = joined([heading, of_collection(texts, collection)])
    return joined([heading, card, value_line], "\n\n")


def without_effect(texts: Messages) -> RichText:
    """Return that an edit would not change the article's card."""
    return text(texts.gettext("That would not change how the article is shown."))


def saved_metadata(texts: Messages) -> RichText:
    """Return the confirmation of an edit."""
    words = texts.gettext("Saved; {command} takes it back.")
    return filled(words, {"command": text("/undo")})


def not_saved(texts: Messages) -> RichText:
    """Return the confirmation that an edit was dropped."""
    return text(texts.gettext("Nothing was saved."))


def _shown(texts: Messages, article: Article, field: str) -> RichText:
    """Return an article's value of a field, or a mark if it has none."""
    value = {
        "title": shortened(article.title, MAX_SHOWN),
        "author": shortened(article.author or "", MAX_AUTHOR),
        "date": str(article.date or ""),
        "url": shortened(article.url or "", MAX_SHOWN),
    }[field]
    if not value:
        return text(texts.gettext("none stated"))
    return code(text(value)) if field == "url" else text(value)
