"""Visits to feeds and pages: what is new there is fetched and read, and nothing is written."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from corpus.adding import Addition, prepare
from corpus.feed_process import read_feed_apart
from corpus.feed_store import FeedStore, SeenArticle, SourceState
from corpus.feeds import FeedEntry, FeedError
from corpus.fetch import FetchError, fetch, fetch_newer, name_of
from corpus.fetched import NO_VALIDATORS, FetchedFile
from corpus.followed import Followed
from corpus.known_texts import KnownTexts
from corpus.limits import FetchLimits
from corpus.loading import FileReader
from corpus.message import Message, ReportedError
from corpus.model import Article
from corpus.pace import Pace
from corpus.source_entries import Value
from corpus.sources import FILE

MAX_NEW = 20
"""Number of articles taken from one feed in a run; of a new feed, older ones are left out."""

MAX_TRIES = 3
"""Number of runs in which an article that cannot be fetched is tried."""

LONGEST_WAIT = 7 * 86_400.0
"""Maximum number of seconds until an address is fetched again, however often that has failed."""

_GONE = {404, 410}
"""Status codes after which the page of an article is not tried again."""


class NoArticleError(ReportedError):
    """A page was fetched and holds no article that can be quoted."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An address that could not be fetched or read, and why; `is_new` unless told before."""

    url: str
    reason: Message
    is_new: bool = True


@dataclass(slots=True)
class Visit:
    """One address in a run: its new state, and what was found there.

    It is `unfinished` if articles are left for the next run.
    """

    before: SourceState
    state: SourceState
    additions: dict[str, Addition] = field(default_factory=dict)
    seen: list[SeenArticle] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    unfinished: bool = False

    def note(self, reason: Message) -> None:
        """Note a problem with the address itself."""
        told = self.before.problem
        is_new = told is None or told.template != reason.template
        self.state = replace(self.state, problem=reason)
        self.failures.append(Failure(self.state.url, reason, is_new))


