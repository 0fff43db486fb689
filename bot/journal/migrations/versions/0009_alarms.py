"""The alarms that admins know of, and views that count every reason and tell collections apart."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

# Small talk and the like; a reason that is new counts (retrieval/answer/declining.py).
_IS_QUESTION = """
    reason IS NULL OR reason NOT IN ('abilities', 'about', 'contact', 'dissatisfied', 'farewell',
        'good-night', 'greeting', 'help', 'instruction', 'no-more', 'nothing-asked', 'thanks')"""

_VIEWS = {
    "questions_without_answer": f"""
        SELECT text AS question, count(*) AS times, max(asked_at) AS last_asked_at,
               min(reason) AS reason_for_declining
        FROM questions WHERE outcome = 'declined' AND ({_IS_QUESTION})
        GROUP BY text""",  # noqa: S608 - a condition of ours
    "questions_by_day": f"""
        SELECT date(asked_at) AS day, count(*) AS questions,
               count(DISTINCT user_id) AS people,
               count(CASE outcome WHEN 'answered' THEN 1 END) AS answered,
               count(CASE outcome WHEN 'doubtful' THEN 1 END) AS answered_with_doubt,
               count(CASE outcome WHEN 'declined' THEN 1 END) AS declined
        FROM questions WHERE {_IS_QUESTION}
        GROUP BY day""",  # noqa: S608 - a condition of ours
    "articles_quoted": """
        SELECT collection, article_id AS article, count(*) AS quotations,
               count(DISTINCT question_id) AS questions
        FROM citations JOIN questions ON questions.id = question_id
        GROUP BY collection, article_id""",
}

_DAY_ON_A_SERVER = "date(asked_at AT TIME ZONE 'UTC')"


def upgrade() -> None:
    """Create the table, and replace the views."""
    op.create_table(
        "alarms",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
    )
    is_on_server = op.get_bind().dialect.name == "postgresql"
    for name, view in _VIEWS.items():
        query = view.replace("date(asked_at)", _DAY_ON_A_SERVER) if is_on_server else view
        op.execute(f"DROP VIEW {name}")
        op.execute(f"CREATE VIEW {name} AS {query}")
