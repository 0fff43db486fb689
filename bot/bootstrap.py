"""The composition root: the only module that picks implementations."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from corpus.loading import Loaded, Progress, load
from corpus.model import Corpus
from retrieval.analysis import Analyzer
from retrieval.answer import Answerer
from retrieval.library import Engine, Library, build_snapshot
from retrieval.okapi import OkapiSearcher

ENGINES: dict[str, Engine] = {"rank-bm25": OkapiSearcher}
"""Every engine by the name that `--engine` takes; the first one serves."""

DEFAULT_ENGINE = next(iter(ENGINES))


def make_analyzer(settings: Settings) -> Analyzer:
    """The analyzer that passages and questions share."""
    return Analyzer(settings.cache_dir)


def load_collection(folder: Path, analyzer: Analyzer, progress: Progress | None = None) -> Loaded:
    """Read a collection, its repairs guided by the analyzer's dictionary."""
    return load(folder, analyzer.frequency, progress)


def make_answerer(corpus: Corpus, analyzer: Analyzer, engine: str = DEFAULT_ENGINE) -> Answerer:
    """An answerer over one corpus."""
    return Answerer(Library(build_snapshot(corpus, analyzer, ENGINES[engine])), analyzer)
