"""An agreement in plain words: who shares what with whom, why, what never leaves, until when.

What belongs here: turning an agreement as the interface shows it into the sentences and rows of a
page. What does not: how the page looks (`schemas.pages`), and any decision about the agreement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from api.disclosure.profiles import PROFILES
from api.reports.words import day, listed, lowered, sentence
from auth.fingerprints import spoken
from auth.states import MEANS, State
from schemas import pages
from schemas.codes.places import LOCAL_AUTHORITY, WARD
from schemas.dataset import columns_by_name
from schemas.datasets import DATASETS
from schemas.evaluate import LONDON
from schemas.leaving import NEVER_LEAVES
from schemas.linked import MEASURES
from schemas.purposes import PURPOSES

Document = Mapping[str, Any]

STATES: Final[Mapping[str, str]] = {
    "draft": "draft",
    "signed": "signed, not begun",
    "in_force": "in force",
    "suspended": "suspended",
    "expired": "expired",
    "withdrawn": "too few parties left",
    "ended": "ended",
}
"""A state as a label."""

_GIVES: Final[Mapping[str, str]] = {
    "submit": "sends returns of its own records or counts",
    "retrieve": "lets the recipients read of its records what may leave",
    "aggregate": "lets protected figures be made of what it sends",
}
_GETS: Final[Mapping[str, str]] = {
    "aggregate": "may ask for protected figures and reports",
    "seal": "may seal a month or a quarter, after which its figures can be asked for",
}
_READS: Final = "may read records of the providers, one after another, less what never leaves"
_CASES: Final = "may read the timelines of persons who are listed for it"
_OWN: Final = "may read its own records, as they were sent"
_COORDINATES: Final = "may list the persons whose timelines members read"

_EVENTS: Final[Mapping[str, str]] = {
    "draft": "filed version {}",
    "sign": "signed version {}",
    "revoke_key": "had its key revoked, and with it its signature of version {}",
    "suspend": "suspended the agreement",
    "resume": "resumed it",
    "end": "ended it",
    "withdraw": "withdrew from it",
}

OPERATOR: Final = "operator"
"""Who files at the word of the parties, by a command."""


def page(document: Document) -> str:
    """An agreement as one HTML page.

    `document` is as AgreementSchema writes it, days and instants as ISO text.
    """
    return pages.agreement(said(document))


def said(document: Document) -> dict[str, Any]:
    """What a page says of an agreement."""
    terms = document["terms"]
    return {
        "number": document["agreement"],
        "version": document["version"],
        "title": document["title"],
        "state": document["state"],
        "label": STATES[document["state"]],
        "meaning": MEANS[State(document["state"])],
        "standing": _standing(document),
        "summary": _summary(document),
        "parties": list(_parties(document)),
        "purposes": [PURPOSES[name] for name in terms["purposes"]],
        "reads_rows": any(each != _OWN for each in _reading(terms)),
        "figures": bool({"aggregate", "seal"} & set(terms["actions"])),
        "withholds": bool(terms["withheld_fields"]),
        "datasets": list(_datasets(terms)),
        "threshold": PROFILES[terms["disclosure_profile"]].threshold,
        "base": PROFILES[terms["disclosure_profile"]].base,
        "alone": list(_alone(document)),
        "areas": listed([_area(code) for code in terms["areas"]]),
        "starts": _day(terms["starts_on"]),
        "ends": _day(terms["ends_on"]),
        "review": _day(terms["review_on"]),
        "review_due": document["review_due"],
        "retention": _months(terms["retention_months"]),
        "basis": terms["lawful_basis"],
        "signatures": list(_signatures(document)),
        "history": [_event(each, document) for each in document["history"]],
        "sha256": document["terms_sha256"],
    }


def _standing(document: Document) -> str:
    """Which version holds, where it is not the one shown."""
    held, shown = document["in_force_version"], document["version"]
    if held is None or held == shown:
        return ""
    waits = listed([_name(each, document) for each in document["awaiting"]])
    follows = f"It waits for {waits}." if waits else "It has not begun yet, or is past."
    return f"Version {held} is in force. This page shows version {shown}. {follows}"


def _summary(document: Document) -> str:
    """The agreement in two sentences."""
    terms = document["terms"]
    roles = {each["agency"]: each["roles"] for each in terms["parties"]}
    givers, users = (
        listed([_name(agency, document) for agency in roles if role in roles[agency]])
        for role in ("provider", "recipient")
    )
    datasets = listed([_title(name) for name in terms["datasets"]])
    purposes = listed([lowered(PURPOSES[name].title) for name in terms["purposes"]])
    days = f"from {_day(terms['starts_on'])} to {_day(terms['ends_on'])}"
    if _is_own(terms):
        return (
            f"{users} may each read their own data on {datasets}, and nobody else's, for"
            f" {purposes}, {days}."
        )
    if givers == users:
        return (
            f"{givers} share data on {datasets} with each other, for {purposes} and for nothing"
            f" else, {days}."
        )
    return (
        f"{givers} provide data on {datasets}. {users} may use them for {purposes} and for nothing"
        f" else, {days}."
    )


def _parties(document: Document) -> Iterator[dict[str, Any]]:
    actions = document["terms"]["actions"]
    withdrawn = {each["agency"] for each in document["history"] if each["event"] == "withdraw"}
    for party in document["terms"]["parties"]:
        roles = party["roles"]
        others = set(actions) - ({"retrieve"} if _is_own(document["terms"]) else set())
        gives = [words for action, words in _GIVES.items() if action in others]
        gets = [*_reading(document["terms"]), *(_GETS[each] for each in _GETS if each in actions)]
        yield {
            "name": _name(party["agency"], document),
            "slug": party["agency"],
            "gives": gives if "provider" in roles else [],
            "gets": (gets if "recipient" in roles else [])
            + ([_COORDINATES] if "coordinator" in roles else []),
            "withdrawn": party["agency"] in withdrawn,
        }


def _reading(terms: Document) -> Iterator[str]:
    """In which of two ways records are read, as far as the purposes reach."""
    purposes = [PURPOSES[name] for name in terms["purposes"]]
    if "retrieve" in terms["actions"]:
        if any(purpose.reads(name) for purpose in purposes for name in terms["datasets"]):
            yield _READS
        if any(purpose.cases for purpose in purposes):
            yield _CASES
        if any(purpose.rows == "own" for purpose in purposes):
            yield _OWN


def _is_own(terms: Document) -> bool:
    """Whether all that it grants is that each agency reads its own records."""
    kinds = {PURPOSES[name].rows for name in terms["purposes"]}
    return kinds == {"own"} and not {"aggregate", "seal"} & set(terms["actions"])


def _datasets(terms: Document) -> Iterator[dict[str, Any]]:
    withheld = [name.partition(".") for name in terms["withheld_fields"]]
    for name in terms["datasets"]:
        fields = [field for dataset, _, field in withheld if dataset == name]
        yield {
            "name": name,
            "title": sentence(_title(name)),
            "grain": DATASETS[name].grain if name in DATASETS else "",
            "withheld": [_field(name, field) for field in fields],
            "never": [_field(name, field) for field in sorted(NEVER_LEAVES.get(name, ()))],
            "rowless": _is_whole(name),
        }


def _is_whole(name: str) -> bool:
    """Whether nothing of the dataset's rows leaves."""
    return (
        name in DATASETS
        and set(columns_by_name(DATASETS[name])) - {"record_id"} <= (NEVER_LEAVES[name])
    )


