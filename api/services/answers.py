"""Answers from one sealed release: look-ups by key, the same for everyone who may ask.

Here belongs what aggregates, indicators and reports share: finding the release, deciding whether a
measure may be shown to this caller's agreement, and reading shown cells. No record is touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final, cast

from sqlalchemy.orm import Session

from api.disclosure.answers import Observation, observations
from api.disclosure.lattice import Key, Question, permitted_keys
from api.disclosure.profiles import PARTNERSHIP, PROFILES, Profile
from api.disclosure.showing import Showing, Status
from api.queries import linked_cells
from api.queries import releases as stored
from api.queries.releases import MeasureRow, Release
from api.reports.indicators import Cell, Count
from api.services import releases
from api.services.permissions import reaches, shown_alone
from api.services.questions import asked, impossible, measure_of, unit_of
from auth.caller import Caller
from auth.refusals import NotFound, Unprocessable
from auth.uses import Used
from schemas.evaluate import LONDON
from schemas.linked import LINKED, resting_on
from schemas.period import Period, PeriodError
from schemas.purposes import PURPOSES

NOISE: Final = PARTNERSHIP.said
"""What is said of the protection, once in every answer, to a reader without a profile."""

PUBLICATION: Final = "research_and_publication"

_FEW: Final = 400
"""Keys up to which cells are looked up one by one; beyond it the whole shape is read (design)."""


@dataclass
class Book:
    """One release, as a caller may read it.

    `for_report` leaves out whatever a contributor does not permit in reports (REQ-03). `used`
    gathers whose data went into what was shown, agency -> dataset -> 1; `declared` the declared
    figures that were looked up, by measure, and `silent` whose stay out of this reading, once that
    is known. With `as_of` other periods are read as on that day.
    """

    session: Session
    caller: Caller
    release: Release
    today: date
    for_report: bool = False
    used: Used = field(default_factory=dict)
    as_of: date | None = None
    declared: dict[str, list[dict[str, Any]]] = field(default_factory=dict, init=False)
    silent: frozenset[tuple[str, str]] | None = field(default=None, init=False)
    _said: dict[tuple[str, str], MeasureRow | None] = field(default_factory=dict)
    _splits: dict[tuple[Count, str], Mapping[str, Cell]] = field(default_factory=dict, init=False)

    @cached_property
    def period(self) -> Period:
        """The period of the release."""
        return Period.parse(self.release.period)

    @cached_property
    def profile(self) -> Profile:
        """The disclosure profile of the caller's agreement; without one, the partnership's."""
        held = self.caller.agreement
        return PROFILES[held.terms.disclosure_profile] if held else PARTNERSHIP

    @cached_property
    def least(self) -> int:
        """The smallest protected value shown: a purpose or a profile that shows less shows fewer
        of the same values, never others.
        """
        purpose = self.caller.purpose
        least = PURPOSES[purpose].small_number_threshold if purpose else 0
        return max(least, self.profile.threshold)

    @cached_property
    def area(self) -> str:
        """The local authority of the partnership."""
        return stored.partnership(self.session, partnership_id=self.caller.partnership_id)[1]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What the agencies are called."""
        return stored.agency_names(self.session, partnership_id=self.caller.partnership_id)

    def said(self, dataset: str, *, unit: str) -> MeasureRow | None:
        """What the release says of a dataset's measures; None for a dataset newer than it."""
        if (dataset, unit) not in self._said:
            self._said[dataset, unit] = stored.measure(
                self.session,
                partnership_id=self.caller.partnership_id,
                release_id=self.release.release_id,
                dataset=dataset,
                unit=unit,
            )
        return self._said[dataset, unit]

    def showing(self, asked: Question) -> Showing:
        """Whether the question's measure may be shown to the caller's agreement."""
        said = self.said(asked.dataset, unit=asked.unit)
        if said is None:
            return Showing("not_available", ("not_in_release",))
        hidden = self._hidden(asked)
        if hidden is not None:
            return hidden
        agencies = {*said.coverage["contributors"], *(said.coverage["before"] or ())}
        alone = shown_alone(self.session, self.caller, agencies=agencies, today=self.today)
        return releases.showing(asked, measure_of(asked), said=said, show_alone=alone)

    def unpublished(self, dataset: str, *, variables: Sequence[str] = ()) -> tuple[str, ...]:
        """The contributors to a dataset that do not let its figures go as far as this reading.

        Of a linked family those to a table by these base variables.

        A report needs their leave for the partnership, publication their leave for the public.
        """
        public = self.caller.purpose == PUBLICATION
        if not public and not self.for_report:
            return ()
        enough = {"public"} if public else {"public", "partnership"}
        said = self.said(dataset, unit=unit_of(dataset))
        held = releases.contributors(dataset, variables, said=said) if said else {}
        return tuple(sorted(a for a, each in held.items() if each.publish not in enough))

    def ask(
        self,
        measure: str,
        *,
        by: tuple[str, ...] = (),
        filters: Mapping[str, Any] | None = None,
        unit: str = "records",
    ) -> Question:
        """Put a question to the release; raises Unprocessable where it does not exist."""
        return asked(measure, period=self.period, by=by, filters=filters, unit=unit, area=self.area)

    def observations(self, asked: Question, *, showing: Showing | None = None) -> list[Observation]:
        """Every observation of the answer; `showing` is what `showing` says of the question."""
        showing = showing or self.showing(asked)
        shown = self._cells(asked) if showing.shows else {}
        if showing.shows:
            self.use_all(asked.dataset, unit=asked.unit, variables=asked.shape.variables)
        return observations(
            asked, shown=shown, showing=showing, impossible=impossible(asked.dataset)
        )

    def use_all(
        self, dataset: str, *, unit: str = "records", variables: Sequence[str] = ()
    ) -> None:
        """Note that figures of every contributor to a dataset are shown, or, of a linked family, of
        everybody whose records a table by these base variables is told from.
        """
        said = self.said(dataset, unit=unit)
        held = releases.contributors(dataset, variables, said=said) if said else {}
        for agency, each in held.items():
            for name in each.datasets:
                self.use(agency, name)

    def use(self, agency: str, dataset: str) -> None:
        """Note that a figure is shown that rests on this agency's data."""
        self.used.setdefault(agency, {})[dataset] = 1

    def read(self, count: Count) -> Cell:
        """One cell: its value, or the status and reason why there is none."""
        return self.split(count)[""]

    def split(self, count: Count, *, by: str = "") -> Mapping[str, Cell]:
        """The cells of a count by the categories of one breakdown; without one, under `""`.

        A question that does not exist for the period gives one cell under `""` that says so.
        """
        if (count, by) not in self._splits:
            self._splits[count, by] = self._split(count, by=by)
        return self._splits[count, by]

    def _split(self, count: Count, *, by: str) -> Mapping[str, Cell]:
        if not all(map(self.caller.may_use, resting_on(count.measure))):
            return {"": Cell(None, "not_available", "dataset_not_granted")}
        try:
            question = self.ask(
                count.measure,
                by=(by,) if by else (),
                filters=dict(count.filters),
                unit=count.unit,
            )
        except Unprocessable:
            return {"": Cell(None, "not_available", "not_released_for_this_period")}
        showing = self.showing(question)
        reason = showing.reasons[0] if showing.reasons else ""
        return {
            str(each.get(by, "")): _cell(each, reason=reason)
            for each in self.observations(question, showing=showing)
        }

    def at(self, period: str) -> Book:
        """The newest release of another period, as this caller may read it.

        Raises:
            Unprocessable, NotFound: as for `opened`.
        """
        other = opened(self.session, self.caller, period=period, as_of=self.as_of, today=self.today)
        return replace(other, used=self.used)

    def _hidden(self, asked: Question) -> Showing | None:
        """What the purpose or the contributors' permissions hide, always a whole measure."""
        if not reaches(self.caller.purpose or "", breakdowns=asked.shape.names):
            return Showing("not_available", ("purpose_not_sufficient",))
        if not self.profile.permits(asked.shape, period_kind=asked.period.kind):
            return Showing("not_available", ("too_fine_for_publication",))
        silent = self.unpublished(asked.dataset, variables=asked.shape.variables)
        if silent:
            return Showing("not_available", ("publication_not_permitted",), silent)
        return None

    def _cells(self, asked: Question) -> dict[Key, int]:
        """The shown cells of the answer, as the reader's purpose and profile show them."""
        keys = {stored.spelled(key): key for key in permitted_keys(asked)}
        found = (linked_cells if asked.dataset in LINKED else stored).shown(
            self.session,
            partnership_id=self.caller.partnership_id,
            release_id=self.release.release_id,
            dataset=asked.dataset,
            unit=asked.unit,
            shape=stored.spelled(asked.shape.names),
            keys=keys if len(keys) <= _FEW else None,
        )
        kept = {keys[t]: value for t, value in found.items() if t in keys and value >= self.least}
        return {key: self.profile.shown(value) for key, value in kept.items()}


