"""The numbers of disclosure control that hide or show a value, with their sources.

A release records the version under which it was sealed; changing a number here, or the order in
which `protect` applies them, makes a new version.
"""

from __future__ import annotations

POLICY_VERSION = "2026.1"
"""Version of these numbers and of their order; neither changes without it."""

THRESHOLD = 5
"""Smallest value shown to vetted users; zeros are hidden too (NHS Mental Health Bulletin)."""

SENSITIVE_THRESHOLD = 10
"""Smallest value shown for sensitive variables (ONS Secure Research Service output rule)."""

TOP_PERSON = 50
"""Per cent of a cell's records above which one person's share hides the count (design)."""

TOP_TWO = 75
"""Per cent of a cell's records above which two persons' share hides the count (design)."""

PUBLICATION_THRESHOLD = 8
PUBLICATION_BASE = 5
"""Published counts: 1 to 7 hidden, the rest to the nearest 5 (NHS England, sub-national HES)."""

UNIFORM_SHARE = 95
UNIFORM_BASE = 30
"""Per cent of a shown base below 30 above which one category tells of everybody (design)."""
