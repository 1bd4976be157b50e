"""The two sides from which agreements are handled: an agency's own, and the operator's.

What belongs here: one way to list, read, file, sign and change, whichever side it is, and the
options that choose it. What does not: what the commands print.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.installation import looking, settings, today, writing
from api.cli.operators import operator_option
from api.cli.options import agency as agency_session

if TYPE_CHECKING:
    # httpx takes a third of a second to load, which `--help` need not pay.
    from api.cli.client.session import Agency

Document = Mapping[str, Any]


class Side(ABC):
    """Where agreements are handled from.

    `agency` is whose side it is: the client's own, or the party at whose word the operator acts.
    """

    agency: str

    @abstractmethod
    def listed(self) -> list[dict[str, Any]]:
        """The agreements, as AgreementSummarySchema has them."""

    @abstractmethod
    def shown(self, number: str) -> dict[str, Any]:
        """One agreement, as AgreementSchema has it."""

    @abstractmethod
    def page(self, number: str) -> str:
        """One agreement as a page for people."""

    @abstractmethod
    def draft(self, document: Document) -> str:
        """File new terms; the number they got."""

    @abstractmethod
    def redraft(self, number: str, document: Document) -> int:
        """File changed terms; the version they got."""

    @abstractmethod
    def sign(self, number: str, *, version: int, jws: str) -> str:
        """File the agency's signature; the state the agreement is in then."""

    @abstractmethod
    def change(self, number: str, *, what: str) -> str:
        """Suspend, resume, end or withdraw; the state the agreement is in then."""


class Party(Side):
    """An agency's own side: the service, asked over its interface."""

    def __init__(self, session: Agency) -> None:
        self._session = session
        self.agency = session.credentials.agency

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        # Imported here: httpx is slow to load.
        from api.cli.client.problems import checked

        return checked(self._session.call(method, f"/v1/agreements{path}", **more))

    def listed(self) -> list[dict[str, Any]]:
        """See Side."""
        found: list[dict[str, Any]] = self._ask("GET", "").json()["agreements"]
        return found

    def shown(self, number: str) -> dict[str, Any]:
        """See Side."""
        found: dict[str, Any] = self._ask("GET", f"/{number}").json()
        return found

    def page(self, number: str) -> str:
        """See Side."""
        return str(self._ask("GET", f"/{number}", headers={"Accept": "text/html"}).text)

    def draft(self, document: Document) -> str:
        """See Side."""
        return str(self._ask("POST", "", json=document).json()["agreement"])

    def redraft(self, number: str, document: Document) -> int:
        """See Side."""
        return int(self._ask("PATCH", f"/{number}", json={"terms": document}).json()["version"])

    def sign(self, number: str, *, version: int, jws: str) -> str:
        """See Side."""
        body = {"version": version, "signature": jws}
        return str(self._ask("POST", f"/{number}/signatures", json=body).json()["state"])

    def change(self, number: str, *, what: str) -> str:
        """See Side."""
        return str(self._ask("PATCH", f"/{number}", json={"change": what}).json()["state"])


class Operator(Side):
    """The operator's side: the database of this installation."""

    def __init__(self, partnership: str, *, agency: str) -> None:
        self.partnership = partnership
        self.agency = agency

    @property
    def _clocks(self) -> dict[str, Any]:
        return {"now": datetime.now(UTC), "today": today(settings())}

    def _party(self) -> str:
        if not self.agency:
            raise click.UsageError("Say at whose word: --agency NAME.")
        return self.agency

    def listed(self) -> list[dict[str, Any]]:
        """See Side."""
        from api.services import agreements

        with looking(self.partnership) as session:
            return agreements.listed(
                session, partnership_id=self.partnership, today=today(settings())
            )

    def shown(self, number: str) -> dict[str, Any]:
        """See Side."""
        from api.services import agreements

        with looking(self.partnership) as session:
            return agreements.shown(
                session,
                partnership_id=self.partnership,
                agreement_id=number,
                today=today(settings()),
            )

    def page(self, number: str) -> str:
        """See Side."""
        from api.services import agreements

        with looking(self.partnership) as session:
            return agreements.page(
                session,
                partnership_id=self.partnership,
                agreement_id=number,
                today=today(settings()),
            )

    def draft(self, document: Document) -> str:
        """See Side."""
        from api.services import agreements

        with writing(self.partnership) as session:
            return agreements.draft(
                session, partnership_id=self.partnership, document=document, **self._clocks
            )

    def redraft(self, number: str, document: Document) -> int:
        """See Side."""
        from api.services import agreements

        with writing(self.partnership) as session:
            return agreements.redraft(
                session,
                partnership_id=self.partnership,
                agreement_id=number,
                document=document,
                **self._clocks,
            )

    def sign(self, number: str, *, version: int, jws: str) -> str:
        """See Side: a signature that the agency has handed over."""
        from api.services import agreements

        with writing(self.partnership) as session:
            agreements.hand_in(
                session,
                partnership_id=self.partnership,
                agreement_id=number,
                version=version,
                agency_id=self._party(),
                jws=jws,
                **self._clocks,
            )
        return str(self.shown(number)["state"])

    def change(self, number: str, *, what: str) -> str:
        """See Side."""
        from api.services import agreements

        with writing(self.partnership) as session:
            agreements.change(
                session,
                partnership_id=self.partnership,
                agreement_id=number,
                agency_id=self._party(),
                what=what,
                **self._clocks,
            )
        return str(self.shown(number)["state"])


def side_options(command: Callable[..., None]) -> Callable[..., None]:
    """`--credentials`, or `--partnership` with `--agency`; the command gets `side`."""

    @click.option(
        "--credentials",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="SAFERSHARE_CREDENTIALS",
        show_envvar=True,
        help="Do it as this client, over the service's interface.",
    )
    @click.option(
        "--partnership",
        envvar="SAFERSHARE_PARTNERSHIP",
        show_envvar=True,
        help="Without credentials: do it as the operator, on this installation's database.",
    )
    @click.option("--agency", default="", help="The party at whose word the operator does it.")
    @operator_option
    @wraps(command)
    def sided(
        *, credentials: Path | None, partnership: str | None, agency: str, **rest: Any
    ) -> None:
        with _opened(credentials, partnership=partnership, agency=agency) as side:
            command(side=side, **rest)

    return sided


@contextmanager
def _opened(credentials: Path | None, *, partnership: str | None, agency: str) -> Iterator[Side]:
    if credentials is not None:
        with agency_session(credentials) as session:
            yield Party(session)
    elif partnership:
        yield Operator(partnership, agency=agency)
    else:
        raise click.UsageError("Give --credentials, or --partnership.")
