"""A usual peer: FastAPI and pydantic, one object a row by SQLAlchemy's ORM in one transaction."""

from __future__ import annotations

import uuid
from typing import Annotated

from described import flat
from fastapi import Body, FastAPI
from models import KNOWN, engine, record, table
from sqlalchemy.orm import DeclarativeBase, Session

Record = record()


class Base(DeclarativeBase):
    """Where the mapped class keeps its table."""


class Row(Base):
    """A row of the table."""

    __table__ = table(Base.metadata)


database = engine()
Base.metadata.create_all(database)
app = FastAPI()


@app.get("/ready")
def ready() -> dict[str, bool]:
    """Say that it is up."""
    return {"ready": True}


def put(body: Annotated[list[Record], Body()]) -> dict[str, int]:  # type: ignore[valid-type]
    """Store the records."""
    submission = str(uuid.uuid4())
    with Session(database) as session, session.begin():
        session.add_all(
            Row(submission_id=submission, row_no=number, **flat(each.model_dump(), KNOWN))
            for number, each in enumerate(body, start=1)
        )
    return {"stored": len(body)}


# the model is made when the program starts, so its name is resolved by hand
put.__annotations__["body"] = Annotated[list[Record], Body()]
app.put("/records")(put)
