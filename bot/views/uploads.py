"""Files that admins send: what adding one would do, as it would be quoted, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.messages import Messages
from bot.views.answers import MAX_TITLE, shortened, source_line
from bot.views.changes import of_collection
from bot.views.markup import RichText, bold, code, filled, joined, quote_with_code, text
from bot.views.metadata import stated_facts
from bot.views.pagination import Page
from bot.views.problems import file_name, render_message, render_problem
from bot.views.reader import Reader
from bot.views.reload_report import listed
from corpus.adding import Addition
from corpus.comparison import ArticleDiff
from corpus.message import Message
from corpus.model import Article, Passage, Repair
from retrieval.text.script import Display

PASSAGES_PER_PAGE = 3

MAX_LISTED = 5
"""Maximum number of warnings, of changed paragraphs and of repairs that are listed."""

MAX_VALUE = 80
"""Maximum length of a file name, of a paragraph and of what a message quotes."""

MAX_REPAIRED = 30
"""Maximum length of a text before or after a repair."""

MAX_HEADING = 60


def reading(texts: Messages, name: str) -> RichText:
    """Return the line that is shown while a file or an address is read."""
    return filled(texts.gettext("Reading {file} …"), {"file": file_name(name, MAX_VALUE)})


def no_pictures(texts: Messages) -> RichText:
    """Return the answer to a picture that an admin has sent."""
    return text(
        texts.gettext(
            "There is no text in a picture that I could add. Send me the text as a file, such as "
            "PDF, DOCX or plain text, or the address of its page."
        )
    )


def how_to_send_addresses(texts: Messages) -> RichText:
    """Return the answer to an address of an admin with something beside it."""
    return text(
        texts.gettext(
            "To add an article, send me its address alone, from https:// on, each in a message of "
            "its own."
        )
    )


def preview(
    reader: Reader, addition: Addition, article: Article, number: int, about: RichText
) -> tuple[RichText, Page[Passage]]:
    """Return a page of what would be added: passages as they would be quoted.

    The first page also has all else that is known: metadata, changes, warnings and repairs.

    Args:
        reader: The admin.
        addition: What would be added.
        article: Its article.
        number: Number of the page, from 1.
        about: What is said of the file besides, below the question.
    """
    page = Page.of(article.passages, number, PASSAGES_PER_PAGE)
    quotations = list(_quotations(page, reader.display))
    question = joined([_question(reader.texts, addition), about])
    if page.number > 1:
        heads = [question, source_line(article, reader.display)]
        return joined([joined(heads), *quotations], "\n\n"), page
    before = addition.before.article if addition.before else None
    diff = ArticleDiff.between(before, article) if before else None

    def version(most: int) -> RichText:
        summary = _summary(reader.texts, addition, article, diff, most)
        return joined([question, summary, *quotations], "\n\n")

    longer = (version(most) for most in range(MAX_LISTED, 0, -1))
    return next((one for one in longer if one.fits), version(0)), page


def about_upload(texts: Messages, collection: str, twin: str | None) -> RichText:
    """Return which collection a file would be added to, and which file it is equal to.

    Args:
        texts: The catalogue of the reader's language.
        collection: The name of the collection, where there are several.
        twin: The name of a file with the same bytes that waits, None if there is none.
    """
    words = texts.gettext(
        "The same file as {file}, which was sent before and waits for a decision."
    )
    same = filled(words, {"file": file_name(twin, MAX_VALUE)}) if twin else RichText()
    return joined([of_collection(texts, collection), same])


def not_addable(texts: Messages, addition: Addition) -> RichText:
    """Return that a file is in the collection already, or cannot be read, and the reason."""
    article = addition.file.article
    if article:
        words = texts.gettext("The collection has this article already: “{title}”, in {file}.")
        title = text(shortened(article.title, MAX_TITLE))
        return filled(words, {"title": title, "file": file_name(addition.name, MAX_VALUE)})
    problems = [
        render_problem(texts, one, MAX_VALUE, is_sent=True) for one in addition.file.problems
    ]
    return joined([_refused(texts), *problems[:MAX_LISTED]])


def unreadable(texts: Messages, name: str, reason: Message | str) -> RichText:
    """Return that a file or an address cannot be read, and the reason."""
    if isinstance(reason, str):
        why = text(reason)
    else:
        why = render_message(texts, reason, MAX_VALUE, is_sent=True)
    words = texts.gettext("{place}: {what}")
    return joined(
        [_refused(texts), filled(words, {"place": file_name(name, MAX_VALUE), "what": why})]
    )


def added(texts: Messages, addition: Addition, article: Article) -> RichText:
    """Return the confirmation that an article was added, or replaced by a newer version."""
    words = texts.gettext("“{title}” is added; {command} takes it back.")
    if addition.state == "replaced":
        words = texts.gettext("“{title}” is replaced; {command} takes it back.")
    title = text(shortened(article.title, MAX_TITLE))
    return filled(words, {"title": title, "command": text("/undo")})


def discarded(texts: Messages, name: str) -> RichText:
    """Return the confirmation that a file was not added."""
    return filled(texts.gettext("{file} was not added."), {"file": file_name(name, MAX_VALUE)})


def preview_expired(texts: Messages) -> RichText:
    """Return that a preview is too old to be decided about."""
    return text(texts.gettext("This preview has expired. Please send the file again."))


def look_again(texts: Messages) -> str:
    """Return the toast for a preview that is no longer what a tap would do."""
    return texts.gettext("The collection has changed in the meantime. Please look again.")


def now_elsewhere(texts: Messages, name: str) -> str:
    """Return the toast for a preview that was for another collection than that of a name."""
    words = texts.gettext(
        "You have since chosen “{name}”, so it would be added there. Please look again."
    )
    return words.format(name=shortened(name, MAX_VALUE))


def _refused(texts: Messages) -> RichText:
    return bold(text(texts.gettext("This cannot be added:")))


def _question(texts: Messages, addition: Addition) -> RichText:
    before = addition.before.article if addition.before else None
    if addition.state == "added":
        return bold(text(texts.gettext("Add this article?")))
    if before is None:
        return bold(text(texts.gettext("Replace the file with this name, which cannot be read?")))
    words = texts.gettext("Replace “{title}” with this newer version?")
    return bold(filled(words, {"title": text(shortened(before.title, MAX_TITLE))}))


def _summary(
    texts: Messages, addition: Addition, article: Article, diff: ArticleDiff | None, most: int
) -> RichText:
    """Return all that is known of an article except its passages, with *most* lines a list."""
    problems, repairs = addition.file.problems, article.repairs
    warnings = [render_problem(texts, one, MAX_VALUE, is_sent=True) for one in problems[:most]]
    repaired = [_repair(texts, one) for one in repairs[:most]]
    return joined(
        [
            joined([stated_facts(texts, article), text(_length(texts, article))]),
            _changes(texts, diff, most) if diff else RichText(),
            listed(texts.gettext("Warnings: {count}"), warnings, len(problems)),
            listed(texts.gettext("Repairs: {count}"), repaired, len(repairs)),
        ],
        "\n\n",
    )


def _length(texts: Messages, article: Article) -> str:
    """Return the number of passages, and of readings that were removed."""
    count = len(article.passages)
    parts = [texts.ngettext("{count} passage", "{count} passages", count).format(count=count)]
    if count := article.annotations:
        words = texts.ngettext("{count} reading removed", "{count} readings removed", count)
        parts.append(words.format(count=count))
    return " · ".join(parts)


def _changes(texts: Messages, diff: ArticleDiff, most: int) -> RichText:
    """Return the paragraphs that a newer version adds and removes, by their beginnings."""
    lists = (
        (texts.gettext("Paragraphs added: {count}"), diff.added),
        (texts.gettext("Paragraphs removed: {count}"), diff.removed),
    )
    changes = [
        listed(heading, [text(shortened(one, MAX_VALUE)) for one in some[:most]], len(some))
        for heading, some in lists
    ]
    return joined(changes) or text(texts.gettext("No paragraph has changed."))


def _repair(texts: Messages, repair: Repair) -> RichText:
    """Return what was repaired: the text before and after, and the reason."""
    before, after = (
        code(text(shortened(" ".join(one.split()), MAX_REPAIRED)))
        for one in (repair.before, repair.after)
    )
    why = render_message(texts, repair.why, MAX_VALUE)
    words = texts.gettext("{before} → {after} ({why})")
    if not after:
        after = text("∅")
    return filled(words, {"before": before, "after": after, "why": why})


def _quotations(page: Page[Passage], display: Display) -> Iterator[RichText]:
    """Yield passages as they would be quoted, with the headings above the first of each part."""
    above = tuple[str, ...]()
    for passage in page.items:
        if passage.heading and passage.heading != above:
            path = (shortened(display.of(one), MAX_HEADING) for one in passage.heading)
            yield bold(text(" › ".join(path)))
        above = passage.heading
        yield quote_with_code(display.of(passage.text), [], passage.code)
