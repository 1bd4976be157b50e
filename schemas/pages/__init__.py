"""Pages for people: one per dataset, all code lists, all rules, an index, an agreement, a report.

Each page is one HTML file with its style inside, no script, and nothing fetched from elsewhere; it
reads on a phone, in print and by a screen reader. The service gives the pages and the repository
keeps those of the catalogue, both from here. What does not belong here: what is said
(`schemas.dictionary`; of an agreement or a report, whoever shows it).
"""

from schemas.pages.rendering import (
    POLICY,
    SERVICE,
    Links,
    agreement,
    code_lists,
    dataset,
    index,
    report,
    rules,
    whole,
)

__all__ = [
    "POLICY",
    "SERVICE",
    "Links",
    "agreement",
    "code_lists",
    "dataset",
    "index",
    "report",
    "rules",
    "whole",
]
