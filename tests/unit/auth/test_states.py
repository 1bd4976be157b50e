"""The graph of an agreement's states, and that what is worked out never leaves it."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from auth import states
from auth.agreements import Filed
from auth.refusals import Conflict
from auth.standing import Change, check_change, check_open, standing
from auth.states import GRAPH, MEANS, WHO, State, Step
from auth.terms import Terms
from schemas.wire.agreements import STATES, STEPS
from tests import papers
from tests.papers import NOW, TODAY

PARTIES = ("met-bromley", "bromley-da-lead", "kings-pruh")
POLICE, LEAD, HOSPITAL = PARTIES


def state(filed: Filed, today: date = TODAY) -> State:
    return states.now(filed, today=today)[0]


def changed(*steps: tuple[str, str]) -> Filed:
    return papers.filed(
        changes=[
            Change(what, who, NOW + timedelta(minutes=n)) for n, (what, who) in enumerate(steps)
        ]
    )


def test_every_state_and_step_has_its_words_and_its_name_on_the_wire() -> None:
    assert set(GRAPH) == set(State) == set(MEANS) == set(map(State, STATES))
    assert {step for row in GRAPH.values() for step in row} == set(Step) == set(WHO)
    assert set(STEPS) == set(Step) - {Step.DAY, Step.REVOKE_KEY}


def test_nothing_leads_out_of_an_end() -> None:
    reached = {state for targets in GRAPH[State.ENDED].values() for state in targets}
    assert reached == {State.ENDED}


def test_only_a_signature_a_party_leaving_or_a_resumption_brings_into_force() -> None:
    bringing = {
        step
        for source, row in GRAPH.items()
        for step, targets in row.items()
        if source is not State.IN_FORCE and State.IN_FORCE in targets
    }
    assert bringing == {Step.SIGN, Step.WITHDRAW, Step.RESUME, Step.DAY}


@pytest.mark.parametrize(
    ("filed", "today", "expected"),
    [
        (papers.filed(unsigned=[LEAD]), TODAY, State.DRAFT),
        (papers.filed(unsigned=[LEAD]), date(2024, 1, 1), State.DRAFT),
        (papers.filed(), date(2024, 12, 31), State.SIGNED),
        (papers.filed(), TODAY, State.IN_FORCE),
        (papers.filed(), date(2029, 1, 1), State.EXPIRED),
        (changed(("suspend", LEAD)), TODAY, State.SUSPENDED),
        (changed(("suspend", LEAD)), date(2029, 1, 1), State.SUSPENDED),
        (changed(("withdraw", LEAD)), TODAY, State.IN_FORCE),
        (changed(("withdraw", LEAD), ("withdraw", POLICE)), TODAY, State.WITHDRAWN),
        (changed(("suspend", LEAD), ("end", POLICE)), TODAY, State.ENDED),
        (Filed("bromley", "DSA-2026-0009", {}), TODAY, State.DRAFT),
    ],
)
def test_the_state_is_worked_out_from_what_is_on_file(
    filed: Filed, today: date, expected: State
) -> None:
    assert state(filed, today) is expected


def test_what_cannot_happen_now_is_refused_by_the_state() -> None:
    draft, over = papers.filed(unsigned=[LEAD]), papers.filed()
    for filed, today, code in (
        (draft, TODAY, "agreement_draft"),
        (over, date(2029, 1, 1), "agreement_expired"),
    ):
        with pytest.raises(Conflict) as caught:
            states.check(filed, step=Step.SUSPEND, today=today)
        assert caught.value.code == code
    states.check(over, step=Step.SUSPEND, today=TODAY)


@pytest.mark.parametrize(
    ("filed", "agency", "possible"),
    [
        (papers.filed(unsigned=[LEAD]), LEAD, ["redraft", "sign", "withdraw", "end"]),
        (papers.filed(unsigned=[LEAD]), POLICE, ["redraft", "withdraw", "end"]),
        (papers.filed(), POLICE, ["redraft", "suspend", "withdraw", "end"]),
        (changed(("suspend", LEAD)), LEAD, ["redraft", "resume", "withdraw", "end"]),
        (changed(("suspend", LEAD)), POLICE, ["redraft", "suspend", "withdraw", "end"]),
        (changed(("withdraw", LEAD)), LEAD, []),
        (changed(("end", LEAD)), POLICE, []),
    ],
)
def test_a_party_is_told_what_it_can_do(filed: Filed, agency: str, possible: list[str]) -> None:
    assert states.possible(filed, agency_id=agency, today=TODAY) == possible


class TestRevokedKeys:
    NARROW = papers.document(version=2, datasets=["health_contact"], starts_on="2026-01-01")

    def fallen(self, filed: Filed, *, at: datetime, version: int) -> Filed:
        """The hospital's key is revoked that signed one version."""
        signatures = tuple(
            replace(each, key=None, fell_at=at)
            if (each.agency_id, each.version) == (HOSPITAL, version)
            else each
            for each in filed.signatures
        )
        return replace(filed, signatures=signatures)

    def test_a_version_that_loses_a_signature_revives_none_before_it(self) -> None:
        both = papers.filed(papers.document(), self.NARROW)
        assert state(self.fallen(both, at=NOW, version=2)) is State.DRAFT

    def test_a_version_that_was_never_in_force_takes_none_down(self) -> None:
        later = papers.document(version=2, starts_on="2026-06-01")
        both = self.fallen(papers.filed(papers.document(), later), at=NOW, version=2)
        assert state(both) is State.IN_FORCE
        assert state(both, date(2026, 7, 1)) is State.IN_FORCE

    def test_a_version_completed_after_the_key_fell_takes_none_down(self) -> None:
        both = papers.filed(papers.document(), self.NARROW)
        before = NOW - timedelta(days=1)
        assert state(self.fallen(both, at=before, version=2)) is State.IN_FORCE


