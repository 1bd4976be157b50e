"""Statements over HTTP: read before they are printed, released by both sides, or withdrawn."""

from __future__ import annotations

from typing import Any, Final

from api import service
from api.services import statements
from api.services.statements import Verb, View
from api.v1.doors import Door, guarded, note, reading, used, writing
from auth.protect import current_caller
from schemas.wire import statements as wire

blueprint = Door("statements", __name__, description="Statements, printed once both sides agree")

_RELEASE: Final = "/statements/<string:statement>/release"


@blueprint.route("/statements", methods=["GET"])
@guarded("returns:read", tag="statements:read")
@blueprint.arguments(wire.StatementQuery, location="query")
@blueprint.response(200, wire.Statements)
def get_statements(query: dict[str, str]) -> Any:
    """Read the statements of a sealed period: one's own, or every agency's for the DA lead

    A report prints a statement once its agency and the DA lead have each released it, and as
    `printed` says it.
    """
    caller = current_caller()
    with reading() as session:
        release, found = statements.listed(
            session,
            caller,
            period=query["period"],
            release=query.get("release"),
            today=service.current().today(),
        )
    note(period=query["period"], release=release)
    owners: dict[str, dict[str, int]] = {}
    for each in found:
        owners.setdefault(each.agency, {})[each.dataset] = 1
    used(owners, kind="report")
    return {"release": release, "statements": found}


@blueprint.route(_RELEASE, methods=["PUT"])
@guarded("returns:write", tag="statements:release", changes=True)
@blueprint.response(200, wire.Statement)
def put_statement_release(statement: str) -> Any:
    """Let a statement be printed, for the agency it is of or as the DA lead"""
    return _decided(statement, verb="release")


@blueprint.route(_RELEASE, methods=["DELETE"])
@guarded("returns:write", tag="statements:withdraw", changes=True)
@blueprint.response(200, wire.Statement)
def delete_statement_release(statement: str) -> Any:
    """Withdraw what one's own side released: no report prints it from then on"""
    return _decided(statement, verb="withdraw")


def _decided(statement: str, *, verb: Verb) -> View:
    with writing() as session:
        return statements.decide(
            session,
            current_caller(),
            statement_id=statement,
            verb=verb,
            now=service.current().business_now(),
        )
