"""What every route of the interface shares: its guard, its sessions, its event, its way to read
input.

A route is guard, schema in, one service call, schema out. `guarded` states the scope, keeps the
caller, and sees to the event: a verb that changes something writes its own in the same transaction,
anything else has one written before its answer is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final, NoReturn, ParamSpec, TypeVar, cast

import flask
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, ValidationError
from sqlalchemy.orm import Session
from webargs import missing
from webargs.flaskparser import FlaskParser

from api import service
from api.contract import SECURITY
from api.db import NOBODY, Context
from api.intake.reading.formats import parse
from auth import audit, uses
from auth.audit import Event
from auth.caller import Caller
from auth.protect import current_caller, require, settled
from auth.refusals import ErrorItem, NotFound, Unprocessable
from auth.uses import NOBODYS, Kind, Owners
from schemas.datasets import DATASETS
from schemas.findings import Said
from schemas.period import Period, PeriodError

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[..., Any]
Decorator = Callable[[View], View]


class StrictParser(FlaskParser):
    """Reads input strictly: no unknown member, no NaN, no value repeated back."""

    DEFAULT_UNKNOWN_BY_LOCATION: Final[dict[str, str | None]] = {  # type: ignore[misc]
        "json": RAISE,
        "query": RAISE,
        "headers": None,
        "path": RAISE,
    }

    def _raw_load_json(self, req: Any) -> Any:
        raw = req.get_data()
        return parse(raw) if raw.strip() else missing

    def handle_error(
        self,
        error: ValidationError,
        req: Any,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Refuse what the schema refuses, naming each member and no value."""
        raise Unprocessable(
            "parameters",
            detail="Parameters or members are missing, unknown or wrong.",
            errors=tuple(_items(error.messages, schema)),
        ) from error


def _items(messages: Any, schema: Schema) -> Iterator[ErrorItem]:
    for place in messages.values() if isinstance(messages, dict) else ():
        for name, said in place.items() if isinstance(place, dict) else ():
            known = name if name in schema.fields else None
            first = said[0] if isinstance(said, list) and said else "is wrong"
            code = first.code if isinstance(first, Said) else "invalid"
            words = first if isinstance(first, Said) else "is missing, unknown or not as described"
            yield ErrorItem(code, f"{known or 'A name'} {words}.", field=known)


