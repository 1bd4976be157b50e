"""Code lists of returns: their level, status and permission, and the parts of a declared figure."""

from schemas.codes.lists import CodeList, plain

LEVEL = CodeList(
    "level",
    "CL-37",
    "Level of detail of a return",
    "design",
    plain(
        ("record", "Records, one row for each event"),
        ("aggregate", "Counts by month"),
        ("statement", "A statement in words"),
    ),
)

RETURN_STATUS = CodeList(
    "return_status",
    "CL-38",
    "Status of a return",
    "design",
    plain(
        ("received", "Received"),
        ("partial", "Received in part"),
        ("nil", "Nothing to report"),
        ("not_provided", "Not provided"),
        ("not_requested", "Not requested"),
        ("withdrawn", "Withdrawn"),
    ),
)

PERMISSION_PUBLISH = CodeList(
    "permission_publish",
    "CL-66",
    "How far derived figures may go",
    "design",
    plain(
        ("none", "Not shown"),
        ("partnership", "Within the partnership"),
        ("public", "Public"),
    ),
)

AGGREGATE_FAMILY = CodeList(
    "aggregate_family",
    "CL-67",
    "Family of a declared figure",
    "design",
    plain(
        ("capacity", "Capacity"),
        ("workforce", "Workforce"),
        ("training", "Training"),
        ("finance", "Finance"),
        ("awareness", "Awareness"),
        ("prevention", "Prevention"),
        ("contact_channel", "Contact channel"),
        ("coverage", "Coverage"),
        ("dq_audit", "Data quality audit"),
        ("benchmark", "Benchmark"),
        ("record_proxy", "Count in place of records"),
        ("statement", "Statement"),
        ("set_topic", "Topic set by the partnership"),
    ),
)

AGGREGATE_UNIT = CodeList(
    "aggregate_unit",
    "CL-68",
    "Unit of a declared figure",
    "design",
    plain(
        ("count", "Count"),
        ("gbp", "Pounds sterling"),
        ("days", "Days"),
        ("rate_num_den", "Rate, as numerator and denominator"),
        ("text", "Text"),
    ),
)

AGGREGATE_STATUS = CodeList(
    "aggregate_status",
    "CL-69",
    "Status of a declared figure",
    "design",
    plain(("provisional", "Provisional"), ("final", "Final"), ("revised", "Revised")),
)

LISTS = (
    LEVEL,
    RETURN_STATUS,
    PERMISSION_PUBLISH,
    AGGREGATE_FAMILY,
    AGGREGATE_UNIT,
    AGGREGATE_STATUS,
)
