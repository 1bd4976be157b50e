"""A report as one HTML page: sections with their headings, paragraphs, pictures and tables.

What belongs here: what a page is given to say. What does not: how it looks (`schemas.pages`).
"""

from __future__ import annotations

from api.reports.rendering.grids import Grid
from api.reports.rendering.pictures import Picture, shown
from api.reports.report import Report
from api.reports.section import Section
from schemas import pages


def page(report: Report) -> str:
    """The report as a page that reads on a phone, in print and by a screen reader.

    A section without tables is prose alone, and so is a report of such sections.
    """
    return pages.report(
        {
            "title": report.title,
            "source": report.source,
            "dated": report.dated,
            "contents": [(section.id, section.title) for section in report.sections],
            "sections": [(level, each, _parts(each)) for level, each in report.leveled],
        }
    )


def _parts(section: Section) -> list[tuple[str, object]]:
    """What stands below a section's paragraphs, each with the name of what it is."""
    names = {Picture: "picture", Grid: "grid"}
    return [(names.get(type(each), "table"), each) for each in shown(section)]
