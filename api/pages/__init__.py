"""Pages for people, rendered on the server: no script, nothing fetched from elsewhere.

What belongs here: views and templates. What does not: decisions; a page shows what a service says.
"""

from api.pages.contract import pages

__all__ = ["pages"]
