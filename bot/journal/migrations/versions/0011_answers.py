"""Who sees the answers in a group: everybody, or whoever asked."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column; in groups that are known, everybody goes on seeing them."""
    column = sa.Column("answers", sa.String(16), nullable=False, server_default="everybody")
    op.add_column("policies", column)
