"""Class disclosure: everybody of one kind is said to share something.

Where one category alone of a split is shown, and shows as many as the total, the attacker claims
that all of the total are in it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from api.disclosure.policy import UNIFORM_BASE
from tests.attacks.links import Links
from tests.attacks.population import Numbers
from tests.attacks.presence import Claims, claims, pooled
from tests.attacks.sealed import HIDDEN, Sealed

SMALL = UNIFORM_BASE
"""Groups from this size on are a matter of statistics, not of somebody's class."""


def all_alike(made: Sealed, *, tied: Links, zeros: NDArray[np.bool_]) -> Claims:
    """Claim that all share the one shown category where it shows as many as their total.

    Of groups shown as fewer than `SMALL`; where the other categories can hold nobody by definition
    there is nothing to learn. Chance is how often it holds where one category alone is shown of the
    same table: what the words mean makes some groups alike whoever they are.
    """
    seen, true = made.shown["records"], made.true["records"]
    alone = tied.summed(seen != HIDDEN) == 1
    told = tied.summed(~zeros) > 1
    total_seen = seen[tied.total]
    open_ = tied.dropped & alone & told & (total_seen != HIDDEN) & (total_seen < SMALL)
    part = _shown_part(seen, tied)[open_]
    total = tied.total[open_]
    alike, claimed = true[part] == true[total], seen[part] >= seen[total]
    table = np.searchsorted([grid.start for grid in made.grids], part, side="right")
    return pooled(claims(claimed[table == n], alike[table == n]) for n in np.unique(table))


def _shown_part(seen: Numbers, tied: Links) -> Numbers:
    """Of every link a part that is shown."""
    found = np.zeros(tied.count, np.int64)
    shown = seen[tied.part] != HIDDEN
    found[tied.link[shown]] = tied.part[shown]
    return found
