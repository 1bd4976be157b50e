"""Releases: the freeze, the sealing, and what is told of a sealed period.

The only package that sees counts before disclosure control; nothing of it leaves but shown cells.
"""

from api.services.releases.completeness import bands
from api.services.releases.jobs import JobView, job
from api.services.releases.jobs import seal as seal_or_ask
from api.services.releases.reading import release, releases, unknown
from api.services.releases.saying import permissions
from api.services.releases.sealing import seal
from api.services.releases.sides import contributors
from api.services.releases.sides import shown as showing
from api.services.releases.views import ReleaseView

__all__ = [
    "JobView",
    "ReleaseView",
    "bands",
    "contributors",
    "job",
    "permissions",
    "release",
    "releases",
    "seal",
    "seal_or_ask",
    "showing",
    "unknown",
]
