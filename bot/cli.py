"""The command line, `yinju`: its commands and its exit status.

Exit status: 0 success (a declined question is a success), 1 a command found problems, 2 wrong
usage or settings, explained on stderr, a mistake a line.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import UserDict
from importlib import import_module
from typing import NoReturn

import click

from bot import __version__
from corpus.message import Message, ReportedError

USAGE_ERROR = 2
INTERRUPTED = 130

_OTHERS = 0o077
"""The permissions that no file or folder of ours has: those of all but its owner."""

_GC_THRESHOLD = 50_000
"""New objects between two garbage collections.

With Python's default of 700, collections take a fifth of the time until the bot serves, as they go
through the tables of the dictionaries again and again.
"""

_MODULES = {"eval": "evaluate"}
"""The modules in `bot.commands` that are not named like their command."""


class _Commands(UserDict[str, click.Command]):
    """The commands by name, each of which is imported when it is given, or listed."""

    def __getitem__(self, name: str) -> click.Command:
        """Return a command; its module is imported now.

        Raises:
            KeyError: There is no such command.
        """
        if self.data[name] is None:
            module = _MODULES.get(name, name)
            self.data[name] = getattr(import_module(f"bot.commands.{module}"), module)
        return self.data[name]


_COMMANDS = _Commands.fromkeys(
    ("ask", "corpus", "doctor", "eval", "journal", "play", "serve", "webhook")
)


@click.group(
    commands=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="yinju")
@click.pass_context
def cli(context: click.Context) -> None:
    """Answer questions about a collection of articles by quoting them."""
    from bot.settings import unknown_settings

    if context.invoked_subcommand == "doctor":
        return  # It tells of them itself.
    for warning in unknown_settings():
        click.echo(f"yinju: {_in_words(warning)}", err=True)


def main() -> NoReturn:
    """Run the command line with the arguments of this process, and exit with its status."""
    gc.set_threshold(_GC_THRESHOLD)
    # Imported here, as most that is imported makes objects, and few of them are garbage.
    from bot.settings import use_one_thread

    use_one_thread()
    os.umask(_OTHERS)
    try:
        sys.exit(cli.main(prog_name="yinju", standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()  # Help has many lines, which _stop would join.
        sys.exit(USAGE_ERROR)
    except click.ClickException as error:
        _stop(error.format_message())
    except ReportedError as error:
        # Of settings, all mistakes are told of.
        _stop(*map(_in_words, getattr(error, "mistakes", [error.message])))
    except _reported_in_english() as error:
        _stop(str(error))
    except (KeyboardInterrupt, click.Abort):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The other end of a pipe is closed, as in `yinju corpus list | head`.
        sys.stderr.close()
        sys.exit(0)
    finally:
        gc.freeze()  # Python's last two collections would go through all that is loaded.


def _reported_in_english() -> tuple[type[Exception], ...]:
    """Return the errors whose message is printed in English, without a traceback."""
    from retrieval.evaluation.judged import JudgedFileError

    return (JudgedFileError,)


def _in_words(message: Message) -> str:
    # Imported here, as what writes messages knows answers, and they know numpy.
    from bot.messages import messages
    from bot.settings import terminal_language
    from bot.views.problems import in_words

    return in_words(messages(terminal_language()), message)


def _stop(*messages: str) -> NoReturn:
    for message in messages:
        click.echo(f"yinju: {' '.join(message.split())}", err=True)
    sys.exit(USAGE_ERROR)
