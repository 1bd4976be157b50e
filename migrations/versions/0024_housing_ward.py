"""The ward of a home that is no place of safety."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from migrations.access import load_records

revision: Final = "0024_housing_ward"
down_revision: Final = "0023_child_contact"
branch_labels: Final = None
depends_on: Final = None

HOUSING_SUPPORT_RECORDS: Final = "housing_support_records"


def upgrade() -> None:
    """Take this step."""
    ward = sa.Column("ward_code", sa.String(length=64), nullable=True)
    op.add_column(HOUSING_SUPPORT_RECORDS, ward)
    load_records(HOUSING_SUPPORT_RECORDS, parts=(ward,))
