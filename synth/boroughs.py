"""Several boroughs side by side: each is drawn by itself, whoever draws it and in whatever order.

A borough is the part of the work that a process or a machine takes on. What it is, how its files
are written and who runs the parts does not belong here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from synth import formats
from synth.figures.profiles import PROFILES, USUAL
from synth.labels import LABEL, NOTICE
from synth.placing import plan_of
from synth.writing import files
from synth.writing.files import Progress

MOST: Final = 1000  # boroughs: three times the upper-tier authorities of England and Wales (design)


@dataclass(frozen=True)
class Part:
    """One borough's files, to be written by whoever takes it; the folder is one that all share.

    Attributes:
        place: the borough's folder below `out`; empty where there is one borough alone.
        wishes: what `synth.writing.files.write` is asked for, by name.
    """

    out: Path
    place: str
    number: int
    wishes: Mapping[str, Any]

    def write(self) -> dict[str, Any]:
        """Write the files, or those that a run before did not; give back their manifest.

        Raises:
            ValueError, OSError: as `synth.writing.files.write`.
        """
        return files.write(self.out / self.place, borough=self.number, **self.wishes)


Written = tuple[Part, dict[str, Any]]
Run = Callable[[Sequence[Part]], Iterable[Written]]
"""Writes parts in any order, and gives each with its manifest as it is done."""


def parts(out: Path, *, boroughs: int, profile: str = USUAL, **wishes: Any) -> list[Part]:
    """The parts of some boroughs, each with a folder of its own where they are several.

    Args:
        out: the folder.
        boroughs: how many.
        profile: their rates, by name.
        wishes: what else is asked of each, as of `synth.writing.files.write`.

    Raises:
        ValueError: there is none, or there are more than `MOST`, or there is no such profile.
    """
    if not 1 <= boroughs <= MOST:
        raise ValueError(f"boroughs are from 1 to {MOST}")
    if profile not in PROFILES:
        raise ValueError(f"there is no such profile; there is {', '.join(PROFILES)}")
    rates = PROFILES[profile]
    places = (plan_of(rates, number=number).partnership_id for number in range(boroughs))
    return [
        Part(out, place if boroughs > 1 else "", number, {**wishes, "profile": profile})
        for number, place in enumerate(places)
    ]


def one_by_one(some: Sequence[Part]) -> Iterator[Written]:
    """Write parts in this process, one after another."""
    for part in some:
        yield part, part.write()


def write(
    some: Sequence[Part], *, run: Run = one_by_one, told: Progress | None = None
) -> dict[str, Any]:
    """Write the parts of several boroughs, and last the list of them, whose digests bind them all.

    Args:
        some: the parts, as `parts` gives them.
        run: who writes them; the bytes are the same.
        told: of each borough as it is done.

    Raises:
        ValueError, OSError: as `synth.writing.files.write`.
    """
    found: dict[int, dict[str, Any]] = {}
    for part, manifest in run(some):
        found[part.number] = _borough(part, manifest)
        if told is not None:
            told(part.place, len(found), len(some))
    document = {
        LABEL: True,
        "notice": NOTICE,
        "boroughs": [found[number] for number in sorted(found)],
    }
    whole = some[0].out / f"{LABEL}-boroughs.json"
    making = whole.with_name(f".{whole.name}")
    making.write_bytes(formats.json_bytes(document) + b"\n")
    making.replace(whole)
    return document


def _borough(part: Part, manifest: dict[str, Any]) -> dict[str, Any]:
    path = str(Path(part.place) / f"{LABEL}-manifest.json")
    held = (part.out / path).read_bytes()
    return {
        "path": path,
        "sha256": hashlib.sha256(held).hexdigest(),
        "files": len(manifest["files"]),
        "rows": sum(each.get("rows", 0) for each in manifest["files"]),
    }
