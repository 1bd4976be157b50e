"""The invented borough brought to the service: its plan as a partnership, its returns as requests.

What belongs here: turning what `synth` invents into plain values, keys and bodies. What does not:
inventing, storing, and which commands do it.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from api import service
from api.cli.client.credentials import Credentials, Grant, read, write_private
from api.cli.client.keys import ClientKey
from api.cli.client.problems import checked
from api.cli.client.session import Agency
from api.cli.installation import business_now, database, today
from api.db import Context
from api.services.expectations import Expectation
from api.services.seeding import Founding, NewAgency, NewClient, NewEnvelope, raise_partnership
from api.settings import Settings
from auth.jose import private_key
from schemas.period import Period
from schemas.purposes import PURPOSES
from synth import formats
from synth.making import envelope
from synth.partnership import Client, PartnershipPlan
from synth.returns import InventedReturn

SIGNING = "-signing"
"""How the name of a client ends that signs agreements for its agency and does nothing else."""

FEEDBACK = "survivor_feedback"
"""The measure whose statements are themes of what survivors said."""

CASEWORK = "-casework"
"""How that of a client ends that reads records and cases for the people who work with them."""


@dataclass(frozen=True)
class Raised:
    """A partnership ready to be written down, and the keys of its clients by client."""

    founding: Founding
    keys: Mapping[str, ClientKey]


def new_keys(plan: PartnershipPlan) -> dict[str, ClientKey]:
    """A new key for each client of a plan."""
    return {client.client_id: ClientKey.generate("ES256") for client in plan.clients}


def prepare(
    plan: PartnershipPlan,
    *,
    months: Sequence[Period],
    keys: Mapping[str, ClientKey] | None = None,
) -> Raised:
    """Turn a plan into a partnership.

    The key of an agency's signing client is also the one that the agency signs with.

    Args:
        plan: who takes part, what they agreed, what they owe, what they say of it every time.
        months: the months to be opened; what is owed begins with the first.
        keys: those of the clients; new ones if left out.
    """
    keys = keys or new_keys(plan)
    founding = Founding(
        partnership_id=plan.partnership_id,
        name=plan.name,
        area=plan.area,
        lead=plan.lead,
        agencies=[
            NewAgency(
                agency.agency_id,
                agency.name,
                agency.sector,
                signing=private_key(keys[agency.agency_id + SIGNING + plan.mark].pem()),
            )
            for agency in plan.agencies
        ],
        clients=[
            NewClient(
                client.client_id,
                client.agency_id,
                client.scopes,
                client.dpop_required,
                jwk=keys[client.client_id].public_jwk,
            )
            for client in plan.clients
        ],
        agreements=plan.agreements,
        owed=list(_owed(plan, first=min(months))),
        envelopes=list(_standing(plan, month=min(months))),
        months=months,
    )
    return Raised(founding, keys)


def found(using: Settings, founding: Founding) -> None:
    """Write the partnership down in this installation's database, and make the service's keys.

    Raises:
        Refusal: it cannot stand, or there is one of that name.
        WrongDatabaseError: the database is not up to date.
    """
    service.prepare(using)
    context = Context(founding.partnership_id, reach="operator")
    with database(using) as opened, opened.writing(context) as session:
        raise_partnership(
            session,
            founding,
            environment=using.environment,
            now=business_now(using),
            today=today(using),
        )


def let_print(agency: Callable[[str], Agency], *, lead: str, period: str) -> tuple[list[str], int]:
    """Let what was said in answer to a question be printed, for its agency and for the lead.

    So are themes of what survivors said; any other statement stays with its agency. Whose each is
    comes back, and how many are held back. What is released already is left as it is.
    """
    answer = checked(agency(lead).call("GET", f"/v1/statements?period={period}"))
    every = answer.json()["statements"]
    said = [each for each in every if each["question"] or each["measure"] == FEEDBACK]
    for each in said:
        for side in dict.fromkeys((each["agency"], lead)):
            if each["status"] != "released":
                path = f"/v1/statements/{each['statement_id']}/release"
                checked(agency(side).call("PUT", path))
    return [each["agency"] for each in said], len(every) - len(said)


def _owed(plan: PartnershipPlan, *, first: Period) -> Iterator[Expectation]:
    for each in plan.expectations:
        yield Expectation(
            agency_id=each.agency_id,
            dataset=each.dataset,
            level=each.level,
            cadence=each.cadence,
            due_day=each.due_day,
            from_month=first,
        )


def _standing(plan: PartnershipPlan, *, month: Period) -> Iterator[NewEnvelope]:
    """One envelope for each agency and dataset; what changes from month to month is left out."""
    for each in plan.expectations:
        said = envelope(each, month, drawn=month.end, rows=1)
        yield NewEnvelope(each.agency_id, each.dataset, said)


def credentials(plan: PartnershipPlan, raised: Raised, *, url: str) -> dict[str, Credentials]:
    """The credentials of every client by client, for the service at a public address.

    They are found by the client's name without the plan's mark, which is the same in each borough.
    """
    return {
        _unmarked(client, plan): Credentials(
            url,
            f"{url}/v1",
            client.client_id,
            client.agency_id,
            raised.keys[client.client_id],
            () if _unmarked(client, plan).endswith(SIGNING) else _grants(plan, client.agency_id),
        )
        for client in plan.clients
    }


def _unmarked(client: Client, plan: PartnershipPlan) -> str:
    return client.client_id.removesuffix(plan.mark)


def _grants(plan: PartnershipPlan, agency_id: str) -> tuple[Grant, ...]:
    """What an agency may name in a token, the first agreement first."""
    return tuple(
        Grant(
            terms["agreement"],
            purpose,
            tuple(terms["datasets"]),
            tuple(a for a in terms["actions"] if a in PURPOSES[purpose].actions),
        )
        for terms in plan.agreements_of(agency_id)
        for purpose in terms["purposes"]
    )


def write_credentials(held: Mapping[str, Credentials], *, folder: Path) -> None:
    """Write one file for each agency, and one for each client that signs or reads for casework."""
    for name, each in held.items():
        write_private(_file(name, agency_id=each.agency, folder=folder), each.document())


def read_keys(plan: PartnershipPlan, *, folder: Path) -> dict[str, ClientKey] | None:
    """The keys of a plan's clients in a folder of credentials; None where one of them is not there.

    Raises:
        CredentialsFault: a file is not one.
    """
    places = {
        client.client_id: _file(_unmarked(client, plan), agency_id=client.agency_id, folder=folder)
        for client in plan.clients
    }
    if not all(path.exists() for path in places.values()):
        return None
    held = {name: read(path) for name, path in places.items()}
    if any(each.client_id != name for name, each in held.items()):
        return None
    return {name: each.key for name, each in held.items()}


def _file(name: str, *, agency_id: str, folder: Path) -> Path:
    """Where the credentials of a client are, by its name without a mark."""
    kind = name.removeprefix(agency_id)
    return folder / f"{agency_id}{kind if kind in {SIGNING, CASEWORK} else ''}.json"


def returns_client(agency_id: str) -> str:
    """The client by which an agency of the plan sends its returns."""
    return f"{agency_id}-returns"


def spelt(invented: InventedReturn) -> formats.Format:
    """The format in which an agency's system sends a return; one with nothing in it has no file."""
    return invented.sends if invented.written else "json"


def put(
    agency: Agency,
    invented: InventedReturn,
    *,
    encoding: formats.Format | None = None,
    packed: bool = False,
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """Send one return as its agency's system does, and return whatever is answered.

    A bare file (CSV, NDJSON) goes with the agency's standing envelope; a return with nothing in
    it has no file, and is said in JSON.
    """
    chosen = encoding or spelt(invented)
    body = invented.encoded(chosen)
    fields = {"Content-Type": formats.MEDIA_TYPES[chosen], **(headers or {})}
    if packed:
        body, fields["Content-Encoding"] = gzip.compress(body, mtime=0), "gzip"
    path = f"/v1/returns/{invented.dataset}/{invented.month}"
    return agency.call("PUT", path, headers=fields, content=body)
