"""Code lists about the abuse itself: its types, the personal connection, specialist flags, the
definition applied, and the level of risk with the tool that found it.
"""

from schemas.codes.lists import Code, CodeList, plain

_DAA_TYPES = "Domestic Abuse Act 2021 s.1(3)"
_DAA_CONNECTION = "Domestic Abuse Act 2021 s.2(1)"
_SUBTYPE = "design; kinds named in statute and police recording (to be confirmed)"


def _subtype(code: str, parent: str, label: str) -> Code:
    return Code(code, label, source=_SUBTYPE, parent=parent)


ABUSE_TYPE = CodeList(
    "abuse_type",
    "CL-10",
    "Type of abuse",
    _DAA_TYPES,
    (
        *plain(
            ("PHY", "Physical abuse"),
            ("SEX", "Sexual abuse"),
            ("VIO", "Violent or threatening behaviour"),
            ("COE", "Controlling or coercive behaviour"),
            ("ECO", "Economic abuse"),
            ("PSY", "Psychological or emotional abuse"),
            ("OTH", "Other abuse"),
        ),
        _subtype("strangulation", "PHY", "Non-fatal strangulation"),
        _subtype("fgm", "PHY", "Female genital mutilation"),
        _subtype("image_based", "SEX", "Image-based abuse"),
        _subtype("stalking", "COE", "Stalking"),
        _subtype("harassment", "COE", "Harassment"),
        _subtype("technology_facilitated", "COE", "Technology-facilitated abuse"),
        _subtype("hba", "COE", "So-called honour-based abuse"),
        _subtype("forced_marriage", "COE", "Forced marriage"),
        _subtype("dowry", "ECO", "Dowry-related abuse"),
        _subtype("child_or_adolescent_to_parent", "OTH", "Child or adolescent to parent abuse"),
    ),
)


def _partner(code: str, label: str) -> tuple[Code, ...]:
    """A tie that can have ended: not said which, current, former."""
    return (
        Code(code, label, group="partner"),
        Code(f"{code}_current", f"{label}, current", group="partner", parent=code),
        Code(f"{code}_former", f"{label}, former", group="partner", parent=code),
    )


def _relative(code: str, label: str) -> Code:
    return Code(f"relatives_{code}", label, group="relative", parent="relatives", source="design")


CONNECTION = CodeList(
    "connection",
    "CL-11",
    "Personal connection of the two people",
    f"{_DAA_CONNECTION}; relative as in Family Law Act 1996 s.63(1)",
    (
        *_partner("married", "Married"),
        *_partner("civil_partners", "Civil partners"),
        *_partner("agreed_to_marry", "Agreed to marry"),
        *_partner("agreed_civil_partnership", "Agreed to a civil partnership"),
        *_partner("intimate_relationship", "Intimate personal relationship"),
        Code("shared_child", "Parental relationship to the same child", group="partner"),
        Code("relatives", "Relatives", group="relative"),
        _relative("parent", "Parent"),
        _relative("child", "Son or daughter"),
        _relative("sibling", "Brother or sister"),
        _relative("grandparent", "Grandparent"),
        _relative("in_law", "Relative by marriage or civil partnership"),
        _relative("other", "Other relative"),
        Code("none", "No personal connection", group="none", source="design"),
        Code("not_known", "Not known", group="not_known", source="design"),
    ),
)

CONNECTION_GROUP = CodeList(
    "connection_group",
    "CL-11c",
    "Personal connection, grouped",
    "design, after Domestic Abuse Act 2021 s.2",
    plain(
        ("partner", "Partner, former partner or other parent of a shared child"),
        ("relative", "Relative"),
        ("none", "No personal connection"),
        ("not_known", "Not known"),
    ),
)

SPECIALIST_FLAG = CodeList(
    "specialist_flag",
    "CL-11b",
    "Specialist flag",
    "design, after flags used in police recording",
    plain(
        ("hba", "So-called honour-based abuse"),
        ("forced_marriage", "Forced marriage"),
        ("fgm", "Female genital mutilation"),
        ("stalking", "Stalking"),
        ("lgbt", "LGBT+ related"),
        ("none", "None of these"),
    ),
)

DEFINITION_VERSION = CodeList(
    "definition_version",
    "CL-45",
    "Definition of domestic abuse applied",
    "ACPO guidance 2004; Home Office circular 003/2013, in force from 31 March 2013; Domestic Abuse"
    " Act 2021 s.1 and s.2",
    plain(
        ("acpo_2004_18plus", "2004 police definition: adults from 18, partners or family"),
        ("hmg_2013_16plus", "2013 government definition: from 16, partners or family"),
        ("daa_2021", "Domestic Abuse Act 2021: both from 16 and personally connected"),
    ),
)

RISK_LEVEL = CodeList(
    "risk_level",
    "CL-12",
    "Level of risk",
    "DASH risk model as published by local safeguarding partnerships",
    plain(
        ("standard", "Standard: nothing now points to serious harm"),
        ("medium", "Medium: serious harm is possible if circumstances change"),
        ("high", "High: serious harm could happen at any time"),
    ),
)

RISK_TOOL = CodeList(
    "risk_tool",
    "CL-13",
    "Risk assessment tool",
    "design; tools published by SafeLives, police, probation and local authorities",
    (
        *plain(
            ("dash_24", "SafeLives DASH checklist, 24 questions"),
            ("dash_27", "Police DASH, 27 questions"),
        ),
        Code(
            "dara",
            "Domestic Abuse Risk Assessment",
            source="College of Policing, 2022, after pilots",
        ),
        Code(
            "specss_plus",
            "SPECSS+",
            source="Metropolitan Police, until DASH of 2009 took its place (to be confirmed)",
        ),
        *plain(
            ("124d", "Form 124D"),
            ("sara", "Spousal Assault Risk Assessment"),
            ("oasys", "Offender Assessment System"),
            ("sash", "Screening Assessment for Stalking and Harassment"),
        ),
        Code(
            "y_dash",
            "Young people's DASH",
            source="SafeLives, young people's version, piloted 2013-14",
        ),
        Code("other", "Other tool"),
    ),
)

LISTS = (
    ABUSE_TYPE,
    CONNECTION,
    CONNECTION_GROUP,
    SPECIALIST_FLAG,
    DEFINITION_VERSION,
    RISK_LEVEL,
    RISK_TOOL,
)
