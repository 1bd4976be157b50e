"""`safershare serve`: the service over HTTP, by granian's workers.

What belongs here: starting the workers, passing signals on, and seeing that none outlives its
parent. What does not: the application.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import sys
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import click

from api.cli.failures import Failure
from api.cli.installation import database, settings, tools

THREADS: Final = 8
"""Requests a worker handles at once: fewer than the connections it may open (api.db)."""

COLLECTED: Final = (50_000, 20, 50)
"""After how many new objects garbage is looked for (`gc.set_threshold`). A block of rows makes
thousands that are soon gone without it: looking at the usual 700 took a quarter of the time of
judging lines (measured)."""

M_ARENA_MAX: Final = -8  # malloc.h of the GNU C library
ARENAS: Final = 2
COLUMNS_MEMORY: Final = "narenas:1,dirty_decay_ms:0,muzzy_decay_ms:0"

GRACE: Final = 30
"""Seconds a worker gets to finish its requests when it is told to stop."""

_STOPS: Final = (signal.SIGTERM, signal.SIGINT)
"""What tells the server, and each worker, to stop."""

_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG, prctl(2)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Port to listen at.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Processes that answer; one for each processor is a good start.",
)
def serve(*, host: str, port: int, workers: int) -> None:
    """Serve the interface over HTTP until stopped.

    Settings come from the environment (SAFERSHARE_DATABASE_URL and others). The database must be up
    to date: `safershare db upgrade` first. SIGTERM and Ctrl-C let requests finish.
    """
    _spare_memory()
    # Imported here: the server and the migrations are slow to load.
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from api.service import prepare
    from api.services import granting
    from api.services.rights import replaying

    using = settings()
    with database(using) as opened:
        prepare(using)
        granting.derive(opened)
        replayed = replaying.replay(opened, tools(using), now=datetime.now(UTC))["persons"]
    if replayed:
        click.echo(f"Erased {replayed} persons again, whom an older database had brought back.")
    _refuse_taken(host, port=port)
    make = partial(application, parent=os.getpid())
    stoppable_from_birth()
    click.echo(f"Serving {using.public_url} at {host}:{port} ({using.environment}). Ctrl-C stops.")
    sys.stdout.flush()
    Granian(
        # Names the target for messages alone: `target_loader` makes the application.
        "api.app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        websockets=False,
    ).serve(target_loader=make, wrap_loader=False)
    click.echo("Stopped.")


def application(*, parent: int) -> Any:
    """Make the application inside a worker.

    Args:
        parent: the process that started the worker, which the worker is not to outlive.
    """
    _die_with(parent)
    # Imported here: each worker loads the application for itself, after it was forked.
    from api import rounds, service
    from api.app import create_app
    from api.logs import configure

    configure(sys.stderr)
    made = create_app(settings())
    running = made.extensions[service.EXTENSION]
    rounds.begin(rounds.rounds(running), now=running.now)
    # What was made so far stays, and need not be looked through for garbage again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED)
    return made


def _spare_memory() -> None:
    """Have the allocators give back soon what a large body needed, whoever needs it next.

    Both would keep a store of free memory for each of a worker's threads (mallopt(3), jemalloc
    manual, TUNING); the columns' engine brings an allocator of its own, which reads its settings
    when it is loaded, and the workers inherit both. What stands in the environment may be the
    engine's own wish, from a process that used it and started this one: a server has its own.
    """
    os.environ["_RJEM_MALLOC_CONF"] = COLUMNS_MEMORY
    if "MALLOC_ARENA_MAX" not in os.environ and sys.platform == "linux":
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)


def stoppable_from_birth() -> None:
    """Have every process forked from now on end when it is told to stop, from its first moment.

    A fork begins with its parent's handlers, which would note a signal and stop nothing: one that
    came before the worker set its own would be lost, and the parent would wait for it in vain. So
    the signals wait while a process is forked, and meet the system's own answer in the child.
    """
    os.register_at_fork(before=_hold, after_in_parent=_let_through, after_in_child=_heed)


def _hold() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)


def _let_through() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)


def _heed() -> None:
    for number in _STOPS:
        signal.signal(number, signal.SIG_DFL)
    _let_through()


def _die_with(parent: int) -> None:
    """Have the system end this process when its parent ends, however that came about."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        # The parent went before the line above, so nobody will tell us.
        sys.exit(1)


def _refuse_taken(host: str, *, port: int) -> None:
    """Refuse a port in use: workers share theirs, so that a second server would join unnoticed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            raise Failure(
                f"Cannot listen at {host}:{port} ({problem.strerror}). Choose another with --port."
            ) from problem
