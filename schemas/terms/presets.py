"""Presets: code sets of national standing, as crosswalks to a common list.

What belongs here: sets that a whole sector uses, each with its public source and what of it could
not be confirmed. What does not: one agency's own words, which stand in its term map.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class Preset:
    """A code set that is known beforehand.

    Attributes:
        name: as a term map names it.
        title: its name for people.
        codes: the common list it is read into.
        source: where the set is published.
        unconfirmed: what of the crosswalk no public source could be found for.
        words: its codes and the common code, or the reason for having none, of each.
    """

    name: str
    title: str
    codes: str
    source: str
    unconfirmed: str
    words: Mapping[str, str] = field(hash=False)


_NHS: Final = {
    "A": "W1", "B": "W2", "C": "W9",
    "D": "M1", "E": "M2", "F": "M3", "G": "M9",
    "H": "A1", "J": "A2", "K": "A3", "L": "A9",
    "M": "B1", "N": "B2", "P": "B9",
    "R": "A4", "S": "O9",
    "Z": "declined", "99": "not_known",
}  # fmt: skip
_POLICE: Final = {
    "W1": "W1", "W2": "W2", "W9": "W9",
    "M1": "M1", "M2": "M2", "M3": "M3", "M9": "M9",
    "A1": "A1", "A2": "A2", "A3": "A3", "A9": "A9",
    "B1": "B1", "B2": "B2", "B9": "B9",
    "O1": "A4", "O9": "O9",
    "NS": "declined",
}  # fmt: skip
_IMPAIRMENTS: Final = {
    "mobility": "MOB",
    "psychiatric or mental disorder": "MEN",
    "psychological": "MEN",
    "hearing": "HEA",
    "learning & understanding": "LEA",
    "physical co-ordination": "DEX",
    "disfigurement": "OTH",
    "other": "OTH",
}

_ALL: Final = (
    Preset(
        "nhs_ethnicity_2001",
        "NHS ethnic category codes of 2001, with not stated and not known",
        "ethnicity_self",
        "NHS Data Dictionary, data element ETHNIC CATEGORY (ethnic category code 2001)",
        "The set of 2001 has no Gypsy or Irish Traveller, Roma or Arab: they are among C and S,"
        " and are read as any other White background and any other ethnic group.",
        MappingProxyType(_NHS),
    ),
    Preset(
        "police_16_plus_1",
        "Police self-defined ethnicity, 16+1 codes, with not stated",
        "ethnicity_self",
        "Association of Chief Police Officers, Guide to Self-Defined Ethnicity and Descriptive"
        " Monitoring, 2002; codes as listed by the Criminal Justice Hub, Ethnicity Self Defined"
        " Code, 2021",
        "W3, A4 and O2 of the later 18+1 set are the common codes and need no crosswalk; that"
        " every force uses them so is to be confirmed. NS is read as declined; a force that also"
        " gives it to people who were not asked says so in codes of its own.",
        MappingProxyType(_POLICE),
    ),
    Preset(
        "nhs_person_stated_gender",
        "NHS codes of the gender that a person states",
        "sex",
        "NHS Data Dictionary, data element PERSON STATED GENDER CODE",
        "9, indeterminate, has no common code and is left out: say what it is in codes of your"
        " own. That a trust fills it with sex, and not with gender, is to be confirmed by it.",
        MappingProxyType({"1": "M", "2": "F", "X": "not_known"}),
    ),
    Preset(
        "police_identity_codes",
        "Police identity codes as an officer sees them, with IC0",
        "ethnicity_observed",
        "Police identity codes (IC) as published by police forces in England and Wales",
        "Forces write not known as IC0 or IC9; that no force means two things by them is to be"
        " confirmed.",
        MappingProxyType({f"IC{n}": f"IC{n}" for n in (1, 2, 3, 4, 5, 6, 9)} | {"IC0": "IC9"}),
    ),
    Preset(
        "impairment_nine",
        "Nine impairments of older victim surveys",
        "impairment",
        "design",
        "The crosswalk is by design: serious illness is left out, since it may be STA or OTH.",
        MappingProxyType({**_IMPAIRMENTS, **{w.capitalize(): c for w, c in _IMPAIRMENTS.items()}}),
    ),
)

PRESETS: Final[Mapping[str, Preset]] = MappingProxyType({each.name: each for each in _ALL})
"""Every preset by name."""
