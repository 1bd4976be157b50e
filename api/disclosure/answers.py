"""The observations of an answer, put together from shown cells.

Every key that the question permits is answered, in one stable order; what is not among the shown
cells is suppressed, whatever the reason. Nothing here has seen a true count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from api.disclosure.lattice import Key, Question, permitted_keys
from api.disclosure.nesting import Impossible
from api.disclosure.showing import Showing

Observation = dict[str, str | int | None]


NOTHING: Final = Impossible((), never=())


def observations(
    question: Question,
    *,
    shown: Mapping[Key, int],
    showing: Showing,
    impossible: Impossible = NOTHING,
) -> list[Observation]:
    """Give one observation per permitted key: its categories, `value` and `status`.

    `shown` holds the release's cells of the question's shape, period and unit, and may hold more
    than the question asks for. `value` is null unless the status says it is shown. What is
    `impossible` by the dataset's declaration is not applicable, whatever was counted.
    """
    places = [question.shape.names.index(name) for name in question.by]
    return [
        {
            **{name: key[place] for name, place in zip(question.by, places, strict=True)},
            **(
                dict(_NOT_APPLICABLE)
                if showing.shows and impossible.key(question.shape.breakdowns, key)
                else _outcome(shown.get(key), showing=showing)
            ),
        }
        for key in permitted_keys(question)
    ]


_NOT_APPLICABLE: Final[Observation] = {"value": None, "status": "not_applicable"}


def _outcome(value: int | None, *, showing: Showing) -> Observation:
    if not showing.shows:
        return {"value": None, "status": showing.status}
    if value is None:
        return {"value": None, "status": "suppressed"}
    return {"value": value, "status": showing.status}
