"""`yinju ask`: a question answered in the terminal, or a conversation."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from bot.commands.as_json import answer_as_json
from bot.commands.opening import open_index
from bot.commands.options import corpus_option, json_option
from bot.commands.showing import results
from bot.commands.terminal import print_answer, print_greeting
from bot.messages import messages
from bot.service.bootstrap import make_analyzer
from bot.settings import read_settings, terminal_language
from retrieval.answer.answer import DEFAULT_QUOTATIONS
from retrieval.answer.answerer import Answerer


@click.command()
@click.argument("question", nargs=-1)
@click.option(
    "--limit", type=click.IntRange(1, 20), default=DEFAULT_QUOTATIONS, help="Quotations at most."
)
@corpus_option
@json_option
def ask(question: tuple[str, ...], limit: int, folder: Path | None, *, as_json: bool) -> None:
    """Ask QUESTION, or without one hold a conversation: a line, a question."""
    settings = read_settings()
    analyzer = make_analyzer(settings)
    library = open_index(settings, folder, analyzer, lasting=not question)
    answerer = Answerer(library, analyzer)
    texts, console = messages(terminal_language()), results()

    def answer(lines: Iterable[str]) -> None:
        for text in lines:
            begun = time.perf_counter()
            result = asyncio.run(answerer.answer(text, limit))
            if as_json:
                took_ms = (time.perf_counter() - begun) * 1000
                click.echo(json.dumps(answer_as_json(result, took_ms), ensure_ascii=False))
            else:
                print_answer(console, texts, result)

    if question:
        answer([" ".join(question)])
    elif sys.stdin.isatty():
        print_greeting(console, texts, library.current.corpus)
        with suppress(EOFError, KeyboardInterrupt):
            answer(_typed())
        console.print()
    else:
        answer(_piped(console, is_echoed=not as_json))


def _piped(console: Console, *, is_echoed: bool) -> Iterator[str]:
    """The lines of a pipe or a file; echoed, so that each answer stands below its question."""
    for line in sys.stdin:
        if text := line.strip():
            if is_echoed:
                console.print(Text(f"› {text}", style="dim"))
            yield text


def _typed() -> Iterator[str]:
    """The lines that a person types; Ctrl-D and Ctrl-C end them as errors."""
    with suppress(ImportError):
        import readline  # noqa: F401 - gives input() editing and history
    while True:
        if line := input("› ").strip():
            yield line
