"""`safershare check` finds in a file what the service finds, byte for byte, without the service."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from api.cli.main import main
from api.intake.reading.rest import BY_SUFFIX
from tests.corpus import CORPUS, DATASET
from tests.counts import PROVE
from tests.databases import SqliteTemplates
from tests.deliveries import (
    Row,
    changed,
    contact,
    contacts,
    document,
    envelope,
    figure,
    form,
    json_body,
    ndjson,
    reference,
    report,
    request,
    table,
)
from tests.journeys.systems import JSON, System, Systems
from tests.oauth_client import Response
from tests.partnership import NOW, TESTED, Partnership, raised

MONTH = "2026-03"
EXTRACTS = Path(__file__).resolve().parents[1] / "extracts"
AREA = ("--area", TESTED.area)
AGENCIES = {
    "health_contact": "kings-pruh",
    "incident": "met-bromley",
    "housing_support": "bromley-housing",
    "aggregate_return": "bromley-da-lead",
}


@dataclass(frozen=True)
class File:
    """A file, the dataset it is for, and what is said with it."""

    dataset: str
    name: str
    content: bytes
    said: Mapping[str, Any] | None = None
    sheet: str | None = None

    @property
    def kind(self) -> str:
        """The media type that its name says."""
        return BY_SUFFIX[self.name.removesuffix(".gz").rpartition(".")[2]]

    @property
    def whole(self) -> bool:
        """Whether it brings its own envelope."""
        return self.name.endswith(".json") and self.content.startswith(b"{")


def wrong(rows: list[Row], *changes: Mapping[str, Any]) -> list[Row]:
    """The rows, the first of them with one change each."""
    for row, change in zip(rows, changes, strict=False):
        changed(row, change)
    return rows


MISTAKES = (
    {"setting": "a_and_e"},
    {"result": None},
    {"subject__age_years": 200},
    {"subject__sex": "female"},
    {"contact_month": "2026-02"},
    {"record_id": "hc-2026-03-9"},
    {"codeword_used": True},
    {"subject__person_ref": "not a reference"},
    {"subject__person_ref": reference("Ada")},
    {"surname": "Lovelace"},
    {"subject": "somebody"},
    {"record_id": "SW1A-1AA/07700900123"},
    {"subject__disability": "yes_limited_a_lot"},
)
BAD = wrong(contacts(40), *MISTAKES)
LONG = [contact(n, setting="a_and_e") for n in range(1, 5200)]
PACKED = gzip.compress(table(contacts(9)))
BROKEN = ndjson(contacts(2)) + b"{\n[]\nnull\n1e400\n"
ODD: dict[str, Any] = {"arrest_made": "both_parties", "cross_allegation": False}
FULL: dict[str, Any] = {"measure": "refuge_occupied", "value": 41}
FILES = {
    "good rows": File("health_contact", "a.csv", table(contacts(9))),
    "no rows": File("health_contact", "a.csv", table(contacts(1)).splitlines()[0]),
    "mistakes in lines": File("health_contact", "a.ndjson", ndjson(BAD)),
    "mistakes in a list": File("health_contact", "a.json", json_body(BAD)),
    "mistakes in a document": File("health_contact", "a.json", document(BAD)),
    "a document without envelope": File("health_contact", "a.json", json_body({"records": BAD})),
    "more findings than are listed": File("health_contact", "a.csv", table(LONG)),
    "a packed file": File("health_contact", "a.csv.gz", PACKED),
    "a packed file cut short": File("health_contact", "a.csv.gz", PACKED[:9]),
    "not UTF-8": File("health_contact", "a.csv", b"record_id\r\n\xff\r\n"),
    "a quote that is not closed": File("health_contact", "a.csv", table(contacts(2)) + b'"x'),
    "no header": File("health_contact", "a.csv", table(contacts(3)).split(b"\r\n", 1)[1]),
    "a column too many": File("health_contact", "a.csv", b"hair," + table(contacts(1))),
    "too few columns": File("health_contact", "a.csv", b"record_id,setting\r\n1,ed\r\n2,gp\r\n"),
    "broken lines": File("health_contact", "a.ndjson", BROKEN),
    "an unexplained query": File(
        "incident", "a.json", json_body([report(n, **ODD) for n in (1, 2)])
    ),
    "an explained query": File(
        "incident",
        "a.json",
        json_body([report(1, **ODD)]),
        said=envelope(explanations={"EVT-V07": "The officers could not tell who began it."}),
    ),
    "a row of another area": File(
        "incident", "a.ndjson", ndjson([report(1, lad_code="E09000007")])
    ),
    "requests for homes": File(
        "housing_support", "a.csv", table([request(n) for n in range(1, 9)])
    ),
    "counts": File(
        "aggregate_return",
        "a.json",
        json_body([figure(1), figure(2, **FULL)]),
        said=envelope(level="aggregate"),
    ),
    "counts of which nobody says that they are": File(
        "aggregate_return", "a.json", json_body([figure(1)])
    ),
    "counts called records": File(
        "aggregate_return", "a.json", json_body([figure(1)]), said=envelope(level="record")
    ),
    "counts in place of records": File(
        "incident",
        "a.json",
        json_body([figure(1), figure(2, measure="hair")]),
        said=envelope(level="aggregate"),
    ),
    "an envelope that is none": File("incident", "a.csv", table([report(1)]), said={"level": 7}),
    "an envelope that does not fit": File(
        "incident",
        "a.csv",
        table([report(1)]),
        said=envelope(row_count=3, covers_from="2026-03-09", covers_to="2026-03-02"),
    ),
    "nothing to report": File("incident", "a.json", b"[]", said=envelope(return_status="nil")),
}


@pytest.fixture(scope="module")
def partnership(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Partnership]:
    """The partnership on one engine: what is found in a file has nothing to do with it."""
    with sqlite_templates.database() as databases:
        yield raised(databases, folder=tmp_path_factory.mktemp("service"))


def here(file: File, folder: Path, *options: str) -> tuple[int, str]:
    """What `safershare check` prints, and its exit code."""
    (folder / file.name).write_bytes(file.content)
    asked = ["--dataset", file.dataset, "--period", MONTH, *options]
    if not file.whole:
        said = folder / "envelope.json"
        said.write_text(json.dumps(envelope() if file.said is None else file.said))
        asked += ["--envelope", str(said)]
    asked += [] if file.sheet is None else ["--sheet", file.sheet]
    sector = TESTED.agency(AGENCIES[file.dataset]).sector
    asked += ["--sector", sector, *AREA, "--today", str(NOW.date()), "--json"]
    done = CliRunner().invoke(main, ["check", *asked, str(folder / file.name)])
    return done.exit_code, done.stdout.rstrip("\n")


def there(file: File, system: System) -> Response:
    """What the service says of it, with the standing envelope or the file's own."""
    query, headers = "?dry_run=true", {}
    query += "" if file.sheet is None else f"&sheet={quote(file.sheet)}"
    kind, body = file.kind, file.content
    if file.said is not None:
        said = ("envelope", "", JSON, json_body(file.said))
        kind, body = form(said, ("file", file.name, file.kind, file.content))
    elif file.name.endswith(".gz"):
        headers = {"Content-Encoding": "gzip"}
    assert system.stand(file.dataset, envelope()).status == 200
    return system.put(file.dataset, MONTH, body, media_type=kind, query=query, headers=headers)


