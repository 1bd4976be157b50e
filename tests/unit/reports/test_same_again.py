"""The same report is the same bytes in any process, in any place, and under any settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
_WRITES: Final = """
import hashlib, json
from api.reports.rendering import document, page
from schemas.wire.reports import BoardReport
from tests.unit.reports.drawn import report
made = report()
forms = {
    "markdown": made.markdown().encode(),
    "html": page(made).encode(),
    "docx": document(made),
    "json": json.dumps(BoardReport().dump(made.document())).encode(),
}
print(json.dumps({name: hashlib.sha256(form).hexdigest() for name, form in forms.items()}))
"""
"""Renders a report that has everything, and prints a digest of each form."""

_PLACES: Final = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8", "LANG": "de_DE"},
)


def test_every_form_of_a_report_is_the_same_in_another_process_and_place() -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITES],
            cwd=ROOT,
            env={**os.environ, **place},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for place in _PLACES
    ]
    said = [each.communicate(timeout=120) for each in running]
    assert [each.returncode for each in running] == [0, 0], said
    one, other = (json.loads(out) for out, _ in said)
    assert sorted(one) == ["docx", "html", "json", "markdown"]
    assert one == other
