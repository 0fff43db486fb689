"""The values that settings accept, and what people are told of others."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import SecretStr

from corpus.message import Message

SQLITE = "sqlite+aiosqlite://"
"""What the URL of a journal in a file begins with."""

POSTGRESQL = "postgresql+asyncpg://"
"""What that of one on a server begins with."""

WEBHOOK_PORTS = (443, 80, 88, 8443)
"""The ports that Telegram sends updates to."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MIN_SECRET = 8
"""Number of characters from which a password is no word of another meaning."""

_PASSWORD = re.compile(r"(postgresql[^:/@]*://[^:/@]*:)(.+)(@.*)")
"""The URL of a server with a password, which may have any character."""

_PASSWORD_IN_QUERY = re.compile(r"([?&][a-z]*password=)([^&]*)")
"""A password behind the name of the database."""

_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{30,}")

_SHARED_ACCOUNTS = frozenset({"1087968824", "136817688", "777000"})
"""Accounts in whose name Telegram sends what anonymous admins, channels and itself write."""

_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


class InvalidValueError(ValueError):
    """A value is not accepted; `message` says what is, as the end of a sentence."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def check_token(value: SecretStr) -> SecretStr:
    """Accept a complete token."""
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise InvalidValueError(
            Message(
                "must be a complete token from @BotFather: a number, a colon and 35 characters"
            )
        )
    return value


def check_numbers(value: object) -> object:
    """Split ids of people, none of which is an account that many share."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise InvalidValueError(
            Message(
                "must be user ids, which are numbers, separated by commas; @userinfobot "
                "tells you yours"
            )
        )
    if shared := _SHARED_ACCOUNTS.intersection(parts):
        raise InvalidValueError(
            Message(
                "must be ids of people; {id} is a Telegram account that many people share",
                id=min(shared),
            )
        )
    return parts


def check_chats(value: object) -> object:
    """Split ids of chats."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",")]
    if not all(re.fullmatch("-?[0-9]{1,20}", part) for part in parts):
        raise InvalidValueError(
            Message(
                "must be ids of chats, separated by commas: numbers, which begin with - for groups"
            )
        )
    return parts


def check_proxy(value: SecretStr) -> SecretStr:
    """Accept the URL of a proxy."""
    _check_scheme(value.get_secret_value(), "http", "https", "socks5")
    return value


def check_api(value: str) -> str:
    """Accept the URL of a server, and return it without a slash at its end."""
    return _check_scheme(value, "https", "http").rstrip("/")


def check_engine(value: SecretStr) -> SecretStr:
    """Accept the URL of a server that speaks MySQL's protocol."""
    _check_scheme(value.get_secret_value(), "mysql", "mysql+pymysql")
    return value


def _check_scheme(address: str, *schemes: str) -> str:
    scheme, separator, rest = address.partition("://")
    if scheme not in schemes or not separator or not rest:
        *others, last = [f"{name}://" for name in schemes]
        raise InvalidValueError(
            Message("must start with {others} or {last}", others=", ".join(others), last=last)
        )
    return address


def check_secret(value: SecretStr) -> SecretStr:
    """Accept a secret token for the webhook."""
    if not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
        raise InvalidValueError(
            Message("must be 16 to 256 letters, digits, _ or -, which nobody can guess")
        )
    return value


def check_listen(value: str) -> str:
    """Accept an address and a port, or the path of a socket."""
    host, _, port = value.rpartition(":")
    is_port = bool(host) and port.isascii() and port.isdigit() and 0 < int(port) < 1 << 16
    if not is_port and not (value.startswith("unix:/") and len(value) > len("unix:/")):
        raise InvalidValueError(
            Message(
                "must be an address and a port, such as 127.0.0.1:8080, or unix: and an absolute "
                "path"
            )
        )
    return value


