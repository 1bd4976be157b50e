"""The catalogue over HTTP, open to everybody: datasets, code lists, purposes."""

from __future__ import annotations

from typing import Any

import flask

from api.v1.doors import Door
from auth.refusals import NotFound
from schemas import catalogue
from schemas.codes import CODE_LISTS
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.purposes import PURPOSES
from schemas.wire import catalogue as wire

blueprint = Door("catalogue", __name__, description="What may be sent, in which words, and why")


def _dataset(name: str) -> type[Dataset]:
    if name not in DATASETS:
        raise NotFound("no_dataset", detail="There is no such dataset; see /v1/datasets.")
    return DATASETS[name]


@blueprint.route("/datasets", methods=["GET"])
@blueprint.response(200, wire.DatasetList)
def list_datasets() -> Any:
    """List the datasets in force"""
    return {"datasets": [catalogue.summary(d) for d in DATASETS.values()], "next": None}


@blueprint.route("/datasets/<string:dataset>", methods=["GET"])
@blueprint.response(200, wire.DatasetItem)
def get_dataset(dataset: str) -> Any:
    """Describe a dataset in a few words"""
    return catalogue.summary(_dataset(dataset))


@blueprint.route("/datasets/<string:dataset>/schema", methods=["GET"])
@blueprint.response(200, wire.RecordSchema)
def get_schema(dataset: str) -> Any:
    """Give the JSON Schema of one record of a dataset"""
    return catalogue.json_schema(_dataset(dataset))


@blueprint.route("/datasets/<string:dataset>/dictionary", methods=["GET"])
@blueprint.response(200, wire.Dictionary)
def get_dictionary(dataset: str) -> Any:
    """Give the data dictionary of a dataset: fields, rules, measures, breakdowns"""
    return catalogue.dictionary(_dataset(dataset))


@blueprint.route("/code-lists", methods=["GET"])
@blueprint.response(200, wire.CodeListList)
def list_code_lists() -> Any:
    """List the code lists"""
    return {"code_lists": list(catalogue.code_lists()), "next": None}


@blueprint.route("/code-lists/<string:name>", methods=["GET"])
@blueprint.response(200, wire.CodeListView)
def get_code_list(name: str) -> Any:
    """Give a code list with its codes, labels and sources"""
    if name not in CODE_LISTS:
        raise NotFound("no_code_list", detail="There is no such code list; see /v1/code-lists.")
    return catalogue.code_list(CODE_LISTS[name])


@blueprint.route("/purposes", methods=["GET"])
@blueprint.response(200, wire.PurposeList)
def list_purposes() -> Any:
    """List the purposes data may be used for, and how far each reaches"""
    return {"purposes": list(PURPOSES.values()), "next": None}
