"""Volume: a large store made of a small one, inside the database.

What belongs here: the invented incidents of a quarter, and copying their rows until there are as
many as wanted, each copy about people of its own. What does not: what is measured with them.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Table,
    create_engine,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from api.cli import borough
from bench.stage import QUARTER, Stage
from schemas.tables.records import RECORDS
from schemas.tables.returns import submissions
from synth.partnership import PLAN
from synth.returns import returns

INCIDENTS: Final = RECORDS["incident"]
SPREAD: Final = 2654435761
"""Knuth's multiplier (The Art of Computer Programming 3, 6.4): copies' keys fall all over."""
PEOPLE: Final = ("unit_key", "victim_person_id", "suspect_person_id")
KEYS: Final = 1 << 32  # record keys are 32 bits


def fill(stage: Stage) -> None:
    """Send a quarter of the invented borough's incidents as the police do."""
    for each in returns(PLAN, QUARTER.months(), seed=1):
        if (each.dataset, each.level) == ("incident", "record"):
            with stage.system(borough.returns_client(each.agency_id)) as system:
                borough.put(system, each, encoding="json").raise_for_status()


def grow(stage: Stage, *, records: int) -> int:
    """Copy the incidents of a filled stage until there are about so many; give how many there are.

    A copy keeps everything of its row but its number, its record id and whom it is about, so that
    distributions stay, and with them who has how many records.
    """
    engine = create_engine(stage.owner_url)
    with engine.begin() as connection:
        held = connection.scalar(select(func.count()).select_from(INCIDENTS)) or 0
        _copy(connection, copies=max(1, round(records / held)))
        _count(connection)
        found: int = connection.scalar(select(func.count()).select_from(INCIDENTS)) or 0
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()
    return found


def _copy(connection: Connection, *, copies: int) -> None:
    numbers = select(literal(1).label("n")).cte("copies", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < copies - 1))
    most = connection.scalar(select(func.max(INCIDENTS.c.row_no))) or 0
    copied = {c.name: c for c in INCIDENTS.columns} | _own(connection, numbers.c.n, most=most)
    # In the order of the key, as returns come in.
    order = INCIDENTS.c.submission_id, numbers.c.n, INCIDENTS.c.row_no
    every = INCIDENTS.join(numbers, literal(value=True))
    rows = select(*copied.values()).select_from(every).order_by(*order)
    if copies > 1:
        connection.execute(insert(INCIDENTS).from_select(list(copied), rows))


def _own(connection: Connection, n: ColumnElement[int], *, most: int) -> dict[str, Any]:
    """What a copy has of its own."""
    c = INCIDENTS.c
    people: dict[str, ColumnElement[Any]]
    if connection.dialect.name == "sqlite":
        # Joining blobs gives text there, and whoever is named by text is somebody else.
        driver: Any = connection.connection.driver_connection
        driver.create_function("marked", 2, _marked, deterministic=True)
        people = {name: func.marked(n, c[name]) for name in PEOPLE}
    else:
        people = {name: func.int4send(n).concat(func.substr(c[name], 5)) for name in PEOPLE}
    return people | {
        "row_no": c.row_no + n * (most + 1),
        "record_id": c.record_id.concat("-").concat(func.cast(n, Integer)),
        "record_key": (c.record_key + func.cast(n, BigInteger) * SPREAD) % KEYS,
    }


def _marked(copy: int, key: bytes | None) -> bytes | None:
    """A person's key in a copy."""
    return None if key is None else copy.to_bytes(4, "big") + key[4:]


def _count(connection: Connection) -> None:
    """Let the receipts of the returns say how many rows they have."""
    table: Table = submissions
    stored = (
        select(func.count())
        .where(INCIDENTS.c.submission_id == table.c.submission_id)
        .scalar_subquery()
    )
    connection.execute(
        update(table).where(table.c.dataset == "incident").values(rows_stored=stored)
    )
