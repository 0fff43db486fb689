"""Teaching the collection: lessons are previewed, kept in its files, and can be undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.journal.asked import AskedQuestions
from bot.service.collection import change_log, served_folder, writable_collection
from bot.service.collections import Collections
from bot.service.threads import Threads
from bot.settings import Settings
from corpus.changes import Change
from retrieval.answer.answerer import Answerer
from retrieval.evaluation.preview import Preview, RecentQuestion, preview
from retrieval.library import Snapshot
from retrieval.question.aliases import FILE as ALIASES
from retrieval.question.aliases import Aliases, parse_aliases
from retrieval.question.examples import FILE as EXAMPLES
from retrieval.question.examples import Examples, parse_examples
from retrieval.question.lessons import Lesson
from retrieval.question.likeness import Likeness
from retrieval.question.taught import TeachingError
from retrieval.text.script import fold

MAX_RECENT = 500
"""Number of the last different questions that a preview is about."""


class Teacher:
    """Previews lessons, and keeps them.

    Args:
        library: The collection.
        answerer: The answerer over it.
        asked: What people asked.
        settings: The settings, which name the collection.
        threads: The threads that read and write its files.
    """

    def __init__(
        self,
        library: Collections,
        answerer: Answerer,
        asked: AskedQuestions,
        settings: Settings,
        threads: Threads,
    ) -> None:
        self._library = library
        self._answerer = answerer
        self._asked = asked
        self._settings = settings
        self._threads = threads

    async def preview(self, lesson: Lesson) -> Preview:
        """Return what a lesson would change.

        Raises:
            TeachingError: A file of the collection cannot be parsed.
            OSError: It cannot be read.
        """
        before = self._library.current
        recent = await self._asked.recent(MAX_RECENT)

        def changed() -> tuple[Snapshot, list[RecentQuestion]]:
            after = self._taught(before, lesson)
            return after, _concerned(recent, lesson, before, after)

        after, concerned = await self._threads.run(changed)
        return await preview(
            lesson.question,
            len(recent),
            concerned,
            self._answerer.over(before),
            self._answerer.over(after),
        )

    async def keep(self, lesson: Lesson, by: str) -> Change:
        """Write a lesson to its file in the collection; that can be undone.

        Raises:
            ReportedError: A file cannot be parsed, the change cannot be recorded, or the lesson
                has been taught already.
            OSError: A file cannot be read or written.
        """

        def write() -> Change:
            likeness = self._likeness(parse_aliases(self._read(ALIASES)))

            def content(before: bytes | None) -> bytes:
                text = _decoded(before or b"", lesson.file)
                taught = lesson.added_to(text, likeness.key)
                if taught == text:
                    raise TeachingError("this has been taught already")
                return taught.encode()

            files = {lesson.file: content}
            folder = writable_collection(self._settings, self._folder)
            return change_log(self._settings, folder).apply(lesson.kind, lesson.subject, by, files)

        return await self._threads.run(write)

    def _taught(self, snapshot: Snapshot, lesson: Lesson) -> Snapshot:
        """Return a snapshot with a lesson added to the files of its collection."""
        texts = {name: self._read(name) for name in (ALIASES, EXAMPLES)}
        known = self._likeness(parse_aliases(texts[ALIASES]))
        texts[lesson.file] = lesson.added_to(texts[lesson.file], known.key)
        aliases = parse_aliases(texts[ALIASES])
        examples = Examples(
            parse_examples(texts[EXAMPLES], snapshot.corpus), self._likeness(aliases)
        )
        return replace(snapshot, aliases=aliases, examples=examples)

    @property
    def _folder(self) -> Path:
        return served_folder(self._settings, self._library.folder)

    def _likeness(self, aliases: Aliases) -> Likeness:
        return Likeness(self._answerer.analyzer, aliases)

    def _read(self, name: str) -> str:
        path = self._folder / name
        return _decoded(path.read_bytes(), name) if path.is_file() else ""


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise TeachingError(
            "{file} cannot be used: {reason}; correct it", file=file, reason=str(error)
        ) from error


def _concerned(
    recent: list[RecentQuestion], lesson: Lesson, before: Snapshot, after: Snapshot
) -> list[RecentQuestion]:
    """Return the questions that get another example, or have one of the names that are taught."""
    others = (other for name in lesson.names for other in after.aliases.others(fold(name)))
    names = Aliases([[*lesson.names, *others]])
    return [
        one
        for one in recent
        if before.examples.passage_for(one.text) != after.examples.passage_for(one.text)
        or any(names.mentions(fold(one.text)))
    ]
