"""The scrutiny brief: the questions of a scrutiny board, answered in prose from a sealed release.

What belongs here: the questions, which figures answer which, and their sentences. What does not:
where figures come from, and how a report is rendered.
"""

from api.reports.scrutiny.brief import write
from api.reports.scrutiny.facts import Evidence, Facts, Told

__all__ = ["Evidence", "Facts", "Told", "write"]
