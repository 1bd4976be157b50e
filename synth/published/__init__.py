"""What four reports printed, as the returns that would have brought it: real figures, and public.

Here belong the published figures, one CSV file for each agency and month, that can be sent as it
is: every row names the report and the paragraph that it was printed in, and its `record_id` is the
figure's own. Where a report prints a percentage alone, the row holds parts that give it and says so
in its source. The agencies are invented; what does not belong here is any figure that is.

The reports are the responses of the Bromley, Havering and Kingston police to the Metropolitan
Police Authority's Domestic Violence Board (November 2008, April 2006 and November 2007), and the
Safer Bromley Partnership's update on its second priority for 2022/23 quarter 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from schemas.codes.places import BROMLEY
from schemas.datasets import DATASETS
from schemas.datasets.aggregate_return import AggregateReturn
from schemas.period import Period
from synth.agreements import agreed
from synth.partnership import DUE_DAY, Agency, Client, Expectation, PartnershipPlan

HAVERING: Final = "E09000016"
KINGSTON: Final = "E09000021"

_FOLDER: Final = Path(__file__).parent
_SENDS: Final = frozenset({"returns:read", "returns:write", "aggregates:read"})
_LEADS: Final = frozenset({"releases:write", "participation:read", "periods:read"})
_OWED: Final = (
    "Figures as the report printed them, each for the days that it covers; where it prints a "
    "percentage alone, with parts that give it."
)


@dataclass(frozen=True)
class Return:
    """One agency's declared figures for one month.

    Attributes:
        agency_id: who would have sent it.
        month: the month it is delivered for.
        file: its name; `body` is its bytes.
    """

    agency_id: str
    month: Period
    file: str

    @property
    def body(self) -> bytes:
        """The return as CSV, ready to be sent."""
        return (_FOLDER / self.file).read_bytes()


@dataclass(frozen=True)
class Published:
    """A borough that published its figures.

    Attributes:
        borough: its name, in lower case; agencies carry it in their ids.
        area: its code as a local authority.
        year: the financial year that the report is about; its figures of other spans stand with it.
        returns: what would have been sent; stocks for the month in which they were counted.
    """

    borough: str
    area: str
    year: Period
    returns: tuple[Return, ...]

    @property
    def police(self) -> str:
        """The agency that reported the police's figures."""
        return f"met-{self.borough}"

    @property
    def lead(self) -> str:
        """The agency that reported the partners' figures, and seals."""
        return f"{self.borough}-lead"

    @property
    def partnership_id(self) -> str:
        """The partnership's name in a store."""
        return f"{self.borough}-published"

    @property
    def periods(self) -> tuple[Period, ...]:
        """What is to be sealed, in order: the year by its quarters, and later months by theirs."""
        others = [each.month for each in self.returns if each.month.year() != self.year]
        months = (*self.year.months(), *others)
        return tuple(dict.fromkeys(month.quarter() for month in months))

    def plan(self) -> PartnershipPlan:
        """The partnership of the two agencies, which owe declared figures and nothing else."""
        title = self.borough.title()
        agencies = (
            Agency(self.police, f"Police, {title} (historical)", "police"),
            Agency(self.lead, f"Partnership, {title} (historical)", "council_community_safety"),
        )
        owed = tuple(
            Expectation(each.agency_id, AggregateReturn.name, "aggregate", "quarterly", DUE_DAY,
                        "csv", _OWED, "A published report")
            for each in agencies
        )  # fmt: skip
        return PartnershipPlan(
            partnership_id=self.partnership_id,
            name=f"{title} (historical)",
            area=self.area,
            agencies=agencies,
            clients=tuple(
                Client(f"{name}-returns", name, _SENDS | (_LEADS if name == self.lead else set()))
                for name in (self.police, self.lead)
            ),
            agreements=(self._agreement(),),
            expectations=owed,
            habits=(),
            lead=self.lead,
        )

    def _agreement(self) -> dict[str, Any]:
        """What the two agreed: that both send, and that what is counted is theirs to read."""
        who = (self.police, self.lead)
        sent = [(each, name) for each in who for name in DATASETS]
        terms, *_ = agreed(who, lead=self.lead, area=self.area, sent=sent)
        named = {"partnership": self.partnership_id, "title": f"What {self.borough} published"}
        return terms | named


def _returns(borough: str, *, police: tuple[str, ...], lead: tuple[str, ...]) -> tuple[Return, ...]:
    names = {"police": f"met-{borough}", "lead": f"{borough}-lead"}
    return tuple(
        Return(names[who], Period.parse(month), f"{borough}-{month}-{who}.csv")
        for who, months in (("police", police), ("lead", lead))
        for month in months
    )


PUBLISHED: Final = (
    Published(
        "havering",
        HAVERING,
        Period.parse("2005-2006"),
        _returns("havering", police=("2006-03",), lead=()),
    ),
    Published(
        "kingston",
        KINGSTON,
        Period.parse("2006-2007"),
        _returns("kingston", police=("2007-03", "2007-11"), lead=("2007-03", "2007-11")),
    ),
    Published(
        "bromley",
        BROMLEY,
        Period.parse("2007-2008"),
        _returns("bromley", police=("2008-03",), lead=("2008-03", "2008-11")),
    ),
)
"""The three reports to the Metropolitan Police Authority's board, in the order of their years."""

UPDATE: Final = Return("bromley-da-lead", Period.parse("2022-12"), "bromley-2022-12-lead.csv")
"""The figures of the Safer Bromley Partnership's update, which its lead would have sent."""
