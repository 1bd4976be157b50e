"""The catalogue as pages for people: one per dataset, all code lists, all rules, and an index.

Each page is one HTML file with its style inside, no script, and nothing fetched from elsewhere; it
reads on a phone, in print and by a screen reader. The service gives the pages and the repository
keeps them, both from here. What does not belong here: what is said (`schemas.dictionary`).
"""

from schemas.pages.rendering import POLICY, SERVICE, Links, code_lists, dataset, index, rules, whole

__all__ = [
    "POLICY",
    "SERVICE",
    "Links",
    "code_lists",
    "dataset",
    "index",
    "rules",
    "whole",
]
