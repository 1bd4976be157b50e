"""The timeline of one listed person."""

from tests.casework import CHARITY, POLICE, Casework, about
from tests.rows import ADA


def test_two_agencies_rows_about_one_person_join(casework: Casework) -> None:
    casework.send(POLICE, "incident", about("incident", "victim", ADA))
    casework.send(CHARITY, "referral", about("referral", "subject", ADA))
    case = casework.listed(person_ref=ADA, members=["children-bromley"])
    answer = casework.timeline("children-bromley", case)
    assert answer.status == 200, answer.body
    print(answer.json)
    assert casework.kinds("children-bromley", case) == ["referred", "reported"]
