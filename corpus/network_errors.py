"""Errors of the network in words."""

from __future__ import annotations

import errno
import ssl
from collections.abc import Iterator

from corpus.message import Message

_CAUSES = {
    errno.ECONNREFUSED: Message("it refuses the connection"),
    errno.ECONNRESET: Message("it closed the connection"),
    errno.EHOSTUNREACH: Message("there is no route to it"),
    errno.ENETUNREACH: Message("there is no route to it"),
    errno.ETIMEDOUT: Message("it does not answer"),
}


def network_error(error: BaseException) -> Message | str:
    """Return why a server could not be reached; a rare reason in the words of the library."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Message("its certificate is not valid")
        # The number of an error of TLS is none of the system's.
        if isinstance(cause, ssl.SSLError) or not isinstance(cause, OSError):
            continue
        if found := _CAUSES.get(cause.errno or 0):
            return found
    return str(error) or type(error).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that led to it."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
