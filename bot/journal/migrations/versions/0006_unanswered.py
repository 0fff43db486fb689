"""An index that finds verdicts, however many there are."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the index."""
    op.create_index("feedback_by_verdict", "feedback", ["verdict", "given_at"])
