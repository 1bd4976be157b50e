"""The invented partnership in an area: its agencies under their own names; one of several boroughs.

The plan is Bromley's. In another area each agency has a name of that area and everything else of
its own there as well; what it sends is drawn by its name in the plan, so that a borough is the same
whatever its agencies are called. Who takes part, and what is owed, does not belong here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from synth.figures.profiles import BROMLEY, Profile
from synth.partnership import PLAN, Client, PartnershipPlan

_KINDS: Final[Mapping[str, str]] = {"kings-pruh": "hospital", "bcwa": "charity"}
"""What those agencies are whose names in the plan do not say where."""


def plan_of(profile: Profile, *, number: int = 0) -> PartnershipPlan:
    """The partnership of a profile's area; of several boroughs there, the one so numbered."""
    return numbered(_placed(PLAN, profile), number)


def numbered(plan: PartnershipPlan, number: int) -> PartnershipPlan:
    """A partnership in one of several boroughs; that of the borough numbered 0 is the plan's own.

    Its agencies have the same names, which are known within a partnership; its clients have not.
    """
    if not number:
        return plan
    mark = f"-{number + 1}"
    named = plan.partnership_id + mark
    return replace(
        plan,
        partnership_id=named,
        name=f"{plan.name} {number + 1}",
        clients=tuple(replace(each, client_id=each.client_id + mark) for each in plan.clients),
        agreements=tuple({**terms, "partnership": named} for terms in plan.agreements),
        mark=mark,
    )


def _placed(plan: PartnershipPlan, profile: Profile) -> PartnershipPlan:
    """The plan in a profile's area."""
    if profile.place == BROMLEY.place:
        return plan
    names = {each.agency_id: _named(each.agency_id, _slug(profile)) for each in plan.agencies}
    return replace(
        plan,
        partnership_id=_slug(profile),
        name=_said(plan.name, profile),
        area=profile.area,
        agencies=tuple(
            replace(each, agency_id=names[each.agency_id], name=_said(each.name, profile))
            for each in plan.agencies
        ),
        clients=tuple(_of(each, names[each.agency_id]) for each in plan.clients),
        agreements=tuple(_between(terms, names, profile) for terms in plan.agreements),
        expectations=tuple(
            replace(each, agency_id=names[each.agency_id], drawn_as=each.seat)
            for each in plan.expectations
        ),
        habits=tuple(replace(each, agency_id=names[each.agency_id]) for each in plan.habits),
        lead=names[plan.lead],
    )


def _slug(profile: Profile) -> str:
    return profile.place.lower()


def _said(words: str, profile: Profile) -> str:
    return words.replace(BROMLEY.place, profile.place)


def _named(agency_id: str, there: str) -> str:
    """What an agency of the plan is called in another place."""
    kind = _KINDS.get(agency_id)
    return f"{there}-{kind}" if kind else agency_id.replace(PLAN.partnership_id, there)


def _of(client: Client, agency_id: str) -> Client:
    """The client of an agency of another name."""
    named = agency_id + client.client_id.removeprefix(client.agency_id)
    return replace(client, agency_id=agency_id, client_id=named)


def _between(
    terms: Mapping[str, Any], names: Mapping[str, str], profile: Profile
) -> dict[str, Any]:
    """The terms of an agreement between the agencies of other names, in their area."""
    alone = terms["permissions"]["show_alone"]
    return {
        **terms,
        "title": _said(terms["title"], profile),
        "partnership": _slug(profile),
        "areas": [profile.area],
        "parties": [each | {"agency": names[each["agency"]]} for each in terms["parties"]],
        "permissions": {"show_alone": {names[who]: sent for who, sent in alone.items()}},
    }
