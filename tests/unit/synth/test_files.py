import csv
import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from schemas.period import Period
from synth.faults import KINDS, Plan
from synth.writing.files import Choice, write

MONTHS = Period.parse("2025-26-Q4").months()
TODAY = date(2026, 4, 20)


def _tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def _read(path: Path) -> Any:
    return json.loads(path.read_bytes())


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files") / "new" / "folder"
    write(folder, months=MONTHS, seed=1, today=TODAY, voices=True)
    return folder


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("month")
    write(folder, months=MONTHS[2:], seed=1)
    return folder


def test_every_file_says_by_its_name_that_it_is_synthetic(out: Path) -> None:
    names = _tree(out)
    assert len(names) > 50
    assert all(Path(name).name.startswith("synthetic-") for name in names)


def test_what_is_written_in_own_words_comes_with_the_map_that_reads_it(out: Path) -> None:
    names = {path.name for path in (out / "voices").iterdir()}
    assert len(names) == 3 * 5 + 4
    assert {"synthetic-2026-03-charity.xlsx", "synthetic-2026-03-charity-as-kept.xlsx"} <= names
    assert _read(out / "voices" / "synthetic-nhs-term-map.json")["presets"]


def test_every_document_beside_the_returns_says_so_too(out: Path) -> None:
    for name in ("manifest", "answer-key"):
        document = _read(out / f"synthetic-{name}.json")
        assert document["synthetic"] is True
        assert "invented" in document["notice"]


def test_the_manifest_lists_every_other_file_with_its_digest(out: Path) -> None:
    tree = _tree(out)
    listed = {f["path"]: f["sha256"] for f in _read(out / "synthetic-manifest.json")["files"]}
    tree.pop("synthetic-manifest.json")
    assert listed == {name: sha256(content).hexdigest() for name, content in tree.items()}


def test_each_system_writes_its_own_format(out: Path) -> None:
    stem = out / "returns" / "synthetic-2026-03"
    assert stem.with_name(f"{stem.name}-met-bromley-incident-record.ndjson").exists()
    assert stem.with_name(f"{stem.name}-bromley-housing-housing_support-record.csv").exists()
    envelope = _read(stem.with_name(f"{stem.name}-kings-pruh-health_contact-record.envelope.json"))
    assert envelope["month"] == "2026-03"
    both = _read(
        stem.with_name(f"{stem.name}-probation-bromley-perpetrator_intervention-record.json")
    )
    assert both["envelope"]["row_count"] == len(both["records"])


def test_the_key_points_into_the_faulty_files(out: Path) -> None:
    key = _read(out / "synthetic-answer-key.json")["faults"]
    assert {fault["fault"] for fault in key} == set(KINDS)
    wrong = next(f for f in key if f["fault"] == "wrong-code" and f["dataset"] == "incident")
    row = json.loads((out / wrong["file"]).read_bytes().splitlines()[wrong["row"] - 1])
    assert row[wrong["field"]] == "telephone"
    unsent = {"late", "missing", "nil"}
    files = [fault["file"] for fault in key if fault["fault"] not in unsent]
    assert all((out / file).exists() for file in files)


def test_faults_by_name_and_rate_are_all_that_is_planted(tmp_path: Path) -> None:
    wrong = Plan(names=frozenset({"wrong-code"}), rate=0.05)
    write(tmp_path, months=MONTHS[2:], seed=1, wrong=wrong)
    key = _read(tmp_path / "synthetic-answer-key.json")["faults"]
    assert {fault["fault"] for fault in key} == {"wrong-code"}
    assert len(key) > 50
    assert _read(tmp_path / "synthetic-manifest.json")["wrong"] == {
        "names": ["wrong-code"],
        "rate": 0.05,
    }


def test_a_rate_out_of_reach_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a rate of faults is from 0 to 1"):
        write(tmp_path, months=MONTHS[2:], seed=1, wrong=Plan(rate=1.5))


def test_the_same_seed_writes_the_same_bytes(out: Path, tmp_path: Path) -> None:
    write(tmp_path, months=tuple(reversed(MONTHS)), seed=1, today=TODAY, voices=True)
    assert _tree(tmp_path) == _tree(out)


@pytest.mark.parametrize(("workers", "chunk"), [(1, 800), (2, 2000), (4, 1300)])
def test_the_bytes_do_not_depend_on_how_many_draw_how_much_at_once(
    workers: int, chunk: int, month: Path, tmp_path: Path
) -> None:
    write(tmp_path, months=MONTHS[2:], seed=1, workers=workers, chunk=chunk)
    assert _tree(tmp_path) == _tree(month)


