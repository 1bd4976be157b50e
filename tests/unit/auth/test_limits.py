"""What a request is counted as, and what is told to whoever asks too often."""

from datetime import UTC, datetime, timedelta

import limits
import pytest
from limits.storage import MemoryStorage, Storage

from auth.limits import UNLIMITED, Kind, Limits, TooOften
from auth.refusals import Unavailable

START = datetime(2026, 4, 20, 9, tzinfo=UTC)


class Counts(Storage):
    """A store of counts that begins a span at the first hit, as the library's own do."""

    STORAGE_SCHEME = None

    def __init__(self, *, down: bool = False) -> None:
        super().__init__(wrap_exceptions=True)
        self.now, self.down = START, down
        self.held: dict[str, tuple[int, datetime]] = {}
        self.asked = 0

    @property
    def base_exceptions(self) -> type[Exception]:
        return ConnectionError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        if self.down:
            raise ConnectionError
        self.asked += 1
        hits, until = self.held.get(key, (0, self.now))
        if until <= self.now:
            hits, until = 0, self.now + timedelta(seconds=expiry)
        self.held[key] = (hits + amount, until)
        return hits + amount

    def get(self, key: str) -> int:
        return self.held[key][0]

    def get_expiry(self, key: str) -> float:
        return self.held[key][1].timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> None:
        self.held.clear()

    def clear(self, key: str) -> None:
        del self.held[key]


def limited(counts: Counts, **rates: str) -> Limits:
    kinds: tuple[Kind, ...] = ("token", "requests", "questions")
    made = {kind: limits.parse(rates[kind]) for kind in kinds if kind in rates}
    return Limits(made, storage=counts, now=lambda: counts.now)


def refusal(made: Limits, kind: Kind = "token", *, address: str = "192.0.2.1") -> TooOften:
    with pytest.raises(TooOften) as refused:
        made.by_address(kind, address)
    return refused.value


def test_nothing_is_limited_unless_a_rate_is_given() -> None:
    assert not UNLIMITED
    UNLIMITED.by_address("token", "192.0.2.1")
    UNLIMITED.by_client("token", "met")
    UNLIMITED.admit("met", scope="aggregates:read")
    only = limited(Counts(), token="1/minute")
    for _ in range(3):
        only.by_client("requests", "met")
        only.admit("met", scope="aggregates:read")


def test_a_rate_is_used_up_and_begins_anew_when_its_span_is_over() -> None:
    counts = Counts()
    made = limited(counts, token="2/minute")
    made.by_address("token", "192.0.2.1")
    counts.now += timedelta(seconds=20)
    made.by_address("token", "192.0.2.1")
    assert refusal(made).headers["Retry-After"] == "40"
    counts.now += timedelta(seconds=39.5)
    assert refusal(made).headers["Retry-After"] == "1"
    counts.now += timedelta(seconds=0.5)
    made.by_address("token", "192.0.2.1")


def test_the_first_refusal_of_a_span_is_told_from_those_after_it_by_any_worker() -> None:
    counts = Counts()
    one, other = (limited(counts, token="1/minute") for _ in range(2))
    one.by_address("token", "192.0.2.1")
    assert [refusal(each).repeated for each in (other, one, other, one)] == [
        False, True, True, True,
    ]  # fmt: skip
    counts.now += timedelta(seconds=60)
    one.by_address("token", "192.0.2.1")
    assert refusal(one).repeated is False


def test_a_worker_does_not_ask_again_about_a_full_count() -> None:
    counts = Counts()
    made = limited(counts, token="1/minute")
    made.by_address("token", "192.0.2.1")
    for _ in range(5):
        refusal(made)
    assert counts.asked == 2


def test_a_worker_keeps_few_full_counts_in_mind() -> None:
    counts = Counts()
    made = limited(counts, token="1/second")
    for number in range(10_050):
        counts.now += timedelta(milliseconds=number % 2)
        made.by_client("token", f"client-{number}")
        with pytest.raises(TooOften):
            made.by_client("token", f"client-{number}")
    assert len(made._full) <= 10_000


def test_what_is_counted_apart_does_not_add_up() -> None:
    made = limited(Counts(), token="1/minute", requests="1/minute")
    made.by_address("token", "192.0.2.1")
    made.by_address("requests", "192.0.2.1")
    made.by_client("token", "192.0.2.1")
    made.by_client("token", "met")
    made.by_address("token", "192.0.2.2")


def test_a_question_counts_as_a_request_and_by_itself() -> None:
    made = limited(Counts(), requests="3/minute", questions="1/minute")
    made.admit("met", scope="aggregates:read")
    with pytest.raises(TooOften, match="limit_questions_client"):
        made.admit("met", scope="aggregates:read")
    made.admit("met", scope="returns:read")
    with pytest.raises(TooOften, match="limit_requests_client"):
        made.admit("met", scope="returns:read")
    made.admit("trust", scope="aggregates:read")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.1", "192.0.2.1:4711"),
        ("192.0.2.1", "::ffff:192.0.2.1"),
        ("2001:db8::1", "2001:db8::ffff:1"),
        ("2001:db8::1", "[2001:db8::2]:443"),
        ("2001:DB8::1", "2001:db8::1"),
        ("", "no address"),
    ],
)
def test_addresses_of_one_place_share_a_count(one: str, other: str) -> None:
    made = limited(Counts(), token="1/minute")
    made.by_address("token", one)
    refusal(made, address=other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("192.0.2.1", "192.0.2.2"), ("2001:db8:0:1::1", "2001:db8:0:2::1"), ("192.0.2.1", "")],
)
def test_addresses_of_two_places_do_not(one: str, other: str) -> None:
    made = limited(Counts(), token="1/minute")
    made.by_address("token", one)
    made.by_address("token", other)


def test_no_name_or_address_reaches_the_store() -> None:
    counts = Counts()
    made = limited(counts, token="1/minute")
    made.by_address("token", "192.0.2.1")
    made.by_client("token", "met-returns")
    assert [len(key) for key in counts.held] == [64, 64]
    assert not any("192" in key[:3] or "met" in key for key in counts.held)


def test_without_its_counts_it_refuses() -> None:
    with pytest.raises(Unavailable) as refused:
        limited(Counts(down=True), token="1/minute").by_client("token", "met")
    assert refused.value.headers["Retry-After"] == "5"


def test_the_librarys_own_stores_serve_as_well() -> None:
    rate: dict[Kind, limits.RateLimitItem] = {"token": limits.parse("2/hour")}
    made = Limits(rate, storage=MemoryStorage(), now=lambda: datetime.now(UTC))
    for _ in range(2):
        made.by_address("token", "192.0.2.1")
    refused = refusal(made)
    assert 3590 < int(refused.headers["Retry-After"]) <= 3600
    assert (refused.repeated, refusal(made).repeated) == (False, True)


def test_rates_need_a_store_and_a_clock() -> None:
    rate: dict[Kind, limits.RateLimitItem] = {"token": limits.parse("2/hour")}
    for made in (Limits(rate, now=lambda: START), Limits(rate, storage=Counts())):
        with pytest.raises(ValueError, match="rates need"):
            made.by_client("token", "met")
