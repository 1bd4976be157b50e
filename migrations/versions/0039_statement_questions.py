"""Statements that answer a question: a release keeps which question of a scrutiny board it is."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0039_statement_questions"
down_revision: Final = "0038_release_jobs"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Take this step."""
    question = sa.Column("question", sa.String(length=64), nullable=True)
    op.add_column("release_statements", question)
