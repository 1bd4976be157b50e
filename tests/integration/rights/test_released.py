"""Released figures outlive the records behind them, and change at the next epoch alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from api.keeper import keeping
from api.queries.rights import erasing
from api.queries.rights.places import Whose
from auth.refusals import Conflict
from schemas.period import Period
from tests.databases import Databases
from tests.integration.borough import PARTNERSHIP
from tests.integration.sealing import AFTER, Place, borough_in, everything, truth

MARCH = Period.parse("2026-03")


@pytest.fixture
def place(fresh_databases: Databases) -> Iterator[Place]:
    with borough_in(fresh_databases, months=[MARCH]) as made:
        made.seal("2026-03")
        yield made


def test_figures_stay_when_a_person_is_erased_and_nothing_else_may_be_told_of_it(
    place: Place,
) -> None:
    """An erasure alone is no reason for a new epoch: it would tell who is gone."""
    with place.reading() as session:
        shown, counted = everything(session, periods=[MARCH]), truth(session, periods=[MARCH])
    own = (
        place.borough.rows[each] for each, sent in place.borough.sent.items() if "incident" in sent
    )
    person = next(
        row["victim_person_id"] for rows in own for row in rows if row["victim_person_id"]
    )
    with place.writing() as session, keeping(session):
        whose = Whose(PARTNERSHIP, "met-bromley", through="2026-03")
        assert erasing.erase(session, [person], whose=whose)["rows"] >= 1
    with place.reading() as session:
        assert everything(session, periods=[MARCH]) == shown
        assert truth(session, periods=[MARCH]) != counted
    with pytest.raises(Conflict) as refusal:
        place.seal("2026-03", on=AFTER + timedelta(days=100))
    assert refusal.value.code == "nothing_changed"
