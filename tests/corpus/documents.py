"""JSON documents and lines that a lenient reader would take."""

from tests.corpus.nasty import JSON, NDJSON, lines_of, of, rows
from tests.deliveries import document, json_body, ndjson

DEEP = b"[" * 10_000 + b"]" * 10_000
GOOD = json_body(rows())
RECORD = json_body(rows()[0])


def listed(*records: bytes) -> bytes:
    return b"[" + b",".join(records) + b"]"


def twice(member: bytes) -> bytes:
    """A record in which a member is named twice."""
    return RECORD[:-1] + b", " + member + b"}"


def late_envelope() -> bytes:
    whole = document(rows())
    envelope, records = whole[1:-1].split(b', "records": ', 1)
    return b'{"records": ' + records + b", " + envelope + b"}"


def wide() -> bytes:
    """Ten megabytes of blanks between two records."""
    return listed(RECORD, b" " * 10_000_000 + json_body(rows()[1]))


def long_record() -> bytes:
    return listed(RECORD, b'{"record_id": "' + b"x" * 10_000_000 + b'"}')


FILES = (
    of("json empty", b"", JSON, refused="not_json"),
    of("json blank", b" \r\n\t ", JSON, refused="not_json"),
    of("json an empty list", b"[]", JSON, ("ENV-V02", None, "envelope.return_status")),
    of("json a list of records", GOOD, JSON),
    of("json byte order mark", b"\xef\xbb\xbf" + GOOD, JSON),
    of("json envelope after the records", late_envelope, JSON),
    of("json wide blanks", wide, JSON),
    of("json packed", GOOD, JSON, packed=True),
    of("json a record of ten megabytes", long_record, JSON, refused="record_too_long"),
    of("json repeated member", listed(RECORD, twice(b'"setting": "ed"')), JSON,
       refused="not_json"),
    of("json repeated member of the document", b'{"records": [], "records": []}', JSON,
       refused="not_json"),
    of("json NaN", listed(RECORD, b'{"record_id": NaN}'), JSON, refused="not_json"),
    of("json 1e400", listed(RECORD, b'{"record_id": 1e400}'), JSON, refused="not_json"),
    of("json deep", listed(RECORD, DEEP), JSON, refused="not_json"),
    of("json deep envelope", b'{"envelope": ' + DEEP + b"}", JSON, refused="not_json"),
    of("json breaks off", GOOD[:-1], JSON, refused="not_json"),
    of("json goes on", GOOD + b"[]", JSON, refused="not_json"),
    of("json a remark", b"[// none\n]", JSON, refused="not_json"),
    of("json single quotes", b"[{'record_id': 1}]", JSON, refused="not_json"),
    of("json latin-1", b'[{"record_id": "\xe9"}]', JSON, refused="not_utf8"),
    of("json utf-16", GOOD.decode().encode("utf-16"), JSON, refused="not_utf8"),
    of("json a string", b'"records"', JSON, refused="not_a_return"),
    of("json other members", b'{"rows": []}', JSON, refused="not_a_return"),
    of("json records that are an object", b'{"records": {"a": 1}}', JSON, refused="not_a_list"),
    of("json a null among records", listed(RECORD, b"null"), JSON, ("type", 2, None)),
    of("ndjson empty", b"", NDJSON, ("ENV-V02", None, "envelope.return_status")),
    of("ndjson blank lines", b"\n\r\n" + ndjson(rows()) + b"  \n", NDJSON),
    of("ndjson byte order mark", b"\xef\xbb\xbf" + ndjson(rows()), NDJSON),
    of("ndjson repeated member", lines_of(rows(1), twice(b'"setting": "ed"')), NDJSON,
       ("not_json", 2, None)),
    of("ndjson NaN", lines_of(rows(1), b'{"record_id": NaN}'), NDJSON, ("not_json", 2, None)),
    of("ndjson 1e400", lines_of(rows(1), b'{"a": 1e400}'), NDJSON, ("not_json", 2, None)),
    of("ndjson deep", lines_of(rows(1), DEEP), NDJSON, ("not_json", 2, None)),
    of("ndjson not UTF-8", lines_of(rows(1), b'{"a": "\xff"}'), NDJSON, ("not_utf8", 2, None)),
    of("ndjson a list", lines_of(rows(1), b"[1]"), NDJSON, ("type", 2, None)),
    of("ndjson a line of ten megabytes", lambda: lines_of(rows(1), b'"' + b"x" * 10_000_000),
       NDJSON, ("line_too_long", 2, None)),
    of("ndjson a lone surrogate for a name", lines_of(rows(1), RECORD[:-1] + b', "\\ud800": 1}'),
       NDJSON, ("unknown_field", None, None), ("unknown_field", 2, None)),
)  # fmt: skip
