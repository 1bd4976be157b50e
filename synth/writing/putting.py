"""Files put under their names, each when it is whole, with its digest.

What the files hold and what they are called does not belong here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class File:
    """A file to be written: its path, what it holds bit by bit, and what the manifest says."""

    path: str
    content: Iterator[bytes]
    about: dict[str, Any]


def put(
    out: Path, files: Sequence[File], *, workers: int = 1
) -> Iterator[tuple[File, dict[str, Any]]]:
    """Write files below a folder, so many at once, and give each with what the manifest says.

    They come in their order. Two at least are written at once: a digest and a copy hold nothing up
    that another thread does.

    Raises:
        OSError: a file cannot be written.
    """
    with ThreadPoolExecutor(max(workers, 2)) as pool:
        made = pool.map(lambda file: _put(out / file.path, file), files)
        yield from zip(files, made, strict=True)


def _put(path: Path, file: File) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    making, digest = path.with_name(f".{path.name}"), hashlib.sha256()
    with making.open("wb") as target:
        for some in file.content:
            digest.update(some)
            target.write(some)
    making.replace(path)
    return {"path": file.path, "sha256": digest.hexdigest(), **file.about}
