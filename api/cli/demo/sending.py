"""The agencies send their months: each in its own format, one with mistakes, one twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from api.cli import borough
from api.cli.client.problems import Declined, checked
from api.cli.demo.journal import Journal
from api.cli.failures import Failure
from api.cli.partners import Partners
from synth import faults
from synth.formats import Format
from synth.partnership import PLAN
from synth.returns import InventedReturn, joined

POLICE: Final = ("met-bromley", "incident")
PROBATION: Final = ("probation-bromley", "perpetrator_intervention")
HOSPITAL: Final = ("kings-pruh", "health_contact")
FAULTY_MONTH: Final = "2026-03"
SMALLEST_MONTH: Final = "2026-01"
PACKED_MONTH: Final = "2026-02"


@dataclass(frozen=True)
class Delivery:
    """One request of an agency's system: what it sends and how."""

    invented: InventedReturn
    encoding: Format
    packed: bool = False
    returns: int = 1
    remark: str = ""

    def keep(self, folder: Path, *, also: str = "") -> None:
        """Leave what is sent in a folder, for whoever would try it by hand."""
        each = self.invented
        name = f"{each.agency_id}-{each.dataset}-{each.month}{also}.{self.encoding}"
        (folder / name).write_bytes(each.encoded(self.encoding))


def get_tokens(journal: Journal, partners: Partners) -> None:
    """Each agency gets the token that it sends its returns with."""
    for agency in PLAN.agencies:
        session = partners.agency(agency.agency_id)
        wanted = session.wanted("PUT", "/v1/returns/-/-", agreement=PLAN.agreements[0]["agreement"])
        if wanted is None:  # pragma: no cover - the route is not public
            raise Failure("A return is sent without a token.")
        token = session.token(wanted)
        journal.say(
            f"{agency.agency_id}: {token.kind} token for {wanted.scope}, {wanted.agreement},"
            f" {wanted.purpose}, {token.answer['expires_in']} s"
        )


def deliveries(drawn: Sequence[InventedReturn]) -> Iterator[Delivery]:
    """The first round: everything but the police's last month, which comes with mistakes."""
    probation = [each for each in drawn if (each.agency_id, each.dataset) == PROBATION]
    for each in drawn:
        whose = (each.agency_id, each.dataset)
        encoding: Format = each.sends if each.written else "json"
        if whose == PROBATION:
            if each is probation[-1]:
                whole = joined(probation)
                remark = "one file for the quarter, split by month"
                yield Delivery(whole, "json", returns=len(probation), remark=remark)
        elif whose == HOSPITAL and each.month == SMALLEST_MONTH:
            yield Delivery(each.smallest(), "csv", remark="six columns")
        elif whose == POLICE and each.month == PACKED_MONTH:
            yield Delivery(each, encoding, packed=True, remark="gzip")
        elif whose != POLICE or each.month != FAULTY_MONTH:
            yield Delivery(each, encoding, remark="" if each.written else "nil")


def send(journal: Journal, partners: Partners, made: Iterable[Delivery], *, files: Path) -> None:
    """Send every delivery; each must be accepted at the first try."""
    for each in made:
        each.keep(files)
        answer = put(partners, each)
        receipt = _received(answer)
        journal.accepted(receipt, returns=each.returns)
        journal.say(_line(each, answer=answer, receipt=receipt))


def put(partners: Partners, delivery: Delivery) -> httpx.Response:
    """Send a delivery as its agency."""
    return borough.put(
        partners.agency(delivery.invented.agency_id),
        delivery.invented,
        encoding=delivery.encoding,
        packed=delivery.packed,
    )


def _received(answer: httpx.Response) -> dict[str, Any]:
    receipt: dict[str, Any] = checked(answer).json()
    return receipt


def _line(delivery: Delivery, *, answer: httpx.Response, receipt: Mapping[str, Any]) -> str:
    invented = delivery.invented
    notes = sum(each["count"] for each in receipt["findings"])
    words = [
        f"{answer.status_code} {invented.agency_id:<17} {invented.dataset:<24}",
        f"{invented.month:<10} {delivery.encoding:<6} {receipt['rows']['stored']:>4} rows",
        f" {notes} findings" if notes else "",
        f" ({delivery.remark})" if delivery.remark else "",
    ]
    return " ".join(words[:2]) + "".join(words[2:])


def send_with_mistakes(
    journal: Journal,
    partners: Partners,
    drawn: Sequence[InventedReturn],
    *,
    seed: int,
    files: Path,
) -> Delivery:
    """The police send a month with mistakes, read what is wrong, and send it corrected."""
    good = next(
        each
        for each in drawn
        if (each.agency_id, each.dataset) == POLICE and each.month == FAULTY_MONTH
    )
    bad, key = faults.planted(good, seed=seed)
    journal.say(f"met-bromley sends {good.month} with {len(key)} mistakes:")
    spoilt, corrected = Delivery(bad, good.sends), Delivery(good, good.sends, remark="corrected")
    spoilt.keep(files, also="-with-mistakes")
    corrected.keep(files)
    refused = put(partners, spoilt)
    if refused.status_code != httpx.codes.UNPROCESSABLE_ENTITY:
        raise Failure("A file with mistakes was not refused.")
    journal.refused("return_with_errors")
    journal.found(refused.json()["findings"])
    for line in str(Declined(refused)).splitlines():
        journal.say(f"  {line}")
    answer = put(partners, corrected)
    receipt = _received(answer)
    journal.accepted(receipt, returns=1)
    journal.say(_line(corrected, answer=answer, receipt=receipt))
    return corrected


def send_again(journal: Journal, partners: Partners, delivery: Delivery) -> None:
    """The same file once more, as a system does that missed the answer: nothing changes."""
    invented = delivery.invented
    path = f"/v1/returns/{invented.dataset}/{invented.month}"
    before = checked(partners.agency(invented.agency_id).call("GET", path))
    after = checked(put(partners, delivery))
    if before.headers["ETag"] != after.headers["ETag"]:
        raise Failure("The same file changed the return.")
    journal.say(
        f"{after.status_code} {invented.agency_id} {invented.dataset} {invented.month}:"
        f' revision {after.json()["revision"]} still, ETag {after.headers["ETag"][:13]}..."'
    )
