"""The Safer Bromley Partnership's update for 2022/23 quarter 3, as returns that would have made it.

What belongs here: its objectives and commitments, their status, the quarters' lines, and what the
seven agencies said, in words of this project with the figures as printed. What does not: an
expectation of any answer.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

SOURCE: Final = "Safer Bromley Partnership, priority 2, update for 2022/23 quarter 3"

STATUSES: Final[Mapping[str, Mapping[str, str | None]]] = {
    "Achieved": {
        "lifecycle": "done",
        "rag": "blue_complete",
        "completed_on": "2022-06-30",
        "evidence": "policy",
    },
    "Green": {"lifecycle": "in_progress", "rag": "green"},
    "In progress": {"lifecycle": "in_progress", "rag": "amber"},
    "In process": {"lifecycle": "in_progress", "rag": "amber"},
    "Not yet progressed": {"lifecycle": "not_started", "rag": "red"},
    "": {},
}
"""The words of the update, as codes; the update prints no days of completion."""

OBJECTIVES: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    (
        "Provide strategic direction",
        (
            ("Renew the strategy of 2016 to 2019", "Achieved"),
            ("Bring the protocol for reviews of deaths up to date", "Achieved"),
        ),
    ),
    (
        "Communicate",
        (
            ("Plan how people come to know of the services", ""),
            ("Tackle under-reporting with media, partners and charities", "Achieved"),
        ),
    ),
    (
        "Be led by intelligence",
        (
            ("Gather data besides those of the police", "In progress"),
            ("Map how common abuse is, and respond where it is needed", "Not yet progressed"),
        ),
    ),
    (
        "Protect victims at high risk",
        (
            ("Support victims through a sound conference on high risk", "In progress"),
            ("Learn from reviews of deaths", "Achieved"),
            ("Let every service know of the support there is", "Green"),
            ("Run a sanctuary scheme", "Achieved"),
        ),
    ),
    ("Use the law", (("Hold perpetrators to account and help them to change", "Achieved"),)),
    (
        "Work in partnership",
        (
            ("Work with children's services in schools and communities", "Achieved"),
            ("Work with health services", "Achieved"),
        ),
    ),
    (
        "Know whether it is on track",
        (
            ("Discuss progress at the partnership's board in quarter 2", "Achieved"),
            ("Have a subgroup watch what partners deliver", "In process"),
            ("Renew strategy and protocol by August 2020", "Achieved"),
        ),
    ),
)

LEARNING: Final = (4, 2)
"""The commitment whose quarters the update tells one by one."""
LINES: Final[Mapping[str, str | None]] = {
    "2022-06": None,  # not requested
    "2022-09": "Reviews continue; what is learned is shared through the Home Office.",
    "2022-12": (
        "3 reviews are live, 2 of them at the stage of an action plan; 1 more waits for the Home "
        "Office's quality panel."
    ),
}

STATEMENTS: Final[Mapping[str, str]] = {
    "sel-ccg": "41 general practices are accredited under IRIS, and a health forum has begun.",
    "met-bromley": (
        "A plan for the safety of women and girls began in February.\n"
        "Units across the capital have arrested over 2,100 people, half of them for domestic "
        "violence. Domestic Violence Prevention Orders are used more than before, 2nd most in "
        "London. In the command unit 83% of suspects are arrested within 24 hours."
    ),
    "bcwa": (
        "6 refuges with 37 bed spaces are commissioned in the borough. 12 bed spaces in Croydon "
        "and 5 here run without statutory money. Of London's people without recourse to public "
        "funds about 15% are housed here, in 5% of London's refuge spaces."
    ),
    "bsab": "The board published its policy and trained staff in coercive control.",
    "victim-support": (
        "Since 2019 there have been 233 referrals from the hospital. Referrals rose from 54 in "
        "quarter 3 to 116 in quarter 4."
    ),
    "gangs-lead": "The lead chaired 2 meetings of the operational forum.",
    "probation-bromley": (
        "Everyone on probation is assessed for risk, with a second tool for partners."
    ),
}
"""What the seven agencies said of 2021/22, by the agency that says it here."""

_COUNTED: Final = "as it counted them:"
_Y2020, _Y2021 = "from 1 April 2020 to 31 March 2021", "from 1 April 2021 to 31 March 2022"
_REFERRALS: Final = f"independent advisers that met the criteria, {_COUNTED} 919 {_Y2020}"
_CONTACTS: Final = f"contacts with a one stop shop, {_COUNTED} 358 {_Y2020}"
_BREAK: Final = "They are counted in more than one way, and are not compared."

PRINTED: Final[Mapping[str, tuple[str, str]]] = {
    "BRO22-001": ("services", f"{_REFERRALS} and 855 {_Y2021}."),
    "BRO22-002": ("services", _REFERRALS),
    "BRO22-003": ("services", f"{_CONTACTS} and 500 {_Y2021}. {_BREAK}"),
    "BRO22-004": ("services", _CONTACTS),
    "BRO22-005": ("statements", "233 referrals from the hospital"),
    "BRO22-006": ("statements", "rose from 54 in quarter 3"),
    "BRO22-007": ("statements", "to 116 in quarter 4"),
    "BRO22-008": ("services", f"practices in the IRIS programme, {_COUNTED} 41 on 31 March 2022"),
    "BRO22-009": ("services", f"in a codeword scheme, {_COUNTED} 12 on 31 December 2022"),
    "BRO22-010": ("statements", "83% of suspects are arrested within 24 hours"),
    "BRO22-014": ("statements", "6 refuges"),
    "BRO22-015": ("services", f"places in refuges, {_COUNTED} 37 on 31 March 2022"),
    "BRO22-016": ("statements", "and 5 here run without statutory money"),
    "BRO22-017": ("statements", "12 bed spaces in Croydon"),
    "BRO22-020": ("commitments", "3 reviews are live"),
    "BRO22-021": ("commitments", "1 more waits for the Home Office's quality panel"),
    "BRO22-022": ("commitments", "2 of them at the stage of an action plan"),
    "BRO22-023": ("statements", "7 are printed below"),
}
"""The update's figures, each with the section of the report and the words that must say it."""


def register(month: str) -> Iterator[dict[str, Any]]:
    """The register at the end of a month, as rows of `review_action`."""
    strategy = {
        "review_type": "strategy",
        "review_ref": "strategy-2021",
        "stage": "action_plan",
        "opened_on": "2021-04-01",
        "stage_on": "2021-04-30",
        "publication": "published",
    }
    for number, (objective, commitments) in enumerate(OBJECTIVES, start=1):
        head = {"record_id": f"o{number}", **strategy, "recommendation_no": number}
        yield head | {"wording": objective}
        for part, (wording, status) in enumerate(commitments, start=1):
            line = LINES[month] if (number, part) == LEARNING else None
            yield {
                **head,
                "record_id": f"c{number}-{part}",
                "action_no": part,
                "owner_partner": "council_community_safety",
                "wording": wording,
                "update_status": "given" if line else "not_requested",
                "update_text": line,
                **STATUSES[status],
            }
