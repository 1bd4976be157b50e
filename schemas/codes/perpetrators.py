"""Code lists of work with perpetrators: programmes, routes, progress, behaviours, supervision."""

from datetime import date

from schemas.codes.lists import Code, CodeList, plain

PERPETRATOR_PROGRAMME = CodeList(
    "perpetrator_programme",
    "CL-30",
    "Perpetrator programme",
    "design, after programmes named in published partnership reports",
    (
        Code("drive", "Drive"),
        Code(
            "idap",
            "Integrated Domestic Abuse Programme",
            source="Probation accredited programme; that it ended by 2013 is to be confirmed",
            valid_to=date(2012, 12, 31),
        ),
        Code("bbr", "Building Better Relationships"),
        Code("drr_or_substance", "Drug rehabilitation or other substance requirement"),
        Code("fathers_to_fathers", "Fathers to Fathers"),
        Code("respect_helpline", "Respect helpline"),
        Code("healthy_relationships_youth", "Healthy relationships, young people"),
        Code("one_to_one_toolkit", "One-to-one toolkit"),
        Code("stac", "STAC programme"),
        Code("custody_release", "Release from custody"),
        Code("other", "Other programme"),
    ),
)

PROGRAMME_ROUTE = CodeList(
    "programme_route",
    "CL-61",
    "How the person came to the programme",
    "design",
    plain(
        ("panel", "Multi-agency panel"),
        ("court_order", "Court order"),
        ("licence", "Licence condition"),
        ("voluntary", "Own choice"),
        ("youth_order", "Youth order"),
    ),
)

PROGRAMME_STATUS = CodeList(
    "programme_status",
    "CL-62",
    "Progress",
    "design",
    plain(
        ("waiting", "Waiting"),
        ("active", "Active"),
        ("completed", "Completed"),
        ("breached", "Breached"),
        ("withdrawn", "Withdrawn"),
        ("unsuitable", "Found unsuitable"),
    ),
)

SENTENCE_BAND = CodeList(
    "sentence_band",
    "CL-63",
    "Length of custodial sentence",
    "design",
    plain(
        ("none", "None"),
        ("under_12m", "Under 12 months"),
        ("12m_plus", "12 months or more"),
    ),
)

PERPETRATOR_BEHAVIOUR = CodeList(
    "perpetrator_behaviour",
    "CL-64",
    "Behaviour, as the victim's advocate reports it",
    "Drive project evaluation, University of Bristol",
    plain(
        ("physical", "Physical abuse"),
        ("sexual", "Sexual abuse"),
        ("harassment_stalking", "Harassment and stalking"),
        ("jealous_controlling", "Jealous and controlling behaviour"),
    ),
)

MAPPA_LEVEL = CodeList(
    "mappa_level",
    "CL-65",
    "Level of multi-agency public protection",
    "Criminal Justice Act 2003 ss.325-327B; MAPPA guidance",
    plain(
        ("none", "Not managed"),
        ("1", "Level 1"),
        ("2", "Level 2"),
        ("3", "Level 3"),
        ("not_known", "Not known"),
    ),
)

LISTS = (
    PERPETRATOR_PROGRAMME,
    PROGRAMME_ROUTE,
    PROGRAMME_STATUS,
    SENTENCE_BAND,
    PERPETRATOR_BEHAVIOUR,
    MAPPA_LEVEL,
)
