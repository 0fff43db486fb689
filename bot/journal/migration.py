"""The migration of the journal's database to the schema of this version, wholly or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.journal import NewerSchemaError

SCRIPTS = str(files("bot").joinpath("journal/migrations"))
"""The folder of the migrations."""


class BrokenReferencesError(Exception):
    """A migration would leave rows that refer to rows which do not exist."""


def migrate(connection: Connection, scripts: str = SCRIPTS) -> None:
    """Bring a database to the latest schema, in one transaction.

    Args:
        connection: A connection in autocommit mode: the driver's own transactions would end
            before a statement that changes the schema.
        scripts: The folder of the migrations.

    Raises:
        NewerSchemaError: The schema is that of a later version.
        BrokenReferencesError: The migrations would break references; nothing is changed.
    """
    config = _config(scripts)
    config.attributes["connection"] = connection
    newest, *older = known_versions(scripts)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == newest:
        return
    if current and current not in older:
        raise NewerSchemaError
    with _unenforced(connection), _transaction(connection):
        before = _broken_references(connection)
        command.upgrade(config, "head")
        if broken := _broken_references(connection) - before:
            names = ", ".join(sorted({table for table, _ in broken}))
            raise BrokenReferencesError(f"a migration breaks references of {names}")


def known_versions(scripts: str = SCRIPTS) -> list[str]:
    """Return the versions of the schema, the newest first, which is that of this program."""
    directory = ScriptDirectory.from_config(_config(scripts))
    return [script.revision for script in directory.walk_revisions()]


def _config(scripts: str) -> Config:
    config = Config()
    config.set_main_option("script_location", scripts.replace("%", "%%"))
    return config


@contextmanager
def _unenforced(connection: Connection) -> Iterator[None]:
    """Switch foreign keys off: replacing a table would delete the rows that refer to it.

    Views are not compared either: while a table is replaced, theirs is missing. Within a
    transaction this would do nothing.
    """
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("PRAGMA legacy_alter_table=ON")
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA legacy_alter_table=OFF")
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")


def _broken_references(connection: Connection) -> Counter[tuple[str, str]]:
    """Count the rows that refer to nothing, by their table and the one that they refer to.

    A migration may number rows anew, so they are not compared by number.
    """
    found = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return Counter((table, parent) for table, _, parent, _ in found)
