"""The command line, `yinju`: its commands, and how it ends when something is wrong.

Exit status: 0 done (declining a question is done), 1 it ran and found fault, 2 wrong usage or
settings, with one line on stderr.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from bot import __version__
from bot.commands.ask import ask
from bot.commands.corpus import corpus
from bot.commands.evaluate import evaluate
from bot.commands.journal import journal
from bot.commands.play import play
from bot.commands.serve import serve
from bot.journal import JournalError
from bot.settings import SettingsError, unknown_settings
from corpus.loading import MissingFolderError
from retrieval.evaluation.judged import JudgedFileError
from retrieval.question.aliases import AliasesError

USAGE = 2
INTERRUPTED = 130

_UNDERSTOOD = (AliasesError, JournalError, JudgedFileError, MissingFolderError, SettingsError)
"""Errors whose message says all that a person needs."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="yinju")
def cli() -> None:
    """Answer questions about a collection of articles by quoting them."""
    for complaint in unknown_settings():
        click.echo(f"yinju: {complaint}", err=True)


cli.add_command(ask)
cli.add_command(corpus)
cli.add_command(evaluate)
cli.add_command(journal)
cli.add_command(play)
cli.add_command(serve)


def main() -> NoReturn:
    """Run the command line of this process."""
    try:
        sys.exit(cli.main(prog_name="yinju", standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()  # The help, in its own lines.
        sys.exit(USAGE)
    except click.ClickException as error:
        _stop(error.format_message())
    except _UNDERSTOOD as error:
        _stop(str(error))
    except (KeyboardInterrupt, click.Abort):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of a pipe has gone, as `yinju corpus list | head` does.
        sys.stderr.close()
        sys.exit(0)


def _stop(message: str) -> NoReturn:
    click.echo(f"yinju: {' '.join(message.split())}", err=True)
    sys.exit(USAGE)
