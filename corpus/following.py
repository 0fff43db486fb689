"""Following feeds and pages: what is new there is added to the collection.

All that a run finds is added at its end, as one change, so that one undo takes it back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.adding import Addition
from corpus.changes import ChangeLog, Content
from corpus.feed_store import FeedStore, SourceState
from corpus.fetched import NO_VALIDATORS
from corpus.known_texts import KnownTexts
from corpus.limits import FetchLimits
from corpus.loading import FileReader
from corpus.model import Article
from corpus.pace import Pace
from corpus.visits import Failure, Visit, Visitor

ACCOUNT = "feed"
"""The account in whose name articles are added."""

_MAX_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article that was added, or replaced by its newer copy, and where it was found."""

    article: Article
    url: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class FollowReport:
    """The outcome of a run."""

    articles: tuple[FoundArticle, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def is_notable(self) -> bool:
        """True if there is something that nobody was told of before."""
        return bool(self.articles) or any(one.is_new for one in self.failures)

    def __add__(self, other: FollowReport) -> FollowReport:
        return FollowReport(self.articles + other.articles, self.failures + other.failures)


class Follower:
    """Follows the feeds and pages of one collection, in one run.

    Args:
        reader: Reads files of the collection.
        log: The log of the collection's changes.
        store: The record of what has been fetched.
        limits: The limits of one download.
        known: Returns the articles that the collection has.
    """

    def __init__(
        self,
        reader: FileReader,
        log: ChangeLog,
        store: FeedStore,
        limits: FetchLimits,
        known: Callable[[], Iterable[Article]],
    ) -> None:
        self._followed = reader.sources.followed
        self._log = log
        self._store = store
        self._pace = Pace()
        self._visitor = Visitor(reader, store, limits, KnownTexts(known), self._pace)

    def stop(self) -> None:
        """End the run after the request that is under way; any thread may call it."""
        self._pace.stop()

    def run(self, hours: float, *, is_forced: bool = False) -> FollowReport:
        """Fetch all addresses that are due, those that wait longest first, and add what is new.

        Args:
            hours: Hours between two fetches of an address.
            is_forced: True to fetch all addresses, due or not.

        Raises:
            FeedStoreError: The record cannot be read or written.
            ChangesError: The articles cannot be added; they are found again when their address is
                due.
            OSError: The collection cannot be read or written.
        """
        states = self._store.states()
        pairs = [(one, states.get(one.url, SourceState(one.url))) for one in self._followed]
        visits: list[Visit] = []
        for source, state in sorted(pairs, key=lambda pair: pair[1].due):
            if (is_forced or state.due <= time.time()) and not self._pace.is_over:
                self._claim(state, hours * 3600)
                visits.append(self._visitor.visit(source, state, hours * 3600))
        self._add([addition for visit in visits for addition in visit.additions.values()])
        for visit in visits:
            self._store.save(visit.state, visit.seen, time.time())
        return sum(map(_report, visits), FollowReport())

    def _claim(self, state: SourceState, every: float) -> None:
        """Record that an address is fetched, and is due again only after so many seconds.

        Where what is found cannot be added, or the program ends before, servers are not asked for
        all of it again at once. Then it is read again, although the address is as it was.

        Raises:
            FeedStoreError: The record cannot be written.
        """
        now = time.time()
        claimed = replace(state, validators=NO_VALIDATORS, checked=now, due=now + every)
        self._store.save(claimed, (), now)

    def _add(self, additions: Sequence[Addition]) -> None:
        """Add all articles as one change, and replace those that have changed as another."""
        kinds: tuple[tuple[str, Literal["add", "replace"]], ...]
        kinds = (("added", "add"), ("replaced", "replace"))
        for state, kind in kinds:
            chosen = [one for one in additions if one.state == state]
            if chosen:
                titles = (one.file.article.title for one in chosen if one.file.article)
                subject = "、".join(titles)[:_MAX_SUBJECT]
                self._log.apply(kind, subject, ACCOUNT, _contents(chosen))


def _report(visit: Visit) -> FollowReport:
    articles = (
        FoundArticle(one.file.article, url, one.state == "added")
        for url, one in visit.additions.items()
        if one.file.article
    )
    return FollowReport(tuple(articles), tuple(visit.failures))


def _contents(additions: Iterable[Addition]) -> dict[str, Content]:
    """Return the contents of files after several additions."""
    whole: dict[str, Content] = {}
    for addition in additions:
        for name, content in addition.contents.items():
            whole[name] = _after(whole[name], content) if name in whole else content
    return whole


def _after(first: Content, then: Content) -> Content:
    """Return the content of a file that two additions change one after the other."""

    def content(current: bytes | None) -> bytes | None:
        between = first(current) if callable(first) else first
        return then(between) if callable(then) else then

    return content
