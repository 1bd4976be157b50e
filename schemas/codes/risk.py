"""Code lists of an assessment of risk: stage, basis, factors, strategy, supervision, the conference
that did not follow. Levels and tools stand with the abuse they measure.
"""

from schemas.codes.lists import Code, CodeList, plain

_SPECSS = "SPECSS+ model, Metropolitan Police, as evaluated by Humphreys and others, 2005"
_DASH = "DASH risk checklist, 2009"


def _dash(*pairs: tuple[str, str], confirmed: bool = True) -> tuple[Code, ...]:
    return plain(*pairs, source=_DASH if confirmed else f"{_DASH} (to be confirmed)")


RARA_STRATEGY = CodeList(
    "rara_strategy",
    "CL-14",
    "What is done about the risk",
    "RARA model, as published in reports to the Metropolitan Police Authority, 2009",
    plain(
        ("remove", "Remove the risk"),
        ("avoid", "Avoid the risk"),
        ("reduce", "Reduce the risk"),
        ("accept", "Accept the risk"),
    ),
)

RISK_FACTOR = CodeList(
    "risk_factor",
    "CL-15",
    "Risk factor",
    f"{_SPECSS}; {_DASH}",
    (
        *plain(
            ("separation_child_contact", "Separation, or conflict over contact with children"),
            ("pregnancy_new_birth", "Pregnancy or a birth lately"),
            ("escalation", "Abuse more frequent or worse"),
            ("cultural_isolation", "Isolation, and community barriers to reporting"),
            ("stalking", "Stalking"),
            ("sexual_assault", "Sexual assault"),
            source=_SPECSS,
        ),
        *_dash(
            ("weapons", "Weapons"),
            ("threats_to_kill", "Threats to kill"),
            ("strangulation", "Strangulation, choking or suffocation"),
        ),
        *_dash(
            ("substance", "Alcohol or drugs"),
            ("mental_health", "Mental health of the perpetrator"),
            ("control", "Controlling behaviour"),
            confirmed=False,
        ),
        *_dash(("harm_to_children", "Harm to children")),
        *_dash(
            ("animal_abuse", "Harm to animals"),
            ("prior_convictions", "Earlier convictions"),
            ("breach_of_orders", "Orders or bail breached before"),
            confirmed=False,
        ),
    ),
)

ASSESSED_ROLE = CodeList(
    "assessed_role",
    "CL-110",
    "Who was assessed",
    "design, after the Safer Bromley Partnership's update for 2022/23 quarter 3",
    plain(("victim", "The person abused"), ("perpetrator", "The person abusing or suspected")),
)

ASSESSMENT_STAGE = CodeList(
    "assessment_stage",
    "CL-111",
    "Stage of the assessment",
    "design, after borough reports to the Metropolitan Police Authority, 2007 to 2009",
    plain(("initial", "First"), ("secondary", "Second, by a specialist"), ("review", "Review")),
)

RISK_LEVEL_BASIS = CodeList(
    "risk_level_basis",
    "CL-112",
    "What the level of risk rests on",
    "SafeLives, criteria for referral to a conference",
    plain(
        ("tool_score", "Score of the tool"),
        ("professional_judgement", "Professional judgement"),
        ("escalation", "Events that become more frequent or more severe"),
    ),
)

SUPERVISION_RESULT = CodeList(
    "supervision_result",
    "CL-113",
    "What the line manager's check found",
    "design, after borough reports to the Metropolitan Police Authority, 2007 to 2009",
    plain(
        ("adequate", "Adequate"),
        ("returned", "Returned to be done again"),
        ("remedial_training", "Training to put it right"),
    ),
)

MARAC_NOT_REFERRED_REASON = CodeList(
    "marac_not_referred_reason",
    "CL-114",
    "Why a case that met the threshold was not referred to a conference",
    "design",
    plain(
        ("consent_only", "Only with consent, which was not given"),
        ("already_open", "Open there already"),
        ("moved_area", "Moved to another area"),
        ("panel_declined", "Declined by the panel"),
        ("other", "Other reason"),
    ),
)

LISTS = (
    RARA_STRATEGY,
    RISK_FACTOR,
    ASSESSED_ROLE,
    ASSESSMENT_STAGE,
    RISK_LEVEL_BASIS,
    SUPERVISION_RESULT,
    MARAC_NOT_REFERRED_REASON,
)
