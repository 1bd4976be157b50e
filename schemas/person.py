"""The person block: the same fields for every victim, suspect, subject and lead.

The block is one set of fields, so that equality is recorded alike in every dataset, and each
dataset says which block is the person it counts. Direct identifiers are not among them. Ages are
whole years on the day of the event; an agency that only holds bands sends `age_band`.
"""

from __future__ import annotations

from schemas.dataset import Block
from schemas.fields import Code, CountOrReason, Flag, Many, PersonRef
from schemas.rules import (
    AgeAt,
    All,
    AnyOf,
    Compare,
    Field,
    Implies,
    In,
    Present,
    Rule,
    ShareAtMost,
    Steady,
    SteadyAge,
    Value,
    placed,
)

OLDEST = 120  # years (design); older is a mistyped age
ADULT_QUESTIONS_FROM = 16  # gender identity and sexual orientation are asked from 16 (Census 2021)


class Person(Block):
    """A person as one agency recorded them on the day of the event."""

    person_ref = PersonRef("keyed reference to the person; left out where none can be made")
    sharing = Code(
        "how far this person's row may go", codes="sharing", mandatory=True, source="design"
    )
    sharing_basis = Code("why the row may be shared", codes="sharing_basis")
    age_years = CountOrReason(
        "age on the day of the event, in whole years", low=0, high=OLDEST, mandatory=True
    )
    age_band = Code("age band, where the year is not held", codes="age_band")
    sex = Code("sex", codes="sex", reasons=True, mandatory=True, source="ONS")
    gender_identity = Code(
        "gender identity, asked from 16", codes="gender_identity", reasons=True, mandatory=True
    )
    ethnicity_self = Code(
        "ethnicity as the person defines it", codes="ethnicity_self", reasons=True, mandatory=True
    )
    ethnicity_observed = Code(
        "ethnicity as an officer saw it; police only", codes="ethnicity_observed"
    )
    religion = Code("religion", codes="religion", reasons=True, mandatory=True)
    sexual_orientation = Code(
        "sexual orientation, asked from 16",
        codes="sexual_orientation",
        reasons=True,
        mandatory=True,
    )
    disability = Code(
        "long-lasting condition that limits daily activity",
        codes="disability",
        reasons=True,
        mandatory=True,
    )
    impairments = Many(
        "impairments, where disability is yes", of=Code("impairment", codes="impairment")
    )
    mental_health_need = Code(
        "an identified need, not a diagnosis", codes="yes_no", reasons=True, mandatory=True
    )
    substance_need = Code(
        "need about alcohol or drugs", codes="substance_need", reasons=True, fill="not_recorded"
    )
    language_support = Code("support to communicate", codes="language_support", reasons=True)
    nrpf = Code("no recourse to public funds", codes="yes_no", reasons=True)
    pregnant_or_recent_birth = Code("pregnant or gave birth lately", codes="yes_no", reasons=True)
    restricted = Flag("kept out of every shared answer", mandatory=True, fill=False)


class Served(Person):
    """A person as a service or a housing agency records them: recourse to public funds is asked of
    all.
    """

    nrpf = Code("no recourse to public funds", codes="yes_no", reasons=True, mandatory=True)


class Discussed(Person):
    """A person as the agenda and minutes of a conference record them.

    Only what a list of cases always has must have a value: age, sex, and the two fields that keep
    the person safe. What the minutes do not say may be left blank or out, and counts as
    `not_recorded`.
    """

    gender_identity = Code(
        "gender identity, asked from 16",
        codes="gender_identity",
        reasons=True,
        fill="not_recorded",
    )
    ethnicity_self = Code(
        "ethnicity as the person defines it",
        codes="ethnicity_self",
        reasons=True,
        fill="not_recorded",
    )
    religion = Code("religion", codes="religion", reasons=True, fill="not_recorded")
    sexual_orientation = Code(
        "sexual orientation, asked from 16",
        codes="sexual_orientation",
        reasons=True,
        fill="not_recorded",
    )
    disability = Code(
        "long-lasting condition that limits daily activity",
        codes="disability",
        reasons=True,
        fill="not_recorded",
    )
    mental_health_need = Code(
        "an identified need, not a diagnosis", codes="yes_no", reasons=True, fill="not_recorded"
    )


def _person(name: str) -> Field:
    return Field(f"person.{name}")


