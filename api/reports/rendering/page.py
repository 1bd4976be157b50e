"""A report as one HTML page: sections with their headings, paragraphs and tables.

What belongs here: what a page is given to say. What does not: how it looks (`schemas.pages`).
"""

from __future__ import annotations

from api.reports.report import Report
from schemas import pages


def page(report: Report) -> str:
    """The report as a page that reads on a phone, in print and by a screen reader."""
    return pages.report(
        {
            "title": report.title,
            "source": report.source,
            "dated": report.dated,
            "contents": [(section.id, section.title) for section in report.sections],
            "sections": list(report.leveled),
        }
    )
