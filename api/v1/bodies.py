"""How a return arrives: a bare file, a JSON document, or a form of envelope and file.

The one place that takes a request's bytes and hands them to the intake; what they mean is judged
later. Everything made for a body is gone when the request's stack ends.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, Final

import flask
from werkzeug.datastructures import FileStorage

from api import service
from api.intake.reading.body import Body, Limits, names_sha256, spool
from api.intake.reading.formats import parse
from api.intake.reading.rest import AT_REST, BY_SUFFIX, AtRest, at_rest
from api.services.deliveries import Sent
from auth.refusals import BadRequest, UnsupportedType

ENVELOPE_ROOM: Final = 1 << 20  # bytes of a form beside its file (design)
BROKEN: Final = "\ufffd"  # what stands for bytes that are not UTF-8 where they were decoded
UNTYPED: Final = ("", "application/octet-stream", "application/vnd.ms-excel")
"""Media types of a part that say less than its name; the last is what a machine with Excel on it
calls a CSV file."""

_PARTS: Final = (["envelope", "file"], ["envelope", "file", "sheet"])


def received(held: ExitStack, *, sheet: str | None) -> Sent:
    """The body at rest, whichever way it was sent.

    Args:
        held: closes what was made.
        sheet: the sheet of a workbook that is wanted, as the query says; a form may say it too.

    Raises:
        Refusal: the body cannot be read as what it says it is, or is too large.
    """
    request = flask.request
    request.max_content_length = service.current().settings.body_limit_bytes + ENVELOPE_ROOM
    if request.mimetype == "multipart/form-data":
        return _form(held, sheet=sheet)
    body = _spooled(held, request.stream)
    if body.size:
        _end_is_known(request)
    return Sent(body.sha256, _rested(held, body, request.mimetype, sheet=sheet))


def _end_is_known(request: flask.Request) -> None:
    """Refuse rows in plain text of which nothing would tell that they broke off half-way.

    A document, a form, a workbook, a Parquet file and a gzip stream have an end of their own.
    """
    packed = request.headers.get("Content-Encoding", "").strip().lower() == "gzip"
    said = request.content_length is not None or names_sha256(request.headers.get("Content-Digest"))
    if request.mimetype in AT_REST and not (packed or said):
        raise BadRequest(
            "length_needed",
            detail="Send Content-Length, or Content-Digest with sha-256, or gzip the body:"
            " otherwise rows that break off on the way look like all of them.",
        )


def _form(held: ExitStack, *, sheet: str | None) -> Sent:
    form, files = flask.request.form, flask.request.files
    file = files.get("file")
    envelope = form.get("envelope") or _text(files.get("envelope"))
    # each part counts: of two that have one name, none is passed over in silence
    named = sorted(name for each in (form, files) for name, _ in each.items(multi=True))
    if file is None or envelope is None or named not in _PARTS:
        raise BadRequest(
            "form_parts",
            detail="Send a form of envelope and file; a workbook may have sheet besides.",
        )
    suffix = (file.filename or "").rpartition(".")[2].lower()
    media_type = BY_SUFFIX.get(suffix, "") if file.mimetype in UNTYPED else file.mimetype
    if not media_type:
        raise UnsupportedType(
            "media_type", detail="Say what the file is: csv, ndjson, json, xlsx or parquet."
        )
    said = _envelope(envelope)
    body = _spooled(held, file.stream, form=True)
    rest = _rested(held, body, media_type, sheet=form.get("sheet", sheet))
    if rest.whole:
        raise BadRequest(
            "not_a_list", detail="The file of a form is a list of records, without an envelope."
        )
    return Sent(body.sha256, rest, envelope=said)


def _envelope(text: str) -> dict[str, Any]:
    if BROKEN in text:
        raise BadRequest("not_utf8", detail="The envelope part is not text in UTF-8.")
    sent = parse(text)
    if not isinstance(sent, dict):
        raise BadRequest("envelope_missing", detail="The envelope part must be a JSON object.")
    return sent


def _text(part: FileStorage | None) -> str | None:
    return None if part is None else part.read().decode("utf-8", "replace")


def _spooled(held: ExitStack, stream: Any, *, form: bool = False) -> Body:
    settings, headers = service.current().settings, flask.request.headers
    body = spool(
        stream,
        encoding=None if form else headers.get("Content-Encoding"),
        content_digest=None if form else headers.get("Content-Digest"),
        limits=Limits(settings.body_limit_bytes, settings.inflated_limit_bytes),
        length=None if form else flask.request.content_length,
    )
    held.callback(body.file.close)
    return body


def _rested(held: ExitStack, body: Body, media_type: str, *, sheet: str | None) -> AtRest:
    largest = service.current().settings.inflated_limit_bytes
    return held.enter_context(
        at_rest(body.file, media_type=media_type, largest=largest, sheet=sheet)
    )
