"""What is on file about an agreement, as it is read back."""

from sqlalchemy import text

from auth import agreement_store
from tests.auth_world import PARTNERSHIP, World
from tests.papers import AGREEMENT

SIGNERS = ["bromley-da-lead", "kings-pruh", "met-bromley"]


def signers(world: World) -> list[str]:
    with world.writing() as session:
        (filed,) = agreement_store.filed_of(
            session, partnership_id=PARTNERSHIP, agency_id=SIGNERS[0], agreement_id=AGREEMENT
        )
    return [each.agency_id for each in filed.signatures]


def test_signatures_of_one_instant_stand_in_one_order_wherever_they_lie(fresh: World) -> None:
    for moved in SIGNERS:
        with fresh.as_administrator() as connection:
            connection.execute(
                text("UPDATE agreement_signatures SET kid = kid WHERE agency_id = :moved"),
                {"moved": moved},
            )
            connection.exec_driver_sql("ANALYZE")
        assert signers(fresh) == SIGNERS
