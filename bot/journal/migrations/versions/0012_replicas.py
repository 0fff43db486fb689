"""The programs that share a journal, and which of them has claimed an update."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column and the table; what waits is claimed by nobody."""
    op.add_column("inbox", sa.Column("owner", sa.String(16)))
    op.create_table(
        "replicas",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("bot_id", sa.BigInteger, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alive_until", sa.DateTime(timezone=True), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":  # Only programs that share one look by owner.
        waiting = sa.text("state = 'waiting'")
        op.create_index("inbox_by_owner", "inbox", ["bot_id", "owner"], postgresql_where=waiting)
