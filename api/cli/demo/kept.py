"""A command of this program that ends when whoever started it does, however that one ended.

Its standard input is a pipe that the starter holds open and writes nothing into: the system closes
it when the starter is gone. Run as `python -m api.cli.demo.kept COMMAND ...`.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from threading import Thread


def follow() -> None:
    """Have this process asked to end, by SIGTERM, at the end of its standard input."""
    Thread(target=_end, daemon=True).start()


def _end() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    follow()
    # By its name: the program imports this package, and not the other way round.
    runpy.run_module("api.cli", run_name="__main__", alter_sys=True)
