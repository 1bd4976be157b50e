"""A run that has its folder to itself, and whose processes end with it.

What belongs here: the lock of a folder, what a run that was stopped left in it, and the tie of a
process to the one that started it. What a run writes does not.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread


class BusyError(ValueError):
    """Another process holds the lock."""


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock, a file that goes when it is given back; the system takes it from the dead.

    Raises:
        BusyError: another process holds it.
        OSError: its folder cannot be written to.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            mine = os.path.samestat(os.fstat(held.fileno()), lock.stat())
        except (BlockingIOError, FileNotFoundError):
            mine = False  # held by another, or by one that ended just now and took the file away
        if not mine:
            raise BusyError(f"another process is writing into {lock.parent}")
        try:
            yield
        finally:
            lock.unlink()


def sweep(folders: Iterable[Path], *, begins: str, lock: Path) -> None:
    """Remove what stopped runs left in some folders, by how its names begin; the lock stays."""
    for folder in folders:
        for path in folder.glob(f"{begins}*"):
            if path.is_dir():
                shutil.rmtree(path)
            elif path != lock:
                path.unlink()


def end_with_parent() -> None:
    """Let this process end as soon as the one that started it has, however that ended."""
    parent = parent_process()
    if parent is None:
        return
    if not parent.is_alive():
        _end(parent.sentinel)
    Thread(target=_end, args=(parent.sentinel,), daemon=True).start()


def _end(sentinel: int) -> None:
    """End this process at once when the other one has ended."""
    wait([sentinel])
    # Nobody is left to be told, and what is half done is taken up by the next run.
    os._exit(1)
