"""Where tests keep what ends with them: in memory, on a machine that has room for it there.

No commit of a test then waits for a disk, and a database is copied in a moment. Files that are run
do not belong here: a system may forbid that in such a folder.
"""

import os
import shutil
from pathlib import Path
from typing import Final

SHARED_MEMORY: Final = Path("/dev/shm")
ROOM: Final = 2 << 30
"""Bytes that must be free: more than the servers and the files of two workers take together."""


def folder() -> Path | None:
    """The folder whose files are in memory, or None: then the usual one for temporary files."""
    held = SHARED_MEMORY.is_dir() and os.access(SHARED_MEMORY, os.W_OK)
    return SHARED_MEMORY if held and shutil.disk_usage(SHARED_MEMORY).free >= ROOM else None
