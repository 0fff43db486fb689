"""Articles and problems as text for people."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from corpus.model import Article, Problem

_UNWRAPPED = 100_000
"""Width of the console if stdout is no terminal, so that lines are not wrapped."""


def results() -> Console:
    """Return a console for stdout that wraps lines on a terminal only."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_UNWRAPPED)


def counted(count: int, noun: str) -> str:
    """Return a count with its noun, such as "1 passage" or "2 passages"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def print_article(console: Console, article: Article) -> None:
    """Print the path, the metadata and the repairs of an article."""
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
    """Print the severity, the place and the message of a problem."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    style = "red" if problem.severity == "error" else "yellow"
    console.print(Text.assemble((problem.severity, style), f" {place}: {problem.message}"))
