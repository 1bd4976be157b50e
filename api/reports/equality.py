"""The equality section: who is in the figures, and how well that is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.reports.facts import Band, Basis, Split
from api.reports.grouping import grouped
from api.reports.section import Section, beside
from api.reports.words import BANDS, because, number, plain
from api.reports.words import listed as joined
from schemas.codes.person import MISSING_REASON
from schemas.dataset import declared
from schemas.datasets import DATASETS


def equality(facts: Basis) -> Section:
    """Who is in the figures, and how well that is known; compulsory (REQ-77)."""
    said = [*map(_parts, facts.equality), *_known(facts)]
    splits = [beside([each]) for each in facts.equality]
    figures = [
        *(figure for data, _ in splits for figure in data),
        *({"id": "IND-38", **_band(b)} for b in facts.bands),
    ]
    shows = bool(facts.bands) or any(split.shown for split in facts.equality)
    tables = tuple(table for _, table in splits)
    return Section("equality", "Equality", tuple(said), tuple(figures), shows, tables)


def _parts(split: Split) -> str:
    """Every category that is shown, and the names of those that are not."""
    shown = [f"{plain(part.label)}, {number(part.cell.value or 0)}" for part in split.shown]
    unseen = [plain(part.label) for part in split.parts if part.cell.value is None]
    if not shown:
        reason = next((part.cell.reason for part in split.parts), "")
        return f"{split.title} by {split.by}: no figure is shown{because(reason)}."
    rest = f" Too few to show: {joined(unseen)}." if unseen else ""
    return f"{split.title} by {split.by}: {'; '.join(shown)}.{rest}"


def _known(facts: Basis) -> Iterator[str]:
    """How well each equality field is known, of all agencies together, dataset by dataset."""
    every = [each for each in facts.bands if each.agency is None]
    for bands in grouped(every, by=lambda each: (each.dataset, _block(each))):
        dataset, block = bands[0].dataset, _block(bands[0])
        shares = "; ".join(_shares(bands))
        title = facts.datasets.get(dataset, dataset)
        yield " ".join([f"{title}, of {whose(dataset, block)}: {shares}.", *_reasons(bands)])


def _shares(bands: Sequence[Band]) -> Iterator[str]:
    """Which fields are known in how many records, the least known first."""
    named = [(words, _fields(bands, band)) for band, words in BANDS.items()]
    (share, fields), *rest = [each for each in named if each[1]]
    yield f"{joined(fields)} {'is' if len(fields) == 1 else 'are'} known in {share} of records"
    yield from (f"{joined(fields)} in {share}" for share, fields in rest)


def whose(dataset: str, block: str) -> str:
    """Whom the fields of a block are about, in the words of the dictionary."""
    return str(declared(DATASETS[dataset])[block].metadata["description"])


def _block(band: Band) -> str:
    """Whose field it is: the block of a record that holds it."""
    return band.field.partition(".")[0]


def _fields(bands: Sequence[Band], band: str) -> list[str]:
    return [_field(each) for each in bands if each.band == band]


def _reasons(bands: Sequence[Band]) -> Iterator[str]:
    """Where a field is poorly known, the commonest reason (a refusal to answer is an answer)."""
    poor = [each for each in bands if each.main_reason and each.band == "under-60"]
    alike = grouped(poor, by=lambda each: each.main_reason)
    words = [_reason(each, alone=len(alike) == 1) for each in alike]
    if words:
        yield f"The commonest reason where few know it: {'; '.join(words)}."


def _reason(bands: Sequence[Band], *, alone: bool) -> str:
    """A reason in words, with the fields that it is for where there are others."""
    reason = bands[0].main_reason or ""
    entry = MISSING_REASON.get(reason)
    words = entry.label.lower() if entry is not None else _spoken(reason)
    return words if alone else f"{words} ({joined([*map(_field, bands)])})"


def _field(band: Band) -> str:
    return _spoken(band.field.rpartition(".")[2].removesuffix("_self").removesuffix("_years"))


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _band(band: Band) -> Mapping[str, Any]:
    return {
        "dataset": band.dataset,
        "agency": band.agency,
        "field": band.field,
        "band": band.band,
        "main_reason": band.main_reason,
    }
