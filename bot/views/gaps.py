"""Unanswered questions: the list, a gap with the closest passages, and words to teach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import reduce
from itertools import islice
from string import ascii_lowercase

from bot.messages import Messages, language_in
from bot.views.answers import quotation, shortened, source_line
from bot.views.changes import of_collection
from bot.views.links import DeepLink
from bot.views.markup import RichText, bold, code, filled, joined, link, text
from bot.views.moments import day
from bot.views.pagination import Page
from bot.views.policy import collection_name
from bot.views.reader import Reader
from corpus.collection_file import CollectionInfo
from retrieval.answer.answer import Citation
from retrieval.evaluation.gaps import Gap

GAPS_PER_PAGE = 5
CLOSEST_PER_PAGE = 3
FOUND_PER_PAGE = 3

MAX_OTHERS = 5
"""Maximum number of other wordings of a gap that are listed."""

MAX_LISTED = 60
MAX_SHOWN = 300
"""Maximum length of a question in the list, and at the head of its own message."""

WORD_SIGN, PASSAGE_SIGN, READERS_WORD_SIGN = "✍️", "🔍", "🔤"
"""Signs at the beginning of messages that ask for a word of the articles, for words of a passage,
and for a word of the question."""


@dataclass(frozen=True, slots=True)
class GapsElsewhere:
    """A collection that is not in force, and the number of its gaps."""

    collection: CollectionInfo
    count: int


@dataclass(frozen=True, slots=True)
class GapList:
    """The list of unanswered questions.

    Attributes:
        page: The gaps on the page that is shown.
        count: The number of all gaps.
        collection: The collection, where there are several.
        elsewhere: Other collections that have gaps.
    """

    page: Page[Gap]
    count: int
    collection: CollectionInfo | None = None
    elsewhere: Sequence[GapsElsewhere] = ()


def render_gaps(texts: Messages, listed: GapList, zone: tzinfo) -> RichText:
    """Render a page of the list of unanswered questions, with days in a time zone."""
    name = collection_name(listed.collection, language_in(texts)) if listed.collection else ""
    heading = text(_gaps_heading(texts, listed.count, name))
    others = _elsewhere(texts, listed.elsewhere)
    if not listed.count:
        return joined([heading, others], "\n\n")
    items = [
        joined(
            [
                text(f"{number}. ") + bold(text(_one_line(gap.head.text, MAX_LISTED))),
                text(facts(texts, gap, zone)),
            ]
        )
        for number, gap in enumerate(listed.page.items, start=listed.page.first)
    ]
    advice = text(texts.gettext("Tap a number to see what comes closest and to mend it."))
    return joined([bold(heading), *items, advice, others], "\n\n")


def _gaps_heading(texts: Messages, count: int, collection: str) -> str:
    """Return the number of gaps, and of which collection, where there are several."""
    if count and collection:
        words = texts.ngettext(
            "{collection}: {count} question without a good answer",
            "{collection}: {count} questions without a good answer",
            count,
        )
    elif count:
        words = texts.ngettext(
            "{count} question without a good answer",
            "{count} questions without a good answer",
            count,
        )
    elif collection:
        words = texts.gettext("{collection}: no question is waiting for a better answer.")
    else:
        words = texts.gettext("No question is waiting for a better answer.")
    return words.format(collection=collection, count=count)


def _elsewhere(texts: Messages, elsewhere: Sequence[GapsElsewhere]) -> RichText:
    """Return how many gaps other collections have, and how to get there."""
    if not elsewhere:
        return RichText()
    words = texts.gettext("{collection}: {count}")
    listed = [
        text(
            words.format(
                collection=collection_name(one.collection, language_in(texts)), count=one.count
            )
        )
        for one in elsewhere
    ]
    advice = texts.gettext("Waiting elsewhere: {collections}. Choose the collection by /settings.")
    return filled(advice, {"collections": enumeration(texts, listed)})


def facts(texts: Messages, gap: Gap, zone: tzinfo) -> str:
    """Return how often and when the questions of a gap were asked, and why they are listed."""
    asked = texts.gettext("asked {count}×").format(count=gap.count)
    reasons = (
        (texts.gettext("nothing found {count}×"), gap.declined),
        (texts.gettext("in doubt {count}×"), gap.doubted),
        (texts.gettext("👎 {count}×"), gap.disliked),
    )
    counted = (words.format(count=count) for words, count in reasons if count)
    return " · ".join((asked, day(gap.last, zone), *counted))


def render_gap(
    reader: Reader, gap: Gap, closest: Page[Citation], zone: tzinfo, collection: str = ""
) -> RichText:
    """Render a gap: the question, how else it was asked, and passages that come closest.

    Args:
        reader: The admin.
        gap: The gap.
        closest: The passages.
        zone: The time zone of days.
        collection: The name of the collection, where there are several.
    """
    texts = reader.texts
    about = (
        facts(texts, gap, zone) if gap.count else texts.gettext("It is not on the list any more.")
    )
    found = texts.gettext("What comes closest. Tap ✓ if one of them answers it:")
    nothing = texts.gettext("No passage comes close. Teach a word that the articles use.")
    return joined(
        [
            joined([_head(gap.head.text), text(about), of_collection(texts, collection)]),
            _others(texts, gap),
            text(found if closest.items else nothing),
            *_passages(reader, closest),
        ],
        "\n\n",
    )


def _passages(reader: Reader, page: Page[Citation]) -> list[RichText]:
    """Return numbered quotations, each with its source and the headings that it stands below."""
    return [
        joined(
            [
                text(f"{number}. ") + source_line(citation.article, reader.display),
                _headings(citation, reader),
                quotation(citation, reader.display, expandable=True),
            ]
        )
        for number, citation in enumerate(page.items, start=page.first)
    ]


def _headings(citation: Citation, reader: Reader) -> RichText:
    headings = citation.passage.heading if citation.passage else ()
    shown = (_one_line(reader.display.of(one), MAX_LISTED) for one in headings)
    return text(" › ".join(shown))


def letters_of(gap: Gap) -> list[tuple[str, str]]:
    """Return the letter and the id of each other question of a gap that is listed."""
    return [
        (letter, one.id)
        for letter, one in zip(ascii_lowercase, gap.questions[1 : 1 + MAX_OTHERS], strict=False)
    ]


def render_words(texts: Messages, question: str, unknown: Sequence[str]) -> RichText:
    """Render the choice among the words of a question, and which of them no article has."""
    parts = [_head(question)]
    if unknown:
        words = texts.gettext("In no article: {words}")
        named = enumeration(texts, [quoted(texts, code(text(one))) for one in unknown])
        parts.append(filled(words, {"words": named}))
    parts.append(text(texts.gettext("Which word do the articles put differently?")))
    return joined(parts, "\n\n")


def render_word(texts: Messages, question: str, typed: str, *, has_candidates: bool) -> RichText:
    """Render the question what the articles say for a word."""
    words = texts.gettext("What do the articles call “{word}”?")
    parts = [_head(question), filled(words, {"word": code(text(typed))})]
    if has_candidates:
        parts.append(text(texts.gettext("These words stand in the closest passages:")))
    return joined(parts, "\n\n")


def ask_for_word(reader: Reader, question_id: str, question: str, typed: str) -> RichText:
    """Render the request to type a word of the articles for one of a question."""
    words = reader.texts.gettext(
        "Reply with what the articles call “{word}” (in the question “{question}”)"
    )
    linked = _linked(reader, question_id, question)
    return text(f"{WORD_SIGN} ") + filled(words, {"word": code(text(typed)), "question": linked})


def ask_for_readers_word(reader: Reader, question_id: str, question: str) -> RichText:
    """Render the request to type a word of a question that is not among those offered."""
    words = reader.texts.gettext(
        "Reply with the word of the question “{question}” that the articles put differently"
    )
    linked = _linked(reader, question_id, question)
    return text(f"{READERS_WORD_SIGN} ") + filled(words, {"question": linked})


def not_in_question(texts: Messages, word: str) -> RichText:
    """Return the answer to a word that a question does not have."""
    words = texts.gettext(
        "The question does not have “{word}”. Reply to the message above with a word of it."
    )
    return filled(words, {"word": code(text(_one_line(word, MAX_LISTED)))})


def ask_for_passage(reader: Reader, question_id: str, question: str) -> RichText:
    """Render the request to type words of the passage that answers a question."""
    words = reader.texts.gettext("Reply with a few words of the passage that answers “{question}”")
    linked = _linked(reader, question_id, question)
    return text(f"{PASSAGE_SIGN} ") + filled(words, {"question": linked})


def words_of_passage(typed: str) -> str:
    """Return as many of the words that were typed to find a passage as a message shows."""
    return _one_line(typed, MAX_SHOWN)


def render_found(
    reader: Reader, question: str, words: str, found: Page[Citation], *, has_words: bool
) -> RichText:
    """Render the passages that were found for a question, by words that a passage *has* or not.

    The words are the first code of the message, from which its buttons read them.
    """
    texts = reader.texts
    if not found.items:
        return text(texts.gettext("No passage has these words. Reply with other words."))
    note = texts.gettext("No passage has these words. What comes closest:")
    noted = text("" if has_words else note)
    searched = text(f"{PASSAGE_SIGN} ") + code(text(words))
    head = joined([_head(question), searched])
    return joined([head, noted, *_passages(reader, found)], "\n\n")


def _linked(reader: Reader, question_id: str, question: str) -> RichText:
    """Return a question linked to its answer, from which the reply is told what it is about."""
    address = DeepLink("question", question_id).address(reader.username)
    return link(text(_one_line(question, MAX_LISTED)), address)


def unknown_word(texts: Messages, word: str) -> RichText:
    """Return the answer to a word that stands in no article, or is too long for a button."""
    words = texts.gettext("No article has “{word}”. Reply to the message above with another word.")
    return filled(words, {"word": code(text(_one_line(word, MAX_LISTED)))})


def no_words(texts: Messages) -> RichText:
    """Return the answer to a reply without words, such as a picture."""
    return text(texts.gettext("There are no words in that. Reply to the message above in words."))


def quoted(texts: Messages, words: RichText) -> RichText:
    """Return words between quotation marks."""
    return filled(texts.gettext("“{quotation}”"), {"quotation": words})


def enumeration(texts: Messages, parts: Sequence[RichText]) -> RichText:
    """Return some parts, of which there is at least one, one after the other."""
    words = texts.gettext("{one}, {another}")
    return reduce(lambda one, two: filled(words, {"one": one, "another": two}), parts)


def _head(question: str) -> RichText:
    return bold(text(_one_line(question, MAX_SHOWN)))


def _others(texts: Messages, gap: Gap) -> RichText:
    """Return the other wordings, each with a letter and how often it was asked."""
    listed = list(islice(gap.questions, 1, 1 + MAX_OTHERS))
    if not listed:
        return RichText()
    times = texts.gettext("{count}×")
    lines = [
        text(f"{letter}. {_one_line(one.text, MAX_LISTED)} · {times.format(count=one.count)}")
        for letter, one in zip(ascii_lowercase, listed, strict=False)
    ]
    rest = len(gap.questions) - 1 - len(listed)
    more = texts.gettext("… and {count} more").format(count=rest)
    heading = text(texts.gettext("Also asked:"))
    return joined([heading, *lines, text(more if rest > 0 else "")])


def _one_line(plain: str, longest: int) -> str:
    return shortened(" ".join(plain.split()), longest)
