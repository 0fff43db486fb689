"""Answering messages, follow-up questions, and the table of policies."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns and indexes, and create the table."""
    op.add_column("questions", sa.Column("answer_id", sa.BigInteger))
    op.add_column("questions", sa.Column("follows", sa.String(16)))
    op.create_index("questions_by_message", "questions", ["chat_id", "message_id"])
    op.create_index("questions_by_answer", "questions", ["chat_id", "answer_id"])
    op.create_index("questions_by_user", "questions", ["user_id"])
    op.create_table(
        "policies",
        sa.Column("chat_id", sa.BigInteger, primary_key=True),
        sa.Column("trigger", sa.String(16), nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("quotations", sa.Integer, nullable=False),
        sa.Column("taps", sa.String(16), nullable=False),
        sa.Column("display", sa.String(16), nullable=False),
    )
