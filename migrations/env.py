"""Where Alembic enters: runs the steps on the connection that `migrations.run` hands over."""

from __future__ import annotations

from alembic import context

handed_over = context.config.attributes

context.configure(
    connection=handed_over["connection"],
    transactional_ddl=True,
    on_version_apply=handed_over["report"],
)
context.run_migrations()