class Door(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A blueprint of the interface that reads its input strictly."""

    ARGUMENTS_PARSER = StrictParser()

    def route(self, rule: str, *, methods: list[str]) -> Decorator:
        """Answer at an address by these methods."""
        return cast("Decorator", super().route(rule, methods=methods))

    def arguments(self, schema: type[Schema], *, location: str = "json") -> Decorator:
        """Hand the view what the schema makes of the body or the query."""
        return cast("Decorator", super().arguments(schema, location=location))

    def response(
        self,
        status_code: int,
        schema: type[Schema] | None = None,
        *,
        description: str | None = None,
        content_type: str | None = None,
    ) -> Decorator:
        """Write what the view returns by the schema."""
        made = super().response(
            status_code, schema, description=description, content_type=content_type
        )
        return cast("Decorator", made)

    def alt_response(
        self,
        status_code: int,
        *,
        schema: type[Schema] | None = None,
        description: str | None = None,
        content_type: str | None = None,
    ) -> Decorator:
        """Say what else the view may answer; it makes that answer itself."""
        made = super().alt_response(
            status_code, schema=schema, description=description, content_type=content_type
        )
        return cast("Decorator", made)

    def doc(self, **members: Any) -> Decorator:
        """Say more of the operation in the published contract."""
        return cast("Decorator", super().doc(**members))


@dataclass
class Deed:
    """What the present request does, for its event."""

    tag: str
    recorded: bool
    members: dict[str, Any] = field(default_factory=dict)
    owners: Owners = field(default_factory=dict)
    kind: Kind = "aggregate"


def guarded(
    scope: str, *, tag: str, action: str | None = None, changes: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view run only for a caller with this scope, and leave one event of the request.

    Args:
        scope: what the software must be allowed to do.
        tag: the event's tag, `subject:action`.
        action: what the agreement must permit, where the scope alone does not say.
        changes: the service writes the event with the change; otherwise it is written here, before
            the answer is sent.
    """

    def decorated(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def within(*args: P.args, **kwargs: P.kwargs) -> R:
            flask.g.deed = Deed(tag, recorded=changes)
            answer = view(*args, **kwargs)
            if not flask.g.deed.recorded:
                _record(_event(), owners=flask.g.deed.owners)
            return answer

        guard: Callable[P, R] = require(scope, action=action, later=not changes)(within)
        doc = dict(getattr(guard, "_apidoc", {}))
        doc["manual_doc"] = {**doc.get("manual_doc", {}), "security": [{SECURITY: [scope]}]}
        guard._apidoc = doc  # type: ignore[attr-defined]  # noqa: SLF001 - flask-smorest's own mark
        return guard

    return decorated


def note(**members: Any) -> None:
    """Say more of the present request for its event: dataset, period, question, release."""
    flask.g.deed.members.update(members)


def used(owners: Owners, *, kind: Kind) -> None:
    """Say whose data the answer to the present request shows, so that they are told."""
    flask.g.deed.owners, flask.g.deed.kind = owners, kind


def unrecorded() -> None:
    """The present request changes nothing (a dry run): its event is written at the door."""
    flask.g.deed.recorded = False


def refused(code: str) -> None:
    """Leave the event of a refusal, or a failure, that came after the guard let the caller in."""
    if isinstance(flask.g.get("caller"), Caller) and "deed" in flask.g:
        _record(_event().refused(code))


def unmet(code: str) -> None:
    """Leave the event of a refusal that came before anybody was asked who they are."""
    running, known = service.current(), flask.g.get("request_id", "")
    with running.writing(NOBODY) as session:
        event = Event("requests:meet", request_id=known).refused(code)
        audit.record(session, event, now=running.now())


def _event() -> Event:
    deed: Deed = flask.g.deed
    members = {"request_id": flask.g.get("request_id", ""), **deed.members}
    return Event.by(current_caller(), tag=deed.tag, **members)


def _record(event: Event, *, owners: Owners = NOBODYS) -> None:
    running, kind = service.current(), flask.g.deed.kind
    with settled(running.writing(Context(event.partnership_id, event.agency_id))) as session:
        uses.record(session, event, owners=owners, kind=kind, now=running.now())


def on_behalf(caller: Caller) -> Context:
    """What a session of the caller may see: its agency's part, under its agreement and purpose."""
    agreement = caller.agreement.agreement_id if caller.agreement else ""
    return Context(
        caller.partnership_id,
        caller.agency_id,
        agreement_id=agreement,
        purpose=caller.purpose or "",
    )


@contextmanager
def reading() -> Iterator[Session]:
    """A session that reads on the caller's behalf."""
    with service.current().reading(on_behalf(current_caller())) as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """A session whose block commits as a whole, on the caller's behalf."""
    with service.current().writing(on_behalf(current_caller())) as session:
        yield session


def dataset_named(name: str) -> str:
    """A dataset of the path that the caller's token covers.

    Raises:
        NotFound: there is no such dataset.
        Forbidden: the token does not cover it.
    """
    if name not in DATASETS:
        raise NotFound("no_dataset", detail="There is no such dataset; see /v1/datasets.")
    current_caller().check_dataset(name)
    return name


def period_named(text: str) -> Period:
    """A period of the path or of a parameter.

    Raises:
        NotFound: it is no month, financial quarter or financial year.
    """
    try:
        return Period.parse(text)
    except PeriodError as error:
        raise NotFound(
            "no_period", detail="Name a period as 2026-03, 2025-26-Q4 or 2025-26."
        ) from error
