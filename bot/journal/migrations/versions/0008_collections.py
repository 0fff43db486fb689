"""The collections that chats have chosen, and the one that a question was asked of."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("policies", sa.Column("collections", sa.Text, nullable=False, server_default=""))
    op.add_column("questions", sa.Column("collection", sa.String(40)))