class Visitor:
    """Visits the feeds and pages of one collection.

    Args:
        reader: Reads files of the collection.
        store: The record of what has been fetched.
        limits: The limits of one download.
        known: The articles that the collection has.
        pace: The pace of the run.
    """

    def __init__(
        self,
        reader: FileReader,
        store: FeedStore,
        limits: FetchLimits,
        known: KnownTexts,
        pace: Pace,
    ) -> None:
        self._reader = reader
        self._store = store
        self._limits = limits
        self._known = known
        self._pace = pace

    def visit(self, source: Followed, before: SourceState, every: float) -> Visit:
        """Fetch one address, at most once every so many seconds, and what is new there.

        Raises:
            FeedStoreError: The record cannot be read.
            OSError: The collection cannot be read.
        """
        now = time.time()
        state = replace(before, checked=now, due=now + every, failures=0, problem=None)
        visit = Visit(before, state)
        try:
            if source.is_feed:
                self._visit_feed(source, visit)
            else:
                self._visit_page(source, visit)
        except (FetchError, FeedError, NoArticleError) as error:
            asked = error.retry_after if isinstance(error, FetchError) else 0
            wait = min(max(every * 2.0 ** min(before.failures, 10), asked), LONGEST_WAIT)
            failures = before.failures + 1
            visit.state = replace(visit.state, due=now + wait, failures=failures)
            visit.note(error.message)
        added = sum(one.state == "added" for one in visit.additions.values())
        visit.state = replace(visit.state, articles=before.articles + added)
        return visit

    def _visit_feed(self, source: Followed, visit: Visit) -> None:
        """Fetch a feed, and the articles in it that are new.

        Raises:
            FetchError: It cannot be fetched.
            FeedError: It is no feed.
        """
        found = self._newer(source, visit)
        if found is None:
            return
        entries = read_feed_apart(found.data, found.url, found.content_type)
        seen = self._store.seen(entry.url for entry in entries)
        visit.seen += [one for one in seen.values() if not one.tries]
        new = [one for one in entries if one.url not in seen or seen[one.url].tries]
        taken, left = new[:MAX_NEW], new[MAX_NEW:]
        if not visit.before.is_begun:
            visit.seen += [SeenArticle(entry.url) for entry in left]
            left = []
        visit.unfinished = bool(left)
        for entry in taken:
            if self._pace.is_over:
                visit.unfinished = True
                break
            tries = seen[entry.url].tries if entry.url in seen else 0
            self._take(replace(entry, author=entry.author or source.author), tries, visit)
        validators = NO_VALIDATORS if visit.unfinished else found.validators
        visit.state = replace(visit.state, validators=validators, is_begun=True)

    def _visit_page(self, source: Followed, visit: Visit) -> None:
        """Fetch a page, unless its article has been removed from the collection.

        Raises:
            FetchError: It cannot be fetched.
            NoArticleError: It holds no article.
        """
        seen = self._store.seen([source.url]).get(source.url)
        if seen and not (seen.file and (self._reader.folder / seen.file).exists()):
            return
        found = self._newer(source, visit)
        if found is None:
            return
        addition = self._prepared(found, source.url, {"author": source.author})
        self._keep(addition, source.url, visit)
        visit.state = replace(visit.state, validators=found.validators, is_begun=True)

    def _newer(self, source: Followed, visit: Visit) -> FetchedFile | None:
        """Fetch a followed address, and note if it has moved; None if it is as it was.

        Raises:
            FetchError: It cannot be fetched.
        """
        self._pace.wait(source.url)
        before = visit.before
        found = fetch_newer(source.url, self._limits, before.validators, is_feed=source.is_feed)
        if found is None:
            if not before.failures:
                visit.state = replace(visit.state, problem=before.problem)
            return None
        self._pace.count(found.data)
        if found.moved:
            visit.note(
                Message(
                    "it has moved to {url}; change the address in {file}",
                    url=found.moved,
                    file=FILE,
                )
            )
        return found

    def _take(self, entry: FeedEntry, tries: int, visit: Visit) -> None:
        """Prepare the article of an entry that could not be read so many times before."""
        if self._known.has_address(entry.url):
            visit.seen.append(SeenArticle(entry.url))
            return
        try:
            self._keep(self._article(entry), entry.url, visit)
        except (FetchError, NoArticleError) as error:
            is_gone = not isinstance(error, FetchError) or error.status in _GONE
            left = 0 if is_gone or tries + 1 >= MAX_TRIES else tries + 1
            visit.unfinished = visit.unfinished or left > 0
            visit.seen.append(SeenArticle(entry.url, None, left))
            visit.failures.append(Failure(entry.url, error.message, is_new=not tries))

    def _article(self, entry: FeedEntry) -> Addition:
        """Prepare the article of an entry: its page, or else what the feed has of it.

        Raises:
            FetchError: The page cannot be fetched, and the feed does not have the whole text.
            NoArticleError: The page holds no article, and neither does the feed.
        """
        stated = {"title": entry.title, "author": entry.author, "date": entry.date}
        try:
            self._pace.wait(entry.url)
            page = fetch(entry.url, self._limits)
            self._pace.count(page.data)
            return self._prepared(page, entry.url, stated)
        except (FetchError, NoArticleError):
            if not entry.body:
                raise
        own = FetchedFile(name_of(entry.url, ".html"), entry.page)
        return self._prepared(own, entry.url, stated)

    def _prepared(self, found: FetchedFile, url: str, stated: Mapping[str, Value]) -> Addition:
        """Prepare an article that was fetched.

        Raises:
            NoArticleError: There is none.
        """
        addition = prepare(self._reader, found.name, found.data, {**stated, "url": url})
        if addition.state == "refused":
            raise NoArticleError(addition.file.problems[-1].message)
        return addition

    def _keep(self, addition: Addition, url: str, visit: Visit) -> None:
        """Keep an article that the collection does not have yet, or has in another version."""
        article = addition.file.article
        if article is None or self._is_known(addition, article, url):
            is_there = addition.state != "added"
            visit.seen.append(SeenArticle(url, addition.name if is_there else None))
            return
        self._known.add(article, url)
        visit.additions[url] = addition
        visit.seen.append(SeenArticle(url, addition.name))

    def _is_known(self, addition: Addition, article: Article, url: str) -> bool:
        if addition.state == "added":
            return self._known.has_address(url) or self._known.has_text(article)
        if addition.state == "unchanged":
            return True
        old = self._reader.read(self._reader.folder / addition.name)[0].article
        return old is not None and _quoted(old) == _quoted(article)


def _quoted(article: Article) -> tuple[object, ...]:
    """Return of an article what readers see."""
    texts = tuple(passage.text for passage in article.passages)
    return article.title, article.author, article.date, texts
