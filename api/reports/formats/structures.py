"""The data structures of what the service answers: derived from what may be asked and said.

What belongs here: one structure for each dataset and each family of linked measures, and one each
for declared figures, indicators and participation. What does not: how they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from types import MappingProxyType
from typing import Final, get_args

from api.disclosure.showing import Status
from api.policies.returns import NEXT
from api.reports.formats.shape import (
    Codes,
    Structure,
    attribute,
    codes,
    dimension,
    identifier,
    measure,
)
from api.reports.indicators import INDICATORS
from schemas.breakdowns import Breakdown, Measure, words
from schemas.codes import code_list
from schemas.codes.declared import DECLARED
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.linked import LINKED, Linked

FIGURES: Final = "declared"
VALUES: Final = "indicators"
RETURNS: Final = "participation"

_UNITS: Final = codes("unit", "What is counted", [("persons", "Persons"), ("records", "Records")])
_STATUSES: Final = codes(
    "obs_status", "Status of a figure", [(name, words(name)) for name in get_args(Status)]
)

_TIME: Final = dimension("TIME_PERIOD", "Period", kind="period")
_STATUS: Final = attribute("OBS_STATUS", "Status", codes=_STATUSES)
_WHEN: Final = (
    attribute("PERIOD", "Period as the service names it"),
    attribute("REPORTING_YEAR_START_DAY", "Day on which the reporting year starts"),
)
_RELEASED: Final = (
    *_WHEN,
    attribute("RELEASE", "Release"),
    attribute("EPOCH", "Epoch of the release", kind="whole"),
    attribute("SEALED_AT", "When the release was sealed", kind="moment"),
    attribute("POLICY", "Version of the disclosure policy"),
    attribute("NOISE", "How figures are protected"),
    attribute("ADDITIVE", "Whether parts add up to totals", kind="flag"),
    attribute("CONTRIBUTORS", "Agencies that are in"),
    attribute("SERIES_BREAKS", "Agencies and months that break the series"),
)
_REASONS: Final = attribute("REASONS", "Why figures are not shown as a whole")


@cache
def structure(name: str) -> Structure:
    """A structure by its name; raises KeyError where there is none."""
    return _BUILDERS[name]()


def names() -> tuple[str, ...]:
    """The names of all structures, in their order."""
    return tuple(_BUILDERS)


def _counted(
    name: str, title: str, *, measures: Iterable[Measure], breakdowns: Iterable[Breakdown]
) -> Structure:
    """The structure of one dataset's released figures, or of one linked family's."""
    counted = codes(f"measure_{name}", f"{title}: what is counted",
                    [(each.name, each.title) for each in measures])  # fmt: skip
    splits = (
        dimension(identifier(each.name), each.title, codes=_split(name, each))
        for each in breakdowns
    )
    return Structure(
        name,
        f"DSD_{identifier(name)}",
        title,
        (
            dimension("MEASURE", "What is counted", codes=counted),
            dimension("UNIT_MEASURE", "Persons or records", codes=_UNITS),
            *splits,
            _TIME,
            measure("OBS_VALUE", "Released count"),
            _STATUS,
            _REASONS,
            *_RELEASED,
        ),
    )


def _split(name: str, breakdown: Breakdown) -> Codes:
    items = [(each.code, each.label) for each in breakdown.categories]
    return codes(f"{name}_{breakdown.name}", breakdown.title, items, total=True)


def _declared() -> Structure:
    stated = codes("declared", "Declared measures", [(n, e.title) for n, e in DECLARED.items()])
    return Structure(
        FIGURES,
        "DSD_DECLARED",
        "Figures that agencies count themselves, each for a span of its own",
        (
            dimension("MEASURE", "What was declared", codes=stated),
            dimension("AGENCY", "Agency that declared it"),
            dimension("FIGURE_NO", "Number of the figure in its answer", kind="whole"),
            _TIME,
            measure("OBS_VALUE", "Declared value", kind="number"),
            attribute("NUMERATOR", "Numerator", kind="whole"),
            attribute("DENOMINATOR", "Denominator", kind="whole"),
            _STATUS,
            _REASONS,
            attribute("UNIT", "Unit"),
            attribute("BREAKDOWN", "Cell of the declaration"),
            attribute("AS_AT", "Day of a stock", kind="day"),
            attribute("COVERS_FROM", "First day of a span", kind="day"),
            attribute("COVERS_TO", "Last day of a span", kind="day"),
            attribute("DELIVERED_FOR", "Month of the return"),
            attribute("COUNTING_RULE", "Counting rule"),
            attribute("PROVISIONAL", "Whether it is provisional", kind="flag"),
            attribute("EXACT", "Whether it is shown as declared", kind="flag"),
            attribute("SOURCE", "Where it was published"),
            *_RELEASED,
        ),
    )


def _values() -> Structure:
    listed = codes("indicator", "Indicators", [(n, each.title) for n, each in INDICATORS.items()])
    roles = codes("role", "What a figure is in its answer", [
        ("value", "Value"), ("pair", "Value of an indicator it may not appear without"),
        ("earlier", "Value of the period compared with"), ("benchmark", "Published benchmark"),
        ("band", "Completeness of a field"), ("returns", "Returns counted as returns"),
    ])  # fmt: skip
    return Structure(
        VALUES,
        "DSD_INDICATORS",
        "Values of indicators",
        (
            dimension("INDICATOR", "Indicator", codes=listed),
            dimension("ROLE", "What the figure is in its answer", codes=roles),
            dimension("LINE", "Line of the indicator"),
            dimension("CATEGORY", "Category of the split, or agency of a band"),
            dimension("FIGURE_NO", "Number of the figure in its answer", kind="whole"),
            _TIME,
            measure("OBS_VALUE", "Value", kind="number"),
            _STATUS,
            *(attribute(name, title) for name, title in _TEXTS),
            *(attribute(name, title, kind="number") for name, title in _NUMBERS),
            attribute("FIRST_DAY", "First day of a declared or published figure", kind="day"),
            attribute("LAST_DAY", "Last day of it", kind="day"),
            *_RELEASED,
        ),
    )


_TEXTS: Final = (
    ("REASON", "Why there is no value"), ("VERSION", "Version of the indicator"),
    ("UNIT", "Unit"), ("SPLIT_BY", "What it is split by"), ("BAND", "Band"),
    ("UNCERTAINTY", "Uncertainty in words"), ("MOVEMENT", "How the value moved since"),
    ("DECLARED_BY", "Agency that declared it"), ("AREA", "Area of a benchmark"),
    ("SOURCE", "Where it was published"),
)  # fmt: skip
_NUMBERS: Final = (
    ("NUMERATOR", "Numerator"), ("DENOMINATOR", "Denominator"),
    ("MARGIN", "Margin in percentage points"), ("NOISE_LOW", "Lower end for noise"),
    ("NOISE_HIGH", "Upper end for noise"), ("CHANCE_LOW", "Lower end for small numbers"),
    ("CHANCE_HIGH", "Upper end for small numbers"),
)  # fmt: skip


def _returns() -> Structure:
    standing = codes("return_standing", "Standing of a return",
                     [(name, words(name)) for name in NEXT])  # fmt: skip
    levels = codes("level", "Level", [(each.code, each.label) for each in code_list("level")])
    return Structure(
        RETURNS,
        "DSD_PARTICIPATION",
        "How returns stand",
        (
            dimension("AGENCY", "Agency"),
            dimension("DATASET", "Dataset", codes=codes(
                "dataset", "Datasets", [(n, d.title) for n, d in DATASETS.items()]
            )),
            _TIME,
            measure("OBS_VALUE", "Days from the end of the month to the first receipt"),
            attribute("RETURN_STATUS", "Standing", codes=standing),
            attribute("LEVEL", "Level", codes=levels),
            attribute("DUE_ON", "Due day", kind="day"),
            attribute("RECEIVED_ON", "First received", kind="day"),
            attribute("LATE", "Whether it was or is late", kind="flag"),
            attribute("REMINDER", "What its agency is reminded of"),
            *_WHEN,
        ),
    )  # fmt: skip


def _builder(held: type[Dataset] | Linked) -> Callable[[], Structure]:
    return partial(
        _counted, held.name, held.title, measures=held.measures, breakdowns=held.breakdowns
    )


_BUILDERS: Final[Mapping[str, Callable[[], Structure]]] = MappingProxyType(
    {held.name: _builder(held) for held in DATASETS.values() if held.measures}
    | {held.name: _builder(held) for held in LINKED.values()}
    | {FIGURES: _declared, VALUES: _values, RETURNS: _returns}
)
"""How each structure is made, by its name; each is made once, when it is first wanted."""
