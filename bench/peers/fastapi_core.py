"""A careful peer: FastAPI and pydantic, one executemany by SQLAlchemy Core in one transaction."""

from __future__ import annotations

import uuid
from typing import Annotated

from described import flat
from fastapi import Body, FastAPI
from models import KNOWN, engine, record, table
from sqlalchemy import MetaData, insert

Record = record()
metadata = MetaData()
records = table(metadata)
database = engine()
metadata.create_all(database)
app = FastAPI()


@app.get("/ready")
def ready() -> dict[str, bool]:
    """Say that it is up."""
    return {"ready": True}


def put(body: Annotated[list[Record], Body()]) -> dict[str, int]:  # type: ignore[valid-type]
    """Store the records."""
    submission = str(uuid.uuid4())
    rows = [
        {"submission_id": submission, "row_no": number, **flat(each.model_dump(), KNOWN)}
        for number, each in enumerate(body, start=1)
    ]
    with database.begin() as connection:
        connection.execute(insert(records), rows)
    return {"stored": len(rows)}


# the model is made when the program starts, so its name is resolved by hand
put.__annotations__["body"] = Annotated[list[Record], Body()]
app.put("/records")(put)
