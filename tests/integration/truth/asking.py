"""Two ways of asking the truth table: the service over HTTP, and PostgreSQL with no service.

What belongs here: one question's answers by each. What does not: what the answers should be.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from flask import Flask
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import exc, func, insert, select
from sqlalchemy.orm import Session

from api import service
from api.db import NOBODY, Context, Database, Reach
from auth import tokens
from auth.details import Granted
from auth.scopes import ACTIONS, DATA_SCOPES
from schemas.codes.declared import DECLARED
from schemas.dataset import Column
from schemas.datasets import DATASETS
from schemas.leaving import ROWLESS
from schemas.tables.releases import cells, releases
from schemas.tables.returns import submissions
from schemas.tables.views import shared
from tests.integration.borough import _submission
from tests.integration.truth.place import (
    MONTH,
    RELEASED,
    SEALED_APART,
    cell_of,
    client_of,
)
from tests.integration.truth.table import (
    FIELDS,
    NUMBERS,
    PROVIDER,
    Answers,
    Question,
    aspects,
)
from tests.oauth_client import Key, OAuthClient, Response, flask_sender

YES: Final = {200, 404, 409, 422}
"""The caller may ask; whether there is an answer is another matter."""

READER: Final = {"Acting-Person": "reader-7", "Access-Reason": "reason-9"}


class Http:
    """The service over HTTP, with tokens made by hand that claim whatever a question asks."""

    def __init__(self, application: Flask) -> None:
        self._running = application.extensions[service.EXTENSION]
        self._send = flask_sender(application.test_client(use_cookies=False))
        self._key = Key.make("ES256")
        with self._running.database.reading(NOBODY) as session:
            self._signer = self._running.auth.keyring.signer(session, now=datetime.now(UTC))

    def answers(self, question: Question) -> Answers:
        """What is allowed of one question."""
        dataset = question.dataset
        ask = self._asker(question)
        measure = next(iter(DECLARED)) if dataset in ROWLESS else dataset
        period = str(SEALED_APART[dataset])
        read = ask("GET", f"/v1/records/{dataset}", headers=READER)
        found = {
            "submit": _allowed(
                ask("PUT", f"/v1/returns/{dataset}/{MONTH}?dry_run=true", document=_NOTHING)
            ),
            "aggregate": _allowed(ask("GET", f"/v1/aggregates/{measure}?period={MONTH}")),
            "seal": _allowed(
                ask("POST", "/v1/releases", document={"period": period, "dry_run": True})
            ),
            **_read(dataset, read),
        }
        return {aspect: found[aspect] for aspect in aspects(dataset)}

    def _asker(self, question: Question) -> Callable[..., Response]:
        client = OAuthClient(
            self._running.auth.issuer,
            client_of(question.caller),
            self._key,
            send=self._send,
            proof_key=self._key,
        )
        token = self._token(question)

        def ask(
            method: str,
            path: str,
            *,
            document: Any = None,
            headers: Mapping[str, str] | None = None,
        ) -> Response:
            body = b"" if document is None else json.dumps(document).encode()
            fields = {**(headers or {}), **({"Content-Type": "application/json"} if body else {})}
            return client.call(method, path, token=token, headers=fields, body=body)

        return ask

    def _token(self, question: Question) -> str:
        granted = Granted(
            NUMBERS[question.state], question.purpose, frozenset({question.dataset}), ACTIONS
        )
        made = tokens.new(
            partnership_id=question.partnership,
            agency_id=question.caller,
            client_id=client_of(question.caller),
            scopes=frozenset(DATA_SCOPES),
            granted=granted,
            jkt=self._key.thumbprint,
            now=datetime.now(UTC),
        )
        auth, (kid, key) = self._running.auth, self._signer
        return tokens.mint(made, issuer=auth.issuer, resource=auth.resource, kid=kid, key=key)


_NOTHING: Final[Mapping[str, object]] = {"envelope": {}, "records": []}


def _allowed(answer: Response) -> bool:
    assert answer.status in {403, *YES}, (answer.status, answer.body)
    return answer.status != 403


def _read(dataset: str, answer: Response) -> dict[str, bool]:
    """What of others' rows an answer shows, by the fields that stand for their kind."""
    items = answer.json["records"] if answer.status == 200 else ()
    assert answer.status in {200, 403}, (answer.status, answer.body)
    rows = [item["record"] for item in items if not item["own"]]
    fields, counted = FIELDS[dataset], DATASETS[dataset].counted_person
    people = {row.get(counted, {}).get("person") for row in rows}
    return {
        "retrieve open": _shows(rows, fields.open),
        "retrieve withheld": _shows(rows, fields.withheld),
        "retrieve never": _shows(rows, fields.never),
        "retrieve restricted": len(people) > 1,
    }


