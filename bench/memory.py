"""The most memory that the processes under this one have held, read from the system (proc(5))."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_PEAK: Final = "VmHWM:"
_FORGET: Final = "5"  # written to clear_refs it sets the peak to what is held now


def forget() -> None:
    """Begin anew: what was held before no longer counts."""
    for pid in _below(os.getpid()):
        (Path("/proc") / str(pid) / "clear_refs").write_text(_FORGET)


def peak(named: str) -> float:
    """Megabytes of the largest process under this one whose command holds a word."""
    found = [_peak(pid) for pid in _below(os.getpid()) if named in _command(pid)]
    return max(found, default=0.0)


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            yield child
            yield from _below(child)


def _command(pid: int) -> str:
    return (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode()


def _peak(pid: int) -> float:
    lines = (Path("/proc") / str(pid) / "status").read_text().splitlines()
    kilobytes = next((line.split()[1] for line in lines if line.startswith(_PEAK)), "0")
    return int(kilobytes) / 1e3
