"""An index for statistics, the table of reports, and views for people who browse the file."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_COVERED = ["asked_at", "chat_id", "user_id", "outcome", "reason", "took_ms"]

# Nothing in them names a person or a private chat, whose number is that of its person.
_VIEWS = {
    "questions_asked": """
        SELECT asked_at, text AS question, language, chat_type AS kind_of_chat, outcome,
               reason AS reason_for_declining,
               round(CAST(took_ms AS numeric), 1) AS milliseconds,
               (SELECT count(*) FROM citations WHERE question_id = questions.id) AS quotations,
               (SELECT count(*) FROM feedback
                WHERE question_id = questions.id AND verdict = 'good') AS helpful,
               (SELECT count(*) FROM feedback
                WHERE question_id = questions.id AND verdict = 'bad') AS not_helpful
        FROM questions""",
    "questions_without_answer": """
        SELECT text AS question, count(*) AS times, max(asked_at) AS last_asked_at,
               min(reason) AS reason_for_declining
        FROM questions WHERE reason IN ('not-covered', 'detail-missing')
        GROUP BY text""",
    "questions_by_day": """
        SELECT date(asked_at) AS day, count(*) AS questions,
               count(DISTINCT user_id) AS people,
               count(CASE outcome WHEN 'answered' THEN 1 END) AS answered,
               count(CASE outcome WHEN 'doubtful' THEN 1 END) AS answered_with_doubt,
               count(CASE outcome WHEN 'declined' THEN 1 END) AS declined
        FROM questions
        WHERE reason IS NULL OR reason IN ('not-covered', 'detail-missing')
        GROUP BY day""",
    "articles_quoted": """
        SELECT article_id AS article, count(*) AS quotations,
               count(DISTINCT question_id) AS questions
        FROM citations GROUP BY article_id""",
    "answers_judged": """
        SELECT given_at, verdict, feedback.reason AS complaint, text AS question
        FROM feedback JOIN questions ON questions.id = feedback.question_id""",
}

_DAY_ON_A_SERVER = "date(asked_at AT TIME ZONE 'UTC')"


def upgrade() -> None:
    """Replace the index by time, and create the table and the views."""
    op.drop_index("questions_by_time", "questions")
    op.create_index("questions_by_time", "questions", _COVERED)
    op.create_table(
        "reports",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    )
    is_on_server = op.get_bind().dialect.name == "postgresql"
    for name, view in _VIEWS.items():
        query = view.replace("date(asked_at)", _DAY_ON_A_SERVER) if is_on_server else view
        op.execute(f"CREATE VIEW {name} AS {query}")
