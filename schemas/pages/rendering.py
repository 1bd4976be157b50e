"""Pages made from the dictionary by templates."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from schemas.codes import CODE_LISTS
from schemas.codes.person import MISSING_REASON
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.dictionary import UNCONFIRMED, code_list, dictionary, summary
from schemas.envelope import ENVELOPE_RULES
from schemas.rules import Rule

_FOLDER: Final = Path(__file__).parent / "templates"
_BREAKABLE: Final = re.compile(r"([._/|;])(?=\w)")
SEVERITIES: Final[Mapping[str, str]] = {"error": "mend", "query": "mend or explain", "note": "know"}
"""What a finding of each severity asks of the sender."""
KINDS: Final[Mapping[str, str]] = {
    "row": "the row",
    "policy": "the row and who sends it",
    "batch": "the whole file",
    "stored": "the file and your own earlier returns",
    "reconciliation": "all agencies' returns, when a release is frozen; each side is told a count",
    "output": "what leaves the service",
    "envelope": "what you say with the file",
}
"""What a rule of each kind looks at."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where pages and files are, as `{}` of a name.

    Attributes:
        dataset: the page of a dataset.
        template: a file to fill in, "" where there is none.
        index: the page that lists all datasets.
    """

    dataset: str
    template: str
    index: str


SERVICE: Final = Links(
    dataset="/v1/datasets/{}/dictionary?format=html",
    template="/v1/datasets/{}/template?format=",
    index="/v1/datasets?format=html",
)
"""Where things are in a running service."""
FILES: Final = Links(dataset="{}.html", template="", index="index.html")
"""Where things are beside each other in a folder."""


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(source=_source, breakable=_breakable)
    return made


def _source(text: str) -> Markup:
    """A source, with what is to be confirmed in it marked."""
    return Markup(escape(text).replace(UNCONFIRMED, Markup(f"<mark>{UNCONFIRMED}</mark>")))  # noqa: S704 - escaped


def _breakable(name: str) -> Markup:
    """A dotted name that may break at its joints, so that a narrow screen need not scroll."""
    return Markup(_BREAKABLE.sub(r"\1<wbr>", str(escape(name))))  # noqa: S704 - escaped


def _page(template: str, **said: Any) -> str:
    return _environment().get_template(template).render(severities=SEVERITIES, kinds=KINDS, **said)


def dataset(definition: type[Dataset], *, links: Links) -> str:
    """The dictionary of a dataset as a page."""
    said = dictionary(definition)
    lists = {each["code_list"] for each in said["fields"] if each["code_list"]}
    lists |= {name for each in said["fields"] for name in each["dimensions"].values() if name}
    asked = [rule for rule in said["rules"] if rule["applies"]]
    return _page(
        "dataset.html",
        dataset=said,
        links=links,
        lists=[code_list(CODE_LISTS[name]) for name in CODE_LISTS if name in lists],
        blocks=[
            (block, [field for field in said["fields"] if field["block"] == block])
            for block in (None, *said["persons"])
        ],
        groups=list(_grouped(asked)),
        reasons=list(MISSING_REASON),
    )


def _grouped(asked: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Rules under headings; one that is placed at several fields is told once, with them all."""
    once: dict[tuple[str, str], dict[str, Any]] = {}
    for rule in asked:
        told = once.setdefault((rule["id"], rule["sentence"]), rule | {"fields": []})
        told["fields"].append(rule["field"])
    others = ("SUB-", "ENV-")
    yield "Of this dataset", [rule for rule in once.values() if not rule["id"].startswith(others)]
    yield "Of every person", [rule for rule in once.values() if rule["id"].startswith("SUB-")]
    yield "Of the envelope", [rule for rule in once.values() if rule["id"].startswith("ENV-")]


def index(*, links: Links) -> str:
    """All datasets, with the smallest row of each."""
    return _page("index.html", datasets=[summary(each) for each in DATASETS.values()], links=links)


def code_lists(*, links: Links) -> str:
    """All code lists with their codes and sources."""
    return _page(
        "code_lists.html", lists=[code_list(each) for each in CODE_LISTS.values()], links=links
    )


def rules(*, links: Links) -> str:
    """All rules, each once, with the datasets it binds."""
    found: dict[tuple[str, str], tuple[Rule, list[str]]] = {}
    for definition in DATASETS.values():
        for rule in definition.rules:
            bound = found.setdefault((rule.id, rule.sentence), (rule, []))[1]
            bound += [definition.name] if definition.name not in bound else []
    for rule in ENVELOPE_RULES.values():
        found[rule.id, rule.sentence] = (rule, [])
    ordered = sorted(found.values(), key=lambda each: each[0].id)
    return _page("rules.html", rules=ordered, links=links)


def agreement(said: Mapping[str, Any]) -> str:
    """An agreement in plain words; whoever knows them says them (see the template)."""
    return _page("agreement.html", said=said)


def report(said: Mapping[str, Any]) -> str:
    """A report; whoever has written it says its sections (see the template)."""
    return _page("report.html", said=said)


def whole() -> dict[str, str]:
    """Every page by the name of its file, as a folder of them is kept."""
    made = {f"{name}.html": dataset(each, links=FILES) for name, each in DATASETS.items()}
    return made | {
        "index.html": index(links=FILES),
        "code-lists.html": code_lists(links=FILES),
        "rules.html": rules(links=FILES),
    }


def _digest(style: str) -> str:
    text = _environment().get_template(style).render()
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


POLICY: Final = (
    f"default-src 'none'; style-src {_digest('style.css')} {_digest('report.css')}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of every page: the styles of pages and nothing else."""
