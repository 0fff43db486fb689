"""Answers and collections as JSON, in the format that docs/architecture.md specifies."""

from __future__ import annotations

from typing import Any

from corpus.loading import LoadResult
from corpus.model import Article, Problem
from retrieval.answer.answer import Abstention, Answer, Citation


def answer_as_json(result: Answer | Abstention, took_ms: float) -> dict[str, Any]:
    """Return the object for `ask --json` and for a line of `eval --answers`."""
    answer = result if isinstance(result, Answer) else None
    return {
        "question": result.question,
        "answered": answer is not None,
        "doubtful": answer is not None and answer.doubtful,
        "reason": result.reason.value if isinstance(result, Abstention) else None,
        "took_ms": round(took_ms, 3),
        "citations": [_citation(citation) for citation in answer.citations] if answer else [],
    }


def collection_as_json(loaded: LoadResult) -> dict[str, Any]:
    """Return the object for `corpus check --json`, with messages in English."""
    return {
        "articles": [_article(article) for article in loaded.corpus.articles],
        "problems": list(map(problem_as_json, loaded.problems)),
    }


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """Return the object for a problem, with its message in English."""
    return {
        "severity": problem.severity,
        "path": problem.path,
        "line": problem.line,
        "message": str(problem.message),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "kind": "passage" if citation.passage else "card",
        **_metadata(citation.article),
        "heading": list(citation.heading),
        "passage": citation.passage.id if citation.passage else None,
        "text": citation.text,
        "excerpt": citation.excerpt.text,
        "highlights": [list(span) for span in citation.excerpt.highlights],
        "score": citation.score,
        **({"by_meaning": True} if citation.by_meaning else {}),
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        **_metadata(article),
        "headings": list(article.headings),
        "passages": [passage.text for passage in article.passages],
        "annotations": article.annotations,
        "repairs": [
            {"before": repair.before, "after": repair.after, "why": str(repair.why)}
            for repair in article.repairs
        ],
    }


def _metadata(article: Article) -> dict[str, Any]:
    return {
        "article": article.id,
        "path": article.path,
        "title": article.title,
        "author": article.author,
        "date": article.date.isoformat() if article.date else None,
        "url": article.url,
    }
