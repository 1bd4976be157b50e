"""`python -m bench.borough`: a year of an invented borough, written by processes that do only this.

It says itself how long it took once it was loaded, as the peers do. A process that draws beside it
loads this module first, and nothing else of what measures.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from schemas.period import Period
from synth.files import write


def main(out: str, asked: str) -> None:
    """Write the borough below a folder, and print the seconds and the files.

    Args:
        out: the folder.
        asked: the year, and all else that `synth.files.write` takes, as JSON.
    """
    wish: dict[str, Any] = json.loads(asked)
    months = Period.parse(wish.pop("year")).months()
    begun = time.perf_counter()
    told = write(Path(out), months=months, **wish)
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "files": told["files"]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
