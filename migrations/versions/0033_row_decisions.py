"""The database's own decisions: on rows of others, submissions, sealing and figures.

Rows of others are read in views; a sealing, a submission and a look at figures need a grant.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from migrations.access import on_postgresql
from migrations.deciding import (
    cells_by_dataset,
    figures_of_a_release,
    part_of_a_release,
    raw_rows,
    sealed_under_an_agreement,
    sent_under_an_agreement,
)
from migrations.sharing import (
    let_readers_read,
    open_persons,
    share_rows,
    tell_where_persons_stand,
)

revision: Final = "0033_row_decisions"
down_revision: Final = "0032_cases"
branch_labels: Final = None
depends_on: Final = None

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
    "housing_support": "true",
    "service_episode": "kept.setting IS NOT DISTINCT FROM 'refuge'"
    " OR coalesce(kept.service_type, '') IN ('refuge', 'safebeds', 'second_stage')",
}
"""Rows of which another agency learns the fact of safe accommodation alone."""


LISTED: Final[dict[str, str]] = {
    "justice_outcome": "kept.subject_person_id = opened.person_id OR EXISTS ("
    "SELECT FROM incident_records AS reported"
    " WHERE reported.partnership_id = kept.partnership_id"
    " AND reported.record_id = kept.incident_ref"
    " AND reported.victim_person_id = opened.person_id)",
    "perpetrator_intervention": "kept.subject_person_id = opened.person_id OR"
    " strpos(kept.linked_victim_refs, encode(opened.person_id, 'hex')) > 0",
}
"""How a row is a listed person's besides standing in one of its blocks: an outcome by the report it
came of, a programme by those whom its subject is known to have harmed."""

OF_RETURNS: Final = ("partnership_id", "agency_id", "dataset", "month", "submission_id")
OF_RESTRICTIONS: Final = (
    "partnership_id", "person_id", "source_id", "agency_id", "dataset", "month", "lifted_at",
)  # fmt: skip
"""What the service asks of both when it judges whether somebody is restricted."""

SEALED: Final = (
    "release_inputs", "release_measures", "release_completeness", "declared_figures",
    "reconciliations",
)  # fmt: skip


def upgrade() -> None:
    """Take this step."""
    if not on_postgresql():
        return
    open_persons()
    let_readers_read("returns", columns=OF_RETURNS)
    let_readers_read("restrictions", columns=OF_RESTRICTIONS)
    for dataset in PERSONS:
        _share(dataset)
    for dataset, persons in PERSONS.items():
        if persons:
            tell_where_persons_stand(dataset, persons=persons)
    for dataset in (*PERSONS, "aggregate_return"):
        raw_rows(f"{dataset}_records")
    sent_under_an_agreement("submissions")
    sealed_under_an_agreement("releases")
    for table in SEALED:
        part_of_a_release(table)
    cells_by_dataset("cells")
    figures_of_a_release("declared_figures")


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
        listed=LISTED.get(dataset) or " OR ".join(_is(block) for block in persons) or "false",
        only=ONLY.get(dataset, ""),
        blank=BLANK.get(dataset, ""),
    )


def _is(block: str) -> str:
    return f"kept.{block}_person_id = opened.person_id"
