"""Writes the step that makes a dataset's record table, for whoever adds a dataset, and the view in
which other agencies may read its rows.

The step is drawn from the table once and frozen there: it imports nothing of the schema, and later
changes of the dataset are further steps. Only a checkout has a use for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from alembic.autogenerate import render
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from alembic.operations.ops import CreateTableOp
from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

from migrations.run import FOLDER
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.fields import PersonRefs
from schemas.leaving import JUDGED_BY, PLACES, stored_names
from schemas.tables.base import Json, UtcDateTime
from schemas.tables.records import RECORDS
from schemas.tables.views import shared_columns

VERSIONS: Final = "versions"
_A_LINE: Final = 3  # names that fit in one line of a step
_PLAIN: Final = {UtcDateTime: "sa.DateTime(timezone=True)", Json: "sa.Text()"}
"""Types of this house, as a frozen step writes them."""

_STEP: Final = '''"""Records of the dataset {words}."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, let_go, load_records
from migrations.deciding import raw_rows
from migrations.sharing import {sharing}

revision: Final = "{step}"
down_revision: Final = "{before}"
branch_labels: Final = None
depends_on: Final = None

{constant}: Final[tuple[SchemaItem, ...]] = (
{parts}
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("{table}", *{constant})
    by_agency("{table}", verbs=APPEND)
    load_records("{table}", parts={constant})
    raw_rows("{table}")
    let_go(
        "{table}",
        columns={emptied},
    )
{shared}'''

_SHARED: Final = """    share_rows(
        "{dataset}",
        columns={columns},
        judged={judged},
        persons={persons},
        places={places},
        listed={listed},
    )
"""
_STANDING: Final = """    tell_where_persons_stand("{dataset}", persons={persons})
"""


def draft(dataset: str, *, folder: Path = FOLDER) -> Path:
    """Write the step after the last one for a dataset's record table, and make it current.

    Args:
        dataset: the dataset's name.
        folder: where the steps and `CURRENT` are.

    Returns:
        The file written.

    Raises:
        KeyError: there is no such dataset.
        FileExistsError: a step of that name is there already.
    """
    table = RECORDS[dataset]
    current = folder / "CURRENT"
    before = current.read_text(encoding="utf-8").strip()
    taken = list((folder / VERSIONS).glob(f"[0-9]*_{dataset}.py"))
    if taken:
        raise FileExistsError(taken[0].name)
    step = f"{int(before[:4]) + 1:04d}_{dataset}"
    made = folder / VERSIONS / f"{step}.py"
    made.write_text(_text(table, step=step, before=before, dataset=dataset), encoding="utf-8")
    current.write_text(f"{step}\n", encoding="utf-8")
    return made


def _text(table: Table, *, step: str, before: str, dataset: str) -> str:
    persons = DATASETS[dataset].persons
    return _STEP.format(
        words=dataset.replace("_", " "),
        step=step,
        before=before,
        table=table.name,
        constant=table.name.upper(),
        parts="\n".join(f"    {part}," for part in _parts(table)),
        sharing="share_rows, tell_where_persons_stand" if persons else "share_rows",
        emptied=_tuple(_emptied(table, dataset=dataset)),
        shared=_sharing(dataset),
    )


def _sharing(dataset: str) -> str:
    """How others may read the rows: what leaves, and what the service judges them by."""
    kind = DATASETS[dataset]
    columns = shared_columns(dataset)
    opened = [f"kept.{block}_person_id = opened.person_id" for block in kind.persons] or ["false"]
    said = {
        "dataset": dataset,
        "columns": _tuple(columns),
        "judged": _tuple(stored_names(kind, JUDGED_BY[dataset])),
        "persons": _tuple(kind.persons),
        "places": _tuple(name for name in reversed(PLACES) if name in columns),
        "listed": '"' + ' OR"\n        " '.join(opened) + '"',
    }
    return _SHARED.format(**said) + (_STANDING.format(**said) if kind.persons else "")


def _emptied(table: Table, *, dataset: str) -> Iterator[str]:
    """The columns of persons whom a row does not count: what of it goes when one is erased."""
    kind = DATASETS[dataset]
    others = tuple(f"{block}_" for block in kind.persons if block != kind.counted_person)
    links = {
        name
        for column in columns(kind)
        if isinstance(column.field, PersonRefs)
        for name, _ in column.stored
    }
    for column in table.c:
        if column.name in links or (others and column.name.startswith(others)):
            yield column.name


def _tuple(names: Iterable[str]) -> str:
    """A tuple of names as a step holds it, on lines of its own where it is long."""
    quoted = [f'"{name}"' for name in names]
    line = ", ".join(quoted)
    if len(quoted) > _A_LINE:
        return "(\n" + "".join(f"            {each},\n" for each in quoted) + "        )"
    return f"({line},)" if len(quoted) == 1 else f"({line})"


def _parts(table: Table) -> list[str]:
    """The columns and the key of a table as Python, each on a line of its own."""
    options = {
        "sqlalchemy_module_prefix": "sa.",
        "alembic_module_prefix": "op.",
        "render_item": _plain,
        "user_module_prefix": None,
    }
    context = MigrationContext.configure(dialect=sqlite.dialect(), opts=options)
    told = AutogenContext(context, table.metadata, opts=options, autogenerate=False)
    made = render.render_op_text(told, CreateTableOp.from_table(table))
    lines = [line.strip().removesuffix(",") for line in made.splitlines()[1:-1]]
    # a frozen step names its constraints outright; no convention is asked again
    return [re.sub(r"op\.f\(('[^']*')\)", r"\1", line).replace("'", '"') for line in lines]


def _plain(kind: str, thing: Any, context: AutogenContext) -> str | bool:  # noqa: ARG001 - Alembic's hook
    """How Alembic shall write one of this house's types; False leaves it to Alembic."""
    return _PLAIN.get(type(thing), False) if kind == "type" else False
