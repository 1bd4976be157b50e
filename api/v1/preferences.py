"""Preferences of a request (RFC 7240): what the client would rather have of the answer.

What belongs here: whether a `Prefer` field states one. What does not: heeding it; a preference is
never a condition, so that one nobody knows is passed over.
"""

from __future__ import annotations


def preferred(name: str, field: str) -> bool:
    """Whether a `Prefer` field, of one line or several joined by commas, states this preference.

    Names are alike in either case, and a preference may have a value and parameters (section 2).
    """
    stated = (each.partition(";")[0].partition("=")[0].strip() for each in field.split(","))
    return name in {each.lower() for each in stated}
