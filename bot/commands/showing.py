"""What was understood of an article, and what was not, for people at a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from corpus.model import Article, Problem

_UNWRAPPED = 100_000
"""Columns of what is no terminal: a program's or a file's lines stay whole."""


def results() -> Console:
    """Where results go; lines are broken only for a person's eyes."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_UNWRAPPED)


def counted(count: int, what: str) -> str:
    """So many of something: 1 passage, 2 passages."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def print_article(console: Console, article: Article) -> None:
    """Where an article is, what is known of it, and what was repaired."""
    console.print(Text.assemble((article.path, "cyan"), "  ", (article.title, "bold")))
    known = {"author": article.author, "date": article.date, "url": article.url}
    facts = [f"{name} {value}" for name, value in known.items() if value]
    facts.append(
        f"{counted(len(article.headings), 'heading')}, {counted(len(article.passages), 'passage')}"
    )
    if article.annotations:
        facts.append(f"{counted(article.annotations, 'reading')} removed")
    console.print(Text("  " + "; ".join(facts)))
    for repair in article.repairs:
        console.print(Text(f"  repaired {repair.before} → {repair.after}  ({repair.why})"))


def print_problem(console: Console, problem: Problem) -> None:
    """Where something is wrong, and what."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    style = "red" if problem.severity == "error" else "yellow"
    console.print(Text.assemble((problem.severity, style), f" {place}: {problem.message}"))
