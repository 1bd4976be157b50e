"""What of a record may leave to another agency in row form, and what never does.

What belongs here: per dataset the fields that no agreement can release, why each stays, and the
fields by which it is judged whether and how a row may leave. What does not: what one agreement
withholds besides, whose rows are read and for what; those rules read these lists. An owner always
reads its own rows whole.

Why a field never leaves (design):

- `PLACE`: where the person abused is, lives or was found: ward and local authority, a transfer to
  another area, a reason that says the person moved. A home made safe is a place as well.
- `SHELTER`: placements. Of a place of safety another agency learns that the person is in safe
  accommodation, and the month; not which kind, whose, since when or on what terms.
- `PROVIDER`: which body or service helps the person; a service's name would tell of a refuge, of a
  clinic or of work with people without recourse to public funds.
- `SETTING`: the health setting in which something came to light, and fields whose codes tell it
  (who referred, by which road, who told children's services, a codeword said in a pharmacy).
- `STATUS`: recourse to public funds and needs about immigration, which must never serve
  immigration control; language, religion, sexual orientation and gender identity, with the flags
  that tell them.
- `LINKED`: persons who are named in somebody else's row, where the row does not hold their own
  word on sharing. Those who abuse are named by pairwise references in a conference's cases.
- `PROSE`: free text and figures that were not protected; they leave through releases alone.

A record's own identifier and those it refers to never leave as they are either: another agency gets
pairwise references in their place (`Opaque` fields), which is not a matter of these lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from schemas.codes import code_list
from schemas.dataset import Column, Dataset, columns
from schemas.datasets import DATASETS
from schemas.services import SHELTERED

PLACE, SHELTER, PROVIDER, SETTING, STATUS, LINKED, PROSE = (
    "place",
    "shelter",
    "provider",
    "setting",
    "status",
    "linked",
    "prose",
)

OF_PERSONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "gender_identity": STATUS,
        "religion": STATUS,
        "sexual_orientation": STATUS,
        "language_support": STATUS,
        "nrpf": STATUS,
    }
)
"""Fields of every person block, and why they stay."""

_ALL_OF_IT: Final = "*"

REASONS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "aggregate_return": {_ALL_OF_IT: PROSE},
        "child_contact": {"source": SETTING, "parent_victim_ref": LINKED},
        "health_contact": {
            "setting": SETTING,
            "iris_accredited": SETTING,
            "codeword_used": SETTING,
            "to_service": PROVIDER,
        },
        "housing_support": {_ALL_OF_IT: SHELTER},
        "incident": {
            "lad_code": PLACE,
            "ward_code": PLACE,
            "source_channel": SETTING,
            "specialist_flags": STATUS,
        },
        "justice_outcome": {},
        "marac_case": {"transfer": PLACE},
        "perpetrator_intervention": {"linked_victim_refs": LINKED},
        "protective_order": {},
        "referral": {
            "lad_code": PLACE,
            "ward_code": PLACE,
            "to_partner": PROVIDER,
            "to_service": PROVIDER,
            "from_role": SETTING,
            "route": SETTING,
        },
        "review_action": {
            "wording": PROSE,
            "update_status": PROSE,
            "update_text": PROSE,
            "bears_on": PROSE,
        },
        "risk_assessment": {"marac_not_referred_reason": PLACE},
        "service_episode": {
            "service_type": PROVIDER,
            "counting_rule": PROVIDER,
            "funder": PROVIDER,
            "setting": SETTING,
            "needs": STATUS,
            "closure_reason": PLACE,
        },
    }
)
"""Fields of the record itself, and why they stay; `*` stands for every one of them."""

ROWLESS: Final = frozenset({"aggregate_return"})
"""Datasets of which no row leaves: figures before disclosure control."""

RECORD_ID: Final = "record_id"
"""Leaves as a pairwise reference with whatever else of its row leaves."""

PLACES: Final = ("ward_code", "lad_code")
"""Fields of a record that say where; an agreement on a part of the partnership goes by them."""

PUBLIC: Final = ("learning_only", "published")
"""How far a review must be known for its rows to leave; a closed one is only counted."""

_PLACED: Final = frozenset(
    code.code
    for code in code_list("safe_accommodation")
    if code.group == "safe_accommodation" and code.code != "sanctuary"
)
_SERVED: Final = frozenset(SHELTERED) - {"sanctuary"}

SHELTERS: Final[Mapping[str, tuple[tuple[tuple[str, frozenset[str]], ...], ...]]] = (
    MappingProxyType(
        {
            "housing_support": (
                (("support_type", _PLACED), ("decision", frozenset({"provided"}))),
            ),
            "service_episode": (
                (("service_type", _SERVED),),
                (("setting", frozenset({"refuge"})),),
            ),
        }
    )
)
"""Which rows tell of safe accommodation: alternatives, each of fields with the codes they have. A
home made safe (a sanctuary scheme) is the person's own and not among them. Of `housing_support` no
other row leaves; such a row of either dataset leaves as the person, the month and the fact.
"""

_JUDGED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "housing_support": ("support_type", "decision", "ward_code"),
        "incident": PLACES,
        # whose timeline a release belongs to
        "perpetrator_intervention": ("linked_victim_refs",),
        "referral": (*PLACES, "side", "to_partner"),
        "review_action": ("publication",),
        "service_episode": ("service_type", "setting"),
    }
)


def _never(dataset: type[Dataset]) -> frozenset[str]:
    """A dataset that nobody has judged yet leaves nothing."""
    why = REASONS.get(dataset.name, {_ALL_OF_IT: PROSE})
    named = why.keys() if _ALL_OF_IT not in why else {c.name for c in columns(dataset)}
    own = {c.name for c in columns(dataset) if not c.block and c.name in named}
    people = {c.name for c in columns(dataset) if c.block and c.key in OF_PERSONS}
    return frozenset(own | people) - {RECORD_ID}


def _judging(dataset: type[Dataset]) -> frozenset[str]:
    people = {c.name for c in columns(dataset) if c.block and c.key in {"sharing", "restricted"}}
    return frozenset(people | set(_JUDGED.get(dataset.name, ())))


NEVER_LEAVES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {name: _never(dataset) for name, dataset in DATASETS.items()}
)
"""By dataset the dotted names of fields that leave in row form to no other agency, whatever the
agreement says."""

JUDGED_BY: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {name: _judging(dataset) for name, dataset in DATASETS.items()}
)
"""By dataset the dotted names of fields that are read to judge whether a row may leave, and how.
Being among them lets no field into an answer: one that never leaves goes no further."""


def may_leave(dataset: type[Dataset]) -> tuple[Column, ...]:
    """The columns of a dataset that an agreement can release, in order."""
    kept = NEVER_LEAVES[dataset.name]
    return tuple(column for column in columns(dataset) if column.name not in kept)


def stored_names(dataset: type[Dataset], fields: frozenset[str]) -> tuple[str, ...]:
    """The stored columns of some fields, by their dotted names, in the order of the dataset."""
    return tuple(
        name for column in columns(dataset) if column.name in fields for name, _ in column.stored
    )
