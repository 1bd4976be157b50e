"""Answers from one sealed release: look-ups by key, the same for everyone who may ask.

Here belongs what aggregates, indicators and reports share: deciding whether a measure may be shown
to this caller's agreement, and reading shown cells. What does not: which release that is
(`opening`). No record is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, cast

from sqlalchemy.orm import Session

from api.disclosure.answers import Observation, observations
from api.disclosure.lattice import Key, Question, permitted_keys
from api.disclosure.profiles import PARTNERSHIP, PROFILES, Profile
from api.disclosure.showing import Showing, Status
from api.queries import cells, opening
from api.queries import releases as stored
from api.queries.cells import Wanted
from api.queries.opening import Said
from api.queries.releases import Input, MeasureRow, Release
from api.reports.indicators import Cell, Count
from api.services import releases
from api.services.permissions import reaches, shown_alone
from api.services.questions import asked, cells_of, impossible, measure_of, unit_of
from auth.caller import Caller
from auth.refusals import Unprocessable
from auth.uses import Used
from schemas.linked import resting_on
from schemas.period import Period
from schemas.purposes import PURPOSES

NOISE: Final = PARTNERSHIP.said
"""What is said of the protection, once in every answer, to a reader without a profile."""

PUBLICATION: Final = "research_and_publication"


@dataclass
class Book:
    """One release, as a caller may read it.

    `for_report` leaves out whatever a contributor does not permit in reports (REQ-03). `used`
    gathers whose data went into what was shown, agency -> dataset -> 1; `declared` the declared
    figures that were looked up, by measure, and `silent` whose stay out of this reading, once that
    is known. With `as_of` other periods are read as on that day. `place` is the partnership's local
    authority, where whoever opens the book knows it already.
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
    place: str = ""
    _said: Said = field(default_factory=dict)
    _puts: dict[tuple[Count, str], tuple[Question, Showing] | Cell] = field(
        default_factory=dict, init=False
    )
    _found: dict[Wanted, dict[str, int]] = field(default_factory=dict, init=False)
    _alone: dict[frozenset[str], Mapping[str, frozenset[str]]] = field(
        default_factory=dict, init=False
    )
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
        partnership = self.caller.partnership_id
        return self.place or stored.partnership(self.session, partnership_id=partnership)[1]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What the agencies are called."""
        return stored.agency_names(self.session, partnership_id=self.caller.partnership_id)

    @cached_property
    def inputs(self) -> Sequence[Input]:
        """How every return of the period stood when it was sealed."""
        partnership, release_id = self.caller.partnership_id, self.release.release_id
        return stored.inputs(self.session, partnership_id=partnership, release_id=release_id)

    def said(self, dataset: str, *, unit: str) -> MeasureRow | None:
        """What the release says of a dataset's measures; None for a dataset newer than it."""
        if dataset not in self._said:
            self.look_up_said([dataset])
        return self._said[dataset].get(unit)

    def look_up_said(self, datasets: Iterable[str]) -> None:
        """Look up together what the release says of these datasets and linked families."""
        wanted = [name for name in dict.fromkeys(datasets) if name not in self._said]
        if wanted:
            release_id, partnership = self.release.release_id, self.caller.partnership_id
            found = opening.said(
                self.session, partnership_id=partnership, release_id=release_id, datasets=wanted
            )
            self._said |= found

    def showing(self, asked: Question) -> Showing:
        """Whether the question's measure may be shown to the caller's agreement."""
        said = self.said(asked.dataset, unit=asked.unit)
        if said is None:
            return Showing("not_available", ("not_in_release",))
        hidden = self._hidden(asked)
        if hidden is not None:
            return hidden
        agencies = {*said.coverage["contributors"], *(said.coverage["before"] or ())}
        alone = self._shown_alone(frozenset(agencies))
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

    def look_up(self, splits: Iterable[tuple[Count, str]]) -> None:
        """Look up together the cells of counts, each by a breakdown or by none, that will be read.

        Nothing is shown by it, and so nothing used.
        """
        put = [self._put(count, by=by) for count, by in splits]
        self._look_up([each[0] for each in put if not isinstance(each, Cell) and each[1].shows])

    def _split(self, count: Count, *, by: str) -> Mapping[str, Cell]:
        put = self._put(count, by=by)
        if isinstance(put, Cell):
            return {"": put}
        question, showing = put
        reason = showing.reasons[0] if showing.reasons else ""
        return {
            str(each.get(by, "")): _cell(each, reason=reason)
            for each in self.observations(question, showing=showing)
        }

    def _put(self, count: Count, *, by: str) -> tuple[Question, Showing] | Cell:
        """A count as a question and whether it may be shown; a cell says why it cannot be put."""
        if (count, by) not in self._puts:
            self._puts[count, by] = self._asked(count, by=by)
        return self._puts[count, by]

    def _asked(self, count: Count, *, by: str) -> tuple[Question, Showing] | Cell:
        if not all(map(self.caller.may_use, resting_on(count.measure))):
            return Cell(None, "not_available", "dataset_not_granted")
        splits, filters = (by,) if by else (), dict(count.filters)
        try:
            question = self.ask(count.measure, by=splits, filters=filters, unit=count.unit)
        except Unprocessable:
            return Cell(None, "not_available", "not_released_for_this_period")
        return question, self.showing(question)

    def _shown_alone(self, agencies: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """What each of these agencies lets be shown alone, looked up once."""
        if agencies not in self._alone:
            self._alone[agencies] = shown_alone(
                self.session, self.caller, agencies=agencies, today=self.today
            )
        return self._alone[agencies]

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

    def _look_up(self, asked: Iterable[Question]) -> None:
        """Look up together the shown cells of questions."""
        wanted = [each for each in dict.fromkeys(map(cells_of, asked)) if each not in self._found]
        found = cells.shown(
            self.session,
            partnership_id=self.caller.partnership_id,
            release_id=self.release.release_id,
            wanted=wanted,
        )
        self._found |= zip(wanted, found, strict=True)

    def _cells(self, asked: Question) -> dict[Key, int]:
        """The shown cells of the answer, as the reader's purpose and profile show them."""
        self._look_up([asked])
        held = self._found[cells_of(asked)]
        kept = ((key, held.get(stored.spelled(key), 0)) for key in permitted_keys(asked))
        least = max(self.least, 1)
        return {key: self.profile.shown(value) for key, value in kept if value >= least}


def _cell(observed: Observation, *, reason: str) -> Cell:
    value, status = observed["value"], observed["status"]
    return Cell(
        value if isinstance(value, int) else None,
        cast("Status", status),
        "" if status == "suppressed" else reason,
    )
