"""Files of an invented partnership, for whoever tests a system without this service at hand.

Every name and every description says that the content is synthetic. Three folders: `returns`, as
the agencies' systems write them; `smallest`, the same records with the smallest row's columns
alone; `faulty`, copies with labelled mistakes. Beside them stand the true links and the answer key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from schemas.period import Period
from synth import faults, formats
from synth.figures.profiles import PROFILES, Profile
from synth.partnership import PLAN
from synth.returns import InventedReturn, returns
from synth.truth import truth

LABEL: Final = "synthetic"
NOTICE: Final = (
    "Synthetic data. Every person, household and event is invented; no real person is described."
)
Choice = Literal["own", "csv", "ndjson", "json"]
"""A format for all files; `own` is the one that each agency's system writes."""
Progress = Callable[[str, int, int], None]
"""Takes what was just written, how many files are done, and of how many."""


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    content: bytes
    about: dict[str, Any]


def write(
    out: Path,
    *,
    months: Sequence[Period],
    seed: int,
    profile: str = "bromley",
    scale: float = 1.0,
    format: Choice = "own",  # noqa: A002 - named as the option is
    today: date | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Write the invented partnership's files below a folder, and give back their manifest.

    Args:
        out: the folder; made where it is not there.
        months: the months, in any order.
        seed: what everything is drawn from.
        profile: the borough's rates, by name.
        scale: how many times as large it is.
        format: of all returns.
        today: the day on which the agencies send; what is due before is late in the key.
        progress: told of each file as it is written.

    Raises:
        ValueError: the profile does not exist, or a month cannot be drawn.
    """
    drawn = tuple(
        returns(PLAN, sorted(set(months)), seed=seed, profile=_profile(profile, scale), today=today)
    )
    settings = {
        "seed": seed, "profile": profile, "scale": scale, "format": format,
        "months": sorted(map(str, set(months))), "today": today.isoformat() if today else None,
    }  # fmt: skip
    files = list(_files(drawn, seed=seed, months=months, choice=format, today=today))
    manifest = {LABEL: True, "notice": NOTICE, **settings, "files": [_listed(f) for f in files]}
    files.append(_File(f"{LABEL}-manifest.json", _pretty(manifest), {}))
    for number, file in enumerate(files, start=1):
        path = out / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        if progress is not None:
            progress(file.path, number, len(files))
    return manifest


def _profile(name: str, scale: float) -> Profile:
    try:
        return PROFILES[name].scaled(scale)
    except KeyError:
        raise ValueError(f"there is no such profile; there is {', '.join(PROFILES)}") from None


def _files(
    drawn: tuple[InventedReturn, ...],
    *,
    seed: int,
    months: Sequence[Period],
    choice: Choice,
    today: date | None,
) -> Iterator[_File]:
    for each in drawn:
        yield from _of_return(each, folder="returns", choice=choice)
        if each.level == "record":
            yield from _of_return(each.smallest(), folder="smallest", choice="csv")
    key = list(faults.lapses(PLAN, sorted(set(months)), today=today))
    for bad, entries in faults.faulty(drawn, seed=seed):
        key += entries
        yield from _of_return(bad, folder="faulty", choice=choice)
    yield _document("answer-key", "faults", [fault.as_json() for fault in key])
    yield _document("truth", "persons", truth(drawn))


def _of_return(each: InventedReturn, *, folder: str, choice: Choice) -> Iterator[_File]:
    """The body of one return, and its envelope where the body holds none."""
    encoding = each.sends if choice == "own" else choice
    stem = f"{folder}/{LABEL}-{each.month}-{each.agency_id}-{each.dataset}-{each.level}"
    about = {
        "agency": each.agency_id, "dataset": each.dataset, "month": each.month,
        "level": each.level, "rows": len(each.written),
    }  # fmt: skip
    media = {"media_type": formats.MEDIA_TYPES[encoding]}
    yield _File(f"{stem}.{encoding}", each.encoded(encoding), about | media)
    if encoding != "json":
        yield _File(f"{stem}.envelope.json", _pretty(each.envelope), about)


def _document(name: str, member: str, content: list[Any]) -> _File:
    text = _pretty({LABEL: True, "notice": NOTICE, member: content})
    return _File(f"{LABEL}-{name}.json", text, {})


def _listed(file: _File) -> dict[str, Any]:
    return {"path": file.path, "sha256": hashlib.sha256(file.content).hexdigest(), **file.about}


def _pretty(value: Any) -> bytes:
    return formats.json_bytes(value) + b"\n"
