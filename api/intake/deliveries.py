"""A delivery judged as a whole: its envelope, its rows, and what both say together.

The service and the check on an agency's own machine both go through here, so that they find the
same. What belongs here: the setting a file is read in, and the findings about the whole. What does
not: the store (a caller's watches know its own earlier rows), and who may send what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from api.intake.examine import NOTHING, Keep, Setting, examine
from api.intake.identifying.screen import screen
from api.intake.reading.formats import Source
from api.intake.tally import Examination
from api.intake.watches import batch
from api.policies import envelopes
from api.policies.envelopes import Sender
from api.policies.sharing import default_sharing
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.findings import Finding
from schemas.terms import NONE, TermMap

AGGREGATES: Final = "aggregate_return"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a delivery comes from and is read.

    Attributes:
        sector: of the agency; "" where it is not known, and rules about it are then not asked.
        area: the partnership's local authority; "" where it is not known.
        environment: `sandbox` or `live`, which decides the form of person references.
        terms: the agency's own words, in which the records have been read.
    """

    sector: str
    area: str
    environment: Literal["sandbox", "live"]
    terms: TermMap = NONE


def rows_of(dataset: str, *, level: str) -> type[Dataset]:
    """The definition of the rows of a delivery: counts and statements are `aggregate_return`."""
    return DATASETS[dataset if level == "record" else AGGREGATES]


def judge(
    records: Source,
    *,
    envelope: Mapping[str, Any],
    sender: Sender,
    place: Place,
    keep: Keep = NOTHING,
    watches: tuple[batch.Watch, ...] = (),
) -> Examination:
    """Examine the rows of a delivery and say what is wrong with the whole.

    Args:
        records: the file's rows.
        envelope: completed (`api.policies.envelopes.completed`).
        sender: what is known of the delivery besides: dataset, period, day.
        place: sector, area and environment.
        keep: takes the good rows; by itself nothing is kept.
        watches: what looks at the agency's own earlier rows.

    Raises:
        BadRequest: the file breaks off in the middle.
    """
    found = examine(
        records,
        setting=_setting(envelope, sender=sender, place=place),
        keep=keep,
        watches=watches,
    )
    for finding in _about_the_whole(envelope, sender=sender, examination=found):
        found.add(finding)
    return found


def _setting(envelope: Mapping[str, Any], *, sender: Sender, place: Place) -> Setting:
    told = {"agency.sector": place.sector, "partnership.area": place.area}
    known = {name: value for name, value in told.items() if value}
    return Setting(
        dataset=rows_of(sender.dataset, level=envelope["level"]),
        period=sender.period,
        context=known
        | {
            "return.dataset": sender.dataset,
            "envelope.level": envelope["level"],
            "envelope.extracted_on": envelope["extracted_on"],
            "envelope.definition_version": envelope["definition_version"],
        },
        fills={"sharing": default_sharing(place.sector)}
        | ({"lad_code": place.area} if place.area else {}),
        area=place.area,
        environment=place.environment,
        terms=place.terms,
    )


def _about_the_whole(
    envelope: Mapping[str, Any], *, sender: Sender, examination: Examination
) -> Iterator[Finding]:
    """Findings about the whole: envelope, level, months, and queries left unexplained."""
    yield from envelopes.check(envelope, sender=sender, rows=examination.rows)
    yield from envelopes.months_told(
        envelope, rows={month: tally.received for month, tally in examination.months.items()}
    )
    if (sender.dataset == AGGREGATES) and envelope["level"] == "record":
        yield envelopes.wrong_level(sender.dataset)
    for name in ("explanation", "reason", "source_system"):
        if screen(envelope.get(name) or ""):
            yield envelopes.identifying(name)
    if any(screen(sentence) for sentence in envelope["explanations"].values()):
        yield envelopes.identifying("explanations")
    yield from envelopes.unexplained(envelope, examination.queries)