def assert_alike(file: File, answer: Response, folder: Path, *options: str) -> dict[str, Any]:
    """Hold what is found here against an answer, byte for byte."""
    code, found = here(file, folder, *options)
    assert f'"examination":{found}'.encode() in answer.body
    assert code == (0 if answer.status == 200 else 1)
    read: dict[str, Any] = json.loads(found)
    return read


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_judged_alike_here_and_there(name: str, systems: Systems, tmp_path: Path) -> None:
    file = FILES[name]
    answer = there(file, systems(AGENCIES[file.dataset]))
    found = assert_alike(file, answer, tmp_path)
    assert found["findings"] or file.content == b"[]"


def _one_of_each() -> list[str]:
    """A file of each kind of which the same is said, in the order of the corpus."""
    said = {
        (each.suffix, each.packed, each.refused, frozenset(code for code, *_ in each.errors)): name
        for name, each in CORPUS.items()
    }
    return list(said.values())


@pytest.mark.prove
@pytest.mark.parametrize("name", CORPUS if PROVE else _one_of_each())
def test_a_file_that_has_gone_wrong_is_judged_alike_here_and_there(
    name: str, systems: Systems, tmp_path: Path
) -> None:
    nasty = CORPUS[name]
    ending = f"{nasty.suffix}.gz" if nasty.packed else nasty.suffix
    file = File(DATASET, f"a.{ending}", nasty.content, sheet=nasty.sheet)
    answer = there(file, systems(AGENCIES[DATASET]))
    assert_alike(file, answer, tmp_path)


@pytest.mark.parametrize(("name", "dataset"), [("nhs", "health_contact"), ("police", "incident")])
def test_an_agencys_own_words_are_judged_alike_here_and_there(
    name: str, dataset: str, fresh_systems: Systems, tmp_path: Path
) -> None:
    system, terms = fresh_systems(AGENCIES[dataset]), EXTRACTS / f"{name}.json"
    content = (EXTRACTS / f"{name}.csv").read_bytes()
    done = system.call(
        "PUT",
        f"/v1/term-maps/{dataset}",
        scope="returns:write",
        asked=system.details(dataset),
        media_type=JSON,
        body=terms.read_bytes(),
    )
    assert done.status in (200, 201)
    for file in (File(dataset, "a.csv", content), File(dataset, "a.csv", _strange(content))):
        assert_alike(file, there(file, system), tmp_path, "--term-map", str(terms))


def _strange(content: bytes) -> bytes:
    """The file with one word of its last column in a way that no map knows."""
    head, *lines = content.splitlines(keepends=True)
    return head + b"".join(line.replace(b"F", b"Unheard-of", 1) for line in lines)
