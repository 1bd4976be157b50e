"""A pooler in front of a database, in transaction mode: a connection for each transaction.

What belongs here: starting PgBouncer before one database and stopping it. What does not: the server
behind it.
"""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from sqlalchemy import URL, make_url

START_SECONDS = 20
PORT = 6432
SETTINGS = """
[databases]
{database} = host={host} port={port} dbname={database} pool_size={pool}

[pgbouncer]
pool_mode = transaction
listen_addr =
listen_port = {own_port}
unix_socket_dir = {folder}
auth_type = trust
auth_file = {folder}/users
logfile =
pidfile =
"""


@contextmanager
def pooled(url: str, *, connections: int = 1) -> Iterator[str]:
    """The address of the same database through a pooler with so few connections to the server.

    Skips the test where PgBouncer is not installed.
    """
    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("PgBouncer is not installed")
    made = make_url(url)
    with TemporaryDirectory(prefix="safershare-pool-") as name:
        folder = Path(name)
        _write(folder, made, connections=connections)
        with _started(program, folder):
            pool = made.set(host=None, port=PORT, query={"host": str(folder)})
            _wait(pool)
            yield pool.render_as_string(hide_password=False)


def _write(folder: Path, url: URL, *, connections: int) -> None:
    host = url.host or url.query.get("host")
    settings = SETTINGS.format(
        database=url.database,
        host=host,
        port=url.port or 5432,
        pool=connections,
        own_port=PORT,
        folder=folder,
    )
    (folder / "pool.ini").write_text(settings)
    (folder / "users").write_text(f'"{url.username}" "{url.password}"\n')
    folder.chmod(0o755)
    account = _account()
    if account is not None:
        for path in (folder, *folder.iterdir()):
            os.chown(path, account, -1)


def _account() -> int | None:
    """Whom it runs as; None for the user of this run. PgBouncer refuses to be root."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


@contextmanager
def _started(program: str, folder: Path) -> Iterator[None]:
    process = subprocess.Popen(
        [program, "--quiet", str(folder / "pool.ini")],
        user=_account(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _wait(url: URL) -> None:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
