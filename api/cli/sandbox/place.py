"""Where a sandbox lives: a link to the folder that holds it, which is moved when that is whole.

A sandbox is built beside the one in use. The link is then moved in one step (POSIX rename), so
that whoever is stopped at any moment leaves the old one or the new one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from api.cli.failures import Failure
from api.cli.folder import ServiceFolder

_BUILT: Final = "-built"


class Place(ServiceFolder):
    """A folder that holds a sandbox, or will."""

    @property
    def story(self) -> Path:
        """What is there and what to try, for people."""
        return self.path / "README.md"

    @property
    def facts(self) -> Path:
        """The same for programs."""
        return self.path / "sandbox.json"


@contextmanager
def renewed(link: Path) -> Iterator[Place]:
    """A place to build in, which takes the place of what the link leads to when the block ends.

    Raises:
        Failure: something that is no sandbox stands there, or another is being built.
    """
    if link.exists() and not link.is_symlink():
        raise Failure(f"{link} is no sandbox of this command's making: choose another --dir.")
    holder = link.parent / f".{link.name}{_BUILT}"
    holder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(holder):
        _sweep(holder, link=link)
        place = Place(holder / _free(holder))
        place.make()
        yield place
        _lead(link, to=place.path)
        _sweep(holder, link=link)


@contextmanager
def _alone(holder: Path) -> Iterator[None]:
    with (holder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise Failure("Another process is building this sandbox.") from problem
        yield


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
