"""Files that have gone wrong, each with what must be said of it.

The rows are health contacts for March 2026. Every file is made by its own function, so that a test
pays for those it asks for; none is kept on disk. What belongs here: files of every form the service
takes, and the codes, rows and fields of what is wrong. What does not: how a file is sent.
"""

from collections.abc import Mapping
from typing import Final

from tests.corpus import cells, documents, mistakes, parquets, tables, workbooks
from tests.corpus.nasty import Nasty

CORPUS: Final[Mapping[str, Nasty]] = {
    each.name: each
    for each in (
        *cells.FILES,
        *documents.FILES,
        *mistakes.FILES,
        *parquets.FILES,
        *tables.FILES,
        *workbooks.FILES,
    )
}
"""Every file by name."""

DATASET: Final = "health_contact"
MONTH: Final = "2026-03"
"""What the files are returns of."""
