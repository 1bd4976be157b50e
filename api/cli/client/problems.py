"""What the service answers when it says no, in sentences for the person at the terminal.

What belongs here: reading RFC 9457 problems and the errors of RFC 6749 section 5.2. What does not:
deciding what to do about them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import httpx

from api.cli.findings import to_mend

SHOWN: Final = 20
"""Single errors listed before the rest are counted."""


class Declined(Exception):  # noqa: N818 - an answer, not an error
    """The service said no.

    Attributes:
        status: the HTTP status.
        code: the problem's or the error's stable code, "" where it gave none.
        document: the body, where it was JSON.
    """

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.document = _document(response)
        self.code = _code(self.document)
        self.headers = response.headers
        super().__init__("\n".join(_lines(self)))


def checked(response: httpx.Response) -> httpx.Response:
    """The response, if the service did what was asked.

    Raises:
        Declined: it did not.
    """
    response.read()
    if response.is_success or response.status_code == httpx.codes.NOT_MODIFIED:
        return response
    raise Declined(response)


def _document(response: httpx.Response) -> Mapping[str, Any]:
    if "json" not in response.headers.get("Content-Type", ""):
        return {}
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _code(document: Mapping[str, Any]) -> str:
    code = document.get("code") or document.get("error") or ""
    return code if isinstance(code, str) else ""


def _lines(declined: Declined) -> Iterator[str]:
    document = declined.document
    said = [document.get("title"), document.get("detail"), document.get("error_description")]
    words = " ".join(_sentence(text) for text in said if isinstance(text, str) and text)
    reason = f", {declined.code}" if declined.code else ""
    yield f"The service declined ({declined.status}{reason}). {words}".rstrip()
    if wait := declined.headers.get("Retry-After"):
        yield f"Try again in {wait} seconds."
    summary = document.get("summary")
    if isinstance(summary, list):
        yield from (f"  {line}" for line in to_mend(summary))
        return
    errors = document.get("errors")
    items = [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    for item in items[:SHOWN]:
        yield f"  {_item(item)}"
    if len(items) > SHOWN:
        yield f"  and {len(items) - SHOWN} more."


def _item(item: Mapping[str, Any]) -> str:
    row, field, pointer = item.get("row"), item.get("field"), item.get("pointer")
    place = [f"row {row}"] if row is not None else []
    place += [str(field or pointer)] if field or pointer else []
    where = f"{', '.join(place)}: " if place else ""
    code = f" ({item['code']})" if item.get("code") else ""
    return f"{where}{item.get('message', '')}{code}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
