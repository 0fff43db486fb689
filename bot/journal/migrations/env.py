"""Run migrations on the connection that the program opened; Alembic loads this module."""

from alembic import context

from bot.journal.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
