"""Agencies' own systems: they ask for the tokens they need, prove each request, and send returns.

What belongs here: real tokens and proofs for a client of the invented partnership, and the calls
most journeys make. What does not: expectations of the answers.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.recorder import Recorder
from tests.oauth_client import OAuthClient, Response, Send, details
from tests.partnership import Partnership

JSON, NDJSON, CSV = "application/json", "application/x-ndjson", "text/csv"


@dataclass
class System:
    """The software of one client, with the tokens it holds."""

    client: OAuthClient
    agreements: tuple[Mapping[str, Any], ...]
    held: dict[str, str] = field(default_factory=dict)

    def details(self, dataset: str | None = None) -> list[dict[str, Any]]:
        """The first agreement of the agency that covers a dataset, with its first purpose."""
        terms = next(t for t in self.agreements if dataset is None or dataset in t["datasets"])
        return details(terms["agreement"], terms["purposes"][0])

    def token(self, scope: str, asked: object = None) -> str:
        """A token for a scope and, for data, details: the one held, or a new one."""
        wanted = json.dumps([scope, asked])
        if wanted not in self.held:
            self.held[wanted] = self.client.token(scope, asked)
        return self.held[wanted]

    def call(
        self,
        method: str,
        path: str,
        *,
        scope: str,
        asked: object = None,
        media_type: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Response:
        """One request with a token for it; `asked` are the authorization details."""
        fields = {**(headers or {}), **({"Content-Type": media_type} if media_type else {})}
        token = self.token(scope, asked)
        return self.client.call(method, path, token=token, headers=fields, body=body)

    def put(
        self,
        dataset: str,
        period: str,
        body: bytes,
        *,
        media_type: str = JSON,
        query: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Put a return."""
        return self.call(
            "PUT",
            f"/v1/returns/{dataset}/{period}{query}",
            scope="returns:write",
            asked=self.details(dataset),
            media_type=media_type,
            headers=headers,
            body=body,
        )

    def get(self, path: str, *, dataset: str | None = None) -> Response:
        """Read of one's own returns."""
        return self.call("GET", path, scope="returns:read", asked=self.details(dataset))

    def receipt(self, dataset: str, period: str) -> Response:
        return self.get(f"/v1/returns/{dataset}/{period}", dataset=dataset)

    def stand(self, dataset: str, envelope: Mapping[str, Any]) -> Response:
        """Set the standing envelope of a dataset."""
        return self.call(
            "PUT",
            f"/v1/envelopes/{dataset}",
            scope="returns:write",
            asked=self.details(dataset),
            media_type=JSON,
            body=json.dumps(envelope).encode(),
        )


Systems = Callable[..., System]
"""Gives an agency's system, `systems("kings-pruh")`, or another client's of it."""


def systems_of(partnership: Partnership, *, send: Send, recorder: Recorder) -> Systems:
    """The systems of a partnership, each made once, whose answers are all recorded."""
    made: dict[str, System] = {}

    def system(agency: str, *, client_id: str = "", bound: bool = True) -> System:
        name = client_id or f"{agency}-returns"
        if name not in made:
            client = OAuthClient(
                partnership.settings.public_url,
                name,
                partnership.key(name),
                recorder.through(send, agency=agency),
            )
            if not bound:
                client.proof_key = None
            made[name] = System(client, partnership.plan.agreements_of(agency))
        return made[name]

    return system
