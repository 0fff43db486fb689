"""The collections that chats have chosen, and the one that a question was asked of."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns, and indexes that find what was asked of a collection."""
    op.add_column("policies", sa.Column("collections", sa.Text, nullable=False, server_default=""))
    op.add_column("questions", sa.Column("collection", sa.String(40)))
    op.create_index("questions_by_collection", "questions", ["collection", "asked_at"])
    # Queries say the condition literally (bot/journal/asked.py): SQLite compares expressions.
    unanswered = sa.text("outcome = 'doubtful' OR reason IN ('not-covered', 'detail-missing')")
    op.create_index(
        *("questions_unanswered", "questions", ["collection", "asked_at"]),
        sqlite_where=unanswered,
        postgresql_where=unanswered,
    )
