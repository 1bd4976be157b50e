import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from schemas.period import Period
from synth.files import Choice, write

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
    write(folder, months=MONTHS, seed=1, today=TODAY)
    return folder


def test_every_file_says_by_its_name_that_it_is_synthetic(out: Path) -> None:
    names = _tree(out)
    assert len(names) > 50
    assert all(Path(name).name.startswith("synthetic-") for name in names)


def test_every_document_beside_the_returns_says_so_too(out: Path) -> None:
    for name in ("manifest", "truth", "answer-key"):
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
    kinds = {fault["kind"] for fault in key}
    assert {"late", "missing", "nil", "wrong_code", "planted_identifier"} <= kinds
    wrong = next(f for f in key if f["kind"] == "wrong_code" and f["dataset"] == "incident")
    file = out / "faulty" / f"synthetic-{wrong['month']}-met-bromley-incident-record.ndjson"
    row = json.loads(file.read_bytes().splitlines()[wrong["row"] - 1])
    assert row[wrong["field"]] == "telephone"


def test_the_same_seed_writes_the_same_bytes(out: Path, tmp_path: Path) -> None:
    write(tmp_path, months=tuple(reversed(MONTHS)), seed=1, today=TODAY)
    assert _tree(tmp_path) == _tree(out)


@pytest.mark.parametrize("choice", ["csv", "ndjson", "json"])
def test_one_format_can_be_asked_for(choice: Choice, tmp_path: Path) -> None:
    write(tmp_path, months=MONTHS[2:], seed=1, format=choice)
    suffixes = {path.suffix for path in (tmp_path / "returns").iterdir()}
    assert suffixes == {f".{choice}", ".json"}


def test_progress_is_told_file_by_file(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    manifest = write(
        tmp_path,
        months=MONTHS[2:],
        seed=1,
        progress=lambda name, done, total: seen.append((name, done, total)),
    )
    assert [done for _, done, _ in seen] == list(range(1, len(seen) + 1))
    assert {total for _, _, total in seen} == {len(seen)}
    assert len(seen) == len(manifest["files"]) + 1


def test_an_unknown_profile_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="bromley"):
        write(tmp_path, months=MONTHS, seed=1, profile="atlantis")
    assert _tree(tmp_path) == {}
