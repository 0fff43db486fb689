"""`yinju ask`: answers in the terminal, to one question or in a conversation."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from math import inf
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from bot.commands.as_json import answer_as_json
from bot.commands.loading import open_index
from bot.commands.options import corpus_option, json_option
from bot.commands.printing import results
from bot.commands.terminal import ShownAnswer, print_answer, print_greeting
from bot.messages import messages
from bot.service.bootstrap import make_analyzer
from bot.settings import read_settings, terminal_language
from corpus.files import printable
from retrieval.answer.answer import Abstention, Answer
from retrieval.answer.answerer import Answerer
from retrieval.answer.declining import NO_QUESTION, UNANSWERED
from retrieval.answer.related import RelatedQuestions
from retrieval.library import Library
from retrieval.question.context import DEFAULT_QUOTATIONS, MAX_EARLIER, REMEMBERED, Context


@click.command()
@click.argument("question", nargs=-1)
@click.option(
    "--limit",
    type=click.IntRange(1, 20),
    default=DEFAULT_QUOTATIONS,
    help="Maximum number of quotations.",
)
@corpus_option
@json_option
def ask(question: tuple[str, ...], limit: int, folder: Path | None, *, as_json: bool) -> None:
    """Answer QUESTION, or without one each line that is typed or piped."""
    settings = read_settings()
    analyzer = make_analyzer(settings, many_questions=not question)
    library = open_index(settings, folder, analyzer, many_questions=not question)
    if not question:
        library.complete_meanwhile()
    answerer = Answerer(library, analyzer, settings.today)
    language, console = terminal_language(), results()
    around = _Surroundings(answerer, library, with_related=not question)

    def answer(lines: Iterable[str]) -> None:
        earlier: list[str] = []
        asked_at = -inf
        for line in lines:
            text, start = printable(line), time.perf_counter()
            if start - asked_at > REMEMBERED.total_seconds():
                earlier.clear()
            result = asyncio.run(answerer.answer(text, limit, Context.of(earlier, limit)))
            asked_at = start
            if not isinstance(result, Abstention) or result.reason not in NO_QUESTION:
                earlier = [*earlier, text][-MAX_EARLIER:]
            if as_json:
                took_ms = (time.perf_counter() - start) * 1000
                click.echo(json.dumps(answer_as_json(result, took_ms), ensure_ascii=False))
            else:
                shown = asyncio.run(around.of(result))
                print_answer(console, language, shown, settings.contact)

    if question:
        answer([" ".join(question)])
    elif sys.stdin.isatty():
        print_greeting(console, messages(language), library.current.corpus)
        with suppress(EOFError, KeyboardInterrupt):
            answer(_typed())
        console.print()
    else:
        answer(_piped(console, is_echoed=not as_json))


class _Surroundings:
    """Finds what is shown around an answer or an abstention, as below an answer in Telegram.

    Args:
        answerer: The answerer.
        library: The collection that it answers from.
        with_related: True to find related questions, for somebody who may ask one.
    """

    def __init__(self, answerer: Answerer, library: Library, *, with_related: bool) -> None:
        self._related = RelatedQuestions(answerer, library)
        self._library = library
        self._with_related = with_related

    async def of(self, result: Answer | Abstention) -> ShownAnswer:
        """Return an answer with related questions, or an abstention with what comes closest."""
        articles = self._library.current.corpus.articles
        if isinstance(result, Answer):
            related = await self._related.to(result) if self._with_related else ()
            return ShownAnswer(result, articles, related=related)
        if result.reason not in UNANSWERED:
            return ShownAnswer(result, articles)
        return ShownAnswer(result, articles, await self._related.closest(result.question))


def _piped(console: Console, *, is_echoed: bool) -> Iterator[str]:
    """Yield the lines of a pipe or a file, echoing each above its answer if asked to."""
    for line in sys.stdin:
        if text := line.strip():
            if is_echoed:
                console.print(Text(f"› {text}", style="dim"))
            yield text


def _typed() -> Iterator[str]:
    """Yield the lines that a person types.

    Raises:
        EOFError: Ctrl-D was pressed.
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    with suppress(ImportError):
        import readline  # noqa: F401 - adds editing and history to input()
    while True:
        if line := input("› ").strip():
            yield line
