"""Where a sandbox lives: a link to the folder that holds it, which is moved when that is whole.

A sandbox is built beside the one in use. The link is then moved in one step (POSIX rename), so
that whoever is stopped at any moment leaves the old one or the new one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.cli.failures import FULL, Failure
from api.cli.folder import SERVED_AT, ServiceFolder
from synth.writing.alone import BusyError, alone

_BUILT: Final = "-built"
ROOM: Final = 16 << 20
"""Bytes: twice what a scenario takes while it is built (measured: 8 MB)."""


@dataclass(frozen=True)
class Place(ServiceFolder):
    """A folder that holds a sandbox, or will.

    Attributes:
        server: the address of the PostgreSQL database that is its store; "" for one in the folder.
    """

    server: str = ""

    @property
    def story(self) -> Path:
        """What is there and what to try, for people."""
        return self.path / "README.md"

    @property
    def facts(self) -> Path:
        """The same for programs."""
        return self.path / "sandbox.json"

    def settings(self, *, public_url: str = SERVED_AT, now: str = "") -> dict[str, str]:
        """The variables of a service over the folder and its store."""
        held = super().settings(public_url=public_url, now=now)
        return held | ({"SAFERSHARE_DATABASE_URL": self.server} if self.server else {})


@contextmanager
def renewed(link: Path, *, server: str = "") -> Iterator[Place]:
    """A place to build in, which takes the place of what the link leads to when the block ends.

    What a block that fails has built is removed; `server` is as of `Place`.

    Raises:
        Failure: something that is no sandbox stands there, another is being built, or there is no
            room for one.
    """
    if link.exists() and not link.is_symlink():
        raise Failure(f"{link} is no sandbox of this command's making: choose another --dir.")
    holder = link.parent / f".{link.name}{_BUILT}"
    holder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(holder):
        _sweep(holder, link=link)
        _see_room(holder, link=link)
        place = Place(holder / _free(holder), server)
        place.make()
        with _unless_full(place, link=link):
            yield place
        _lead(link, to=place.path)
        _sweep(holder, link=link)


@contextmanager
def _alone(holder: Path) -> Iterator[None]:
    with ExitStack() as held:
        try:
            held.enter_context(alone(holder / "lock"))
        except BusyError as problem:
            raise Failure("Another process is building this sandbox.") from problem
        yield


@contextmanager
def _unless_full(place: Place, *, link: Path) -> Iterator[None]:
    """Where the block fails, give back the room that it took, and say so if none was left."""
    try:
        yield
    except Exception:
        try:
            _see_room(place.path, link=link)
        finally:
            shutil.rmtree(place.path)
        raise


def _see_room(folder: Path, *, link: Path) -> None:
    """See that a sandbox fits in, whatever limits what may be written: a disk, a quota."""
    probe = folder / "room"
    try:
        with probe.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, ROOM)
    except OSError as problem:
        if problem.errno not in FULL:
            raise
        raise Failure(
            f"There is no room for a sandbox at {link} ({problem.strerror}): make room for"
            f" {ROOM >> 20} MB there, or choose another --dir. What was there before is as it was."
        ) from problem
    finally:
        probe.unlink(missing_ok=True)


def _free(holder: Path) -> str:
    return next(name for name in ("a", "b") if not (holder / name).exists())


def _sweep(holder: Path, *, link: Path) -> None:
    """Remove what the link does not lead to: what a stopped run left, or what was in use before."""
    held = link.resolve() if link.is_symlink() else None
    for path in holder.iterdir():
        if path.is_dir() and path.resolve() != held:
            shutil.rmtree(path)


def _lead(link: Path, *, to: Path) -> None:
    making = link.with_name(f".{link.name}-next")
    making.unlink(missing_ok=True)
    making.symlink_to(os.path.relpath(to, link.parent))
    making.replace(link)
