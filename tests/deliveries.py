"""Rows and bodies of returns, made by hand so that a test can say what is in them.

What belongs here: the smallest good rows of a few datasets, and bodies in each format. What does
not: how they are sent.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from schemas.reference import synthetic_reference

Row = dict[str, Any]

EXPLANATION = "Taken from the case system on the day, all wards and all hours covered."


def reference(name: str) -> str:
    """An invented person."""
    return synthetic_reference(name.encode())


def contact(number: int, *, month: str = "2026-03", **changes: Any) -> Row:
    """The smallest health contact; `changes` with a dot go into the person block."""
    row: Row = {
        "record_id": f"hc-{month}-{number}",
        "contact_month": month,
        "setting": "ed",
        "result": "disclosed_current",
        "subject": {"age_years": 20 + number % 60, "sex": "M" if number % 5 == 0 else "F"},
    }
    return changed(row, changes)


def contacts(count: int, *, month: str = "2026-03", **changes: Any) -> list[Row]:
    return [contact(number, month=month, **changes) for number in range(1, count + 1)]


def report(number: int, *, month: str = "2026-03", **changes: Any) -> Row:
    """The smallest report to the police."""
    row: Row = {
        "record_id": f"pi-{month}-{number}",
        "reported_on": f"{month}-{1 + number % 28:02d}",
        "is_crime": False,
        "arrest_made": "none",
        "victim": {"age_years": 20 + number % 60, "sex": "F"},
    }
    return changed(row, changes)


def request(number: int, *, month: str = "2026-03", **changes: Any) -> Row:
    """The smallest request for a safe home."""
    row: Row = {
        "record_id": f"hs-{month}-{number}",
        "requested_on": f"{month}-{1 + number % 28:02d}",
        "support_type": "refuge",
        "decision": "provided",
        "start_on": f"{month}-{1 + number % 28:02d}",
        "lead": {"age_years": 20 + number % 60, "sex": "F"},
    }
    return changed(row, changes)


def figure(number: int, **changes: Any) -> Row:
    """Places in refuges at the end of March 2026."""
    row: Row = {
        "record_id": f"ag-{number}",
        "family": "capacity",
        "measure": "refuge_capacity",
        "unit": "count",
        "value": 40,
        "as_at": "2026-03-31",
    }
    return changed(row, changes)


def changed(row: Row, changes: Mapping[str, Any]) -> Row:
    """The row with changes; `person__name` means a member of the block; None takes it away."""
    for name, value in changes.items():
        block, _, key = name.rpartition("__")
        holder = row[block] if block else row
        if value is None:
            holder.pop(key, None)
        else:
            holder[key] = value
    return row


def envelope(**changes: Any) -> dict[str, Any]:
    """What must be said of every delivery; None takes a member away."""
    usual = {
        "explanation": EXPLANATION,
        "permission_incorporate": True,
        "permission_publish": "partnership",
    }
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def json_body(value: Any) -> bytes:
    return json.dumps(value).encode()


def document(rows: Sequence[Row], **said: Any) -> bytes:
    """A return as one JSON document."""
    return json_body({"envelope": envelope(**said), "records": list(rows)})


def ndjson(rows: Iterable[Row]) -> bytes:
    return b"".join(json_body(row) + b"\n" for row in rows)


def table(rows: Sequence[Row]) -> bytes:
    """Rows as CSV with the columns of the first."""
    flat = [_flat(row) for row in rows]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(flat[0]))
    writer.writeheader()
    writer.writerows(flat)
    return text.getvalue().encode()


def _flat(row: Row) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{key}": part for key, part in value.items()})
        else:
            flat[name] = ";".join(value) if isinstance(value, list) else value
    return flat


def form(*parts: tuple[str, str, str, bytes]) -> tuple[str, bytes]:
    """A multipart body of (name, file name, media type, content), and its media type."""
    boundary = "part-of-a-return"
    lines = b""
    for name, filename, media_type, content in parts:
        said = f'form-data; name="{name}"' + (f'; filename="{filename}"' if filename else "")
        head = f"--{boundary}\r\nContent-Disposition: {said}\r\n"
        head += f"Content-Type: {media_type}\r\n\r\n" if media_type else "\r\n"
        lines += head.encode() + content + b"\r\n"
    return f"multipart/form-data; boundary={boundary}", lines + f"--{boundary}--\r\n".encode()