def _field(dataset: str, name: str) -> str:
    found = columns_by_name(DATASETS[dataset]).get(name) if dataset in DATASETS else None
    if found is None:
        return name
    title = str(found.field.metadata.get("description", name)).partition(";")[0]
    return f"{title} ({found.block})" if found.block else title


def _alone(document: Document) -> Iterator[str]:
    permitted = document["terms"]["permissions"]["show_alone"]
    for agency, names in sorted(permitted.items()):
        titles = listed([_measure(name) for name in names])
        yield f"{_name(agency, document)} lets its figures on {titles} be shown alone."


def _measure(name: str) -> str:
    dataset = name.partition(".")[0]
    held = MEASURES.get(name) or DATASETS.get(dataset)
    if dataset == name or held is None:
        return _title(name)
    titles = {each.name: each.title for each in held.measures}
    return lowered(titles.get(name, name))


def _signatures(document: Document) -> Iterator[dict[str, Any]]:
    given = {
        each["agency"]: each
        for each in document["signatures"]
        if each["version"] == document["version"]
    }
    for party in document["terms"]["parties"]:
        found = given.get(party["agency"])
        yield {
            "name": _name(party["agency"], document),
            "at": _moment(found["received_at"]) if found else "",
            "key": spoken(found["kid"]) if found else "",
            "valid": bool(found and found["valid"]),
        }


def _event(event: Document, document: Document) -> dict[str, str]:
    words = _EVENTS[event["event"]].format(event["version"])
    return {"at": _moment(event["at"]), "words": f"{_name(event['agency'], document)} {words}."}


def _name(agency: str, document: Document) -> str:
    if agency == OPERATOR:
        return "The operator, at the word of a party,"
    return str(document["agencies"].get(agency, agency))


def _area(code: str) -> str:
    labels = {each.code: each.label for each in (*LOCAL_AUTHORITY, *WARD)}
    return str(labels.get(code, code))


def _title(name: str) -> str:
    return lowered(DATASETS[name].title) if name in DATASETS else name


def _months(count: int) -> str:
    years, rest = divmod(count, 12)
    parts: Sequence[str] = [
        f"{number} {noun}{'' if number == 1 else 's'}"
        for number, noun in ((years, "year"), (rest, "month"))
        if number
    ]
    return listed(parts)


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


def _moment(text: str) -> str:
    local = datetime.fromisoformat(text).astimezone(LONDON)
    return f"{day(local.date())}, {local:%H:%M}"
