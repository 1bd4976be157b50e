"""Indicators over HTTP: the public catalogue, and values for a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import flask

from api import service
from api.services import indicators
from api.services.answers import NOISE
from api.services.indicators import Answer
from api.v1.doors import Door, guarded, note, reading, used
from auth.protect import current_caller
from schemas.wire import indicators as wire

blueprint = Door("indicators", __name__, description="Figures defined from measures")


@blueprint.route("/indicators", methods=["GET"])
@blueprint.response(200, wire.IndicatorList)
def list_indicators() -> Any:
    """List the indicators, with exactly what each divides by what"""
    return {"indicators": indicators.catalogue(), "next": None}


@blueprint.route("/indicators/<string:indicator>/values", methods=["GET"])
@guarded("aggregates:read", tag="indicators:read")
@blueprint.arguments(wire.ValuesQuery, location="query")
@blueprint.response(200, wire.IndicatorValues)
def get_values(query: dict[str, str], indicator: str) -> Any:
    """Read an indicator for a sealed period, with the indicators it may not appear without"""
    with reading() as session:
        answer = indicators.values(
            session,
            current_caller(),
            indicator_id=indicator,
            period=query["period"],
            by=query.get("by", ""),
            compare_with=query.get("compare", ""),
            release=query.get("release"),
            today=service.current().today(),
        )
    note(
        dataset=answer.indicator.datasets[0] if len(answer.indicator.datasets) == 1 else "",
        period=answer.release.period,
        release=answer.release.release_id,
        question={"indicator": answer.indicator.id, "by": answer.by},
    )
    used(answer.used, kind="aggregate")
    return flask.jsonify(wire.IndicatorValues().dump(_values(answer)))


def _values(answer: Answer) -> Mapping[str, Any]:
    return {
        **_one(answer),
        "period": answer.release.period,
        "unit": answer.indicator.form,
        "by": answer.by or None,
        "release": answer.release,
        "additive": False,
        "noise": NOISE,
        "purpose": answer.purpose,
        "agreement": answer.agreement,
        "coverage": answer.coverage,
        "bands": answer.bands,
        "returns": _returns(answer),
        "comparison": _comparison(answer),
        "paired": [_one(each) for each in answer.paired],
    }


def _one(answer: Answer) -> Mapping[str, Any]:
    held = answer.indicator
    return {
        "id": held.id,
        "title": held.title,
        "version": held.version,
        "direction": held.direction,
        "caution": held.caution,
        "values": _figures(answer.figures),
    }


def _figures(figures: Iterable[Any]) -> list[Mapping[str, Any]]:
    return [
        {**vars(each.value), "line": each.line, "title": each.title, "category": each.category}
        for each in figures
    ]


def _returns(answer: Answer) -> Mapping[str, Any] | None:
    known = answer.participation
    return {**vars(known), "share_on_time": known.share.value} if known else None


def _comparison(answer: Answer) -> Mapping[str, Any] | None:
    held = answer.comparison
    if held is None:
        return None
    return {
        "period": held.period,
        "release_id": held.release_id,
        **{name: getattr(held.showing, name) for name in ("status", "reasons", "agencies")},
        "values": _figures(held.figures),
    }
