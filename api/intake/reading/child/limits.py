"""The limits the child puts on itself before it reads a byte that a stranger sent.

Memory, processor time, the size of a file and the number of open ones are limited by the kernel.
Where the system allows it the child also leaves the network behind, dies with its parent and gains
no privilege; and whatever it imports, it opens no socket and starts no program.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

_NEW_USER: Final = 0x10000000  # CLONE_NEWUSER (unshare(2))
_NEW_NETWORK: Final = 0x40000000  # CLONE_NEWNET (unshare(2))
_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG (prctl(2))
_NO_NEW_PRIVILEGES: Final = 38  # PR_SET_NO_NEW_PRIVS (prctl(2))
OPEN_FILES: Final = 64  # a library and its parts, not a crowd (design)
_NEAR: Final = 64 << 20  # bytes; what a library asks for at once: a thread's heap (malloc(3))
_FORBIDDEN: Final = (
    *("socket.", "urllib.", "http.", "ftplib."),
    *("subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "pty."),
)


def confine(*, parent: int, limits: Mapping[str, int]) -> None:
    """Put the limits on this process, for good.

    Args:
        parent: the process that started this one; if it has gone by now, this one goes too.
        limits: `memory` and `output` in bytes, `seconds` of processor.
    """
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, limits["output"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_AS, limits["memory"]),
    ):
        resource.setrlimit(kind, (most, most))
    _leave_behind(parent)
    sys.addaudithook(_refuse)


def short_of_room(memory: int) -> bool:
    """Whether this process has come near its limit of memory, in bytes, at any time.

    A library that finds no room says so in its own way: a panic, a thread that does not start.
    Where the system does not tell (outside Linux), no.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        told = dict(line.split(":", 1) for line in status.splitlines())
        return int(told["VmPeak"].split()[0]) * 1024 > memory - _NEAR
    except (OSError, KeyError, ValueError):
        return False


def _leave_behind(parent: int) -> None:
    """Leave network and privileges behind, as far as the system lets a process do so."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    libc.prctl(_DEATH_SIGNAL, signal.SIGKILL)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.unshare(_NEW_USER | _NEW_NETWORK)
    if os.getppid() != parent:
        os._exit(1)


def _refuse(event: str, _: Any) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError("a file is read here, and nothing else is done")
