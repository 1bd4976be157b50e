"""The database: sessions, and what they may see.

What belongs here: opening transactions on SQLite and PostgreSQL so that both mean the same, and
telling PostgreSQL on whose behalf each one runs. What does not: queries, tables, what happens when
the store cannot answer (`api.busy`), and the shape of the store (`migrations` builds it).

A reading session sees one snapshot and can write nothing. A writing session holds SQLite's one
write lock from its first statement, commits when its block ends, and rolls back when it raises.
On SQLite the service's own checks stand alone; row-level security is PostgreSQL's.

What a transaction may do on PostgreSQL is settled by its context: partnership and agency say whose
rows it sees, agreement and purpose which further ones, on the business day of the service. A
database opened without a clock grants nothing that an agreement has to. `operator` is for the
commands of administration, on a database opened for them; one that serves requests refuses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import Engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from api.busy import unavailable
from api.postgresql import open_server
from migrations import roles, sqlite

Reach = Literal["agency", "partnership", "sealing", "operator"]

# Settings for the transaction alone (PostgreSQL manual, set_config): a connection goes back to the
# pool with nothing of them. One statement each, since each is a way to the server and back.
_BIND: Final = """
SELECT set_config('safershare.partnership_id', %(partnership_id)s, true),
       set_config('safershare.agency_id', %(agency_id)s, true),
       set_config('safershare.reach', %(reach)s, true),
       set_config('safershare.sealing', %(sealing)s, true),
       set_config('safershare.operator', %(operator)s, true),
       set_config('safershare.agreement_id', %(agreement_id)s, true),
       set_config('safershare.purpose', %(purpose)s, true)
"""
_ENTER: Final = f"""{_BIND.rstrip()},
       set_config('safershare.today', %(today)s, true),
       set_config('lock_timeout', %(wait)s, true),
       set_config('role', %(role)s, true)
"""
# A count that is lost in a power cut is not worth a wait for the disk.
_COUNT: Final = f"""{_ENTER.rstrip()},
       set_config('synchronous_commit', 'off', true)
"""
_AS_ROLE: Final = """
SELECT set_config('role', %(role)s, true),
       set_config('safershare.submission_id', %(submission_id)s, true)
