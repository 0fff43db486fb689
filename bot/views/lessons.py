"""Messages about lessons: the answers that one would change, and that it was kept."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages import Messages
from bot.views.answers import shortened, shown_title
from bot.views.changes import of_collection
from bot.views.gaps import enumeration
from bot.views.markup import RichText, bold, code, filled, joined, quote, text
from bot.views.reader import Reader
from retrieval.answer.answer import Abstention, Answer, Citation
from retrieval.evaluation.preview import ChangedAnswer, Outcome, Preview
from retrieval.question.lessons import Lesson, TaughtWord, WorkedExample

MAX_CHANGES = 8
"""Maximum number of changed answers that are listed."""

MAX_QUESTION = 60
MAX_TITLE = 20
MAX_QUOTED = 40
MAX_JOINED = 20
MAX_PASSAGE = 120
"""Maximum lengths of a question, a title, the first quotation, another one, and the passage of an
example."""

MAX_OTHERS = 2
"""Maximum number of quotations that join or go that are listed for an answer."""

MAX_WORDINGS = 3
"""Maximum number of other wordings that are listed."""

_MARKS = {Outcome.WORSE: "▼", Outcome.UNCLEAR: "◆"}
_BETTER = "▲"


def render_preview(
    reader: Reader,
    lesson: Lesson,
    preview: Preview,
    others: Sequence[str] = (),
    collection: str = "",
) -> RichText:
    """Render what a lesson would change; if it is too long, fewer answers are listed.

    Args:
        reader: The admin.
        lesson: The lesson.
        preview: What it would change.
        others: Wordings of the same gap that the lesson is not about.
        collection: The name of the collection, where there are several.
    """
    proposal = joined([_proposal(reader, lesson), of_collection(reader.texts, collection)])

    def version(most: int) -> RichText:
        return joined([proposal, _consequences(reader, lesson, preview, others, most)], "\n\n")

    versions = map(version, range(MAX_CHANGES, 0, -1))
    return next((one for one in versions if one.fits), version(0))


def kept(texts: Messages, lesson: Lesson, collection: str = "") -> RichText:
    """Return the note that a lesson was kept, and how to undo it.

    Args:
        texts: The catalogue of the admin's language.
        lesson: The lesson.
        collection: The name of the collection, where there are several.
    """
    words = texts.gettext("Kept in {file}: “{subject}”\n/undo takes it back.")
    if lesson.kind == "scope":
        words = texts.gettext("Out of scope from now on: “{subject}”\n/undo takes it back.")
    subject = text(shortened(" ".join(lesson.subject.split()), MAX_QUESTION))
    note = filled(words, {"file": code(text(lesson.file)), "subject": subject})
    return joined([note, of_collection(texts, collection)])


def searching(texts: Messages) -> RichText:
    """Return what stands in place of a preview that takes long."""
    return text(texts.gettext("Looking at what it would change …"))


def keep_label(texts: Messages, lesson: Lesson) -> str:
    """Return the label of the button that keeps a lesson."""
    return texts.gettext("Confirm") if lesson.kind == "scope" else texts.gettext("Keep")


def _consequences(
    reader: Reader, lesson: Lesson, preview: Preview, others: Sequence[str], most: int
) -> RichText:
    texts = reader.texts
    advice = texts.gettext("Nothing is kept before you tap “{button}”.")
    listed = [_changed(reader, one) for one in preview.changes[:most]]
    rest = len(preview.changes) - len(listed)
    more = texts.gettext("… and {count} more").format(count=rest)
    return joined(
        [
            _left_out(texts, others),
            _target(reader, lesson, preview),
            text("" if lesson.kind == "scope" else _summary(texts, preview)),
            *listed,
            text(more if rest else ""),
            text(advice.format(button=keep_label(texts, lesson))),
        ],
        "\n\n",
    )


def _proposal(reader: Reader, lesson: Lesson) -> RichText:
    """Return the question whether to keep a lesson."""
    texts = reader.texts
    question = text(shortened(" ".join(lesson.question.split()), MAX_QUESTION))
    if isinstance(lesson, WorkedExample):
        words = texts.gettext("Should this passage answer “{question}” and questions like it?")
        passage = text(shortened(reader.display.of(lesson.passage.text), MAX_PASSAGE))
        return joined([bold(filled(words, {"question": question})), quote(passage)])
    if isinstance(lesson, TaughtWord):
        words = texts.gettext("Should “{typed}” and “{word}” mean the same from now on?")
        values = {"typed": code(text(lesson.typed)), "word": code(text(lesson.word))}
        note = texts.gettext("A question with either of them then also finds the other.")
        return joined([filled(words, values), text(note)])
    words = texts.gettext("Should “{question}” and questions like it be out of scope?")
    note = texts.gettext("They leave the list; what is answered stays as it is.")
    return joined([bold(filled(words, {"question": question})), text(note)])


def _left_out(texts: Messages, others: Sequence[str]) -> RichText:
    """Return which other wordings of the gap stay in the list."""
    if not others:
        return RichText()
    heading = texts.gettext("Not included, as it may ask something else:")
    listed = (f"· {shortened(' '.join(one.split()), MAX_QUESTION)}" for one in others)
    rest = len(others) - MAX_WORDINGS
    more = texts.gettext("… and {count} more").format(count=rest) if rest > 0 else ""
    return text("\n".join(filter(None, (heading, *list(listed)[:MAX_WORDINGS], more))))


def _target(reader: Reader, lesson: Lesson, preview: Preview) -> RichText:
    """Return what the question itself is answered with afterwards, unless it is listed anyway."""
    if lesson.kind == "scope" or any(o.question == lesson.question for o in preview.changes):
        return RichText()
    words = reader.texts.gettext("The question itself then gets: {answer}")
    return filled(words, {"answer": _answer(reader, preview.target)})


def _summary(texts: Messages, preview: Preview) -> str:
    """Return how many questions were looked at, and how many answers change in which way."""
    looked = texts.ngettext(
        "Of the last {recent} questions, {count} has to do with it.",
        "Of the last {recent} questions, {count} have to do with it.",
        preview.concerned,
    ).format(recent=preview.recent, count=preview.concerned)
    if preview.answered < preview.concerned:
        words = texts.gettext("There was time for {count} of them.")
        looked = f"{looked} {words.format(count=preview.answered)}"
    if not preview.changes:
        unchanged = texts.gettext("No other answer changes.")
        return f"{looked}\n{unchanged}"
    count = len(preview.changes)
    changed = texts.ngettext("{count} answer changes", "{count} answers change", count)
    outcomes = (
        (texts.gettext("▼ {count} worse"), Outcome.WORSE),
        (texts.gettext("◆ {count} unclear"), Outcome.UNCLEAR),
        (texts.gettext("▲ {count} answered in doubt, still listed"), Outcome.TENTATIVE),
        (texts.gettext("▲ {count} newly answered"), Outcome.ANSWERED),
        (texts.gettext("▲ {count} no longer in doubt"), Outcome.SURER),
        (texts.gettext("▲ {count} better"), Outcome.BETTER),
    )
    parts = (
        words.format(count=number) for words, one in outcomes if (number := preview.number(one))
    )
    return f"{looked}\n{changed.format(count=count)} · {' · '.join(parts)}"


def _changed(reader: Reader, changed: ChangedAnswer) -> RichText:
    """Return a question with its answers before and after a change."""
    question = shortened(" ".join(changed.question.split()), MAX_QUESTION)
    mark = _MARKS.get(changed.outcome, _BETTER)
    return joined([text(f"{mark} ") + bold(text(question)), *_differences(reader, changed)])


def _differences(reader: Reader, changed: ChangedAnswer) -> list[RichText]:
    """Return a line for each difference between two answers: how they begin, what joins and goes.

    What a line says is not said again by another.
    """
    texts = reader.texts
    if changed.has_same_beginning:
        beginnings = [(texts.gettext("first, as now: {answer}"), changed.after)]
        added, dropped = changed.added, changed.dropped
    else:
        beginnings = [
            (texts.gettext("now: {answer}"), changed.before),
            (texts.gettext("then: {answer}"), changed.after),
        ]
        is_new = changed.outcome in {Outcome.ANSWERED, Outcome.TENTATIVE}  # All of it joins then.
        added = () if is_new else changed.added
        added = tuple(one for one in added if one != _first(changed.after))
        dropped = tuple(one for one in changed.dropped if one != _first(changed.before))
    lines = [filled(words, {"answer": _answer(reader, one)}) for words, one in beginnings]
    if added:
        lines.append(filled(texts.gettext("added: {others}"), {"others": _listed(reader, added)}))
    if dropped:
        gone = texts.gettext("dropped: {others}")
        lines.append(filled(gone, {"others": _listed(reader, dropped)}))
    if changed.has_same_beginning and not (added or dropped):
        lines.append(text(texts.gettext("the others in another order")))
    return lines


def _listed(reader: Reader, citations: Sequence[Citation]) -> RichText:
    """Return the first quotations in a few words each, and how many more there are."""
    words = reader.texts.gettext("《{title}》 “{words}”")
    listed = [text(_quoted(reader, words, one, MAX_JOINED)) for one in citations[:MAX_OTHERS]]
    shown = enumeration(reader.texts, listed)
    rest = len(citations) - MAX_OTHERS
    more = reader.texts.gettext("… and {count} more").format(count=rest)
    return joined([shown, text(more)], " ") if rest > 0 else shown


def _answer(reader: Reader, result: Answer | Abstention) -> RichText:
    """Return an answer in a few words: its first title and the beginning of what is quoted."""
    texts, first = reader.texts, _first(result)
    if first is None:
        return text(texts.gettext("nothing found"))
    words = texts.gettext("《{title}》 “{words}”")
    if isinstance(result, Answer) and result.doubtful:
        words = texts.gettext("in doubt, 《{title}》 “{words}”")
    return text(_quoted(reader, words, first, MAX_QUOTED))


def _first(result: Answer | Abstention) -> Citation | None:
    return None if isinstance(result, Abstention) else next(iter(result.citations), None)


def _quoted(reader: Reader, words: str, citation: Citation, longest: int) -> str:
    """Return the title and the beginning of a quotation, filled into some words."""
    title = shortened(shown_title(citation.article, reader.display), MAX_TITLE)
    plain = " ".join(reader.display.of(citation.excerpt.text).split())
    return words.format(title=title, words=shortened(plain, longest))
