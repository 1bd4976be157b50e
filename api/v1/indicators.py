"""Indicators over HTTP: the public catalogue, and values for a period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api import service
from api.reports.facts import Figure
from api.reports.formats import indicators as formats
from api.reports.indicators import Declaration, Value
from api.reports.indicators.comparing import Movement
from api.reports.indicators.uncertainty import said
from api.services import indicators
from api.services.indicators import Answer, Held
from api.v1.doors import Door, guarded, note, reading, used
from api.v1.negotiating import AS_TEXT, FIGURES, figures, form_wanted
from auth.protect import current_caller
from schemas.wire import indicators as wire
from schemas.wire.indicator_catalogue import IndicatorList

blueprint = Door("indicators", __name__, description="Figures defined from measures")


@blueprint.route("/indicators", methods=["GET"])
@blueprint.response(200, IndicatorList)
def list_indicators() -> Any:
    """List the indicators, with exactly what each divides by what"""
    return {"indicators": indicators.catalogue(), "next": None}


@blueprint.route("/indicators/<string:indicator>/values", methods=["GET"])
@guarded("aggregates:read", tag="indicators:read")
@blueprint.arguments(wire.ValuesQuery, location="query")
@blueprint.response(200, wire.IndicatorValues)
@blueprint.doc(responses=AS_TEXT)
def get_values(query: dict[str, Any], indicator: str) -> Any:
    """Read an indicator for a sealed period, with the indicators it may not appear without

    `format=csv` or `format=sdmx-csv`, or their media types in Accept, give a table.
    """
    wanted = form_wanted(query, FIGURES)
    with reading() as session:
        answer = indicators.values(
            session,
            current_caller(),
            indicator_id=indicator,
            period=query["period"],
            by=query.get("by", ""),
            compare_with=query.get("compare", ""),
            version=query.get("version", ""),
            release=query.get("release"),
            as_of=query.get("as_of"),
            today=service.current().today(),
        )
    note(
        dataset=answer.indicator.datasets[0] if len(answer.indicator.datasets) == 1 else "",
        period=answer.release.period,
        release=answer.release.release_id,
        question={"indicator": answer.indicator.id, "by": answer.by},
    )
    used(answer.used, kind="aggregate")
    document = wire.IndicatorValues().dump(document_of(answer))
    return figures(document, wanted=wanted, table_of=formats.table, sdmx_of=formats.sdmx)


def document_of(answer: Answer) -> Mapping[str, Any]:
    """An answer as its message holds it, which the other forms are made from."""
    return {
        **_one(answer),
        "period": answer.release.period,
        "unit": answer.indicator.form,
        "by": answer.by or None,
        "not_known": _not_known(answer),
        "release": answer.release,
        "additive": False,
        "noise": answer.noise,
        "purpose": answer.purpose,
        "agreement": answer.agreement,
        "coverage": answer.coverage,
        "bands": answer.bands,
        "returns": _returns(answer),
        "comparison": _comparison(answer),
        "benchmarks": [{**vars(each), **vars(each.value)} for each in answer.benchmarks],
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
        "values": [
            {**_figure(figure), **_held(held)}
            for figure, held in zip(answer.figures, answer.held, strict=True)
        ],
    }


def _figure(each: Figure) -> dict[str, Any]:
    return {
        **vars(each.value),
        "line": each.line,
        "title": each.title,
        "category": each.category,
        "uncertainty": said(each.value),
        "declared": _said_of(each.value.declared),
        "base": _said_of(each.value.base),
        "follows": None,
        "targets": [],
    }


def _said_of(said_of: Declaration | None) -> Mapping[str, Any] | None:
    if said_of is None:
        return None
    return {**vars(said_of), "cell": dict(said_of.cell), "counting_rule": said_of.rule}


def _held(held: Held) -> Mapping[str, Any]:
    return {
        "follows": _follows(held.before, held.movement),
        "targets": [{**vars(target), "reached": reached} for target, reached in held.targets],
    }


def _follows(before: Value | None, movement: Movement | None) -> Mapping[str, Any] | None:
    """The declared figure before; its number only where the two may be set side by side."""
    if before is None or movement is None or before.declared is None:
        return None
    value = before.value if movement.status == "ok" else None
    days = {name: getattr(before.declared, name) for name in ("first_day", "last_day")}
    return {**vars(movement), **days, "value": value}


def _not_known(answer: Answer) -> Mapping[str, Any] | None:
    held = answer.unknown
    if held is None:
        return None
    status = "low_completeness" if held.reliable is False else held.share.status
    return {
        "by": held.by,
        "percent": held.share.value,
        "status": status,
        "reason": held.share.reason,
        "reliable": held.reliable,
    }


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
        "values": [
            {**_figure(figure), "movement": movement}
            for figure, movement in zip(held.figures, held.movements, strict=True)
        ],
    }
