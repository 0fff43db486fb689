"""Messages about lessons: the answers that one would change, and that it was kept."""

from __future__ import annotations

from bot.messages import Messages
from bot.views.answers import shortened, shown_title
from bot.views.markup import RichText, bold, code, filled, joined, quote, text
from bot.views.reader import Reader
from retrieval.answer.answer import Abstention, Answer
from retrieval.evaluation.preview import ChangedAnswer, Outcome, Preview
from retrieval.question.lessons import Lesson, TaughtWord, WorkedExample

MAX_CHANGES = 8
"""Maximum number of changed answers that are listed."""

MAX_QUESTION = 60
MAX_TITLE = 20
MAX_QUOTED = 40
MAX_PASSAGE = 120
"""Maximum lengths of a question, a title, a quotation and the passage of an example."""

_MARKS = {Outcome.WORSE: "▼", Outcome.UNCLEAR: "◆", Outcome.BETTER: "▲"}


def render_preview(reader: Reader, lesson: Lesson, preview: Preview) -> RichText:
    """Render what a lesson would change; if it is too long, fewer answers are listed."""
    versions = (_preview(reader, lesson, preview, most) for most in range(MAX_CHANGES, 0, -1))
    return next((one for one in versions if one.fits), _preview(reader, lesson, preview, 0))


def kept(texts: Messages, lesson: Lesson) -> RichText:
    """Return the note that a lesson was kept, and how to undo it."""
    words = texts.gettext("Kept in {file}: {subject}\n/undo takes it back.")
    subject = text(shortened(" ".join(lesson.subject.split()), MAX_QUESTION))
    return filled(words, {"file": code(text(lesson.file)), "subject": subject})


def searching(texts: Messages) -> RichText:
    """Return what stands in place of a preview that takes long."""
    return text(texts.gettext("Looking at what it would change …"))


def _preview(reader: Reader, lesson: Lesson, preview: Preview, most: int) -> RichText:
    texts = reader.texts
    listed = [_changed(reader, one) for one in preview.changes[:most]]
    rest = len(preview.changes) - len(listed)
    more = texts.gettext("… and {count} more").format(count=rest)
    return joined(
        [
            _proposal(reader, lesson),
            _target(reader, lesson, preview),
            text("" if lesson.kind == "scope" else _summary(texts, preview)),
            *listed,
            text(more if rest else ""),
            text(texts.gettext("Nothing is kept before you tap “Keep”.")),
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
        words = texts.gettext("Should {typed} mean {word} in every question?")
        values = {"typed": code(text(lesson.typed)), "word": code(text(lesson.word))}
        return filled(words, values)
    words = texts.gettext("Should “{question}” and questions like it be out of scope?")
    note = texts.gettext("They leave the list; what is answered stays as it is.")
    return joined([bold(filled(words, {"question": question})), text(note)])


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
        (texts.gettext("▲ {count} better"), Outcome.BETTER),
    )
    parts = (
        words.format(count=number) for words, one in outcomes if (number := preview.number(one))
    )
    return f"{looked}\n{changed.format(count=count)} · {' · '.join(parts)}"


def _changed(reader: Reader, changed: ChangedAnswer) -> RichText:
    """Return a question with its answers before and after a change."""
    texts = reader.texts
    question = shortened(" ".join(changed.question.split()), MAX_QUESTION)
    lines = (
        (texts.gettext("now: {answer}"), changed.before),
        (texts.gettext("then: {answer}"), changed.after),
    )
    return joined(
        [
            text(f"{_MARKS[changed.outcome]} ") + bold(text(question)),
            *(filled(words, {"answer": _answer(reader, result)}) for words, result in lines),
        ]
    )


def _answer(reader: Reader, result: Answer | Abstention) -> RichText:
    """Return an answer in a few words: its first title and the beginning of what is quoted."""
    texts, display = reader.texts, reader.display
    if isinstance(result, Abstention):
        return text(texts.gettext("nothing found"))
    first = result.citations[0]
    title = shortened(shown_title(first.article, display), MAX_TITLE)
    plain = " ".join(display.of(first.excerpt.text).split())
    words = texts.gettext("《{title}》 “{words}”")
    if result.doubtful:
        words = texts.gettext("in doubt, 《{title}》 “{words}”")
    return text(words.format(title=title, words=shortened(plain, MAX_QUOTED)))
