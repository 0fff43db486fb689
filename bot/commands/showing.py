"""What was understood of an article, and what was not, for people at a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from corpus.model import Article, Problem


def print_article(console: Console, article: Article) -> None:
    """Where an article is, what is known of it, and what was repaired."""
    console.print(Text.assemble((article.path, "cyan"), "  ", (article.title, "bold")))
    known = {"author": article.author, "date": article.date, "url": article.url}
    facts = [f"{name} {value}" for name, value in known.items() if value]
    facts.append(f"{len(article.headings)} headings, {len(article.passages)} passages")
    if article.annotations:
        facts.append(f"{article.annotations} readings removed")
    console.print(Text("  " + "; ".join(facts)))
    for repair in article.repairs:
        console.print(Text(f"  repaired {repair.before} → {repair.after}  ({repair.why})"))


def print_problem(console: Console, problem: Problem) -> None:
    """Where something is wrong, and what."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    style = "red" if problem.severity == "error" else "yellow"
    console.print(Text.assemble((problem.severity, style), f" {place}: {problem.message}"))
