"""Running a broken service: a copy of `auth` with one edit, served, and the first check it fails.

What belongs here: copies, servers and the order of checks. What does not: the breakages.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from sqlalchemy import make_url

from tests.conformance.check import Check, made
from tests.conformance.founding import Registered, founded
from tests.conformance.place import Place, serving
from tests.conformance.tables import checks
from tests.databases import Databases, SqliteTemplates
from tests.mutations.mutation import ROOT, Mutation
from tests.partnership import Partnership

AT_ONCE = 2
"""Broken services at one time, each with two workers."""

CHECKS = checks(nonce=True)
"""With nonces, of which the most can be broken."""


@dataclass(frozen=True)
class Founded:
    """A partnership in a folder, of which every run takes a copy."""

    folder: Path
    partnership: Partnership
    clients: dict[str, Registered]

    def copied(self, folder: Path) -> Partnership:
        """The same partnership in another folder."""
        shutil.copytree(self.folder, folder / "place")

        def there(value: str) -> str:
            return value.replace(str(self.folder), str(folder / "place"))

        partnership = self.partnership
        old = partnership.databases
        url = there(old.app_url)
        return replace(
            partnership,
            databases=Databases(old.engine_name, url, url),
            environment={name: there(value) for name, value in partnership.environment.items()},
        )


@contextmanager
def founding() -> Iterator[Founded]:
    """A partnership on SQLite, removed at the end."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with SqliteTemplates(folder).database() as databases:
            partnership, clients = founded(databases, folder=folder)
            assert Path(make_url(databases.app_url).database or "").parent == folder
            yield Founded(folder, partnership, clients)


def failed(source: Founded, mutation: Mutation | None) -> str | None:
    """The first check that the service fails with this breakage, or None if it passes all."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        partnership = source.copied(folder)
        if mutation is not None:
            shutil.copytree(ROOT / "auth", folder / "auth")
            (folder / "auth" / mutation.file).write_text(mutation.applied())
        # The broken copy comes before the whole one.
        path = {"PYTHONPATH": f"{folder}:{ROOT}"}
        broken = replace(partnership, environment={**partnership.environment, **path})
        log = broken.databases.app_url
        with serving(broken, source.clients, folder=folder, nonce=True, log_url=log) as place:
            return next((check.name for check in CHECKS if not _passes(check, place)), None)


def _passes(check: Check, place: Place) -> bool:
    try:
        made(check, place, alg="ES256")
    except (AssertionError, LookupError, ValueError, httpx.HTTPError):
        return False
    return True
