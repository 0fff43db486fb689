"""Settings from environment variables and `.env`; no other module reads the environment."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date, datetime
from importlib.resources import files
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from platformdirs import user_data_path
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    IPvAnyAddress,
    SecretStr,
    StringConstraints,
    ValidationError,
)
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

from bot.messages import Language, language_of
from corpus.limits import FetchLimits, Limits
from retrieval.meaning.weight import MEANING_WEIGHT

_PREFIX = "BOT_"
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{30,}")

_SHARED_ACCOUNTS = frozenset({"1087968824", "136817688", "777000"})
"""Accounts in whose name Telegram sends what anonymous admins, channels and itself write."""


_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")

WEBHOOK_PORTS = (443, 80, 88, 8443)
"""The ports that Telegram sends updates to."""

_TELEGRAM = "https://api.telegram.org"


class SettingsError(Exception):
    """A setting has an invalid value; the message names the variable and what it accepts."""


def _check_token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError(
            "must be a complete token from @BotFather: a number, a colon and 35 characters"
        )
    return value


def _check_numbers(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise ValueError(
            "must be user ids, which are numbers, separated by commas; @userinfobot tells yours"
        )
    if shared := _SHARED_ACCOUNTS.intersection(parts):
        raise ValueError(
            f"must be ids of people; {min(shared)} is an account of Telegram's that many share"
        )
    return parts


def _check_chats(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",")]
    if not all(re.fullmatch("-?[0-9]{1,20}", part) for part in parts):
        raise ValueError(
            "must be ids of chats, separated by commas: numbers, which begin with - for groups"
        )
    return parts


def _check_scheme(address: str, *schemes: str) -> str:
    scheme, separator, rest = address.partition("://")
    if scheme not in schemes or not separator or not rest:
        raise ValueError(f"must start with {' or '.join(f'{name}://' for name in schemes)}")
    return address


def _check_proxy(value: SecretStr) -> SecretStr:
    _check_scheme(value.get_secret_value(), "http", "https", "socks5")
    return value


def _check_api(value: str) -> str:
    return _check_scheme(value, "https", "http").rstrip("/")


def _check_secret(value: SecretStr) -> SecretStr:
    if not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
        raise ValueError("must be 16 to 256 letters, digits, _ or -, which nobody can guess")
    return value


def _check_listen(value: str) -> str:
    host, _, port = value.rpartition(":")
    is_port = bool(host) and port.isascii() and port.isdigit() and 0 < int(port) < 1 << 16
    if not is_port and not (value.startswith("unix:/") and len(value) > len("unix:/")):
        raise ValueError(
            "must be an address and a port, such as 127.0.0.1:8080, or unix: and an absolute path"
        )
    return value


def _check_zone(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value)
    except (LookupError, OSError, ValueError):  # No such zone, a folder of zones, or a path.
        nearest = difflib.get_close_matches(value, available_timezones(), n=1)
        advice = f"; did you mean {nearest[0]}?" if nearest else ""
        raise ValueError(
            f"must be the name of a time zone, such as Asia/Shanghai{advice}"
        ) from None


def _check_engine(value: SecretStr) -> SecretStr:
    _check_scheme(value.get_secret_value(), "mysql", "mysql+pymysql")
    return value


def _check_database(value: str) -> str:
    return _check_scheme(value, "sqlite+aiosqlite")


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _check_weekday(value: str) -> str:
    day = value.lower()
    if day not in {*WEEKDAYS, "off"}:
        raise ValueError(f"must be off or a day of the week: {', '.join(WEEKDAYS)}")
    return day


_Chats = Annotated[frozenset[int], NoDecode, BeforeValidator(_check_chats)]


class Settings(BaseSettings):
    """The settings of an operator; `.env.example` explains each variable."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_file=".env",
        env_file_encoding="utf-8-sig",  # UTF-8 with or without a byte order mark.
        env_ignore_empty=True,
        extra="ignore",
    )

    token: Annotated[SecretStr, AfterValidator(_check_token)] | None = None
    admin_ids: Annotated[frozenset[int], NoDecode, BeforeValidator(_check_numbers)] = frozenset()
    allowed_chats: _Chats = frozenset()
    blocked_ids: _Chats = frozenset()
    person_per_minute: int = Field(default=60, ge=0)
    chat_per_minute: int = Field(default=60, ge=0)
    contact: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    corpus_dir: Path | None = None
    data_dir: Path = Field(default_factory=lambda: user_data_path("yinju"))
    database_url: Annotated[str, AfterValidator(_check_database)] | None = None
    engine_url: Annotated[SecretStr, AfterValidator(_check_engine)] | None = None
    api_url: Annotated[str, AfterValidator(_check_api)] = _TELEGRAM
    webhook_url: Annotated[str, AfterValidator(_check_api)] | None = None
    webhook_listen: Annotated[str, AfterValidator(_check_listen)] = "127.0.0.1:8080"
    webhook_secret: Annotated[SecretStr, AfterValidator(_check_secret)] | None = None
    proxy_url: Annotated[SecretStr, AfterValidator(_check_proxy)] | None = None
    retention_days: int = Field(default=365, ge=1)
    timezone: Annotated[ZoneInfo, BeforeValidator(_check_zone)] = ZoneInfo("UTC")
    weekly_report: Annotated[str, AfterValidator(_check_weekday)] = "off"
    meaning: bool = True
    meaning_weight: float = Field(default=MEANING_WEIGHT, ge=0, le=1000)
    embeddings_url: Annotated[str, AfterValidator(_check_api)] | None = None
    embeddings_model: Annotated[str, StringConstraints(strip_whitespace=True)] | None = None
    embeddings_key: SecretStr | None = None
    watch: bool = False
    max_files: int = Field(default=Limits.files, ge=1)
    max_file_bytes: int = Field(default=Limits.file_bytes, ge=1)
    max_characters: int = Field(default=Limits.characters, ge=1)
    passage_longest: int = Field(default=Limits.longest_passage, ge=100, le=600)
    passage_shortest: int = Field(default=Limits.shortest_passage, ge=0, le=100)
    fetch_seconds: float = Field(default=FetchLimits.seconds, gt=0, le=3600)
    fetch_redirects: int = Field(default=FetchLimits.redirects, ge=0, le=20)
    fetch_private: bool = False
    feeds_hours: float = Field(default=6.0, ge=0, le=168)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    log_libraries: bool = False
    monitor_port: Annotated[int, Field(ge=0, le=65535)] | None = None
    monitor_host: IPvAnyAddress = IPv4Address("127.0.0.1")

    def for_server(self, api_url: str, token: str, admin_ids: Collection[int]) -> Settings:
        """Return these settings for a bot on another Bot API server, without the proxy."""
        return self.model_copy(
            update={
                "api_url": api_url,
                "token": SecretStr(token),
                "admin_ids": frozenset(admin_ids),
                "proxy_url": None,
                "webhook_url": None,
            }
        )

    def check_webhook(self, url: str) -> str:
        """Check that Telegram can send updates to *url*, and return the secret token for them.

        A Bot API server of one's own sends them anywhere.

        Raises:
            SettingsError: The secret is missing, or the URL is none that Telegram sends to.
        """
        if self.webhook_secret is None:
            raise SettingsError(
                "BOT_WEBHOOK_SECRET is missing; `python3 -c 'import secrets; "
                "print(secrets.token_urlsafe())'` makes one"
            )
        if self.api_url == _TELEGRAM and not _is_for_telegram(url):
            raise SettingsError(
                f"{url} is no address that Telegram sends updates to: it must start with "
                f"https:// and have one of the ports {', '.join(map(str, WEBHOOK_PORTS))}"
            )
        return self.webhook_secret.get_secret_value()

    @property
    def are_questions_sent(self) -> bool:
        """True if an endpoint is sent questions to encode."""
        return self.meaning and self.embeddings_url is not None

    @property
    def secrets(self) -> list[str]:
        """The values that no log may show."""
        secrets = (
            self.token,
            self.proxy_url,
            self.webhook_secret,
            self.embeddings_key,
            self.engine_url,
        )
        return [one.get_secret_value() for one in secrets if one]

    @property
    def is_proxied(self) -> bool:
        """True if a proxy is set, here or for all programs."""
        from urllib.request import getproxies

        return bool(self.proxy_url or getproxies())

    @property
    def collection(self) -> Path:
        """The folder of articles: the one set, else the data folder's, else the packaged one."""
        own = self.own_collection
        return self.corpus_dir or (own if own.is_dir() else packaged_articles())

    @property
    def own_collection(self) -> Path:
        """The operator's own collection in the data folder, which may not exist."""
        return self.data_dir / "articles"

    @property
    def limits(self) -> Limits:
        """The limits on files and the lengths of passages."""
        return Limits(
            files=self.max_files,
            file_bytes=self.max_file_bytes,
            characters=self.max_characters,
            longest_passage=self.passage_longest,
            shortest_passage=self.passage_shortest,
        )

    @property
    def fetch_limits(self) -> FetchLimits:
        """The limits on size, time, redirects and addresses when fetching an article."""
        return FetchLimits(
            bytes=self.max_file_bytes,
            seconds=self.fetch_seconds,
            redirects=self.fetch_redirects,
            private=self.fetch_private,
        )

    @property
    def cache_dir(self) -> Path:
        """The folder of caches that do not depend on a collection."""
        return self.data_dir / "cache"

    @property
    def index_dir(self) -> Path:
        """The folder of the indexes of collections, one subfolder each."""
        return self.data_dir / "index"

    @property
    def bot_id(self) -> int:
        """Telegram's id of the bot, which its token begins with; 0 without a token."""
        number = self.token.get_secret_value().partition(":")[0] if self.token else ""
        return int(number) if number.isdecimal() else 0

    @property
    def journal_url(self) -> str:
        """The SQLAlchemy URL of the journal's database."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'journal.sqlite3'}"

    def today(self) -> date:
        """Return the present day, by the operator's clock."""
        return datetime.now(self.timezone).date()


