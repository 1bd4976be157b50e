"""Participation: how returns stand, what is overdue and blocks figures, and what agencies are told.

Here belong statuses, days, bands and names of fields. What does not: rows and counts of rows of
others, and released figures but for those that stand beside an agency's own.
"""

from api.services.participation.overdue import OverdueRegister, overdue
from api.services.participation.own import OwnView, own_view
from api.services.participation.reminders import reminders
from api.services.participation.standing import View, participation

__all__ = [
    "OverdueRegister", "OwnView", "View", "overdue", "own_view", "participation", "reminders",
]  # fmt: skip
