"""A report as a DOCX document: headings, paragraphs and tables in styles that can be edited.

What belongs here: the making of the document, the same bytes for the same report whenever and
wherever it is made. What does not: sentences and numbers. The archive is stored and not compressed,
since what a compressor makes of the same text differs between its versions.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Row

from api.reports.report import Report
from api.reports.section import Table

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""What the document is called in HTTP (ECMA-376, IANA registration)."""

LANGUAGE: Final = "en-GB"
_TABLE_STYLE: Final = "Light Grid Accent 1"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first instant that a ZIP archive can say (PKWARE APPNOTE 4.4.6); word processors use it."""
_UNIX: Final = 3  # who made the archive, the same on every machine (PKWARE APPNOTE 4.4.2)


def document(report: Report) -> bytes:
    """The report as the bytes of a document."""
    made = docx.Document()
    _properties(made, report)
    _language(made)
    made.add_heading(report.title, level=0)
    made.add_paragraph(report.source)
    if report.dated:
        made.add_paragraph(report.dated)
    for level, section in report.leveled:
        # A report's title stands above the first level of headings here, as in every document.
        made.add_heading(section.title, level=level - 1)
        for text in section.paragraphs:
            made.add_paragraph(text)
        for table in section.tables:
            _table(made, table)
    return _fixed(made)


def _properties(made: Document, report: Report) -> None:
    """What the document says of itself: nothing that changes from day to day."""
    said, sealed = made.core_properties, report.facts.sealed_at.replace(microsecond=0, tzinfo=None)
    said.title = report.title
    said.author = report.facts.partnership
    said.last_modified_by = report.facts.partnership
    said.subject = report.source
    said.language = LANGUAGE
    said.comments = ""
    said.created = said.modified = sealed
    said.revision = 1


def _language(made: Document) -> None:
    """Set the language of all text, by which a screen reader chooses its voice."""
    styles = made.styles.element
    for found in styles.iter(qn("w:lang")):
        found.set(qn("w:val"), LANGUAGE)


def _table(made: Document, table: Table) -> None:
    """A table with its caption, and a head that is repeated on every page."""
    made.add_paragraph(table.title, style="Caption")
    grid = made.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    grid.style = made.styles[_TABLE_STYLE]
    rows = list(grid.rows)
    for row, words in zip(rows, (table.columns, *table.rows), strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    _head(rows[0])
    made.add_paragraph()


def _head(row: _Row) -> None:
    """Mark a row as the table's head."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no word for it
    properties.append(OxmlElement("w:tblHeader"))


def _fixed(made: Document) -> bytes:
    """The archive with its parts in order and no moment of its own."""
    drawn, fixed = io.BytesIO(), io.BytesIO()
    made.save(drawn)
    with zipfile.ZipFile(drawn) as before, zipfile.ZipFile(fixed, "w") as after:
        # The list of parts comes first, as readers of the format expect.
        for name in sorted(
            before.namelist(), key=lambda each: (each != "[Content_Types].xml", each)
        ):
            part = zipfile.ZipInfo(name, date_time=_EPOCH)
            part.create_system = _UNIX
            after.writestr(part, before.read(name), zipfile.ZIP_STORED)
    return fixed.getvalue()
