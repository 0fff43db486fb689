"""Wrong usage of the command line, as messages of the catalogues in place of click's English."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

import click

from corpus.message import Message, ReportedError

_EXAMPLE = "2026-01-31"
"""A day in the only format in which options take one."""


class UsageError(ReportedError):
    """Arguments that click accepts do not go together."""


@singledispatch
def usage_message(error: click.UsageError) -> Message:
    """Return what is wrong with the arguments of a command, and what would be right."""
    extra = error.message.partition("(")[2].removesuffix(")")
    return Message(
        "{words} is more than the command takes; {help} shows the usage",
        words=extra or error.message,
        help=_help(error.ctx),
    )


@usage_message.register
def _(error: click.NoSuchOption) -> Message:
    name, similar = error.option_name, error.possibilities
    if similar:
        others = _listed(similar)
        return Message(
            "there is no option {name}; did you mean {others}?", name=name, others=others
        )
    return Message("there is no option {name}; {help} lists all", name=name, help=_help(error.ctx))


@usage_message.register
def _(error: click.NoSuchCommand) -> Message:
    name, similar = error.command_name, error.possibilities
    if similar:
        others = _listed(similar)
        return Message(
            "there is no command {name}; did you mean {others}?", name=name, others=others
        )
    return Message(
        "there is no command {name}; {help} lists all", name=name, help=_help(error.ctx)
    )


@usage_message.register
def _(error: click.BadOptionUsage) -> Message:
    # The error has nothing but its text to tell the two apart.
    if "does not take a value" in error.message:
        return Message("{name} takes no value", name=error.option_name)
    return Message("{name} must be followed by a value", name=error.option_name)


@usage_message.register
def _(error: click.MissingParameter) -> Message:
    help_ = _help(error.ctx)
    return Message("{name} is missing; {help} shows the usage", name=_name(error), help=help_)


@usage_message.register
def _(error: click.BadParameter) -> Message:
    name, kind = _name(error), error.param.type if error.param else click.INT
    if isinstance(kind, click.Choice):
        return Message(
            "{name} must be one of: {choices}", name=name, choices=_listed(kind.choices)
        )
    if isinstance(kind, click.DateTime):
        return Message("{name} must be a day, such as {example}", name=name, example=_EXAMPLE)
    if isinstance(kind, click.Path):
        return _wrong_path(name, kind)
    return _wrong_number(name, kind)


def _wrong_path(name: str, kind: click.Path) -> Message:
    if kind.exists:
        return Message("{name} must name a file that can be read", name=name)
    return Message("{name} must name a file, not a folder", name=name)


def _wrong_number(name: str, kind: object) -> Message:
    if not isinstance(kind, click.IntRange):
        return Message("{name} must be a whole number", name=name)
    low, high = str(kind.min), str(kind.max)
    if kind.max is None:
        return Message("{name} must be a whole number, {low} or more", name=name, low=low)
    return Message(
        "{name} must be a whole number from {low} to {high}", name=name, low=low, high=high
    )


def _name(error: click.BadParameter) -> str:
    """Return the name of an option, or of an argument as the usage has it."""
    param, context = error.param, error.ctx
    if isinstance(param, click.Argument) and context:
        return param.make_metavar(context).strip("[]")
    return max(param.opts, key=len) if param else ""


def _help(context: click.Context | None) -> str:
    return f"{context.command_path if context else 'yinju'} --help"


def _listed(names: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, names)))
