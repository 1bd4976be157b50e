"""What an agency delivers, read and judged before anything is stored.

`examined` turns a body at rest and its envelope into a `Delivery`: good rows waiting in a spool,
counts and findings. It only reads the store, and only the agency's own rows in it, so it is the
same work for a dry run. Storing a delivery is the business of `api.services.returns`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from api.intake.deliveries import Place, judge, rows_of
from api.intake.envelopes import load_envelope
from api.intake.reading.documents import ABSENT
from api.intake.reading.formats import Source, source
from api.intake.reading.rest import AtRest
from api.intake.spool import Spool
from api.intake.tally import Examination
from api.policies import envelopes as envelope_rules
from api.queries import expectations, history, partnerships, people
from api.queries.ahead import Ahead
from api.services.envelopes import standing
from api.services.keeping import Keeping, going_ahead
from api.services.series import breaks
from api.services.term_maps import InForce, in_force
from auth.caller import Caller
from auth.refusals import BadRequest
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.terms import TermMap


@dataclass(frozen=True, slots=True)
class Sent:
    """What came in: a whole document, or a bare file with an envelope beside it or on file.

    Attributes:
        sha256: digest of the body as sent, after inflation.
        rest: the rows at rest, with the envelope of a document.
        envelope: the envelope sent beside a file, None where the standing one goes with it.
    """

    sha256: bytes
    rest: AtRest
    envelope: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What every delivery is judged with: the day, the environment and the service's own secret."""

    today: date
    environment: Literal["sandbox", "live"]
    person_secret: bytes = field(repr=False)


@dataclass(frozen=True)
class Delivery:
    """A body that was read to its end, and what was found.

    Attributes:
        dataset: the dataset of the return.
        rows_of: the dataset whose rows the body holds: the same, or `aggregate_return`.
        period: the period of the return.
        envelope: completed.
        own: the agency's own words that it was read by.
        dated_today: whether the day of extraction is the service's own word, not the sender's.
        examination: counts and findings of the rows, and of the envelope.
        spool: the good rows.
        ahead: what took good rows into the store already, None where all wait in the spool.
        sha256: digest of the body's bytes after inflation.
        person_secret: the service's own key, by which erased persons are recognised.
    """

    dataset: str
    rows_of: type[Dataset]
    period: Period
    envelope: Mapping[str, Any]
    own: InForce
    dated_today: bool
    examination: Examination
    spool: Spool = field(repr=False)
    ahead: Ahead | None = field(repr=False)
    sha256: bytes = field(repr=False)
    person_secret: bytes = field(repr=False)

    def forgo(self) -> None:
        """Undo the rows that went ahead: nothing of the delivery is stored."""
        if self.ahead is not None:
            self.ahead.give_up()

    @property
    def etag(self) -> str:
        """Digest of body, envelope and what the agency's own words come to: equal deliveries have
        equal tags (RFC 9110 section 8.8.3), on whichever day they are sent.
        """
        passing = {"extracted_on"} if self.dated_today else set()
        kept = {name: value for name, value in wire(self.envelope).items() if name not in passing}
        said = json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()
        words = bytes.fromhex(self.own.terms.digest) if self.own.terms else b""
        return hashlib.sha256(self.sha256 + hashlib.sha256(said).digest() + words).hexdigest()


def wire(envelope: Mapping[str, Any]) -> dict[str, Any]:
    """An envelope in JSON types: dates as text, lists as lists."""
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in envelope.items()
    }