def _is_for_telegram(url: str) -> bool:
    try:
        address = urlsplit(url)
        return (
            address.scheme == "https"
            and bool(address.hostname)
            and (address.port or 443) in WEBHOOK_PORTS
        )
    except ValueError:  # A port that is no number.
        return False


def packaged_articles() -> Path:
    """Return the folder of the packaged collection, which must not be written to."""
    return Path(str(files("corpus").joinpath("articles")))


def terminal_language() -> Language:
    """Return the language of the terminal, from the variables that gettext reads."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return language_of(next((code for name in names if (code := os.environ.get(name))), None))


def use_one_thread() -> None:
    """Keep numpy from starting threads for linear algebra, which this program has none of.

    Each takes time at the start, and memory; to have an effect, this comes before numpy's import.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def unknown_settings() -> Iterator[str]:
    """Yield a warning for each variable that starts with BOT_ and is not a setting."""
    known = [f"{_PREFIX}{name.upper()}" for name in Settings.model_fields]
    with suppress(UnicodeDecodeError, OSError):  # read_settings reports the error.
        sources = (EnvSettingsSource(Settings), DotEnvSettingsSource(Settings))
        present = {name.upper() for source in sources for name in source.env_vars}
        for name in sorted(present.difference(known)):
            if name.startswith(_PREFIX):
                nearest = difflib.get_close_matches(name, known, n=1)
                advice = f"did you mean {nearest[0]}?" if nearest else "see .env.example"
                yield f"{name} is not a setting; {advice}"


def read_settings() -> Settings:
    """Read and validate the settings.

    Raises:
        SettingsError: `.env` cannot be read, or a value is invalid.
    """
    try:
        return Settings()
    except UnicodeDecodeError as error:
        raise SettingsError(".env must be saved as UTF-8") from error
    except OSError as error:
        raise SettingsError(f".env cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{_PREFIX}{str(first['loc'][0]).upper()}"
        message = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name} {message[:1].lower()}{message[1:]}") from error
