"""Articles and problems as text for people, in the language of the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from bot.messages import Messages
from bot.views.problems import in_words, render_problem
from corpus.adding import State
from corpus.model import Article, Problem, Repair

_UNWRAPPED = 100_000
"""Width of the console if stdout is no terminal, so that lines are not wrapped."""


def results() -> Console:
    """Return a console for stdout that wraps lines on a terminal only."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_UNWRAPPED)


def print_article(console: Console, texts: Messages, article: Article) -> None:
    """Print the path, the metadata and the repairs of an article."""
    console.print(Text.assemble((article.path, "cyan"), "  ", (article.title, "bold")))
    known = (
        (texts.gettext("author {value}"), article.author),
        (texts.gettext("date {value}"), article.date),
        (texts.gettext("url {value}"), article.url),
    )
    facts = [words.format(value=value) for words, value in known if value]
    facts.append(_counts(texts, article))
    if count := article.annotations:
        words = texts.ngettext("{count} reading removed", "{count} readings removed", count)
        facts.append(words.format(count=count))
    console.print(Text("  " + texts.gettext("; ").join(facts)))
    for repair in article.repairs:
        console.print(Text(f"  {_repair(texts, repair)}"))


def print_problem(console: Console, texts: Messages, problem: Problem) -> None:
    """Print the severity, the place and the message of a problem."""
    is_error = problem.severity == "error"
    severity = texts.gettext("error") if is_error else texts.gettext("warning")
    words = render_problem(texts, problem).shown
    console.print(Text.assemble((severity, "red" if is_error else "yellow"), f" {words}"))


def state_words(texts: Messages, state: State) -> str:
    """Return the outcome of adding an article in words."""
    words = {
        "added": texts.gettext("added"),
        "replaced": texts.gettext("replaced"),
        "unchanged": texts.gettext("unchanged"),
        "refused": texts.gettext("refused"),
    }
    return words[state]


def passages_counted(texts: Messages, count: int) -> str:
    """Return a number of passages in words."""
    return texts.ngettext("{count} passage", "{count} passages", count).format(count=count)


def _counts(texts: Messages, article: Article) -> str:
    count = len(article.headings)
    headings = texts.ngettext("{count} heading", "{count} headings", count).format(count=count)
    return texts.gettext(", ").join((headings, passages_counted(texts, len(article.passages))))


def _repair(texts: Messages, repair: Repair) -> str:
    words = texts.gettext("repaired {before} → {after}  ({why})")
    why = in_words(texts, repair.why)
    return words.format(before=repair.before, after=repair.after, why=why)
