"""Indexes that find what was not answered, however many questions there are."""

from alembic import op
from sqlalchemy import text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the indexes."""
    # Queries say the condition literally (bot/journal/asked.py): SQLite compares expressions.
    unanswered = text("outcome = 'doubtful' OR reason IN ('not-covered', 'detail-missing')")
    op.create_index("questions_unanswered", "questions", ["asked_at"], sqlite_where=unanswered)
    op.create_index("feedback_by_verdict", "feedback", ["verdict", "given_at"])