"""


@dataclass(frozen=True)
class Context:
    """On whose behalf a transaction runs; empty sees nothing of any partnership.

    `reach` "agency" shows one agency's own detail, "partnership" that of every agency in it save
    their rows, "sealing" the rows as well where the agreement lets it seal, and "operator" all of
    it without an agreement. `agreement_id` and `purpose` are what the agency acts
    under, empty for office work.
    """

    partnership_id: str = ""
    agency_id: str = ""
    reach: Reach = "agency"
    agreement_id: str = ""
    purpose: str = ""

    def moved(self, partnership_id: str, agency_id: str, *, reach: Reach) -> Context:
        """This context for another party or reach.

        An agreement goes along only while the party stays the same; an operator stays one.
        """
        same = (partnership_id, agency_id) == (self.partnership_id, self.agency_id)
        held = (self.agreement_id, self.purpose) if same else ("", "")
        wide = self.reach if self.reach == "operator" else reach
        return Context(partnership_id, agency_id, wide, *held)

    def settings(self) -> dict[str, str]:
        """What PostgreSQL is told of it."""
        return {
            **vars(self),
            "reach": self.reach if self.reach == "agency" else "partnership",
            "sealing": "yes" if self.reach == "sealing" else "",
            "operator": "yes" if self.reach == "operator" else "",
        }


NOBODY: Final = Context()
"""The context before the caller is known."""


@dataclass(frozen=True)
class _Entry:
    """How a transaction on PostgreSQL begins.

    It knows no database: listeners are kept for good, and what they know with them.
    """

    role: str
    words: str
    wait_seconds: float
    today: Callable[[], date] | None

    def begin(
        self, session: Session, transaction: SessionTransaction, connection: Connection
    ) -> None:
        """Tell the server on whose behalf it is."""
        # A savepoint keeps the settings of the transaction around it.
        if transaction.nested:
            return
        context: Context = session.info["context"]
        own = {
            "role": self.role,
            # Nought would mean for ever.
            "wait": f"{max(1, int(self.wait_seconds * 1000))}ms",
            "today": self.today().isoformat() if self.today else "",
        }
        connection.exec_driver_sql(self.words, own | context.settings())


class Database:
    """One store, reached by this process; safe to share between threads.

    Args:
        url: the service's address, `sqlite:///path` or `postgresql+psycopg://...`.
        wait_seconds: how long a session waits for a lock, or for a connection of its own.
        today: gives the business day, on which agreements hold; without it none does.
        operating: whether an operator's command uses it, and no request ever will.
    """

    def __init__(
        self,
        url: str,
        *,
        wait_seconds: float = sqlite.BUSY_SECONDS,
        today: Callable[[], date] | None = None,
        operating: bool = False,
    ) -> None:
        made = make_url(url)
        self._wait, self._today, self._operating = wait_seconds, today, operating
        if made.get_backend_name() == "sqlite":
            reading = sqlite.open_file(made, begin=sqlite.BEGIN_READING, wait_seconds=wait_seconds)
            writing = sqlite.open_file(made, wait_seconds=wait_seconds)
            beside = sqlite.counts_url(made)
            counting = sqlite.open_file(beside, wait_seconds=wait_seconds, lasting=False)
        else:
            writing = counting = open_server(made, wait_seconds=wait_seconds)
            reading = writing.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._engines = (reading, writing, counting)
        self._read, self._write, self._once = map(self._maker, self._engines[:3])
        self._count = self._maker(counting, enter=_COUNT)
        self._retrieve = self._maker(reading, role=roles.READER)

    @property
    def engine_name(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engines[0].dialect.name

    def reading(self, context: Context) -> AbstractContextManager[Session]:
        """A session that sees one snapshot and writes nothing.

        Raises:
            Unavailable: the store is busy or cannot be reached.
        """
        return self._session(self._read, context)

    def retrieving(self, context: Context) -> AbstractContextManager[Session]:
        """A session that reads other agencies' rows through the shared views, and no table.

        It sees what the context's agreement lets its agency retrieve for its purpose today. On
        SQLite it is a reading session like any other.

        Raises:
            Unavailable: the store is busy or cannot be reached.
        """
        return self._session(self._retrieve, context)

    def writing(self, context: Context) -> AbstractContextManager[Session]:
        """A session whose block commits as a whole at its end, or leaves nothing when it raises.

        Raises:
            Unavailable: the store is busy or cannot be reached; nothing was done.
        """
        return self._session(self._write, context)

    def counting(self) -> AbstractContextManager[Session]:
        """A writing session on counts of requests, of which a power cut may take the last.

        Raises:
            Unavailable: the store is busy or cannot be reached; nothing was done.
        """
        return self._session(self._count, NOBODY)

    def close(self) -> None:
        """Let go of every connection; a further session opens new ones."""
        for engine in self._engines:
            engine.dispose()

    def _session(
        self, maker: sessionmaker[Session], context: Context
    ) -> AbstractContextManager[Session]:
        if context.reach == "operator" and not self._operating:
            raise RuntimeError("nobody is an operator on a database that serves requests")
        return _session(maker, context)

    def _maker(
        self, engine: Engine, *, role: str = roles.SERVICE, enter: str = _ENTER
    ) -> sessionmaker[Session]:
        maker = sessionmaker(engine, expire_on_commit=False)
        if engine.dialect.name == "postgresql":
            entry = _Entry(role, enter, self._wait, self._today)
            event.listen(maker, "after_begin", entry.begin)
        return maker


def bind(session: Session, partnership_id: str, agency_id: str, *, reach: Reach = "agency") -> None:
    """Go on in this session on behalf of another: once a token request's client is known, say.

    The session's agreement and purpose go along where only the reach changes.

    Raises:
        ValueError: an operator is what a session begins as, never what it becomes.
    """
    if reach == "operator":
        raise ValueError("an operator is what a session begins as")
    now: Context = session.info["context"]
    context = now.moved(partnership_id, agency_id, reach=reach)
    session.info["context"] = context
    # A session that has not begun begins with what it is told here.
    if _on_postgresql(session) and session.in_transaction():
        session.connection().exec_driver_sql(_BIND, context.settings())


@contextmanager
def widened(session: Session) -> Iterator[None]:
    """Let the block see every agency's detail but their rows; what saw as much stays as it is."""
    before: Context = session.info["context"]
    narrow = before.reach == "agency"
    if narrow:
        bind(session, before.partnership_id, before.agency_id, reach="partnership")
    yield
    if narrow:
        bind(session, before.partnership_id, before.agency_id, reach="agency")


@contextmanager
def loading(session: Session, *, submission_id: str) -> Iterator[Any]:
    """The driver's own connection, for bulk loading of one submission's records.

    On PostgreSQL the block runs as a role that may only insert rows, and only data: partnership,
    agency and submission are filled in by the store from the session's context, so the rows name
    neither. On SQLite nothing is filled in, and the rows name all their columns.
    """
    with acting(session, role=roles.LOADER, submission_id=submission_id) as connection:
        yield connection.connection.driver_connection


@contextmanager
def acting(session: Session, *, role: str, submission_id: str = "") -> Iterator[Connection]:
    """Let the block run as another of PostgreSQL's roles, within the session's transaction."""
    connection = session.connection()
    if not _on_postgresql(session):
        yield connection
        return
    _as_role(connection, role, submission_id=submission_id)
    yield connection
    # After an exception the transaction is lost, and the role with it.
    _as_role(connection, roles.SERVICE, submission_id="")


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _as_role(connection: Connection, role: str, *, submission_id: str) -> None:
    connection.exec_driver_sql(_AS_ROLE, {"role": role, "submission_id": submission_id})


@contextmanager
def _session(maker: sessionmaker[Session], context: Context) -> Iterator[Session]:
    with unavailable(), maker(info={"context": context}) as session:
        yield session
        session.commit()
