"""What a file is read against. Nothing here reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from schemas.dataset import Dataset
from schemas.period import Period
from schemas.terms import NONE, TermMap


@dataclass(frozen=True, slots=True)
class Setting:
    """What a file is read against.

    Attributes:
        dataset: the definition of its rows.
        period: the period of the return; a quarter's rows are split by month.
        context: values that rules may name (`agency.sector`, `envelope.extracted_on`).
        fills: what stands in for absent columns, where that is not the field's own default.
        area: the partnership's local authority; rows elsewhere are counted and not kept. "" where
            it is not known, and no row is elsewhere then.
        environment: `sandbox` or `live`, which decides the form of person references.
        terms: the agency's own words, which the source has put into the common ones already; what
            its systems cannot hold stands in for absent columns.
    """

    dataset: type[Dataset]
    period: Period
    context: Mapping[str, Any]
    fills: Mapping[str, Any]
    area: str
    environment: Literal["sandbox", "live"]
    terms: TermMap = NONE