def _shows(rows: list[dict[str, Any]], field: Column | None) -> bool:
    """Whether a row has a value of the field; without one, whether there is a row at all."""
    if field is None:
        return bool(rows)
    block, _, key = field.name.rpartition(".")
    return any((row.get(block, {}) if block else row).get(key) is not None for row in rows)


@dataclass(frozen=True)
class Rules:
    """PostgreSQL's own rules, asked as a service would that has forgotten every check."""

    database: Database

    def answers(self, question: Question) -> Answers:
        """What is allowed of one question."""
        with self._tried(question, reach="agency") as session:
            submit = _passes(session, lambda: _submit(session, question))
            aggregate = session.scalar(_cells(question)) == 1
        with self._tried(question, reach="sealing") as session:
            seal = _passes(session, lambda: _seal(session, question))
        with self.database.retrieving(self._context(question, reach="agency")) as session:
            read = _retrieved(session, question.dataset)
        found = {"submit": submit, "aggregate": aggregate, "seal": seal, **read}
        return {aspect: found[aspect] for aspect in aspects(question.dataset)}

    @contextmanager
    def _tried(self, question: Question, *, reach: Reach) -> Iterator[Session]:
        with self.database.writing(self._context(question, reach=reach)) as session:
            yield session
            session.rollback()

    def _context(self, question: Question, *, reach: Reach) -> Context:
        return Context(
            question.partnership,
            question.caller,
            reach,
            NUMBERS[question.state],
            question.purpose,
        )


def _passes(session: Session, deed: Callable[[], None]) -> bool:
    try:
        with session.begin_nested():
            deed()
    except exc.ProgrammingError as refused:
        if not isinstance(refused.orig, InsufficientPrivilege):
            raise
        return False
    return True


def _submit(session: Session, question: Question) -> None:
    row = _submission(question.caller, question.dataset, MONTH, rows=()) | {
        "partnership_id": question.partnership,
        "agreement_id": NUMBERS[question.state],
        "purpose": question.purpose,
        "submission_id": str(uuid.uuid4()),
        "delivery_id": str(uuid.uuid4()),
        "revision": 99,
        "status": "received",
        "level": "record",
        "counting_rule_set": "r",
        "received_at": datetime.now(UTC),
        "envelope": {},
    }
    session.execute(insert(submissions), row)


def _cells(question: Question) -> Any:
    return select(func.count()).select_from(cells).where(cells.c.dataset == question.dataset)


def _seal(session: Session, question: Question) -> None:
    made = {
        "partnership_id": question.partnership,
        "release_id": str(uuid.uuid4()),
        "period": "2022-02",
        **RELEASED,
        "agreement_id": NUMBERS[question.state],
    }
    session.execute(insert(releases), made)
    cell = cell_of(question.dataset, name="another") | {
        "partnership_id": question.partnership,
        "release_id": made["release_id"],
    }
    session.execute(insert(cells), cell)


def _retrieved(session: Session, dataset: str) -> dict[str, bool]:
    names = ("open", "withheld", "never")
    nothing = {f"retrieve {name}": False for name in (*names, "restricted")}
    if dataset in ROWLESS:
        return nothing
    view = shared(dataset, engine_name="postgresql")
    rows = session.execute(select(view).where(view.c.agency_id == PROVIDER)).mappings().all()
    found = {"restricted": any(row["record_id"] == "hidden" for row in rows)}
    for name in names:
        column = getattr(FIELDS[dataset], name)
        stored = column.stored[0][0] if column else "record_id"
        found[name] = any(row.get(stored) is not None for row in rows)
    return {f"retrieve {name}": value for name, value in found.items()}