_UNASKED = frozenset({"not_held", "not_asked", "not_recorded"})
_DISABLED = In(_person("disability"), frozenset({"yes_limited_a_lot", "yes_limited_a_little"}))
_YOUNG = AnyOf(
    (
        AgeAt(_person("age_years"), 0, ADULT_QUESTIONS_FROM - 1),
        Compare("==", _person("age_band"), Value("0-15")),
    )
)
_EQUALITY = (
    "sex",
    "gender_identity",
    "ethnicity_self",
    "religion",
    "sexual_orientation",
    "disability",
)
_ONE_CODE_SHARE = 0.8  # of rows with one and the same missing reason (SUB-V06, design)
_ONE_CODE_BASE = 20  # rows; below it a share of missing reasons says nothing (design)

PERSON_RULES: tuple[Rule, ...] = (
    Rule(
        "SUB-V01",
        "row",
        "error",
        "Gender identity and sexual orientation are asked from 16: below that send not_asked, "
        "not_held or not_recorded.",
        Implies(
            _YOUNG,
            All(
                (
                    In(_person("gender_identity"), _UNASKED),
                    In(_person("sexual_orientation"), _UNASKED),
                )
            ),
        ),
        "person.gender_identity",
    ),
    Rule(
        "SUB-V02",
        "row",
        "error",
        "Impairments are sent only where disability is one of the two yes codes.",
        Implies(Present(_person("impairments")), _DISABLED),
        "person.impairments",
    ),
    Rule(
        "SUB-V02a",
        "row",
        "query",
        "Disability is yes and no impairment is named: name it, or explain why not.",
        Implies(_DISABLED, Present(_person("impairments"))),
        "person.impairments",
    ),
    Rule(
        "SUB-V03",
        "policy",
        "error",
        "Observed ethnicity is a police field: leave the column out.",
        Implies(
            Present(_person("ethnicity_observed")),
            In(Field("agency.sector"), frozenset({"police"})),
        ),
        "person.ethnicity_observed",
    ),
    *(
        Rule(
            "SUB-V04",
            "stored",
            "query",
            "The value differs from the one sent for the same person before: confirm or correct "
            "it.",
            Steady(_person("person_ref"), _person(name)),
            f"person.{name}",
        )
        for name in _EQUALITY
    ),
    Rule(
        "SUB-V05",
        "stored",
        "query",
        "The age moved by more or fewer years than have passed for the same person: confirm or "
        "correct it.",
        SteadyAge(_person("person_ref"), _person("age_years")),
        "person.age_years",
    ),
    *(
        Rule(
            "SUB-V06",
            "batch",
            "query",
            "More than eight rows in ten give the same reason for having no value: say why in an "
            "explanation.",
            ShareAtMost(_person(name), _ONE_CODE_SHARE, _ONE_CODE_BASE),
            f"person.{name}",
        )
        for name in _EQUALITY
    ),
    Rule(
        "SUB-V07",
        "output",
        "note",
        "Recourse to public funds is counted for commissioning and safeguarding alone, and never "
        "for immigration control.",
        None,
        "person.nrpf",
    ),
    Rule(
        "SUB-V08",
        "row",
        "error",
        "The age band does not hold the age in years: correct one of them.",
        All(
            tuple(
                Implies(
                    Compare("==", _person("age_band"), Value(band)),
                    AgeAt(_person("age_years"), low, high),
                )
                for band, low, high in (
                    ("0-15", 0, 15),
                    ("16-24", 16, 24),
                    ("25-34", 25, 34),
                    ("35-44", 35, 44),
                    ("45-54", 45, 54),
                    ("55-64", 55, 64),
                    ("65-plus", 65, OLDEST),
                )
            )
        ),
        "person.age_band",
    ),
    Rule(
        "SUB-V09",
        "row",
        "error",
        "A row that may be shared names its basis; any other row names none.",
        All(
            (
                Implies(
                    Compare("==", _person("sharing"), Value("may_be_shared")),
                    Present(_person("sharing_basis")),
                ),
                Implies(
                    Present(_person("sharing_basis")),
                    Compare("==", _person("sharing"), Value("may_be_shared")),
                ),
            )
        ),
        "person.sharing_basis",
    ),
)
"""Rules of the block, said of `person.*`; SUB-V07 binds what is read, and is enforced where a
release is asked. SUB-V08 and SUB-V09 are additions."""


def person_rules(*blocks: str) -> tuple[Rule, ...]:
    """The block's rules placed at each of a dataset's person blocks."""
    return tuple(placed(rule, block=block) for block in blocks for rule in PERSON_RULES)
