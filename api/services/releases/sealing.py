"""Sealing: everything a period may ever answer, computed once, protected and stored in one go.

One transaction holds the freeze, the shown cells and the audit event: if any of it fails nothing of
it is there. What takes long, the counting, only reads, and may be done in a transaction before that
one (`working`). The secret of the epoch exists in memory while this runs, and nowhere afterwards.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.db import bind
from api.disclosure.cellkey import EPOCH_SECRET_BYTES
from api.disclosure.protect import POLICY_VERSION
from api.queries import commitments as registers
from api.queries import reconciliations
from api.queries import releases as stored
from api.queries import statements as texts
from api.queries.reconciliations import Shown
from api.reports import indicators
from api.services.releases import (
    commitments,
    completeness,
    figures,
    freezing,
    linked,
    reading,
    reconciling,
    saying,
    sides,
    statements,
    views,
)
from api.services.releases.counting import Sealer, shown_cells
from api.services.releases.planning import Plan, Target, period_of, plan
from api.services.releases.progress import Watch, unwatched
from api.services.releases.views import ReleaseView, SealedPeriod
from auth import audit
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import Conflict, ErrorItem

TAG: Final = "releases:seal"


@dataclass(frozen=True)
class Counted:
    """A sealing that is worked out and not stored yet.

    Attributes:
        plan: what it seals.
        secret: of its epoch; it is in memory alone, and forgotten with this.
        cells, linked: the shown cells by period, as rows of the store.
        reconciled: what each side is told of records without a counterpart, by period.
    """

    plan: Plan
    secret: bytes = field(repr=False)
    cells: Mapping[str, Sequence[Mapping[str, Any]]]
    linked: Mapping[str, Sequence[Mapping[str, Any]]]
    reconciled: Mapping[str, Sequence[Shown]]


def seal(
    session: Session,
    caller: Caller,
    *,
    period: str,
    accept_missing: bool = False,
    dry_run: bool = False,
    now: datetime,
    today: date,
) -> ReleaseView:
    """Seal a month, a quarter with its months, or a year whose months are sealed.

    The fourth quarter seals the year with it. A dry run stores nothing, not even its event, and
    shows what would be in.

    Raises:
        Unprocessable: the text names no period.
        Forbidden: the token does not cover a dataset of the period.
        Conflict: the period may not be sealed now; or returns are missing and that is not
            accepted, `errors` names them; or somebody else sealed it in the meantime.
    """
    accepted = accept_missing or dry_run
    planned = planned_for(session, caller, period=period, accept_missing=accepted, today=today)
    if dry_run:
        return views.of_plan(planned, blocked=_blocked(planned))
    return keep(session, caller, count(session, caller, planned, today=today), now=now, today=today)


def planned_for(
    session: Session, caller: Caller, *, period: str, accept_missing: bool, today: date
) -> Plan:
    """What sealing a period would do, for a caller who may; raises what `seal` does."""
    bind(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        reach="sealing",
    )
    planned = plan(
        session, partnership_id=caller.partnership_id, period=period_of(period), today=today
    )
    for dataset in sorted({each.dataset for target in planned.targets for each in target.inputs}):
        caller.check_dataset(dataset)
    _check_missing(planned, accepted=accept_missing)
    return planned


def count(
    session: Session, caller: Caller, planned: Plan, *, today: date, watch: Watch = unwatched
) -> Counted:
    """Work out every cell of a plan under a new secret; the session need only read."""
    secret = secrets.token_bytes(EPOCH_SECRET_BYTES)
    sealer = _sealer(session, caller, secret=secret, today=today, watch=watch)
    targets = {str(each.period): each for each in planned.targets}
    return Counted(
        planned,
        secret,
        {period: list(shown_cells(sealer, each)) for period, each in targets.items()},
        {period: list(linked.shown_cells(sealer, each)) for period, each in targets.items()},
        {period: reconciling.reconciled(sealer, each) for period, each in targets.items()},
    )


def keep(
    session: Session, caller: Caller, counted: Counted, *, now: datetime, today: date
) -> ReleaseView:
    """Store what was worked out, with its event; the session sees what its plan was made from.

    Raises:
        Conflict: somebody else sealed it in the meantime.
    """
    made = _store(session, caller, counted, now=now, today=today)
    return _told(session, caller, counted.plan, made=made, now=now)


def _sealer(
    session: Session, caller: Caller, *, secret: bytes, today: date, watch: Watch = unwatched
) -> Sealer:
    _, area = stored.partnership(session, partnership_id=caller.partnership_id)
    return Sealer(session, caller.partnership_id, area, today, secret, watch)


def _check_missing(planned: Plan, *, accepted: bool) -> None:
    words = views.missing_words(planned.fresh)
    if words and not accepted:
        raise Conflict(
            "returns_missing",
            detail="Returns are missing. Send accept_missing to seal the period without them.",
            errors=tuple(ErrorItem(each.status, sentence) for each, sentence in words),
        )


def _store(
    session: Session, caller: Caller, counted: Counted, *, now: datetime, today: date
) -> dict[str, SealedPeriod]:
    """Store every release of the plan; give what was sealed by period."""
    sealer = _sealer(session, caller, secret=counted.secret, today=today)
    shared = {
        "sealing_id": str(uuid.uuid4()),
        "sealed_at": now,
        "sealed_by": caller.client_id,
        "agreement_id": caller.agreement.agreement_id if caller.agreement else "",
        "policy_version": POLICY_VERSION,
    }
    made = {}
    for target in counted.plan.targets:
        missing = bool(freezing.missing(target.inputs))
        release_id = _open(sealer, target, values=shared | {"accepted_missing": missing})
        _fill(sealer, target, release_id=release_id, counted=counted)
        period = str(target.period)
        made[period] = SealedPeriod(period, target.epoch, release_id)
    return made


def _open(sealer: Sealer, target: Target, *, values: dict[str, Any]) -> str:
    """Store the release itself; whoever seals the same epoch at the same time is refused."""
    release_id = str(uuid.uuid4())
    try:
        stored.add_release(
            sealer.session,
            partnership_id=sealer.partnership_id,
            values=values
            | {
                "release_id": release_id,
                "period": str(target.period),
                "kind": target.period.kind,
                "epoch": target.epoch,
            },
        )
    except IntegrityError as refused:
        raise Conflict(
            "sealed_meanwhile", detail="The period was sealed by another call at the same time."
        ) from refused
    return release_id


def _fill(sealer: Sealer, target: Target, *, release_id: str, counted: Counted) -> None:
    """Store what a release was made from, what it shows, and what it says of itself."""
    session = sealer.session
    where = {"partnership_id": sealer.partnership_id, "release_id": release_id}
    before = None
    if target.before is not None:
        before = stored.inputs(
            session,
            partnership_id=sealer.partnership_id,
            release_id=target.before.release_id,
        )
    said = saying.measures(
        session, partnership_id=sealer.partnership_id, target=target, before=before
    )
    banded = completeness.bands(
        session,
        partnership_id=sealer.partnership_id,
        submission_ids=freezing.submissions(filter(freezing.holds_records, target.inputs)),
    )
    stored.add_inputs(session, **where, frozen=target.inputs)
    stored.add_cells(session, **where, rows=counted.cells[str(target.period)])
    stored.add_linked_cells(session, **where, rows=counted.linked[str(target.period)])
    stored.add_measures(session, **where, rows=[*said, *sides.measures(sealer, target)])
    stored.add_completeness(session, **where, bands=banded)
    stored.add_figures(session, **where, rows=figures.shown_figures(sealer, target))
    reconciliations.add(session, **where, shown=counted.reconciled[str(target.period)])
    registers.add(session, **where, rows=commitments.kept(sealer, target))
    texts.add(session, **where, rows=statements.kept(sealer, target))


def _told(
    session: Session,
    caller: Caller,
    planned: Plan,
    *,
    made: dict[str, SealedPeriod],
    now: datetime,
) -> ReleaseView:
    asked = made.pop(str(planned.period))
    event = Event.by(
        caller,
        tag=TAG,
        period=asked.period,
        release=asked.release_id or "",
        counts={"releases": len(made) + 1, "missing": len(freezing.missing(planned.fresh))},
    )
    audit.record(session, event, now=now)
    return reading.view(
        session,
        caller,
        release_id=asked.release_id or "",
        also_sealed=(*made.values(), *views.left_out(planned)),
        blocked=_blocked(planned),
    )


def _blocked(planned: Plan) -> dict[str, list[str]]:
    """The indicators that what is in cannot answer, with the datasets each lacks."""
    asked = next(target for target in planned.targets if target.period == planned.period)
    return indicators.blocked(freezing.answering(asked.inputs))
