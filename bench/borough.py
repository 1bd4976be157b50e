"""A year of an invented borough, written by a process of its own and those that draw beside it.

It says itself how long it took once it was loaded, as the peers do. What is measured with it, and
beside what, does not belong here.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from schemas.period import Period
from synth.writing.files import write


def main(out: str, asked: str) -> None:
    """Write the borough below a folder, and print the seconds and the files.

    Args:
        out: the folder.
        asked: the year, and all else that `synth.writing.files.write` takes, as JSON.
    """
    wish: dict[str, Any] = json.loads(asked)
    months = Period.parse(wish.pop("year")).months()
    begun = time.perf_counter()
    told = write(Path(out), months=months, **wish)
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "files": told["files"]}))
