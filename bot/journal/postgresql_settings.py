"""The settings of a connection to a PostgreSQL server, and characters that it cannot store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_connection


def limit(seconds: float, connection: AsyncAdapt_asyncpg_connection, _: object) -> None:
    """Have the server give up a lock, and end a transaction whose program has vanished.

    Not by parameters of the connection, which PgBouncer refuses.
    """
    milliseconds = int(seconds * 1000)
    limits = {
        "lock_timeout": milliseconds * 4 // 5,
        "idle_in_transaction_session_timeout": milliseconds * 2,
        "tcp_keepalives_idle": 10,
        "tcp_keepalives_interval": 5,
        "tcp_keepalives_count": 3,
    }
    words = "; ".join(f"SET {name} = {value}" for name, value in limits.items())
    connection.run_async(lambda driver: driver.execute(words))


def storable(*given: Any) -> tuple[str, Any]:
    """Return a statement with its values, texts without what the server refuses to store."""
    _, _, statement, values, _, is_many = given
    rows = values if is_many else [values]
    cleaned = [tuple(map(_storable_value, row)) for row in rows]
    return statement, cleaned if is_many else cleaned[0]


def _storable_value(value: object) -> object:
    """Return a text without NUL and halves of surrogate pairs, anything else as it is."""
    if not isinstance(value, str) or (value.isascii() and "\0" not in value):
        return value
    return value.replace("\0", "").encode(errors="replace").decode()
