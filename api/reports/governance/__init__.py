"""What a data-protection officer signs, drafted from the code's own declarations.

The papers say what the service does by its definitions: datasets, purposes, agreements, retention.
What only the partnership can know stands in brackets to be filled in, and each paper is for review
by its own lead. What does not belong here: reading a database, and legal advice.
"""

from api.reports.governance.papers import NAMES, Parties, papers

__all__ = ["NAMES", "Parties", "papers"]
