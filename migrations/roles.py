"""PostgreSQL's roles: who they are, and what an administrator may have to say first.

What belongs here: the roles the service acts as, making them where the migrating role may, and
roles that log in. What does not: what they may do with a table; the step that makes the table says
so.

`safershare_service` owns nothing and passes through row-level security. `safershare_loader` loads
records in bulk: COPY is refused under row-level security (PostgreSQL manual, COPY), so it bypasses
the policies, and may insert into the data columns of record tables and do nothing else.
`safershare_reader` reads other agencies' rows through the shared views, and no table.
`safershare_keeper` removes what has outlived its time or belongs to an erased person. All are
entered from a login role that has no rights of its own (NOINHERIT).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from psycopg import sql
from sqlalchemy import Connection, text

SERVICE: Final = "safershare_service"
LOADER: Final = "safershare_loader"
READER: Final = "safershare_reader"
KEEPER: Final = "safershare_keeper"

BYPASSES: Final[Mapping[str, bool]] = {SERVICE: False, LOADER: True, READER: False, KEEPER: False}

CREATE: Final[Mapping[str, str]] = {
    SERVICE: f"CREATE ROLE {SERVICE} NOLOGIN NOBYPASSRLS",
    LOADER: f"CREATE ROLE {LOADER} NOLOGIN BYPASSRLS",
    READER: f"CREATE ROLE {READER} NOLOGIN NOBYPASSRLS",
    KEEPER: f"CREATE ROLE {KEEPER} NOLOGIN NOBYPASSRLS",
}
"""What makes the roles: by the step that needs them, or by an administrator before it."""

MEND: Final[Mapping[str, str]] = {
    SERVICE: f"ALTER ROLE {SERVICE} NOBYPASSRLS",
    LOADER: f"ALTER ROLE {LOADER} BYPASSRLS",
    READER: f"ALTER ROLE {READER} NOBYPASSRLS",
    KEEPER: f"ALTER ROLE {KEEPER} NOBYPASSRLS",
}

GRANT: Final = f"GRANT {SERVICE}, {LOADER}, {READER}, {KEEPER} TO {{}}"
CREATE_LOGIN: Final = (
    "CREATE ROLE {} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}"
)

GIVES_BYPASS_SINCE: Final = 160000
"""Before PostgreSQL 16 only a superuser may give BYPASSRLS (its release notes, E.1.3.2)."""

_ROLES: Final = text("SELECT rolname, rolbypassrls FROM pg_roles WHERE rolname = ANY(:names)")
_POWERS: Final = text(
    "SELECT rolsuper OR (rolcreaterole AND rolbypassrls AND :version >= :since)"
    " FROM pg_roles WHERE rolname = current_user"
)

MAY_SERVE: Final = text(
    "SELECT count(*) = cardinality(CAST(:names AS text[])) FROM pg_roles"
    " WHERE rolname = ANY(:names) AND pg_has_role(session_user, oid, 'MEMBER')"
).bindparams(names=[*BYPASSES])
IS_POWERFUL: Final = text(
    "SELECT rolsuper OR rolbypassrls OR EXISTS"
    " (SELECT FROM pg_tables WHERE tableowner = rolname AND schemaname = current_schema)"
    " FROM pg_roles WHERE rolname = session_user"
)
"""Both ask about the role that logged in, whoever it has become since."""


class RolesMissingError(Exception):
    """The roles are not there, or not as they must be, and the migrating role may not make them.

    `statements` are what an administrator has to run.
    """

    def __init__(self, statements: Iterable[str]) -> None:
        self.statements = tuple(statements)
        listed = "".join(f"\n{statement};" for statement in self.statements)
        super().__init__(
            "The roles of the service are missing, and this address may not make them. "
            f"Let an administrator of the server run:{listed}"
        )


def make(connection: Connection) -> None:
    """Make the roles where they are missing.

    Raises:
        RolesMissingError: with the statements for an administrator.
    """
    rows = connection.execute(_ROLES, {"names": [*BYPASSES]})
    found = {row.rolname: row.rolbypassrls for row in rows}
    missing = [CREATE[name] for name in BYPASSES if name not in found]
    wrong = [MEND[name] for name, bypasses in found.items() if bypasses != BYPASSES[name]]
    if wrong or (missing and not _may_make(connection)):
        raise RolesMissingError([*missing, *wrong])
    for statement in missing:
        connection.exec_driver_sql(statement)


def make_login(connection: Connection, *, name: str, password: str) -> None:
    """Make a role that logs in and may become any of them; for tests and sandboxes.

    In live an administrator does this, and the password never passes through here.
    """
    who = sql.Identifier(name)
    driver: Any = connection.connection.driver_connection
    driver.execute(sql.SQL(CREATE_LOGIN).format(who, sql.Literal(password)))
    driver.execute(sql.SQL(GRANT).format(who))


def _may_make(connection: Connection) -> bool:
    version = connection.dialect.server_version_info or (0,)
    number = {"version": version[0] * 10000, "since": GIVES_BYPASS_SINCE}
    return bool(connection.execute(_POWERS, number).scalar_one())
