"""The languages of admins' clients, in which they are told what they have not asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column."""
    op.add_column("chats", sa.Column("language", sa.String(16)))
