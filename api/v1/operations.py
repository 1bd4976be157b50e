"""Whether the process runs and can answer, for whoever operates it."""

from __future__ import annotations

from typing import Any

from api import service
from api.v1.doors import Door
from schemas.wire.catalogue import Health

blueprint = Door("operations", __name__, description="Health of the process")


@blueprint.route("/healthz", methods=["GET"])
@blueprint.response(200, Health)
def healthz() -> Any:
    """Say that the process runs"""
    return {"status": "ok"}


@blueprint.route("/readyz", methods=["GET"])
@blueprint.response(200, Health)
def readyz() -> Any:
    """Say that the store answers"""
    service.current().check_store()
    return {"status": "ok"}
