"""The rules of the envelope: what is said of a delivery as a whole, and binds every dataset.

What belongs here: id, severity and sentence of each rule, in one place for the catalogue and for
the findings. What does not: the envelope's shape (`schemas.wire.envelopes`), and whether one
stands, which `api.policies.envelopes` and `api.policies.returns` decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from schemas.findings import Severity
from schemas.rules import Rule


def _rule(rule_id: str, sentence: str, member: str, severity: Severity = "error") -> Rule:
    return Rule(rule_id, "envelope", severity, sentence, None, f"envelope.{member}")


_RULES: Final = (
    _rule(
        "ENV-V01",
        "The period of a return has begun, and lies no earlier than the return is owed.",
        "month",
    ),
    _rule(
        "ENV-V02",
        "A return that is nil has no rows, and any other has some: where there was nothing to "
        "report, set return_status to nil. A delivery is received, partial or nil.",
        "return_status",
    ),
    _rule(
        "ENV-V03",
        "Figures that may be published must also be allowed to be combined.",
        "permission_publish",
    ),
    _rule(
        "ENV-V04",
        "Once the month after its own has ended, a return is sent anew only with If-Match, naming "
        "the copy it replaces, and with a reason.",
        "reason",
    ),
    _rule(
        "ENV-V05",
        "Agency, agreement, dataset, month and purpose are those of the token and the path, under "
        "an agreement in force: correct the member, or leave it out.",
        "agreement_ref",
    ),
    _rule(
        "ENV-V06",
        "Data are taken on a day that has come, and not before the period's last day unless "
        "return_status is partial.",
        "extracted_on",
    ),
    _rule(
        "ENV-V07",
        "The row count and the digest that are sent agree with the body.",
        "row_count",
    ),
    _rule(
        "ENV-V08",
        "The counting rules differ from those of the month before or after: the series breaks "
        "there, and figures on either side are not compared.",
        "counting_rule_set",
        "note",
    ),
    _rule(
        "ENV-V09",
        "Every month of a longer period has rows or is named in nil_months, and none is both: a "
        "quarter is sent month by month.",
        "nil_months",
    ),
    _rule("ENV-V10", "covers_to does not lie before covers_from.", "covers_to"),
)

ENVELOPE_RULES: Final[Mapping[str, Rule]] = {rule.id: rule for rule in _RULES}
"""The rules of the envelope by id; ENV-V09 and ENV-V10 are additions."""
