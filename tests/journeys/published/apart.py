"""Contradictions of the reports between figures that each stand: how they are kept from each other.

Every function shows one of them to happen: two lines that are never joined, a movement that is not
told, a benchmark that is withheld. What a rule refuses when it is sent stands in `caught`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.journeys.published.histories import History
from tests.journeys.published.mistaken import QUARTER, seen

Histories = Mapping[str, History]


def _parts(values: list[Any]) -> list[tuple[Any, Any, Any]]:
    return [(each["value"], each["numerator"], each["denominator"]) for each in values]


def _follows(values: list[Any]) -> tuple[str, str, Any]:
    """How the last of the figures stands to the one before: never with a verdict."""
    held = values[-1]["follows"]
    return held["status"], held["reason"], held["verdict"]


def _two_arrest_rates(all_: Histories) -> None:
    bromley = all_["bromley"]
    assert _parts(bromley.values("IND-04", line="a")) == [(38.5, 1192, 3098)]
    assert _parts(bromley.values("IND-04", line="c")) == [(59.3, 1056, 1780)]
    compared = bromley.ask("/v1/indicators/IND-04/values?period=2007-2008&compare=2006-2007")
    assert (compared.status, compared.json["code"]) == (422, "version_required")


def _victims_and_crimes(all_: Histories) -> None:
    bromley = all_["bromley"]
    assert [each["value"] for each in bromley.declared("crimes")] == [1780]
    assert bromley.declared("victims") == []
    assert bromley.values("IND-08", line="d") == []


def _people_and_detections(all_: Histories) -> None:
    bromley = all_["bromley"]
    [people] = bromley.values("IND-12", line="people")
    [rate] = bromley.values("IND-10", line="crimes")
    assert people["value"] == rate["numerator"] == 743
    assert people["title"].startswith("people ")
    assert rate["title"].startswith("sanction detections")
    rules = {each["declared"]["counting_rule"] for each in (people, rate)}
    assert rules == {"charges-and-cautions", "as-declared"}


def _grave_charges(all_: Histories) -> None:
    assert [each["value"] for each in all_["bromley"].values("IND-14", line="people")] == [25]
    assert [each["value"] for each in all_["bromley"].values("IND-14", line="offences")] == [47]
    both = seen(all_["mistaken"], "IND-14", line="offences")
    assert [each["value"] for each in both] == [25, 47]
    assert _follows(both) == ("series_break", "definition_changed", None)


def _calls_and_incidents(all_: Histories) -> None:
    mistaken = all_["mistaken"]
    assert 101_199 in [each["value"] for each in seen(mistaken, "IND-01")]
    assert _parts(seen(mistaken, "IND-03", line="v1")) == [(91.3, 80_000, 87_600)]
    assert seen(mistaken, "IND-03", line="v2") == []


def _one_post_two_prices(all_: Histories) -> None:
    held = all_["mistaken"].declared("spending", period=QUARTER)
    assert {(each["agency"], each["value"]) for each in held} == {
        ("met-mistaken", 17_500),
        ("mistaken-lead", 17_000),
    }
    assert len({each["source"] for each in held}) == 2


def _detections_of_what(all_: Histories) -> None:
    havering = all_["havering"]
    assert (41.9, 527, 1258) in _parts(havering.values("IND-10", line="stated"))
    assert havering.values("IND-10", line="crimes") == []
    assert (64.3, 1452, 2259) in _parts(havering.values("IND-02"))


def _fourteen_months(all_: Histories) -> None:
    every = seen(all_["mistaken"], "IND-01")
    pair = [each for each in every if each["declared"]["agency"] == "mistaken-lead"]
    assert [each["value"] for each in pair] == [2273, 2259]
    assert _follows(pair) == ("not_available", "spans_overlap", None)


def _power_of_arrest(all_: Histories) -> None:
    assert (53.0, 769, 1452) in _parts(all_["havering"].values("IND-04", line="c"))
    alone = all_["mistaken"].declared("arrests_where_power", period=QUARTER)
    assert [each["value"] for each in alone] == [769]
    assert seen(all_["mistaken"], "IND-04", line="b") == []


def _repeats_of_what(all_: Histories) -> None:
    havering = all_["havering"]
    assert (25.1, 364, 1452) in _parts(havering.values("IND-08", line="b"))
    assert not any(havering.values("IND-08", line=line) for line in "acd")


def _across_april_2007(all_: Histories) -> None:
    mistaken = all_["mistaken"]
    assert _parts(all_["kingston"].values("IND-04", line="d")) == [(56.3, 830, 1474)]
    assert all_["kingston"].values("IND-04", line="c") == []
    [mixed] = seen(mistaken, "IND-04", line="d")
    assert mixed["follows"] is None
    offences = seen(mistaken, "IND-04", line="c")
    assert [each["value"] for each in offences] == [53.0, 59.3]
    assert _follows(offences) == ("series_break", "definition_changed", None)
    path = f"/v1/reports/scrutiny?period={QUARTER}"
    prose = mistaken.read(path, media_type="text/markdown").body.decode()
    [line] = [line for line in prose.splitlines() if "59.3 per cent" in line]
    assert "56.3" not in line
    assert "The two are not compared, because the definition changed" in line


def _charged_and_detected(all_: Histories) -> None:
    kingston = all_["kingston"]
    [people] = kingston.values("IND-12", line="people")
    assert (people["value"], people["declared"]["counting_rule"]) == (174, "charges-alone")
    assert _parts(kingston.values("IND-10", line="stated")) == [(48.2, 381, 791)]
    assert kingston.values("IND-11") == []


def _one_stop_shop(all_: Histories) -> None:
    both = seen(all_["mistaken"], "IND-27")
    assert [each["value"] for each in both] == [358, 500]
    assert _follows(both) == ("series_break", "counting_rule_changed", None)


def _own_days(all_: Histories) -> None:
    path = f"/v1/reports/scrutiny?period={QUARTER}"
    told = all_["mistaken"].read(path, media_type="text/markdown")
    prose = told.body.decode()
    assert re.findall(r"(?<![\d,])(358|500)\b( from 1 April \d{4})?", prose) == [
        ("358", " from 1 April 2020"),
        ("500", " from 1 April 2021"),
    ]
    assert "October to December 2022" in prose.splitlines()[0]


def _preferred_words(all_: Histories) -> None:
    lead = all_["mistaken"].lead
    answer = lead.call(
        "GET", f"/v1/statements?period={QUARTER}", scope="returns:read", asked=lead.details()
    )
    [statement] = answer.json["statements"]
    assert "domestic violence" not in statement["printed"]
    assert "victims of domestic abuse" in statement["printed"]


def _measure_of_its_years(all_: Histories) -> None:
    [late] = seen(all_["mistaken"], "IND-10", line="stated")
    assert (late["value"], late["status"], late["reason"]) == (
        None,
        "not_available",
        "not_in_force",
    )
    assert late["declared"]["first_day"] == "2014-04-01"


def _conferences(all_: Histories) -> None:
    heard = {name: all_[name].values("IND-21") for name in ("bromley", "havering", "kingston")}
    assert {name: [each["value"] for each in found] for name, found in heard.items()} == {
        "bromley": [33],
        "havering": [],
        "kingston": [],
    }


def _benchmark_before_its_data(all_: Histories) -> None:
    path = f"/v1/reports/scrutiny?period={QUARTER}"
    prose = all_["mistaken"].read(path, media_type="text/markdown").body.decode()
    beside = "Beside it stands London from 1 April 2006 to 31 March 2007: 85 per cent"
    assert f"{beside} (85,000 of 100,000) (provisional) (source" in prose


def _unequal_follow_up(all_: Histories) -> None:
    asked = "&compare=benchmark&version=no_repeat"
    answer = all_["mistaken"].answer("IND-22", asked=asked, period=QUARTER)
    [local] = [each for each in answer["values"] if each["declared"]]
    assert (local["value"], local["numerator"], local["denominator"]) == (78.8, 26, 33)
    assert local["chance"] == {"low": 62, "high": 90}
    [national] = answer["benchmarks"]
    assert (national["value"], national["reason"]) == (None, "spans_differ")


def _men_in_two_services(all_: Histories) -> None:
    held = all_["kingston"].declared("one_stop_shop_people")
    assert {(str(each.get("breakdown")), each["value"]) for each in held} == {
        ("None", 191),
        ("{'sex': 'M'}", 20),
        ("{'sex': 'F'}", 171),
    }
    crimes = all_["kingston"].declared("crimes")
    assert [(each.get("breakdown"), each["value"]) for each in crimes] == [(None, 791)]
    assert all_["bromley"].declared("one_stop_shop_people") == []


def _flags_not_need(all_: Histories) -> None:
    havering, kingston = all_["havering"], all_["kingston"]
    assert (0.2, 5, 2259) in _parts(havering.values("IND-15", line="mh_share"))
    assert _parts(kingston.values("IND-15", line="mh_share")) == [(0.8, 12, 1474)]
    answer = kingston.answer("IND-15")
    assert "never how common the abuse is" in str(answer)


SHOWN: Final[Mapping[str, Callable[[Histories], None]]] = {
    "INC-01": _two_arrest_rates,
    "INC-02": _victims_and_crimes,
    "INC-03": _people_and_detections,
    "INC-08": _grave_charges,
    "INC-10": _calls_and_incidents,
    "INC-11": _one_post_two_prices,
    "INC-13": _detections_of_what,
    "INC-14": _fourteen_months,
    "INC-15": _power_of_arrest,
    "INC-16": _repeats_of_what,
    "INC-17": _across_april_2007,
    "INC-19": _charged_and_detected,
    "INC-22": _one_stop_shop,
    "INC-24": _own_days,
    "INC-25": _preferred_words,
    "INC-28": _measure_of_its_years,
    "INC-29": _conferences,
    "INC-30": _benchmark_before_its_data,
    "INC-31": _unequal_follow_up,
    "INC-32": _men_in_two_services,
    "INC-33": _flags_not_need,
}
"""How each is kept apart."""
