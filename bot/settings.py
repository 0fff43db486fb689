"""Settings from environment variables and `.env`; no other module reads the environment."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from importlib.resources import files
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

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
from bot.setting_values import (
    SQLITE,
    accepted,
    check_api,
    check_chats,
    check_database,
    check_engine,
    check_listen,
    check_numbers,
    check_proxy,
    check_secret,
    check_token,
    check_weekday,
    check_zone,
    passwords,
    without_password,
)
from corpus.limits import FetchLimits, Limits
from corpus.message import Message, ReportedError, system_error
from retrieval.meaning.weight import MEANING_WEIGHT

_PREFIX = "BOT_"

ENV_FILE = ".env"
"""The file of settings, in the folder where the program is started."""

TELEGRAM = "https://api.telegram.org"
"""The address of Telegram's own Bot API server."""


class SettingsError(ReportedError):
    """Settings are wrong: the message names the variable and what it accepts.

    Args:
        message: The message, or its template.
        others: Messages of further mistakes.
        values: The values in the template.

    Attributes:
        mistakes: The messages of all mistakes, one a line for people.
    """

    def __init__(
        self, message: Message | str, *others: Message, **values: str | int | Message
    ) -> None:
        super().__init__(message, **values)
        self.mistakes = (self.message, *others)

    def __str__(self) -> str:
        return "\n".join(map(str, self.mistakes))


Mistake = tuple[str, Message]
"""The name of a setting, and what is wrong with it."""

_Chats = Annotated[frozenset[int], NoDecode, BeforeValidator(check_chats)]


class Settings(BaseSettings):
    """The settings of an operator; `.env.example` explains each variable."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8-sig",  # UTF-8 with or without a byte order mark.
        env_ignore_empty=True,
        extra="ignore",
    )

    token: Annotated[SecretStr, AfterValidator(check_token)] | None = None
    admin_ids: Annotated[frozenset[int], NoDecode, BeforeValidator(check_numbers)] = frozenset()
    allowed_chats: _Chats = frozenset()
    blocked_ids: _Chats = frozenset()
    person_per_minute: int = Field(default=60, ge=0)
    chat_per_minute: int = Field(default=60, ge=0)
    replicas: int = Field(default=1, ge=1, le=30)
    contact: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    corpus_dir: Path | None = None
    data_dir: Path = Field(default_factory=lambda: user_data_path("yinju"))
    database_url: Annotated[str, AfterValidator(check_database)] | None = None
    engine_url: Annotated[SecretStr, AfterValidator(check_engine)] | None = None
    api_url: Annotated[str, AfterValidator(check_api)] = TELEGRAM
    webhook_url: Annotated[str, AfterValidator(check_api)] | None = None
    webhook_listen: Annotated[str, AfterValidator(check_listen)] = "127.0.0.1:8080"
    webhook_secret: Annotated[SecretStr, AfterValidator(check_secret)] | None = None
    proxy_url: Annotated[SecretStr, AfterValidator(check_proxy)] | None = None
    inline: bool = True
    guests: bool = True
    hears_all: bool | None = None
    retention_days: int = Field(default=365, ge=1)
    timezone: Annotated[ZoneInfo, BeforeValidator(check_zone)] = ZoneInfo("UTC")
    weekly_report: Annotated[str, AfterValidator(check_weekday)] = "off"
    meaning: bool = True
    meaning_weight: float = Field(default=MEANING_WEIGHT, ge=0, le=1000)
    embeddings_url: Annotated[str, AfterValidator(check_api)] | None = None
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
        known = [one.get_secret_value() for one in secrets if one]
        return [*known, *passwords(self.journal_url)]

    def share_of(self, per_minute: int) -> int:
        """Return the part of a limit that each of several replicas allows; 0 is no limit."""
        return -(per_minute // -self.replicas)

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
        return self.database_url or f"{SQLITE}/{self.data_dir / 'journal.sqlite3'}"

    @property
    def journal_name(self) -> str:
        """The journal's file or server, as people are told of it, without a password."""
        return without_password(self.journal_url)

    def today(self) -> date:
        """Return the present day, by the operator's clock."""
        return datetime.now(self.timezone).date()


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


def unknown_settings() -> Iterator[Message]:
    """Yield a warning for each variable that starts with BOT_ and is not a setting."""
    known = [_variable(name) for name in Settings.model_fields]
    with suppress(UnicodeDecodeError, OSError):  # read_settings reports the error.
        sources = (EnvSettingsSource(Settings), DotEnvSettingsSource(Settings))
        present = {name.upper() for source in sources for name in source.env_vars}
        for name in sorted(present.difference(known)):
            if not name.startswith(_PREFIX):
                continue
            if nearest := difflib.get_close_matches(name, known, n=1):
                yield Message(
                    "{name} is not a setting; did you mean {nearest}?",
                    name=name,
                    nearest=nearest[0],
                )
            else:
                yield Message("{name} is not a setting; see .env.example", name=name)


def read_settings(check: Callable[[Settings], Iterable[Mistake]] | None = None) -> Settings:
    """Read and validate the settings.

    Args:
        check: Returns what else is wrong with settings for what is to be done with them.

    Raises:
        SettingsError: `.env` cannot be read, or values are invalid; it names all of them.
    """
    settings, mistakes = examine_settings(check)
    if mistakes:
        raise SettingsError(*(message for _, message in mistakes))
    return settings


def examine_settings(
    check: Callable[[Settings], Iterable[Mistake]] | None = None,
) -> tuple[Settings, list[Mistake]]:
    """Return the settings, and all that is wrong with them; what is wrong has its default value.

    Args:
        check: See `read_settings`.
    """
    mistakes: list[Mistake] = []
    try:
        settings, invalid = _settings_from(ENV_FILE)
    except (UnicodeDecodeError, OSError) as error:
        mistakes.append((ENV_FILE, _unread(error)))
        settings, invalid = _settings_from(None)
    mistakes += [
        (name, Message("{name} {accepted}", name=_variable(name), accepted=what))
        for name, what in invalid.items()
    ]
    others = check(settings) if check else ()
    mistakes += [(name, message) for name, message in others if name not in invalid]
    return settings, mistakes


def _settings_from(file: str | None) -> tuple[Settings, dict[str, Message]]:
    """Return the settings of the environment and a file, and by name what invalid ones accept.

    Raises:
        UnicodeDecodeError: The file is no UTF-8.
        OSError: It cannot be read.
    """
    source: dict[str, Any] = {"_env_file": file}
    try:
        return Settings(**source), {}
    except ValidationError as error:
        invalid = {str(one["loc"][0]): accepted({**one}) for one in error.errors()}
    fields = Settings.model_fields
    source |= {name: fields[name].get_default(call_default_factory=True) for name in invalid}
    return Settings(**source), invalid


def _unread(error: UnicodeDecodeError | OSError) -> Message:
    if isinstance(error, OSError):
        return Message(".env cannot be read: {reason}", reason=system_error(error))
    return Message(".env must be saved as UTF-8")


def _variable(name: str) -> str:
    return f"{_PREFIX}{name.upper()}"