def opened(
    session: Session,
    caller: Caller,
    *,
    period: str,
    release_id: str | None = None,
    as_of: date | None = None,
    today: date,
) -> Book:
    """The newest release of a period, or the one that is named.

    With `as_of` the newest is the one that was sealed last by the end of that day, Europe/London;
    a release that is named is read whatever the day, and other periods from it as on that day.

    Raises:
        Unprocessable: the text is no period.
        NotFound: nothing is sealed for it, or was by that day, or the release is not one of this
            period.
    """
    try:
        when = str(Period.parse(period))
    except PeriodError:
        detail = "A question has one period: a month, a financial quarter or a financial year."
        raise Unprocessable("window_not_allowed", detail=detail) from None
    partnership = caller.partnership_id
    if release_id is not None:
        release = stored.find(session, partnership_id=partnership, release_id=release_id)
    elif as_of is not None:
        release = _sealed_by(session, partnership, period=when, until=as_of)
    else:
        release = stored.latest(session, partnership_id=partnership, period=when)
    if release is None or release.period != when:
        raise releases.unknown()
    return Book(session, caller, release, today, as_of=as_of)


def _sealed_by(session: Session, partnership: str, *, period: str, until: date) -> Release:
    """The newest release of a period that was sealed by the end of a day; raises NotFound."""
    sealed = stored.sealed(session, partnership_id=partnership, periods=[period])
    known = [each for each in sealed if each.sealed_at.astimezone(LONDON).date() <= until]
    if not known:
        raise NotFound("no_release", detail="Nothing was sealed for this period by that day.")
    return known[-1]


def _cell(observed: Observation, *, reason: str) -> Cell:
    value, status = observed["value"], observed["status"]
    return Cell(
        value if isinstance(value, int) else None,
        cast("Status", status),
        "" if status == "suppressed" else reason,
    )
