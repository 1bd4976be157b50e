"""Risks to people that an impact assessment weighs, what the service does about each, what is left.

What belongs here: the sentences, and the parts of the code that keep them. What does not: how
likely or severe a risk is; that is for the partnership's own lead to judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk.

    Attributes:
        harm: what could happen to whom.
        measures: what the service does about it.
        left: what it cannot do anything about, and somebody else must.
    """

    harm: str
    measures: tuple[str, ...]
    left: str


RISKS: Final = (
    Risk(
        "Somebody who abuses, or who works with or for them, finds out where a person is or that"
        " they asked for help.",
        (
            (
                "Names, addresses, full birth dates and numbers of any register are screened out on"
                " arrival, whatever the agreement says."
            ),
            (
                "Where a person lives or is sheltered, who helps them, and in which health setting"
                " something came to light never leave in rows to another agency."
            ),
            "A row marked restricted keeps its person out of every shared answer.",
            "Staff can be kept from a case by name; every read names a reader and a reason.",
        ),
        "A member of staff who is permitted to read and misuses it: each agency looks through its"
        " own disclosures, and deals with its staff.",
    ),
    Risk(
        "A figure about few people gives one of them away.",
        (
            "Only sealed releases answer, and only questions that were foreseen.",
            (
                "Cells are moved by noise and hidden below five afterwards; an attack suite tries"
                " every answer of a release."
            ),
        ),
        "Somebody who already knows the group, and figures that leave by other ways, such as a"
        " paper typed by hand.",
    ),
    Risk(
        "Data are used for something else than they were shared for.",
        (
            "Every request names one agreement and one purpose, and both are judged as it comes.",
            (
                "A purpose bounds what an agreement can grant; ending an agreement cuts access at"
                " the next request and the next page."
            ),
            "Recourse to public funds, and needs about immigration, leave in no row.",
        ),
        "What a recipient does with an answer it was entitled to: the agreement binds it.",
    ),
    Risk(
        "A person who abuses asks for a copy in their own name or in another's, and learns that"
        " abuse was reported or by whom.",
        (
            (
                "A copy is held until the agency that owns the records has recorded that it knows"
                " who asks and that the answer endangers nobody."
            ),
            "Other people's parts of a record, and links in other people's records, are left out.",
            "An agency learns nothing of whether another holds records of the person.",
        ),
        "Judging the risk itself: trained staff of the agency do that.",
    ),
    Risk(
        "An erased person comes back, with a backup or with a file that is sent again.",
        (
            "A ledger outside the database is held against it before it serves.",
            "Rows of erased months that come again are stored without the person.",
        ),
        "The agency's own systems and backups; and the ledger has to be kept apart from the"
        " database's backups.",
    ),
    Risk(
        "Records are stolen from the store or its backups.",
        (
            "Persons stand there as keyed digests; the keys lie outside the database.",
            "Row-level security keeps partnerships and agencies apart even where the service errs.",
        ),
        "Facts in a row can tell who it is about to somebody who knows the person; disks and"
        " backups have to be encrypted by whoever runs the service.",
    ),
    Risk(
        "Decisions are made on data that are wrong, old or not there.",
        (
            "Every file is checked at once, and its sender told row by row what to mend.",
            (
                "A timeline opens with what is known up to when, and says that no event never means"
                " none."
            ),
            "Each agency alone mends its own rows; a later revision replaces an earlier one.",
        ),
        "Nobody may take a decision about safety from a timeline alone.",
    ),
    Risk(
        "Somebody alters or removes the record of who read what.",
        (
            (
                "Every call leaves an event before its answer; events are sealed into a signed"
                " tree, and agencies hold checkpoints."
            ),
        ),
        "An event that was never written because the software was changed: whoever runs the service"
        " controls what is installed.",
    ),
    Risk(
        "More is kept than is needed, or for longer.",
        (
            (
                "Six columns are enough to begin with; counts or a statement settle a return as"
                " records do."
            ),
            "Rows leave by themselves when the months of their agreement are over.",
        ),
        "Whether the months are right: the parties sign for them.",
    ),
)
"""The risks, the gravest to a person's safety first."""
