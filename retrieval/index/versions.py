"""The tables of a published collection, and which of its versions is in service.

A version has three tables of its own, which never change once it is in service:

    yinju_passages_v7   a row for each passage: what is searched, and what ranking reads
    yinju_articles_v7   a row for each article: what is known of it, and the rows of its passages
    yinju_lexicon_v7    the arrays of its words, in parts

`yinju_versions` has a row for each version, `yinju_current` one with the version in service.
Texts are JSON in binary columns: no collation, no blank at the end and no character outside of the
basic plane can make two of them equal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Double,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.dialects.mysql import LONGBLOB, MEDIUMTEXT

NAME_LENGTH = 64
"""The maximum length of a passage's id."""


def _table(name: str, metadata: MetaData, *columns: Column[Any]) -> Table:
    return Table(name, metadata, *columns, mysql_charset="utf8mb4", mysql_collate="utf8mb4_bin")


_METADATA = MetaData()

_VERSIONS = _table(
    "yinju_versions",
    _METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("facts", LONGBLOB, nullable=False),
    Column("replaced_at", Double),
)

_CURRENT = _table(
    "yinju_current",
    _METADATA,
    Column("name", String(16), primary_key=True),
    Column("version", Integer, nullable=False),
)

_MAIN = "main"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a collection.

    Attributes:
        number: Its number.
        facts: What is known of it as a whole, as JSON.
    """

    number: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one version."""

    passages: Table
    articles: Table
    lexicon: Table

    @property
    def all(self) -> Sequence[Table]:
        """All of them."""
        return (self.passages, self.articles, self.lexicon)


def tables_of(number: int) -> Tables:
    """Return the tables of a version."""
    metadata = MetaData()
    passages = _table(
        f"yinju_passages_v{number}",
        metadata,
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        Column("name", String(NAME_LENGTH), nullable=False),
        Column("article", Integer, nullable=False),
        Column("length", Integer, nullable=False),
        Column("terms", MEDIUMTEXT, nullable=False),
        Column("numbers", LONGBLOB, nullable=False),
        Column("content", LONGBLOB, nullable=False),
        Column("flags", LONGBLOB, nullable=False),
    )
    articles = _table(
        f"yinju_articles_v{number}",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("first", BigInteger, nullable=False),
        Column("size", Integer, nullable=False),
        Column("content", LONGBLOB, nullable=False),
    )
    lexicon = _table(
        f"yinju_lexicon_v{number}",
        metadata,
        Column("name", String(16), primary_key=True),
        Column("part", Integer, primary_key=True, autoincrement=False),
        Column("data", LONGBLOB, nullable=False),
    )
    return Tables(passages, articles, lexicon)


def create_indexes(connection: Connection, tables: Tables) -> None:
    """Create the indexes of a version whose rows are loaded.

    The parser's own least size leaves out every term of one or two letters.
    """
    name = tables.passages.name
    connection.execute(text(f"CREATE UNIQUE INDEX by_name ON {name} (name)"))
    connection.execute(
        text(
            f"CREATE FULLTEXT INDEX by_terms ON {name} (terms) WITH PARSER space"
            " PARSER_PROPERTIES=(min_token_size=1, max_token_size=84)"
        )
    )


def current_version(connection: Connection) -> Version | None:
    """Return the version in service; None if nothing has been published."""
    if not inspect(connection).has_table(_CURRENT.name):
        return None
    found = connection.execute(
        select(_VERSIONS.c.version, _VERSIONS.c.facts)
        .join(_CURRENT, _CURRENT.c.version == _VERSIONS.c.version)
        .where(_CURRENT.c.name == _MAIN)
    ).one_or_none()
    return Version(found.version, json.loads(found.facts)) if found else None


def current_number(connection: Connection) -> int | None:
    """Return the number of the version in service.

    Raises:
        ProgrammingError: Nothing was ever published.
    """
    found: int | None = connection.scalar(
        select(_CURRENT.c.version).where(_CURRENT.c.name == _MAIN)
    )
    return found


def begin_version(connection: Connection) -> int:
    """Create the tables of a new version and return its number."""
    _METADATA.create_all(connection)
    number = int(connection.scalar(select(func.max(_VERSIONS.c.version))) or 0) + 1
    connection.execute(insert(_VERSIONS).values(version=number, facts=b"{}"))
    for table in tables_of(number).all:
        table.create(connection)
    return number


def finish_version(connection: Connection, version: Version) -> None:
    """Note that a version is loaded and indexed, with what is known of it."""
    facts = json.dumps(version.facts).encode()
    found = _VERSIONS.c.version == version.number
    connection.execute(update(_VERSIONS).where(found).values(facts=facts))


def put_in_service(connection: Connection, number: int) -> None:
    """Put a version in service in place of the one before; to be run in one transaction."""
    before = connection.scalar(
        select(_CURRENT.c.version).where(_CURRENT.c.name == _MAIN).with_for_update()
    )
    if before is None:
        connection.execute(insert(_CURRENT).values(name=_MAIN, version=number))
        return
    connection.execute(update(_CURRENT).where(_CURRENT.c.name == _MAIN).values(version=number))
    replaced = update(_VERSIONS).where(_VERSIONS.c.version == before)
    connection.execute(replaced.values(replaced_at=func.unix_timestamp()))


def abandoned_versions(connection: Connection) -> Sequence[int]:
    """Return the versions whose publication has not ended, while nobody publishes."""
    if not inspect(connection).has_table(_VERSIONS.name):
        return ()
    current = select(_CURRENT.c.version)
    is_left = _VERSIONS.c.replaced_at.is_(None) & _VERSIONS.c.version.not_in(current)
    return connection.scalars(select(_VERSIONS.c.version).where(is_left)).all()


def replaced_versions(connection: Connection, grace: float) -> Sequence[int]:
    """Return the versions that have been out of service for *grace* seconds, by its clock."""
    is_over = _VERSIONS.c.replaced_at <= func.unix_timestamp() - grace
    return connection.scalars(select(_VERSIONS.c.version).where(is_over)).all()


def drop_version(connection: Connection, number: int) -> None:
    """Drop the tables of a version."""
    for table in tables_of(number).all:
        table.drop(connection, checkfirst=True)
    connection.execute(delete(_VERSIONS).where(_VERSIONS.c.version == number))
