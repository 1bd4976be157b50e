"""An envelope read from what was sent: checked member by member, with no value repeated.

What belongs here: the envelope by itself. What does not: whether it may stand beside a delivery
(`api.policies.envelopes`), and where the standing one is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marshmallow import ValidationError

from auth.refusals import BadRequest, ErrorItem, Unprocessable
from schemas.wire.envelopes import Envelope


def load_envelope(sent: Any) -> dict[str, Any]:
    """A checked envelope.

    Raises:
        BadRequest: there is none.
        Unprocessable: members are wrong; each is named, no value is repeated.
    """
    if not isinstance(sent, dict):
        raise BadRequest("envelope_missing", detail="The body needs an envelope object.")
    try:
        loaded: dict[str, Any] = Envelope().load(sent)
    except ValidationError as error:
        raise Unprocessable(
            "envelope_invalid",
            detail="The envelope has members that are missing or wrong.",
            errors=tuple(_items(error.messages)),
        ) from error
    return loaded


def _items(messages: Any) -> Iterator[ErrorItem]:
    known = Envelope().fields
    for name, said in sorted(messages.items(), key=lambda item: str(item[0])):
        field_name = name if name in known else None
        first = said[0] if isinstance(said, list) else "is wrong"
        yield ErrorItem(
            getattr(first, "code", "type"),
            f"{field_name or 'A member'} {first}.",
            pointer=f"/envelope/{field_name}" if field_name else "/envelope",
            field=f"envelope.{field_name}" if field_name else None,
        )
