"""Structure messages: a data structure with its concepts and code lists, as SDMX-JSON 2.0.

What belongs here: handing a structure to `pysdmx`, which writes the message. What does not: which
structures there are.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Final

from pysdmx.io.json.sdmxjson2.writer.v2_0.structure import write
from pysdmx.model import (
    Code,
    Codelist,
    Components,
    Concept,
    ConceptScheme,
    DataStructureDefinition,
    DataType,
    ItemReference,
    Organisation,
    Role,
)
from pysdmx.model import Component as Column
from pysdmx.model.message import Header

from api.reports.formats.shape import MAINTAINER, VERSION, Codes, Component, Kind, Structure

MEDIA_TYPE: Final = "application/vnd.sdmx.structure+json"
VERSIONED: Final = f"{MEDIA_TYPE};version=2.0.0"
"""The media type with the version of the format, as it is sent."""

_KINDS: Final[dict[Kind, DataType]] = {
    "text": DataType.STRING,
    "whole": DataType.INTEGER,
    "number": DataType.DECIMAL,
    "day": DataType.DATE,
    "moment": DataType.DATE_TIME,
    "flag": DataType.BOOLEAN,
    "period": DataType.PERIOD,
}
"""What stands in a column, as SDMX calls it."""

_ROLES: Final = {"dimension": Role.DIMENSION, "measure": Role.MEASURE, "attribute": Role.ATTRIBUTE}

_OBSERVATION: Final = "O"
"""Every attribute describes one observation, since each line says all of itself."""

_LISTS: Final = "urn:sdmx:org.sdmx.infomodel.codelist.Codelist"

Artefact = Codelist | ConceptScheme | DataStructureDefinition


def message(structure: Structure, *, prepared: datetime) -> str:
    """The structure message of one data structure, dated as prepared then."""
    header = Header(id=structure.id, prepared=prepared, sender=Organisation(id=MAINTAINER))
    written = json.loads(write(artefacts(structure), prettyprint=False, header=header) or "{}")
    for each in written["data"]["dataStructures"]:
        # pysdmx writes an empty list of groups, which the schema of SDMX-JSON 2.0 does not permit.
        each["dataStructureComponents"].pop("groups", None)
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


@cache
def artefacts(structure: Structure) -> tuple[Artefact, ...]:
    """Its code lists, its concept scheme and itself, in the library's own model."""
    scheme = ConceptScheme(
        id=_scheme(structure),
        name=structure.title,
        agency=MAINTAINER,
        version=VERSION,
        items=[Concept(id=each.id, name=each.title) for each in structure.components],
    )
    definition = DataStructureDefinition(
        id=structure.id,
        name=structure.title,
        agency=MAINTAINER,
        version=VERSION,
        components=Components([_column(each, of=structure) for each in structure.components]),
    )
    lists = {each.codes.id: each.codes for each in structure.components if each.codes}
    return (*map(_list, lists.values()), scheme, definition)


def _scheme(structure: Structure) -> str:
    return structure.id.replace("DSD_", "CS_", 1)


def _list(codes: Codes) -> Codelist:
    items = [Code(id=word, name=title) for word, title in codes.items]
    return Codelist(id=codes.id, name=codes.title, agency=MAINTAINER, version=VERSION, items=items)


def _column(each: Component, *, of: Structure) -> Column:
    concept = ItemReference("Concept", MAINTAINER, _scheme(of), VERSION, each.id)
    listed = f"{_LISTS}={MAINTAINER}:{each.codes.id}({VERSION})" if each.codes else None
    return Column(
        id=each.id,
        required=each.role == "dimension",
        role=_ROLES[each.role],
        concept=concept,
        name=each.title,
        local_dtype=None if listed else _KINDS[each.kind],
        local_enum_ref=listed,
        attachment_level=_OBSERVATION if each.role == "attribute" else None,
    )
