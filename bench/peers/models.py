"""The dataset as pydantic models and as a table, for the peers on FastAPI."""

from __future__ import annotations

import os
from datetime import date
from typing import Annotated, Any, Literal

from described import DATABASE, TABLE, Column, columns, optional_blocks
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    create_model,
)
from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
)
from sqlalchemy import Column as Stored

KNOWN = columns()
_STORED = {
    "code": String(64),
    "codes": Text(),
    "integer": Integer(),
    "boolean": Boolean(),
    "date": Date(),
    "instant": DateTime(timezone=True),
    "text": Text(),
}


def _type(column: Column) -> Any:
    if column.kind in ("code", "codes"):
        one: Any = Literal[column.values]
        return list[one] if column.kind == "codes" else one
    if column.kind in ("integer", "integer_or_reason"):
        number = Annotated[StrictInt, Field(ge=column.low, le=column.high)]
        return number | Literal[column.values] if column.values else number
    if column.kind == "text":
        return Annotated[str, Field(pattern=column.pattern)] if column.pattern else str
    return {"boolean": StrictBool, "date": date, "instant": AwareDatetime}[column.kind]


def _field(column: Column) -> Any:
    return (_type(column), ...) if column.required else (_type(column) | None, None)


def _model(name: str, fields: dict[str, Any]) -> type[BaseModel]:
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def record() -> type[BaseModel]:
    """The model of one record, blocks nested."""
    blocks: dict[str, dict[str, Any]] = {}
    top: dict[str, Any] = {}
    for column in KNOWN:
        holder = blocks.setdefault(column.block, {}) if column.block else top
        holder[column.key] = _field(column)
    for block, fields in blocks.items():
        model = _model(block.title(), fields)
        top[block] = (model | None, None) if block in optional_blocks() else (model, ...)
    return _model("Record", top)


def table(metadata: MetaData) -> Table:
    """The table, keyed as the service's own and with no other index."""
    own: list[Stored[Any]] = []
    for column in KNOWN:
        if column.kind == "integer_or_reason":
            own += [Stored(column.stored, Integer()), Stored(f"{column.stored}_reason", String(64))]
        else:
            own.append(Stored(column.stored, _STORED[column.kind]))
    return Table(
        TABLE,
        metadata,
        Stored("submission_id", String(36), primary_key=True),
        Stored("row_no", BigInteger(), primary_key=True, autoincrement=False),
        *own,
    )


def engine() -> Engine:
    """The database of this run."""
    return create_engine(os.environ[DATABASE])
