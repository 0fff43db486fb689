"""A collection that follows feeds and pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.changes import ChangeLog
from corpus.feed_store import FeedStore
from corpus.following import Follower, FollowReport
from corpus.limits import FetchLimits
from corpus.loading import FileReader, load
from corpus.model import Article
from corpus.sources import read_sources

LIMITS = FetchLimits(private=True, seconds=5)


@dataclass
class Collection:
    """A collection that follows what its sources.toml names."""

    folder: Path
    limits: FetchLimits = LIMITS

    @property
    def log(self) -> ChangeLog:
        """The log of its changes."""
        return ChangeLog(self.folder, self.folder.parent / "changes")

    @property
    def store(self) -> FeedStore:
        """The record of what has been fetched."""
        return FeedStore(self.folder.parent / "feeds")

    @property
    def articles(self) -> dict[str, Article]:
        """Its articles, by title."""
        corpus = load(self.folder, lambda _: 0).corpus
        return {one.title: one for one in corpus.articles}

    def follow(self, *feeds: str, pages: tuple[str, ...] = (), author: str = "") -> None:
        """Write a sources.toml that follows feeds and pages."""
        stated = f'author = "{author}"\n' if author else ""
        entries = [f'[[feeds]]\nurl = "{url}"\n{stated}' for url in feeds]
        if pages:
            entries.append(f"[[pages]]\naddresses = {list(pages)}\n{stated}")
        (self.folder / "sources.toml").write_text("\n".join(entries), "utf-8")

    def run(self, *, is_forced: bool = True) -> FollowReport:
        """Fetch what is followed, and add what is new."""
        return self.follower().run(6, is_forced=is_forced)

    def follower(self) -> Follower:
        """Return what follows for one run."""
        reader = FileReader(self.folder, lambda _: 0, sources=read_sources(self.folder))
        articles = load(self.folder, lambda _: 0).corpus.articles
        return Follower(reader, self.log, self.store, self.limits, lambda: articles)


def titles(report: FollowReport) -> list[str]:
    """Return the titles of the articles that were added."""
    return [one.article.title for one in report.articles]


def reasons(report: FollowReport) -> list[str]:
    """Return the reasons of failures that nobody was told of before."""
    return [str(one.reason) for one in report.failures if one.is_new]
