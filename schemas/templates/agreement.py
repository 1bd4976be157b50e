"""The terms of an agreement to fill in: TOML with every choice explained beside it.

What belongs here: what is asked of whoever drafts, in plain words, and the choices there are. What
does not: whether filled-in terms can stand.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from schemas.codes.places import BROMLEY
from schemas.datasets import DATASETS
from schemas.leaving import NEVER_LEAVES
from schemas.purposes import PURPOSES, Purpose
from schemas.senders import senders

_WIDTH: Final = 96

_ACTIONS: Final = {
    "submit": "providers send their returns under this agreement",
    "retrieve": "recipients read records of the providers, or timelines of listed persons",
    "aggregate": "recipients ask protected figures and reports; needs the whole area",
    "seal": "the lead seals months and quarters, so that there are figures; needs the whole area",
}
_ROLES: Final = {
    "provider": "its data are shared",
    "recipient": "it uses the data of the providers",
    "coordinator": "it lists the persons whose cases the members may read",
}


def template() -> str:
    """The file to fill in; what stands in it is an example that can be read as it is."""
    parts = (_head(), _parties(), _purposes(), _datasets(), _limits(), _dates(), _permissions())
    return "\n".join(line for part in parts for line in (*part, ""))


def _remark(text: str, *, hanging: str = "") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent="# ", subsequent_indent=f"# {hanging}", break_on_hyphens=False
    )


def _choice(name: str, words: str) -> list[str]:
    return _remark(f"  {name}: {words}", hanging="      ")


def _head() -> Iterator[str]:
    yield from _remark(
        "Terms of a data-sharing agreement, to be filled in by the information-governance lead."
        " Lines that begin with # explain and may stay. File it with `safershare agreement draft`;"
        " the service gives it a number. Nothing is shared until every party has signed, each with"
        " its own key."
    )
    yield ""
    yield "# What people will call it."
    yield 'title = "Shared picture of domestic abuse"'


def _parties() -> Iterator[str]:
    yield from _remark(
        "Who takes part: at least two agencies, each with one role or more, named as the service"
        " knows them (`safershare agency list`)."
    )
    for role, words in _ROLES.items():
        yield from _choice(role, words)
    yield "parties = ["
    yield '  { agency = "police", roles = ["provider"] },'
    yield '  { agency = "council", roles = ["provider", "recipient"] },'
    yield "]"


def _purposes() -> Iterator[str]:
    yield from _remark(
        "Why the data are used: one purpose or more of this closed list. A purpose bounds what the"
        " agreement can grant; an agreement grants less, never more."
    )
    for each in PURPOSES.values():
        yield from _choice(each.name, _said(each))
    yield 'purposes = ["strategic_needs_assessment"]'
    yield ""
    yield "# What may be done, as far as a purpose above allows it."
    for action, words in _ACTIONS.items():
        yield from _choice(action, words)
    yield 'actions = ["submit", "aggregate", "seal"]'


def _said(purpose: Purpose) -> str:
    rows = f" Rows only of {', '.join(sorted(purpose.records))}." if purpose.records else ""
    return (
        f"{purpose.title}. For: {purpose.who}. How fine: {purpose.granularity}. Not allowed:"
        f" {purpose.not_allowed}. Actions: {', '.join(sorted(purpose.actions))}.{rows}"
    )


def _datasets() -> Iterator[str]:
    yield "# Which data: one dataset or more."
    for each in DATASETS.values():
        usual = ", ".join(senders(each.name).records)
        yield from _choice(each.name, f"{each.title}: {each.grain}" + _usually(usual))
    yield 'datasets = ["incident"]'
    yield ""
    never = ", ".join(sorted(NEVER_LEAVES["incident"]))
    yield from _remark(
        "Fields that recipients do not get besides those that never leave, as dataset.field or"
        " dataset.person.field: the data dictionaries have the names (/v1/datasets?format=html)."
        f" Of incident these never leave in any case: {never}."
    )
    yield 'withheld_fields = ["incident.connection"]'


def _usually(who: str) -> str:
    return f" (usually sent by {who})" if who else ""


def _limits() -> Iterator[str]:
    yield from _remark(
        "Where: the partnership's local authority (its GSS code), or, if records alone are read,"
        " some of its wards. Figures need the whole area."
    )
    yield f'areas = ["{BROMLEY}"]'
    yield ""
    yield "# How figures are shown."
    yield from _choice("partnership", "protected values from 5 upward, for named users")
    yield from _choice("publication", "the same values from 8 upward, rounded to the nearest 5")
    yield 'disclosure_profile = "partnership"'
    yield ""
    yield from _remark(
        "Where the parties look for its basis in law. Your own data protection leads answer for"
        " these; `safershare call GET /v1/purposes` lists where each purpose is usually grounded."
    )
    pointers = PURPOSES["strategic_needs_assessment"].pointers
    yield "lawful_basis = ["
    yield from (f'  "{pointer}",' for pointer in pointers)
    yield "]"


def _dates() -> Iterator[str]:
    yield from _remark(
        "First day, day of the review, last day: all three count as a whole, in London. The list of"
        " agreements reminds you 92 days before the review and the end."
    )
    yield "starts_on = 2026-04-01"
    yield "review_on = 2027-04-01"
    yield "ends_on = 2028-03-31"
    yield ""
    yield from _remark(
        "How many months records are kept; then they are removed by themselves. 42 lets repeats"
        " within three years be counted, and leaves half a year to seal the third."
    )
    yield "retention_months = 42"


def _permissions() -> Iterator[str]:
    yield from _remark(
        "What single providers allow by name: datasets or measures that may be shown though fewer"
        " than three agencies sent them. Leave it out to allow nothing."
    )
    yield "[permissions.show_alone]"
    yield 'police = ["incident"]'
