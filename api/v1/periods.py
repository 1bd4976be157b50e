"""Open months over HTTP."""

from __future__ import annotations

from typing import Any

from api import service
from api.services import periods
from api.v1.doors import Door, guarded, note, period_named, reading, writing
from auth.protect import current_caller
from schemas.wire import expectations as wire

blueprint = Door("periods", __name__, description="Months that are open for returns")


@blueprint.route("/periods", methods=["POST"])
@guarded("periods:write", tag="periods:open", changes=True)
@blueprint.arguments(wire.PeriodBody)
@blueprint.response(200, wire.PeriodList)
def open_period(body: dict[str, str]) -> Any:
    """Open the months of a period; what is owed becomes returns"""
    running, caller = service.current(), current_caller()
    period = period_named(body["period"])
    note(period=str(period))
    with writing() as session:
        periods.open_period(
            session, caller, period=period, now=running.business_now(), today=running.today()
        )
        return _listed(session, caller.partnership_id)


@blueprint.route("/periods", methods=["GET"])
@guarded("periods:read", tag="periods:list")
@blueprint.response(200, wire.PeriodList)
def list_periods() -> Any:
    """List the open months"""
    with reading() as session:
        return _listed(session, current_caller().partnership_id)


def _listed(session: Any, partnership_id: str) -> dict[str, Any]:
    found = periods.listed(session, partnership_id=partnership_id)
    return {"periods": [{"month": m, "opened_at": at} for m, at in found], "next": None}
