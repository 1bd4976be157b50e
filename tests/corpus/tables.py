"""Tables of text that somebody saved the wrong way."""

from tests.corpus.nasty import CSV, header_and_lines, of, rows
from tests.deliveries import table

HEADER, LINES = header_and_lines(rows())
GOOD = table(rows())
MISSING = frozenset({("missing", 2, "setting")})


def joined(*lines: bytes, end: bytes = b"\r\n") -> bytes:
    return end.join(lines) + end


def mixed() -> bytes:
    """Three line ends in one file."""
    return HEADER + b"\r\n" + LINES[0] + b"\n" + LINES[1] + b"\r" + LINES[2] + b"\r\n"


def ten_megabytes() -> bytes:
    return joined(HEADER, LINES[0].replace(b"hc-2026-03-1", b"x" * 10_000_000))


FILES = (
    of("csv empty", b"", CSV, refused="header_missing"),
    of("csv blank", b"\r\n\r\n", CSV, refused="header_missing"),
    of("csv header only", HEADER + b"\r\n", CSV, ("ENV-V02", None, "envelope.return_status")),
    of(
        "csv one column",
        joined(b"record_id", b"hc-1"),
        CSV,
        *(
            ("missing_column", None, name)
            for name in ("contact_month", "setting", "result", "subject.age_years", "subject.sex")
        ),
    ),
    of("csv no header", joined(*LINES), CSV, refused="header_missing"),
    of("csv header twice", joined(HEADER + b",setting", LINES[0] + b",ed"), CSV,
       refused="header_repeated"),
    of("csv quoted line ends", GOOD.replace(b"hc-2026-03-2", b'"hc\r\n2"'), CSV,
       ("format", 2, "record_id")),
    of("csv ragged", joined(HEADER, LINES[0], LINES[1] + b",", LINES[2][:9]), CSV,
       ("cells", 2, None), ("cells", 3, None)),
    of("csv latin-1", GOOD.replace(b"hc-2026-03-2", "hc-é".encode("latin-1")), CSV,
       refused="not_utf8"),
    of("csv utf-16", GOOD.decode().encode("utf-16"), CSV, refused="not_utf8"),
    of("csv semicolons", GOOD.replace(b",", b";"), CSV, refused="header_missing"),
    of("csv tabs", GOOD.replace(b",", b"\t"), CSV, refused="header_missing"),
    of("csv byte order mark", b"\xef\xbb\xbf" + GOOD, CSV),
    of("csv mixed line ends", mixed(), CSV),
    of("csv no line end", GOOD.rstrip(b"\r\n"), CSV),
    of("csv blank lines", joined(HEADER, b"", LINES[0], b",,,,,", LINES[1]), CSV),
    of("csv open quotation", HEADER + b'\r\n"hc-1', CSV, refused="csv_broken"),
    of("csv cell of ten megabytes", ten_megabytes, CSV, refused="csv_broken"),
    of("csv remarks", joined(HEADER, b"# setting: ed = Emergency department", LINES[0],
       b'"#hc-9, left out"', LINES[1]), CSV, notes=["remarks_passed_over"]),
    of("csv unknown column", joined(HEADER + b",surname", *(line + b"," for line in LINES)), CSV,
       ("unknown_field", None, None)),
    of("csv packed", GOOD, CSV, packed=True),
)  # fmt: skip
