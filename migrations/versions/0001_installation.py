"""The installation: facts about this database that never change, and the service's roles.

The environment is written once the steps are done, by whoever runs them.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import on_postgresql, without_partnership
from migrations.roles import SERVICE, make

revision: Final = "0001_installation"
down_revision: Final = None
branch_labels: Final = None
depends_on: Final = None

INSTALLATION: Final[tuple[SchemaItem, ...]] = (
    sa.Column("name", sa.String(length=40), nullable=False),
    sa.Column("value", sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint("name", name="pk_installation"),
)


def upgrade() -> None:
    """Take this step."""
    if on_postgresql():
        make(op.get_bind())
        op.execute(f"GRANT SELECT ON alembic_version TO {SERVICE}")
    op.create_table("installation", *INSTALLATION)
    without_partnership("installation", verbs="SELECT")