@contextmanager
def examined(
    session: Session,
    caller: Caller,
    *,
    sent: Sent,
    dataset: str,
    period: Period,
    desk: Desk,
    writing: Session | None = None,
) -> Iterator[Delivery]:
    """Read a delivery to its end.

    Args:
        session: reads the caller's own rows.
        caller: whose delivery it is; the token names agreement and purpose.
        sent: the body at rest.
        dataset: the return's dataset, as the path says.
        period: the return's period, as the path says.
        desk: the day, the environment and the secret persons are digested with.
        writing: the transaction the delivery will be stored in, where rows of a large file may go
            ahead into it while the others are judged; then an error refuses them all.

    Yields:
        The delivery; its spool is gone when the block ends.

    Raises:
        BadRequest: the body or the envelope cannot be read at all.
        UnsupportedType: no reader takes the media type.
        Unprocessable: the envelope's own members are wrong.
    """
    envelope = _envelope(session, caller, sent=sent, dataset=dataset)
    sender = _sender(session, caller, dataset=dataset, period=period, today=desk.today)
    complete = envelope_rules.completed(envelope, sender=sender)
    defined = rows_of(dataset, level=complete["level"])
    own = in_force(session, caller, dataset=defined.name)
    records = _records(sent.rest, rows_of=defined, terms=own.terms)
    digester = people.digester(session, caller.partnership_id, secret=desk.person_secret)
    past = history.Past(
        session, caller.partnership_id, caller.agency_id, defined, dataset, period, digester,
        facts={"envelope.extracted_on": complete["extracted_on"]},
    )  # fmt: skip
    place = _place(session, caller, desk=desk, terms=own.terms)
    delivering = going_ahead(writing, caller, file=sent.rest.file, rows_of=defined, period=period)
    with Spool() as spool, delivering as ahead:
        keep = Keeping(defined, digester, spool=spool, ahead=ahead)
        examination = _judged(records, complete, past, sender=sender, place=place, keep=keep)
        _add_breaks(session, caller, sender, rule=complete["counting_rule_set"], to=examination)
        yield Delivery(
            dataset=dataset,
            rows_of=defined,
            period=period,
            envelope=complete,
            own=own,
            dated_today=envelope.get("extracted_on") is None,
            examination=examination,
            spool=spool,
            ahead=_settled(ahead, examination),
            sha256=sent.sha256,
            person_secret=desk.person_secret,
        )


def _place(session: Session, caller: Caller, *, desk: Desk, terms: TermMap) -> Place:
    area = partnerships.area(session, caller.partnership_id)
    return Place(caller.sector, area, desk.environment, terms)


def _add_breaks(
    session: Session,
    caller: Caller,
    sender: envelope_rules.Sender,
    *,
    rule: str,
    to: Examination,
) -> None:
    """Say where the series breaks by the way of counting."""
    for found in breaks(session, caller, dataset=sender.dataset, period=sender.period, rule=rule):
        to.add(found)


def _judged(
    records: Source,
    envelope: Mapping[str, Any],
    past: history.Past,
    *,
    sender: envelope_rules.Sender,
    place: Place,
    keep: Keeping,
) -> Examination:
    watches = history.watches(past, present=records.header().present)
    return judge(records, envelope=envelope, sender=sender, place=place, keep=keep, watches=watches)


def _settled(ahead: Ahead | None, examination: Examination) -> Ahead | None:
    """What went ahead, loaded to its end; nothing, where an error refuses all rows."""
    if ahead is None:
        return None
    if examination.errors:
        ahead.give_up()
        return None
    ahead.finish()
    return ahead


def _records(rest: AtRest, *, rows_of: type[Dataset], terms: TermMap) -> Source:
    return source(
        rest.file, media_type=rest.media_type, dataset=rows_of, notes=rest.notes, terms=terms
    )


def _envelope(session: Session, caller: Caller, *, sent: Sent, dataset: str) -> dict[str, Any]:
    """The envelope as sent, or the one on file."""
    if sent.rest.whole:
        return load_envelope(None if sent.rest.envelope is ABSENT else sent.rest.envelope)
    if sent.envelope is not None:
        return load_envelope(sent.envelope)
    return standing(session, caller, dataset=dataset)


def _sender(
    session: Session, caller: Caller, *, dataset: str, period: Period, today: date
) -> envelope_rules.Sender:
    agreement = caller.agreement
    if agreement is None or caller.purpose is None:  # pragma: no cover - the guard sees to it
        raise BadRequest("no_agreement", detail="Data are sent under an agreement.")
    return envelope_rules.Sender(
        agency_id=caller.agency_id,
        agreement_id=agreement.agreement_id,
        purpose=caller.purpose,
        dataset=dataset,
        period=period,
        schema_version=DATASETS[dataset].version,
        today=today,
        earliest=expectations.owed_from(
            session,
            partnership_id=caller.partnership_id,
            agency_id=caller.agency_id,
            dataset=dataset,
        ),
    )
