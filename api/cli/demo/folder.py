"""Where the demo lives: a folder it makes anew, and the settings of the service in it.

What belongs here: paths and the file of settings that `make serve` reads. What does not: what is in
the database.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NOW: Final = "2026-04-20T09:00:00+00:00"
"""The day on which the first quarter of 2026 is owed: returns fall due in the month after."""

SERVED_AT: Final = "http://127.0.0.1:8000"
"""Where `safershare serve` listens unless told otherwise."""


@dataclass(frozen=True)
class Folder:
    """The demo's folder, `.safershare/demo` below the place it is run from."""

    path: Path

    @property
    def credentials(self) -> Path:
        """One credentials file per client."""
        return self.path / "credentials"

    @property
    def files(self) -> Path:
        """What the agencies send, as files."""
        return self.path / "files"

    @property
    def reports(self) -> Path:
        """The reports as pages."""
        return self.path / "reports"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.path / "server.log"

    @property
    def settings_file(self) -> Path:
        """The settings, as a shell reads them."""
        return self.path / "env"

    def settings(self, *, public_url: str) -> dict[str, str]:
        """The variables under which the demo's service runs."""
        return {
            "SAFERSHARE_DATABASE_URL": f"sqlite:///{self.path / 'safershare.db'}",
            "SAFERSHARE_KEY_DIR": str(self.path / "keys"),
            "SAFERSHARE_PUBLIC_URL": public_url,
            "SAFERSHARE_ENVIRONMENT": "sandbox",
            "SAFERSHARE_SANDBOX_NOW": NOW,
        }

    def renew(self) -> None:
        """Remove what an earlier run left and make the folder."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.credentials.mkdir(mode=0o700, parents=True)
        self.files.mkdir()
        self.reports.mkdir()

    def write_settings(self, variables: Mapping[str, str]) -> None:
        """Write the settings file."""
        lines = [f"{name}={shlex.quote(value)}\n" for name, value in variables.items()]
        self.settings_file.write_text("".join(lines), encoding="utf-8")


def below(place: Path) -> Folder:
    """The folder below a place, by its full path, so that its settings hold from anywhere."""
    return Folder(place.resolve() / ".safershare" / "demo")
