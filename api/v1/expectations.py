"""What is owed, over HTTP: set by the DA lead."""

from __future__ import annotations

from typing import Any

from api import service
from api.services import expectations
from api.services.expectations import Expectation
from api.v1.doors import Door, guarded, note, period_named, reading, writing
from auth.protect import current_caller
from schemas.wire import expectations as wire

blueprint = Door("expectations", __name__, description="What each agency owes")


@blueprint.route("/expectations", methods=["GET"])
@guarded("periods:read", tag="expectations:list")
@blueprint.response(200, wire.ExpectationList)
def list_expectations() -> Any:
    """List everything owed in the partnership"""
    caller = current_caller()
    with reading() as session:
        owed = expectations.listed(session, partnership_id=caller.partnership_id)
    return {"expectations": [_shown(each) for each in owed], "next": None}


@blueprint.route("/expectations/<string:agency>/<string:dataset>", methods=["PUT"])
@guarded("periods:write", tag="expectations:set", changes=True)
@blueprint.arguments(wire.ExpectationBody)
@blueprint.response(200, wire.ExpectationItem)
def put_expectation(body: dict[str, Any], agency: str, dataset: str) -> Any:
    """Set what an agency owes of a dataset"""
    note(dataset=dataset if dataset.isidentifier() else "", subject="")
    owed = Expectation(
        agency_id=agency,
        dataset=dataset,
        level=body["level"],
        cadence=body["cadence"],
        due_day=body["due_day"],
        from_month=period_named(body["from_"]),
        to_month=period_named(body["to"]) if body["to"] else None,
    )
    with writing() as session:
        expectations.put(
            session, current_caller(), expectation=owed, now=service.current().business_now()
        )
    return _shown(owed)


def _shown(owed: Expectation) -> dict[str, Any]:
    return {
        "agency": owed.agency_id,
        "dataset": owed.dataset,
        "level": owed.level,
        "cadence": owed.cadence,
        "due_day": owed.due_day,
        "from_": str(owed.from_month),
        "to": None if owed.to_month is None else str(owed.to_month),
    }
