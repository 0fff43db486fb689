"""Settings: environment variables and lines of `.env`, and the only place that reads them."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.messages import Language, language_of


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names the variable."""


class Settings(BaseSettings):
    """Everything an operator can set; `.env.example` explains each variable."""

    model_config = SettingsConfigDict(
        env_prefix="BOT_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    corpus_dir: Path | None = None
    data_dir: Path = Field(default_factory=lambda: user_data_path("yinju"))
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def collection(self) -> Path:
        """The folder of articles: the one set, else the operator's own, else the packaged one."""
        own = self.data_dir / "articles"
        packaged = Path(str(files("corpus").joinpath("articles")))
        return self.corpus_dir or (own if own.is_dir() else packaged)

    @property
    def cache_dir(self) -> Path:
        """Where files are kept that can be made again at any time."""
        return self.data_dir / "cache"


def terminal_language() -> Language:
    """The language of this process's terminal, by the variables that gettext looks at."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return language_of(next((code for name in names if (code := os.environ.get(name))), None))


def read_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: A value cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(["BOT", *(str(part).upper() for part in first["loc"])])
        raise SettingsError(f"{name}: {first['msg'].lower()}") from error
