"""Code lists of conferences on cases of high risk (MARAC): criteria, repeats, linked panels."""

from schemas.codes.lists import Code, CodeList, plain

_SAFELIVES = "SafeLives, guidance for multi-agency risk assessment conferences"

MARAC_CRITERION = CodeList(
    "marac_criterion",
    "CL-27",
    "Criterion for a conference",
    _SAFELIVES,
    (
        Code("visible_high_risk", "Visible high risk: 14 or more ticks on the checklist"),
        Code("professional_judgement", "Professional judgement"),
        Code(
            "potential_escalation",
            "Potential escalation: events that become more frequent or more severe",
            source=f"{_SAFELIVES}; how many events in twelve months is set locally",
        ),
        Code("repeat", "Repeat of a case heard before"),
        Code(
            "hba_automatic",
            "So-called honour-based abuse, referred without a threshold",
            source="local criterion, as published by the Royal Borough of Kingston upon Thames",
        ),
    ),
)

MARAC_REPEAT_RULE = CodeList(
    "marac_repeat_rule",
    "CL-27b",
    "Rule by which a case counts as a repeat",
    "SafeLives, definition of a repeat, two published versions",
    (
        Code("safelives_v1", "A further event within 12 months that would be a crime"),
        Code("safelives_v2", "Any further abuse by the same person within 12 months"),
        Code("local", "A rule of the partnership's own", source="design"),
    ),
)

MARAC_LINKED_PANEL = CodeList(
    "marac_linked_panel",
    "CL-80",
    "Other panel that hears the case",
    "design, after panels named in published partnership reports",
    plain(
        ("dapp", "Panel on perpetrators of domestic abuse"),
        ("mappa", "Multi-agency public protection arrangements"),
        ("mash", "Multi-agency safeguarding hub"),
        ("dhr", "Review of a death"),
        ("none", "None of these"),
    ),
)

MARAC_CONSENT = CodeList(
    "marac_consent",
    "CL-81",
    "What the person abused knew of the conference",
    "design",
    plain(
        ("consented", "Told, and consented"),
        ("informed_not_consented", "Told, and did not consent"),
        ("not_informed_safety", "Not told, for their safety"),
    ),
)

MARAC_TRANSFER = CodeList(
    "marac_transfer",
    "CL-82",
    "Transfer between conferences",
    "design",
    plain(
        ("none", "Not transferred"),
        ("in", "Came from another conference"),
        ("out", "Went to another conference"),
    ),
)

LISTS = (
    MARAC_CRITERION,
    MARAC_REPEAT_RULE,
    MARAC_LINKED_PANEL,
    MARAC_CONSENT,
    MARAC_TRANSFER,
)
