"""Records as they are written to an answer: a page as a document, or all pages as a stream.

A stream is NDJSON or CSV. It says at its end that it is whole, since a server cannot be relied on
to break off a body that fails. What does not belong here: what is read, and when its event is
stored.
"""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from api import cursors
from api.policies.records import flat, headings
from api.services.records.page import Item, Page
from api.services.records.places import Place
from api.services.records.reading import Reading
from auth.refusals import Refusal
from schemas.wire import records as wire

NDJSON: Final = "application/x-ndjson"
CSV: Final = "text/csv"

_log: Final = logging.getLogger(__name__)

_ITEM: Final = wire.RecordOf()


@dataclass(frozen=True)
class Written:
    """A reading as it is written: the size of its pages, and its cursors."""

    reading: Reading
    limit: int

    def place(self, cursor: str | None) -> Place | None:
        """Where a cursor says to begin; raises BadRequest where it is none of this question."""
        words = cursors.opened(cursor, **self._sealing)
        return None if words is None else Place.of(words)

    def cursor(self, place: Place | None) -> str | None:
        """The cursor of a place, None where nothing follows."""
        return cursors.made(None if place is None else place.words(), **self._sealing)

    def document(self, page: Page) -> dict[str, Any]:
        """A page as one JSON document."""
        caller, agreement = self.reading.caller, self.reading.caller.agreement
        made: dict[str, Any] = wire.RecordPage().dump(
            {
                "dataset": self.reading.question.dataset,
                "agreement": agreement.agreement_id if agreement else "",
                "purpose": caller.purpose or "",
                "rows": "others" if page.reach.others else "own",
                "retention_months": page.reach.retention_months,
                "as_of": page.as_of,
                "next": self.cursor(page.next),
            }
        )
        return made | {"records": [_members(item) for item in page.items]}

    @property
    def _sealing(self) -> Any:
        caller, agreement = self.reading.caller, self.reading.caller.agreement
        under = f"{agreement.agreement_id if agreement else ''}|{caller.purpose or ''}"
        return {
            "of": f"{self.reading.question.text}|{under}",
            "client_id": caller.client_id,
            "secret": self.reading.desk.secret,
        }


def _members(item: Item) -> dict[str, Any]:
    """An item as JSON members, without those that say nothing."""
    said: dict[str, Any] = _ITEM.dump(item)
    return {name: value for name, value in said.items() if value is not None}


def streamed(written: Written, first: Page, pages: Iterator[Page], *, form: str) -> Iterator[str]:
    """The pages as they are read, and at the end whether they were all.

    It may run in any thread, after the request: nothing here looks at Flask's own context.

    Args:
        written: the reading.
        first: its first page, on record already.
        pages: the pages after it.
        form: the media type.
    """
    lines = _Table(written, first) if form == CSV else _Lines(written)
    yield lines.head() + lines.page(first)
    try:
        for page in pages:
            yield lines.page(page)
    except Refusal as refusal:
        written.reading.refused(refusal.code)
        yield lines.end("broken_off", code=refusal.code)
    except Exception as error:  # noqa: BLE001 - whatever it is, the stream says that it broke off
        _log.error("a stream of records failed", exc_info=error)
        yield lines.end("broken_off", code="failure")
    else:
        yield lines.end("end")


class _Lines:
    """NDJSON: an item a line, and after each page where the next one begins."""

    def __init__(self, written: Written) -> None:
        self._written = written

    def head(self) -> str:
        return ""

    def page(self, page: Page) -> str:
        lines = [_members(item) for item in page.items]
        if page.next is not None:
            lines.append({"state": "page", "next": self._written.cursor(page.next)})
        return "".join(f"{json.dumps(line)}\n" for line in lines)

    def end(self, state: str, *, code: str = "") -> str:
        return json.dumps({"state": state, **({"code": code} if code else {})}) + "\n"


class _Table:
    """CSV: a record a line, by the dotted names of its fields."""

    _SAID: Final = ("state", "return_ref", "month", "own", "agency", "record_id")

    def __init__(self, written: Written, first: Page) -> None:
        view = written.reading.view(first.reach)
        self._columns = (*self._SAID, *headings(view, own=first.reach.own))

    def head(self) -> str:
        return self._written([list(self._columns)])

    def page(self, page: Page) -> str:
        return self._written([self._row(_members(item)) for item in page.items])

    def end(self, state: str, *, code: str = "") -> str:
        return self._written([self._row({"state": state, "return_ref": code})])

    def _row(self, members: dict[str, Any]) -> list[str]:
        record = members.pop("record", {})
        cells = dict(flat(members)) | dict(flat(record))
        return [cells.get(name, "") for name in self._columns]

    def _written(self, rows: Sequence[Sequence[str]]) -> str:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        return text.getvalue()
