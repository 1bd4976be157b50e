"""Reports: the facts of a period gathered from its sealed release, and written by `api.reports`.

What belongs here: which released figures a report rests on, and how fine they may be. What does
not: sentences, and any number that is not in a release.
"""

from api.services.reports.board import board_report
from api.services.reports.opening import datasets_used
from api.services.reports.scrutiny import scrutiny_report

__all__ = ["board_report", "datasets_used", "scrutiny_report"]
