"""What agreements in force grant, and the views in which other agencies' rows are read."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import EXPIRE, by_partnership, on_postgresql
from migrations.roles import make
from migrations.sharing import let_views_read, share_rows

revision: Final = "0029_agreement_grants"
down_revision: Final = "0028_audit_seals"
branch_labels: Final = None
depends_on: Final = None

AGREEMENT_GRANTS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("action", sa.String(length=10), nullable=False),
    sa.Column("purpose", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("recipient", sa.String(length=40), nullable=False),
    sa.Column("provider", sa.String(length=40), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("starts_on", sa.Date(), nullable=False),
    sa.Column("ends_on", sa.Date(), nullable=False),
    sa.Column("everywhere", sa.Boolean(), nullable=False),
    sa.Column("areas", sa.Text(), nullable=False),
    sa.Column("withheld", sa.Text(), nullable=False),
    sa.CheckConstraint(
        "action IN ('submit', 'retrieve', 'aggregate', 'seal')", name="ck_agreement_grants_action"
    ),
    sa.CheckConstraint("starts_on <= ends_on", name="ck_agreement_grants_days"),
    sa.ForeignKeyConstraint(
        ["partnership_id", "agreement_id", "version"],
        [
            "agreement_versions.partnership_id",
            "agreement_versions.agreement_id",
            "agreement_versions.version",
        ],
        name="fk_agreement_grants_version",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id",
        "agreement_id",
        "action",
        "purpose",
        "dataset",
        "recipient",
        "provider",
        "version",
        name="pk_agreement_grants",
    ),
)

PERSONS: Final[dict[str, tuple[str, ...]]] = {
    "child_contact": ("child",),
    "health_contact": ("subject",),
    "housing_support": ("lead",),
    "incident": ("victim", "suspect"),
    "justice_outcome": ("subject",),
    "marac_case": ("victim",),
    "perpetrator_intervention": ("subject",),
    "protective_order": ("victim", "respondent"),
    "referral": ("subject",),
    "review_action": (),
    "risk_assessment": ("subject",),
    "service_episode": ("subject",),
}
"""Datasets whose rows may be shared, and their person blocks, the counted person first."""

PLACES: Final = ("lad_code", "ward_code")

KEYS: Final = frozenset({"record_key", "unit_key"})
"""What counting goes by; it stands in no view."""

NEVER_OF_A_PERSON: Final = frozenset(
    {"gender_identity", "language_support", "nrpf", "religion", "sexual_orientation"}
)
"""What is asked of a person and never leaves in row form (design)."""

NEVER: Final[dict[str, str]] = {
    "child_contact": "source parent_victim_ref",
    "health_contact": "setting to_service iris_accredited codeword_used",
    "housing_support": "requested_on unable_reason start_on end_on adults children origin_lad"
    " placement_lad commissioned sanctuary_measures surveyed_on completed_on perpetrator_resident"
    " victim_choice tenure homelessness_duty da_priority_need specialist_need move_on",
    "incident": "source_channel specialist_flags",
    "marac_case": "transfer",
    "referral": "from_role to_service route",
    "risk_assessment": "marac_not_referred_reason",
    "service_episode": "counting_rule needs closure_reason funder",
}
"""What never leaves of a dataset (design), as words."""

JUDGED: Final[dict[str, tuple[str, ...]]] = {
    "housing_support": ("support_type", "decision"),
    "perpetrator_intervention": ("linked_victim_refs",),
    "referral": ("side", "to_partner"),
    "review_action": ("publication",),
    "service_episode": ("service_type", "setting"),
}
"""What the service judges a row by, places and a person's own word apart."""

ONLY: Final[dict[str, str]] = {
    "housing_support": "kept.decision = 'provided' AND kept.support_type IN"
    " ('dispersed', 'other_designated', 'refuge', 'second_stage', 'specialist_safe')",
    "review_action": "kept.publication IN ('learning_only', 'published')",
}
"""Which rows leave at all: of housing the fact of safe accommodation, of reviews what is known."""

BLANK: Final[dict[str, str]] = {
    "service_episode": "kept.setting IS NOT DISTINCT FROM 'refuge'"
    " OR coalesce(kept.service_type, '') IN ('refuge', 'safebeds', 'second_stage')",
}
"""Rows of which another agency learns the fact of safe accommodation alone."""


def upgrade() -> None:
    """Take this step."""
    op.create_table("agreement_grants", *AGREEMENT_GRANTS)
    by_partnership("agreement_grants", verbs=EXPIRE)
    if not on_postgresql():
        return
    make(op.get_bind())
    for table in ("agreement_grants", "returns", "submissions"):
        let_views_read(table)
    for dataset in PERSONS:
        _share(dataset)


def _share(dataset: str) -> None:
    persons = PERSONS[dataset]
    found = sa.inspect(op.get_bind()).get_columns(f"{dataset}_records")
    held = [column["name"] for column in found]
    places = [name for name in PLACES if name in held]
    marks = [f"{block}_{mark}" for block in persons for mark in ("sharing", "restricted")]
    stays = {f"{block}_{name}" for block in persons for name in NEVER_OF_A_PERSON}
    stays |= KEYS | {*NEVER.get(dataset, "").split()}
    share_rows(
        dataset,
        columns=[name for name in held if name not in stays],
        judged=[*places, *marks, *JUDGED.get(dataset, ())],
        persons=persons,
        places=places,
        only=ONLY.get(dataset, ""),
        blank=BLANK.get(dataset, ""),
    )