def test_a_run_that_was_stopped_goes_on_where_it_was(month: Path, tmp_path: Path) -> None:
    told: list[str] = []

    def stop(name: str, done: int, total: int) -> None:
        told.append(name)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, months=MONTHS[2:], seed=1, chunk=1000, progress=stop)
    assert not any(path.name.startswith("synthetic") for path in tmp_path.iterdir())
    whole = next(path for path in tmp_path.rglob("*") if path.name == "000001")
    before = whole.stat().st_mtime_ns
    seen: list[int] = []

    def look(name: str, done: int, total: int) -> None:
        seen.append(whole.stat().st_mtime_ns if whole.exists() else before)

    write(tmp_path, months=MONTHS[2:], seed=1, chunk=1000, progress=look)
    assert set(seen) == {before}
    assert _tree(tmp_path) == _tree(month)


def test_the_truth_says_line_by_line_whom_a_record_is_about(out: Path) -> None:
    stem = "synthetic-2026-03-met-bromley-incident-record"
    rows = [json.loads(line) for line in (out / "returns" / f"{stem}.ndjson").read_text().split()]
    with (out / "truth" / f"{stem}.csv").open(newline="") as file:
        truth = list(csv.DictReader(file))
    assert [line["record_id"] for line in truth] == [row["record_id"] for row in rows]
    for row, line in zip(rows, truth, strict=True):
        for block in ("victim", "suspect"):
            sent = row.get(block, {}).get("person_ref")
            assert sent == (line[block] if line[f"{block}.sent"] == "true" else None)
    assert len({line["household"] for line in truth}) < len(truth)


@pytest.mark.parametrize("choice", ["csv", "ndjson", "json"])
def test_one_format_can_be_asked_for(choice: Choice, tmp_path: Path) -> None:
    write(tmp_path, months=MONTHS[2:], seed=1, format=choice)
    suffixes = {path.suffix for path in (tmp_path / "returns").iterdir()}
    assert suffixes == {f".{choice}", ".json"}


def test_parquet_holds_what_the_tables_hold_and_says_that_it_is_synthetic(tmp_path: Path) -> None:
    for form in ("csv", "parquet"):
        write(tmp_path / form, months=MONTHS[2:], seed=1, format=form, records_only=True)
    made = sorted((tmp_path / "parquet" / "returns").glob("*.parquet"))
    assert len(made) == 14
    for path in made:
        table = (tmp_path / "csv" / "returns" / path.name).with_suffix(".csv")
        assert_frame_equal(pl.read_parquet(path), pl.read_csv(table, infer_schema=False))
        said = pl.read_parquet_metadata(path)
        assert said["synthetic"] == "true"
        assert "invented" in said["notice"]
        envelope = path.with_suffix(".envelope.json")
        assert json.loads(said["envelope"]) == _read(envelope)


def test_the_bytes_of_parquet_do_not_depend_on_how_much_is_drawn_at_once(tmp_path: Path) -> None:
    for place, chunk, workers in (("one", 50_000, 1), ("other", 1_500, 2)):
        asked: dict[str, Any] = {"chunk": chunk, "workers": workers, "records_only": True}
        write(tmp_path / place, months=MONTHS[2:], seed=1, format="parquet", **asked)
    assert _tree(tmp_path / "one") == _tree(tmp_path / "other")


def test_the_records_alone_are_those_that_stand_beside_their_truth(
    month: Path, tmp_path: Path
) -> None:
    write(tmp_path, months=MONTHS[2:], seed=1, records_only=True)
    alone = _tree(tmp_path)
    del alone["synthetic-manifest.json"]
    whole = _tree(month)
    assert alone == {name: body for name, body in whole.items() if name.startswith("returns/")}


def test_records_alone_have_no_faults_and_no_voices(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not among the records alone"):
        write(tmp_path, months=MONTHS[2:], seed=1, records_only=True, voices=True)


def test_progress_is_told_file_by_file(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    manifest = write(
        tmp_path,
        months=MONTHS[2:],
        seed=1,
        progress=lambda name, done, total: seen.append((name, done, total)),
    )
    assert [done for _, done, _ in seen[1:]] == list(range(1, len(seen)))
    files = seen[1:]
    assert seen[0] == ("1 of 1 chunks of households", 1, 1)
    assert {total for _, _, total in files} == {len(files)}
    assert len(files) == len(manifest["files"]) + 1


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"profile": "atlantis"}, "modern-borough, bromley-2021, bromley-2007"),
        ({"scale": 0.0}, "scale"),
        ({"scale": 1e9}, "scale"),
        ({"months": ()}, "no month"),
    ],
)
def test_what_cannot_be_drawn_is_refused_before_anything_is_written(
    wish: dict[str, Any], words: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=words):
        write(tmp_path, **{"months": MONTHS, "seed": 1, **wish})
    assert list(tmp_path.iterdir()) == []
