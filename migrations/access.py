"""Who may do what with a table on PostgreSQL: grants, and the policies of row-level security.

What belongs here: the few rules that steps choose from. What does not: which table follows which
rule; the step that makes the table says so. On SQLite nothing happens. A released step relies on
these words, so a rule is added here, never changed.

The context of a transaction is in three settings, which the service sets as each one begins. An
absent or empty context matches no row. Each setting is read once per query, not once per row: hence
the sub-selects.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from alembic import op
from sqlalchemy import DDL, Column
from sqlalchemy.schema import SchemaItem

from migrations.roles import KEEPER, LOADER, SERVICE

PARTNERSHIP: Final = (
    "partnership_id = (SELECT nullif(current_setting('safershare.partnership_id', true), ''))"
)
AGENCY: Final = (
    f"{PARTNERSHIP} AND ("
    "agency_id = (SELECT nullif(current_setting('safershare.agency_id', true), ''))"
    " OR (SELECT current_setting('safershare.reach', true)) = 'partnership')"
)
WHOEVER_ASKS: Final = (
    "partnership_id = (SELECT coalesce(current_setting('safershare.partnership_id', true), ''))"
)
ANYONE: Final = "true"
TO_LET_GO: Final = (
    f"{PARTNERSHIP} AND ("
    "agency_id = (SELECT nullif(current_setting('safershare.agency_id', true), ''))"
    " OR (SELECT current_setting('safershare.operator', true)) = 'yes')"
)
THE_OPERATOR: Final = (
    "(SELECT current_setting('safershare.reach', true)) = 'partnership' AND " + WHOEVER_ASKS
)

_OWN_NAME: Final = "(SELECT nullif(current_setting('safershare.agency_id', true), ''))"
LISTER: Final = (
    f"{PARTNERSHIP} AND (listed_by = {_OWN_NAME}"
    " OR (SELECT current_setting('safershare.reach', true)) = 'partnership')"
)
MEMBER: Final = (
    f"{PARTNERSHIP} AND EXISTS (SELECT FROM case_members AS member"
    " WHERE member.partnership_id = cases.partnership_id"
    " AND member.listed_by = cases.agency_id AND member.case_id = cases.case_id"
    f" AND member.agency_id = {_OWN_NAME})"
)

APPEND: Final = "SELECT, INSERT"
CHANGE: Final = "SELECT, INSERT, UPDATE"
EXPIRE: Final = "SELECT, INSERT, DELETE"

FROM_CONTEXT: Final = ("partnership_id", "agency_id", "submission_id")
"""Columns of a record that the loader may not name: the store fills them in from the context."""


def by_partnership(table: str, *, verbs: str) -> None:
    """Rows of the context's partnership, and no other."""
    _secure(table, verbs=verbs)
    _policy(table, "partnership", "ALL", using=PARTNERSHIP, check=PARTNERSHIP)


def by_agency(table: str, *, verbs: str) -> None:
    """Rows of the context's agency; of every agency in its partnership where it reaches so far."""
    _secure(table, verbs=verbs)
    _policy(table, "agency", "ALL", using=AGENCY, check=AGENCY)


def before_the_caller(table: str, *, verbs: str) -> None:
    """Rows that are read to find out who asks; written in the context's partnership alone."""
    _secure(table, verbs=verbs)
    _policy(table, "partnership", "ALL", using=PARTNERSHIP, check=PARTNERSHIP)
    _policy(table, "access", "SELECT", using=ANYONE)


def as_a_log(table: str) -> None:
    """Rows that are added and never changed, even where nobody known asks (an empty partnership).

    An agency reads the rows of its own calls, a wider reach those of the partnership.
    """
    _secure(table, verbs=APPEND)
    _policy(table, "agency", "SELECT", using=AGENCY)
    _policy(table, "append", "INSERT", check=WHOEVER_ASKS)


def told_to_owners(table: str) -> None:
    """Rows that tell an agency what others did with its data: written in its partnership by
    whoever did it, read by the owner alone, or by a wider reach, and never changed.
    """
    _secure(table, verbs=APPEND)
    _policy(table, "agency", "SELECT", using=AGENCY)
    _policy(table, "append", "INSERT", check=PARTNERSHIP)


