"""Aliases of persons over HTTP, for an agency that changes the key of its references."""

from __future__ import annotations

from typing import Any

from api import service
from api.ledger import Ledger
from api.services import people
from api.services.rights.erasing import Tools
from api.v1.doors import Door, guarded, writing
from auth.protect import current_caller
from schemas.wire import expectations as wire

blueprint = Door("people", __name__, description="References to persons under a new key")


@blueprint.route("/person-aliases", methods=["POST"])
@guarded("returns:write", tag="people:alias", changes=True)
@blueprint.arguments(wire.AliasBody)
@blueprint.response(200, wire.AliasAnswer)
def add_aliases(body: dict[str, Any]) -> Any:
    """Say that new references are persons known by earlier ones"""
    running = service.current()
    with writing() as session:
        taken = people.alias(
            session,
            current_caller(),
            pairs=[(pair["earlier"], pair["new"]) for pair in body["pairs"]],
            tools=Tools(running.vault.person, Ledger.beside_keys(running.settings.key_dir)),
            environment=running.settings.environment,
            now=running.business_now(),
        )
    return {"pairs": taken}
