"""Counts of people across agencies and years, before disclosure control; for sealing alone.

Records are joined by the digest of their person, under whichever key of the agencies it came.
"""

from api.queries.linked.counting import cells, tables
from api.queries.linked.records import Window

__all__ = ["Window", "cells", "tables"]
