"""Who may remove what has outlived its time, and one person's part of the rows of others.

A role of its own, entered for that alone: everywhere else nothing is ever taken away.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from migrations.access import let_go, on_postgresql
from migrations.roles import make

revision: Final = "0034_keeper"
down_revision: Final = "0033_row_decisions"
branch_labels: Final = None
depends_on: Final = None

EMPTIED: Final[dict[str, tuple[str, ...]]] = {
    "aggregate_return": (),
    "child_contact": ("parent_victim_ref",),
    "health_contact": (),
    "housing_support": (),
    "incident": ("suspect_",),
    "justice_outcome": (),
    "marac_case": ("perpetrator_refs",),
    "perpetrator_intervention": ("linked_victim_refs",),
    "protective_order": ("respondent_",),
    "referral": (),
    "review_action": (),
    "risk_assessment": (),
    "service_episode": (),
}
"""Record tables, and what of a row is emptied when somebody it does not count is erased: links by
their name, blocks by how their columns begin."""

REMOVED: Final = (
    "break_glass", "break_glass_notices", "disclosures", "findings", "person_aliases",
    "person_requests", "restrictions",
)  # fmt: skip


def upgrade() -> None:
    """Take this step."""
    if not on_postgresql():
        return
    make(op.get_bind())
    for dataset, parts in EMPTIED.items():
        let_go(f"{dataset}_records", columns=_columns(f"{dataset}_records", parts))
    let_go("submissions", columns=("rows_stored", "rows_refused", "finding_counts"))
    for table in REMOVED:
        let_go(table)


def _columns(table: str, parts: tuple[str, ...]) -> list[str]:
    held = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    return [name for name in held if parts and name.startswith(parts)]