def by_lister(table: str, *, verbs: str) -> None:
    """Rows that the agency `listed_by` writes; the agency that one is about reads it."""
    _secure(table, verbs=verbs)
    _policy(table, "lister", "ALL", using=LISTER, check=LISTER)
    _policy(table, "agency", "SELECT", using=AGENCY)


def seen_by_members(table: str, *, verbs: str) -> None:
    """Cases, which the agency that lists them writes, and their members read."""
    by_agency(table, verbs=verbs)
    _policy(table, "member", "SELECT", using=MEMBER)


def as_a_chain(table: str) -> None:
    """Rows of the sealed log, added and never changed, those of no partnership's tree included."""
    _secure(table, verbs=APPEND)
    _policy(table, "chain", "ALL", using=WHOEVER_ASKS, check=WHOEVER_ASKS)


def read_by_the_operator(table: str) -> None:
    """Let whoever acts for no partnership, with the reach of one, read the rows of none."""
    _policy(table, "operator", "SELECT", using=THE_OPERATOR)


def blank_columns(table: str, *, columns: Sequence[str]) -> None:
    """Let a wider reach empty these columns of bytes of its rows, all at once and for good."""
    change_columns(table, columns=columns)
    empty = " AND ".join(f"octet_length({column}) = 0" for column in columns)
    _policy(table, "blank", "UPDATE", using=THE_OPERATOR, check=empty)


def let_go(table: str, *, columns: Iterable[str] = ()) -> None:
    """Let the keeper remove the rows of the context's agency, or any for an operator; and empty
    these columns of theirs.
    """
    _run("GRANT SELECT, DELETE ON %(table)s TO %(keeper)s", table=table)
    emptied = ", ".join(columns)
    if emptied:
        _run("GRANT UPDATE (%(columns)s) ON %(table)s TO %(keeper)s", table=table, columns=emptied)
    _run(
        "CREATE POLICY keeper ON %(table)s FOR ALL TO %(keeper)s"
        " USING (%(whose)s) WITH CHECK (%(whose)s)",
        table=table,
        whose=TO_LET_GO,
    )


def without_partnership(table: str, *, verbs: str) -> None:
    """A table that holds no partnership's data, and so has no rows to keep apart."""
    _run("GRANT %(verbs)s ON %(table)s TO %(service)s", table=table, verbs=verbs)


def change_columns(table: str, *, columns: Iterable[str]) -> None:
    """Let the service write these columns of existing rows, and no others."""
    _run(
        "GRANT UPDATE (%(columns)s) ON %(table)s TO %(service)s",
        table=table,
        columns=", ".join(columns),
    )


def load_records(table: str, *, parts: Iterable[SchemaItem]) -> None:
    """Let the loader insert into these columns, and fill the context's columns in for it.

    Args:
        table: a table of records.
        parts: its columns and constraints; the context's columns are left out of the grant.
    """
    columns = [part.name for part in parts if isinstance(part, Column)]
    for column in FROM_CONTEXT:
        _run(
            "ALTER TABLE %(table)s ALTER COLUMN %(column)s"
            " SET DEFAULT nullif(current_setting('safershare.%(column)s', true), '')",
            table=table,
            column=column,
        )
    _run(
        "GRANT INSERT (%(columns)s) ON %(table)s TO %(loader)s",
        table=table,
        columns=", ".join(column for column in columns if column not in FROM_CONTEXT),
    )


def on_postgresql() -> bool:
    """Whether this step runs on PostgreSQL."""
    return op.get_bind().dialect.name == "postgresql"


def _secure(table: str, *, verbs: str) -> None:
    _run("ALTER TABLE %(table)s ENABLE ROW LEVEL SECURITY", table=table)
    _run("ALTER TABLE %(table)s FORCE ROW LEVEL SECURITY", table=table)
    without_partnership(table, verbs=verbs)


def _policy(table: str, name: str, verb: str, *, using: str = "", check: str = "") -> None:
    _run(
        "CREATE POLICY %(name)s ON %(table)s FOR %(verb)s TO %(service)s %(using)s %(check)s",
        table=table,
        name=name,
        verb=verb,
        using=f"USING ({using})" if using else "",
        check=f"WITH CHECK ({check})" if check else "",
    )


def _run(statement: str, **words: str) -> None:
    if on_postgresql():
        context = {**words, "service": SERVICE, "loader": LOADER, "keeper": KEEPER}
        op.execute(DDL(statement, context=context))  # type: ignore[no-untyped-call]