class Walk:
    """An agreement to which things happen at random, a minute apart."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.today, self.at = TODAY, NOW
        first = papers.document(**self._dates())
        self.documents = [first]
        self.filed = papers.filed(first, unsigned=PARTIES)

    def _dates(self) -> dict[str, str]:
        starts = self.today + timedelta(days=self.draw.randrange(-40, 40))
        ends = starts + timedelta(days=self.draw.randrange(60))
        return {"starts_on": f"{starts}", "review_on": f"{starts}", "ends_on": f"{ends}"}

    def happen(self, step: Step, who: str) -> None:
        self.at += timedelta(minutes=1)
        if step is Step.DAY:
            self.today += timedelta(days=self.draw.randrange(1, 30))
            self.at = max(self.at, NOW + (self.today - TODAY))
        elif step is Step.REVOKE_KEY:
            self._revoke(who)
        else:
            self._act(step, who)

    def _revoke(self, who: str) -> None:
        signatures = tuple(
            replace(each, key=None, fell_at=each.fell_at or self.at)
            if each.agency_id == who
            else each
            for each in self.filed.signatures
        )
        self.filed = replace(self.filed, signatures=signatures)

    def _act(self, step: Step, who: str) -> None:
        stands = standing(self.filed.changes)
        check_open(stands, agency_id=who)
        states.check(self.filed, step=step, today=self.today)
        if step is Step.SIGN:
            self._sign(who)
        elif step is Step.REDRAFT:
            self._redraft(stands.withdrawn)
        else:
            check_change(stands, change=step, agency_id=who)
            change = Change(step, who, self.at)
            self.filed = replace(self.filed, changes=(*self.filed.changes, change))

    def _sign(self, who: str) -> None:
        document = self.draw.choice(self.documents)
        marks = {(each.agency_id, each.version) for each in self.filed.signatures}
        parties = {party["agency"] for party in document["parties"]}
        if who in parties and (who, document["version"]) not in marks:
            given = replace(papers.signed(document, agency=who), received_at=self.at)
            self.filed = replace(self.filed, signatures=(*self.filed.signatures, given))

    def _redraft(self, withdrawn: frozenset[str]) -> None:
        version = len(self.documents) + 1
        document = papers.document(version=version, **self._dates())
        if withdrawn & {party["agency"] for party in document["parties"]}:
            return
        self.documents.append(document)
        text = Terms.parse(document).canonical.decode()
        self.filed = replace(self.filed, versions={**self.filed.versions, version: text})


@pytest.mark.parametrize("part", range(4))
def test_whatever_happens_an_agreement_moves_along_the_graph(part: int) -> None:
    visited: set[tuple[State, Step, State]] = set()
    for seed in range(part * 40, part * 40 + 40):
        walk = Walk(seed)
        for _ in range(25):
            # Signing is drawn more often, or little would ever be in force.
            step = walk.draw.choice([*Step, Step.SIGN, Step.SIGN, Step.SIGN, Step.SIGN])
            before = state(walk.filed, walk.today)
            if before is State.ENDED:
                break
            try:
                walk.happen(step, walk.draw.choice(PARTIES))
            except Conflict:
                continue
            after = state(walk.filed, walk.today)
            assert after in GRAPH[before][step], (seed, before, step, after)
            visited.add((before, step, after))
    assert len({source for source, _, _ in visited}) >= 5
    assert len(visited) > 30


def test_a_party_in_force_is_never_told_it_can_do_what_is_refused() -> None:
    for filed in (papers.filed(), papers.filed(unsigned=[LEAD]), changed(("suspend", LEAD))):
        for step in states.possible(filed, agency_id=LEAD, today=TODAY):
            states.check(filed, step=step, today=TODAY)