def check_zone(value: object) -> object:
    """Return the time zone with a name."""
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value)
    except (LookupError, OSError, ValueError):  # No such zone, a folder of zones, or a path.
        nearest = difflib.get_close_matches(value, available_timezones(), n=1)
    if nearest:
        raise InvalidValueError(
            Message(
                "must be the name of a time zone, such as Asia/Shanghai; did you mean {name}?",
                name=nearest[0],
            )
        )
    raise InvalidValueError(Message("must be the name of a time zone, such as Asia/Shanghai"))


def check_database(value: str) -> str:
    """Return the URL of a SQLite file, given by its path or URL, or of a PostgreSQL database."""
    if value.startswith(POSTGRESQL) and value != POSTGRESQL:
        return value
    if "://" not in value:
        path = Path(value).expanduser()
        if path.is_dir():
            raise InvalidValueError(Message("must be a file; {path} is a folder", path=value))
        return f"{SQLITE}/{path}"
    if not value.startswith(f"{SQLITE}/"):
        raise InvalidValueError(
            Message(
                "must be the path of a SQLite file, or start with {scheme} or {server}",
                scheme=SQLITE,
                server=POSTGRESQL,
            )
        )
    return value


def without_password(url: str) -> str:
    """Return the path of a SQLite file, or the URL of a server without its password."""
    if url.startswith(f"{SQLITE}/"):
        return url.removeprefix(f"{SQLITE}/")
    return _PASSWORD.sub(r"\1***\3", _PASSWORD_IN_QUERY.sub(r"\1***", url))


def passwords(url: str) -> list[str]:
    """Return what no log may show of the URL of a server: its password, as it is and as written.

    A short one, which may be any word, is only hidden as part of the URL.
    """
    written = (
        [one for _, one in _PASSWORD_IN_QUERY.findall(url)] if url.startswith("postgresql") else []
    )
    if found := _PASSWORD.match(url):
        # Of one with an @ in it, what is before that is taken for the password by some.
        written += [found[2], found[2].partition("@")[0]]
    words = {word for one in written for word in (one, unquote(one))}
    return [url, *sorted(one for one in words if len(one) >= _MIN_SECRET)] if written else []


def check_weekday(value: str) -> str:
    """Accept a day of the week, or off."""
    day = value.lower()
    if day not in {*WEEKDAYS, "off"}:
        raise InvalidValueError(
            Message("must be off or a day of the week: {days}", days=", ".join(WEEKDAYS))
        )
    return day


def is_for_telegram(url: str) -> bool:
    """Return True if Telegram sends updates to a URL."""
    try:
        address = urlsplit(url)
        return (
            address.scheme == "https"
            and bool(address.hostname)
            and (address.port or 443) in WEBHOOK_PORTS
        )
    except ValueError:  # A port that is no number.
        return False


def accepted(error: Mapping[str, Any]) -> Message:
    """Return what a setting accepts, as the end of a sentence, from an error of pydantic's."""
    context: Mapping[str, Any] = error.get("ctx", {})
    if isinstance(own := context.get("error"), InvalidValueError):
        return own.message
    bounds = {
        "greater_than_equal": Message("must be at least {bound}", bound=_bound(context, "ge")),
        "greater_than": Message("must be more than {bound}", bound=_bound(context, "gt")),
        "less_than_equal": Message("must be at most {bound}", bound=_bound(context, "le")),
        "literal_error": Message("must be one of: {values}", values=_choices(context)),
        "string_too_long": Message(
            "must have at most {bound} characters", bound=_bound(context, "max_length")
        ),
    }
    kinds = {
        "int": Message("must be a whole number"),
        "float": Message("must be a number"),
        "bool": Message("must be true or false"),
        "ip": Message("must be an IP address"),
    }
    kind = error["type"].partition("_")[0]
    other = Message("is not accepted: {reason}", reason=error["msg"])
    return bounds.get(error["type"]) or kinds.get(kind) or other


def _bound(context: Mapping[str, Any], name: str) -> str:
    return f"{context.get(name, 0):g}"


def _choices(context: Mapping[str, Any]) -> str:
    """Return the values that pydantic expects, without its quotation marks and its “or”."""
    return ", ".join(re.findall(r"'([^']*)'", str(context.get("expected", ""))))
