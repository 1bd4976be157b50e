"""A workbook's archive, looked over before anything in it is unpacked.

A zip file says in its directory how large each part is, and a part is never read further than it
says; so the sum of those sizes bounds what unpacking can cost (PKWARE APPNOTE 6.3, section 4.3).
"""

from __future__ import annotations

import zipfile
from typing import IO, Final

from api.intake.reading.child.report import refused

OLD: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a compound file begins: a workbook with a password, or in the form before 2007 (MS-CFB
2.2)."""
MOST_PARTS: Final = 2_000  # of a workbook with many sheets and pictures (design)
_TYPES: Final = "[Content_Types].xml"
_LARGEST_TYPES: Final = 1 << 20  # bytes of the list of parts (design)
_MACROS: Final = ("vbaproject.bin", "xl/macrosheets/", "xl/dialogsheets/")


def check(file: IO[bytes], *, unpacked: int) -> None:
    """Refuse what is no workbook of the present form, holds programs, or unpacks to too much."""
    opening = file.read(len(OLD))
    file.seek(0)
    if opening == OLD:
        raise refused("xlsx_locked")
    try:
        with zipfile.ZipFile(file) as archive:
            _check(archive, unpacked=unpacked)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise refused("xlsx_broken") from error
    file.seek(0)


def _check(archive: zipfile.ZipFile, *, unpacked: int) -> None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > unpacked:
        raise refused("too_large")
    if len(set(names)) != len(names) or _TYPES.lower() not in names:
        raise refused("xlsx_broken")
    if any(mark in name for name in names for mark in _MACROS):
        raise refused("xlsx_macros")
    listed = next(part for part in parts if part.filename.lower() == _TYPES.lower())
    if listed.file_size > _LARGEST_TYPES:
        raise refused("xlsx_broken")
    if b"macroenabled" in archive.read(listed).lower():
        raise refused("xlsx_macros")
