"""What row-level security decides on PostgreSQL besides whose rows are whose.

What belongs here: restrictive policies, which take away from what the rules of `migrations.access`
allow; raw rows of others, submissions, sealing and figures each need a grant that holds today. What
does not: which table follows which; the step says so. On SQLite nothing happens. A released step
relies on these words, so a rule is added here, never changed.

Grants are rows of `agreement_grants`. An operator's command needs none: it says so by a setting
that the service makes only for a database opened for commands. A sealing says that it is one.
Whatever does not depend on the row is a sub-select, which is asked once per statement.
"""

from __future__ import annotations

from typing import Final

from alembic import op
from sqlalchemy import DDL

from migrations.access import on_postgresql
from migrations.roles import SERVICE
from migrations.sharing import AGENCY, AGREEMENT, GRANTED

OPERATOR: Final = "(SELECT current_setting('safershare.operator', true) = 'yes')"
SEALING: Final = "(SELECT current_setting('safershare.sealing', true) = 'yes')"

_HELD: Final = "FROM agreement_grants AS held WHERE " + GRANTED + " AND held.action = '{action}'"
_AS_RECIPIENT: Final = f" AND held.recipient = {AGENCY}"
_AS_PROVIDER: Final = f" AND held.provider = {AGENCY}"

_MAY_SEAL: Final = f"(SELECT EXISTS (SELECT {_HELD.format(action='seal')}{_AS_RECIPIENT}))"
_MAY_SEE: Final = f"(SELECT EXISTS (SELECT {_HELD.format(action='aggregate')}{_AS_RECIPIENT}))"
_SEEN: Final = f"(SELECT held.dataset {_HELD.format(action='aggregate')}{_AS_RECIPIENT})"
_SEALED: Final = f"(SELECT held.dataset {_HELD.format(action='seal')}{_AS_RECIPIENT})"
_SENT: Final = f"(SELECT held.dataset {_HELD.format(action='submit')}{_AS_PROVIDER})"


def raw_rows(table: str) -> None:
    """Rows of other agencies are for whoever counts them: a sealing, or an operator's command."""
    sealing = f"{SEALING} AND {_MAY_SEAL}"
    _restrict(table, "raw", "SELECT", using=f"agency_id = {AGENCY} OR {OPERATOR} OR {sealing}")


def sent_under_an_agreement(table: str) -> None:
    """A delivery names the agreement it is sent under, which lets its agency send the dataset."""
    sent = f"agreement_id = {AGREEMENT} AND agency_id = {AGENCY} AND dataset IN {_SENT}"
    _restrict(table, "submit", "INSERT", check=f"{OPERATOR} OR ({sent})")


def sealed_under_an_agreement(table: str) -> None:
    """A release names the agreement it is sealed under, which lets its agency seal."""
    made = f"agreement_id = {AGREEMENT} AND {_MAY_SEAL}"
    _restrict(table, "seal", "INSERT", check=f"{OPERATOR} OR ({made})")


def part_of_a_release(table: str) -> None:
    """What a release holds is added by whoever may seal one."""
    _restrict(table, "seal", "INSERT", check=f"{OPERATOR} OR {_MAY_SEAL}")


def cells_by_dataset(table: str) -> None:
    """Released cells are for whoever may see figures of their dataset.

    Whoever sends a dataset sees its totals, which stand beside its own counts on the receipt. They
    are added by whoever may seal that dataset.
    """
    _restrict(table, "seal", "INSERT", check=f"{OPERATOR} OR dataset IN {_SEALED}")
    seen = f"dataset IN {_SEEN} OR (shape = '' AND dataset IN {_SENT})"
    _restrict(table, "aggregate", "SELECT", using=f"{OPERATOR} OR {seen}")


def linked_cells(table: str) -> None:
    """Cells that rest on several datasets are for whoever may see the figures of every one.

    `rests_on` names the datasets, a space between. They are added by whoever may seal all of them.
    """
    every = "string_to_array(rests_on, ' ') <@ ARRAY(SELECT each.dataset::text FROM {} AS each)"
    _restrict(table, "seal", "INSERT", check=f"{OPERATOR} OR {every.format(_SEALED)}")
    _restrict(table, "aggregate", "SELECT", using=f"{OPERATOR} OR {every.format(_SEEN)}")


def figures_of_a_release(table: str) -> None:
    """Declared figures are for whoever may see figures at all; they belong to no one dataset."""
    _restrict(table, "aggregate", "SELECT", using=f"{OPERATOR} OR {_MAY_SEE}")


def _restrict(table: str, name: str, verb: str, *, using: str = "", check: str = "") -> None:
    if not on_postgresql():
        return
    words = f"USING ({using})" if using else f"WITH CHECK ({check})"
    policy = f"CREATE POLICY {name} ON {table} AS RESTRICTIVE FOR {verb} TO {SERVICE} {words}"
    op.execute(DDL(policy))  # type: ignore[no-untyped-call]
