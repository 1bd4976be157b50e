"""The catalogue over HTTP, open to everybody: datasets, code lists, purposes."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import flask

from api.v1.doors import Door
from api.v1.negotiating import JSON, PAGES, page, page_wanted
from auth.refusals import NotFound
from schemas import catalogue, dictionary, pages
from schemas.codes import CODE_LISTS
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.frictionless import table_schema
from schemas.purposes import PURPOSES
from schemas.wire import catalogue as wire

blueprint = Door("catalogue", __name__, description="What may be sent, in which words, and why")

_SCHEMAS: Final = {
    200: {"content": {JSON: {"schema": {"anyOf": [wire.RecordSchema, wire.TableDescriptor]}}}}
}


def _dataset(name: str) -> type[Dataset]:
    if name not in DATASETS:
        raise NotFound("no_dataset", detail="There is no such dataset; see /v1/datasets.")
    return DATASETS[name]


@cache
def _list() -> dict[str, Any]:
    return {"datasets": [dictionary.entry(each) for each in DATASETS.values()], "next": None}


@cache
def _dictionary(found: type[Dataset]) -> dict[str, Any]:
    return dictionary.dictionary(found)


@blueprint.route("/datasets", methods=["GET"])
@blueprint.arguments(wire.PageQuery, location="query")
@blueprint.response(200, wire.DatasetList)
@blueprint.doc(responses=PAGES)
def list_datasets(query: dict[str, str]) -> Any:
    """List the datasets in force: fields in brief, rules, smallest rows

    `format=html`, or Accept: text/html, gives a page for people.
    """
    if page_wanted(query):
        return page(pages.index(links=pages.SERVICE))
    return _list()


@blueprint.route("/datasets/<string:dataset>", methods=["GET"])
@blueprint.response(200, wire.Dictionary)
def get_dataset(dataset: str) -> Any:
    """Describe a dataset: fields with codes and sources, rules, measures, breakdowns"""
    return _dictionary(_dataset(dataset))


@blueprint.route("/datasets/<string:dataset>/schema", methods=["GET"])
@blueprint.arguments(wire.SchemaQuery, location="query")
@blueprint.response(200, wire.RecordSchema)
@blueprint.doc(responses=_SCHEMAS)
def get_schema(query: dict[str, str], dataset: str) -> Any:
    """Give the JSON Schema of one record of a dataset, or the Table Schema of its CSV file

    `format=frictionless` gives a Frictionless Table Schema (Data Package 2.0).
    """
    found = _dataset(dataset)
    if query["format"] == "frictionless":
        return flask.jsonify(table_schema(found))
    return flask.jsonify(wire.RecordSchema().dump(catalogue.json_schema(found)))


@blueprint.route("/datasets/<string:dataset>/dictionary", methods=["GET"])
@blueprint.arguments(wire.PageQuery, location="query")
@blueprint.response(200, wire.Dictionary)
@blueprint.doc(responses=PAGES)
def get_dictionary(query: dict[str, str], dataset: str) -> Any:
    """Give the data dictionary of a dataset: fields, rules, measures, breakdowns

    `format=html`, or Accept: text/html, gives a page for people.
    """
    found = _dataset(dataset)
    if page_wanted(query):
        return page(pages.dataset(found, links=pages.SERVICE))
    return _dictionary(found)


@blueprint.route("/code-lists", methods=["GET"])
@blueprint.response(200, wire.CodeListList)
def list_code_lists() -> Any:
    """List the code lists"""
    return {"code_lists": list(dictionary.code_lists()), "next": None}


@blueprint.route("/code-lists/<string:name>", methods=["GET"])
@blueprint.response(200, wire.CodeListView)
def get_code_list(name: str) -> Any:
    """Give a code list with its codes, labels and sources"""
    if name not in CODE_LISTS:
        raise NotFound("no_code_list", detail="There is no such code list; see /v1/code-lists.")
    return dictionary.code_list(CODE_LISTS[name])


@blueprint.route("/purposes", methods=["GET"])
@blueprint.response(200, wire.PurposeList)
def list_purposes() -> Any:
    """List the purposes data may be used for, and how far each reaches"""
    return {"purposes": list(PURPOSES.values()), "next": None}
