"""Code lists of how a case goes through justice: stages, cautions, victims' support, courts."""

from schemas.codes.lists import Code, CodeList, plain

UNSUCCESSFUL_REASON = CodeList(
    "unsuccessful_reason",
    "CL-25b",
    "Why a prosecution failed",
    "CPS domestic abuse data (to be confirmed)",
    (
        Code("victim_retraction", "Victim took back the statement", source="CPS snapshot data"),
        Code(
            "victim_non_attendance",
            "Victim did not attend",
            source="ONS, domestic abuse and the criminal justice system, 2018",
        ),
        Code("evidence_does_not_support_case", "Victim's evidence does not support the case"),
        Code("witness_absent", "Another witness did not attend"),
        Code("acquittal_after_trial", "Acquitted after trial"),
        Code("legal_element", "A legal element was missing"),
        Code("other", "Another reason"),
    ),
)

JUSTICE_STAGE = CodeList(
    "justice_stage",
    "CL-85",
    "Stage of justice",
    "design",
    plain(("police", "Police"), ("cps", "Crown Prosecution Service"), ("court", "Court")),
)

CAUTION_TYPE = CodeList(
    "caution_type",
    "CL-86",
    "Kind of caution",
    "Ministry of Justice, simple cautions for adult offenders, 2015",
    (
        Code("simple", "Simple caution"),
        Code("conditional", "Conditional", source="Criminal Justice Act 2003 (to be confirmed)"),
        Code(
            "youth",
            "Youth caution",
            source="Legal Aid, Sentencing and Punishment of Offenders Act 2012, from April 2013",
        ),
    ),
)

VICTIM_SUPPORT = CodeList(
    "victim_support",
    "CL-87",
    "Whether the victim supported the case",
    "design",
    plain(
        ("throughout", "Throughout"),
        ("withdrew", "At first, and then withdrew"),
        ("never", "At no time"),
        ("not_known", "Not known"),
    ),
)

WITHDRAWAL_REVIEW = CodeList(
    "withdrawal_review",
    "CL-88",
    "Who saw the victim in person before the withdrawal was accepted",
    "design",
    plain(("supervisor", "A supervisor"), ("advocate", "An advocate"), ("none", "Nobody")),
)

VICTIM_NOTIFIER = CodeList(
    "victim_notifier",
    "CL-89",
    "Who told the victim of the result",
    "design",
    plain(
        ("wcu", "Witness care unit"),
        ("advocate", "Advocate"),
        ("officer", "Police officer"),
        ("court", "Court"),
        ("none", "Nobody"),
    ),
)

SPECIAL_MEASURE = CodeList(
    "special_measure",
    "CL-90",
    "Special measure at court",
    "Youth Justice and Criminal Evidence Act 1999 ss.23-24; separate entrance by design",
    plain(
        ("screens", "Screens"),
        ("video_link", "Video link"),
        ("separate_entrance", "Separate entrance"),
        ("none", "None"),
    ),
)

COURT_TYPE = CodeList(
    "court_type",
    "CL-91",
    "Court",
    "design, after HM Courts and Tribunals Service",
    plain(
        ("sdvc", "Specialist domestic abuse court"),
        ("magistrates", "Magistrates' court"),
        ("crown", "Crown Court"),
        ("family", "Family court"),
    ),
)

SENTENCE_TYPE = CodeList(
    "sentence_type",
    "CL-92",
    "Sentence",
    "design, after the kinds of sentence in the Sentencing Act 2020",
    plain(
        ("discharge", "Absolute or conditional discharge"),
        ("fine", "Fine"),
        ("community_order", "Community order"),
        ("suspended_sentence", "Suspended sentence order"),
        ("custody", "Immediate custody"),
        ("hospital_order", "Hospital order"),
        ("youth_sentence", "Sentence of a youth court"),
        ("other", "Other sentence"),
    ),
)

LISTS = (
    UNSUCCESSFUL_REASON,
    JUSTICE_STAGE,
    CAUTION_TYPE,
    VICTIM_SUPPORT,
    WITHDRAWAL_REVIEW,
    VICTIM_NOTIFIER,
    SPECIAL_MEASURE,
    COURT_TYPE,
    SENTENCE_TYPE,
)
