"""Templates over HTTP, open to everybody: files to fill in, for each dataset and each sector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import flask

from api.intake.reading.rest import XLSX
from api.v1.doors import Door, period_named
from auth.refusals import NotFound
from schemas import catalogue
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.templates import figures
from schemas.templates.sheet import Sheet, template
from schemas.templates.text import text
from schemas.templates.workbook import workbook
from schemas.wire import templates as wire

blueprint = Door("templates", __name__, description="Files to fill in")

CSV_TEXT: Final = "text/csv; charset=utf-8"
_FILES: Final = {
    200: {
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            XLSX: {"schema": {"type": "string", "contentMediaType": XLSX}},
        }
    }
}


@blueprint.route("/datasets/<string:dataset>/template", methods=["GET"])
@blueprint.arguments(wire.TemplateQuery, location="query")
@blueprint.alt_response(200, description="A file to fill in", content_type="text/csv")
@blueprint.doc(responses=_FILES)
def get_template(query: dict[str, Any], dataset: str) -> Any:
    """Give a dataset's template: the header line of a CSV file, or a file to fill in

    `format=csv` adds what each column is, its codes and an example, in remarks that may stay;
    `format=xlsx` is a workbook that offers the codes. With `sector` it is a page of at most ten
    figures for that sector's agencies, for those who send counts.
    """
    if dataset not in DATASETS:
        raise NotFound("no_dataset", detail="There is no such dataset; see /v1/datasets.")
    defined, form = DATASETS[dataset], query.get("format")
    if form is None and "sector" not in query:
        line = catalogue.template(defined, smallest=query["smallest"])
        return flask.Response(line, content_type=CSV_TEXT)
    sheet = _sheet(defined, query)
    if form != "xlsx":
        return flask.Response(text(sheet), content_type=CSV_TEXT)
    answer = flask.Response(workbook(sheet), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{defined.name}.xlsx"'
    return answer


def _sheet(dataset: type[Dataset], query: Mapping[str, Any]) -> Sheet:
    if "sector" not in query:
        return template(dataset, smallest=query["smallest"])
    if dataset.name != figures.DATASET:
        raise NotFound("no_page", detail=f"Only {figures.DATASET} has a page for a sector.")
    month = period_named(query["month"]) if "month" in query else None
    return figures.page(query["sector"], month=month)
