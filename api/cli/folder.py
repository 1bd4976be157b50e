"""A folder with a sandboxed service in it: its store, keys, settings and its clients' credentials.

What belongs here: paths, and the file of settings that a shell reads. What does not: what is in the
database, and how the folder comes about.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SERVED_AT: Final = "http://127.0.0.1:8000"
"""Where `safershare serve` listens unless told otherwise."""


@dataclass(frozen=True)
class ServiceFolder:
    """A folder that holds a service, or will.

    Attributes:
        path: where it is now.
    """

    path: Path

    @property
    def database(self) -> Path:
        """The store, in one file."""
        return self.path / "safershare.db"

    @property
    def credentials(self) -> Path:
        """One credentials file per client."""
        return self.path / "credentials"

    @property
    def files(self) -> Path:
        """What the agencies send, as files."""
        return self.path / "files"

    @property
    def settings_file(self) -> Path:
        """The settings, as a shell reads them."""
        return self.path / "env"

    def settings(self, *, public_url: str = SERVED_AT, now: str = "") -> dict[str, str]:
        """The variables of a service over the folder, whose clock stands where `now` is given."""
        clock = {"SAFERSHARE_SANDBOX_NOW": now} if now else {}
        return {
            "SAFERSHARE_DATABASE_URL": f"sqlite:///{self.database}",
            "SAFERSHARE_KEY_DIR": str(self.path / "keys"),
            "SAFERSHARE_PUBLIC_URL": public_url,
            "SAFERSHARE_ENVIRONMENT": "sandbox",
            **clock,
        }

    def make(self) -> None:
        """Make the folder and those in it; nobody else may read the credentials."""
        self.credentials.mkdir(mode=0o700, parents=True)
        self.files.mkdir()

    def write_settings(self, variables: Mapping[str, str]) -> None:
        """Write the settings file."""
        lines = [f"{name}={shlex.quote(value)}\n" for name, value in variables.items()]
        self.settings_file.write_text("".join(lines), encoding="utf-8")
