"""What the invented agencies answer a scrutiny board in words, each question by whom it is put to.

The board asks once in a year, and is answered with the year's last month. What is answered in
figures does not belong here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from synth.agencies.sheet import Sheet
from synth.formats import Row
from synth.providers.aggregate_return import prose

POLICE: Final[Mapping[str, str]] = {
    "detections":
        "Sanction detections are no longer counted. Every crime ends with an outcome instead; "
        "those are given under charges, prosecutions and other outcomes.",
    "cautions":
        "A caution is now one of the outcomes of a crime, and its share is given with the others.",
    "discrepancy":
        "A call is closed as domestic abuse or with a reason why it was not. A supervisor reads "
        "those reasons each week. The commonest are that several people called about one event, "
        "and that the address was known for abuse and the call was about something else.",
    "recording":
        "Reports are picked by lot each month and read against the log of the call. Where a flag "
        "is missing it is added, and the officer's team is told why.",
    "form":
        "Officers find the form useful at the door, because it reminds them to ask about control "
        "and strangulation. They find it long where the same couple called shortly before, and "
        "would like the earlier answers to be shown.",
    "trainees":
        "Two posts of the unit are for trainees, who come for six months at a time. None of them "
        "works alone on a case of high risk.",
    "specialist-training":
        "No post is vacant for want of training. Posts wait for officers to be released by their "
        "teams; whoever joins takes the course for the unit in the first two months.",
    "administration":
        "One member of staff prepares papers for conferences and courts and enters their results. "
        "In weeks with two conferences officers help.",
    "champion":
        "There is a champion for domestic abuse, who is a superintendent. The champion chairs the "
        "monthly meeting on performance, speaks for the unit where posts are decided, and answers "
        "for the plan that follows a review of a death.",
    "standing":
        "Response teams see the unit as a place where cases are taken seriously and feedback is "
        "given. They also say that it is hard to reach late in the evening, when most reports "
        "are made.",
    "evidence":
        "Officers wear cameras and are to record at the scene from arrival. Cars carry kits for "
        "photographs of injuries. How to secure messages and pictures from telephones is taught "
        "in the yearly training.",
    "management":
        "Senior managers see arrests, outcomes, open risks and late assessments every week, and "
        "hold each team's inspector to them once a month. Cases that ended without a victim's "
        "support are read by somebody who did not work on them.",
    "leadership":
        "Domestic abuse is on the agenda of every daily meeting. Wanted suspects are shared out "
        "to teams each morning, and whoever does not look for one says why at the next meeting.",
    "support":
        "The force's centre writes the policy, trains supervisors, compares boroughs with each "
        "other and sends specialists for stalking and for offences abroad.",
    "staff-policy":
        "The policy names a senior officer outside the chain of command to whom staff can turn. "
        "They are offered leave, another place or hours of work, and an adviser who does not "
        "belong to the police. Reports by staff are kept where colleagues cannot read them.",
    "staff-awareness":
        "Everybody hears of the policy on joining, and every manager again in the yearly course. "
        "It is on the first page of the internal site.",
    "staff-confidence":
        "Answers to the yearly survey are mixed. Staff trust the adviser and the leave; many "
        "would still fear that colleagues come to know. A civil remedy is often preferred for "
        "that reason. Keeping such records closed is meant to change it.",
    "staff-perpetrators":
        "A report against a member of staff is investigated by a team from elsewhere, and referred "
        "for conduct whatever becomes of the criminal case. Duties and access to systems are "
        "reviewed on the day it is made.",
    "umbra-part":
        "Nothing is done under the name of Project Umbra today.",
    "umbra-how":
        "What the project set out to do has its place elsewhere: in the conference on high risk, "
        "in reviews of deaths, and in the group on work with perpetrators.",
    "modernisation-part":
        "No programme of that name is under way. What would improve the response most is that the "
        "systems for calls, crimes and custody use one reference, so that the history of a "
        "household is there before anybody arrives.",
}  # fmt: skip

LEAD: Final[Mapping[str, str]] = {
    "learning":
        "A panel with an independent chair reviews each death, and its report goes to the board "
        "before it is published. Two lessons came back in several reviews: that agencies knew of "
        "earlier harm and did not ask each other, and that nobody asked about suicide. Both are "
        "in the training of this year.",
    "priority":
        "Domestic abuse is one of the priorities of the community safety strategy, with a "
        "strategy and a board of its own. The commitments stand in the quarterly update.",
    "courses":
        "Front-line staff take the basic course and managers one on leading the response. Call "
        "handlers have one of their own. Advisers hold the national qualification.",
    "content":
        "The courses cover what abuse is in law, coercive control, asking safely, risk, children, "
        "older and disabled people, abuse in so-called honour's name, work with interpreters, and "
        "what each agency does next.",
    "trainers":
        "A trainer of the council and one of the women's charity teach together. Survivors speak "
        "on film, in words that they have approved, and are paid for it.",
    "length":
        "The basic course takes a day, that for managers half a day more. Everybody has a "
        "refresher of an hour each year, and a longer one when the law or a lesson of a review "
        "asks for it.",
}  # fmt: skip

CHARITY: Final[Mapping[str, str]] = {
    "consultation":
        "A panel of survivors meets every quarter, with travel and childcare paid for, and two of "
        "its members sit on the board. Advocates of smaller groups are asked in writing before a "
        "service is commissioned.",
}  # fmt: skip

THEMES: Final = (
    "Survivors valued one adviser who stayed with them throughout. They wanted to be told of "
    "hearings sooner, and asked for help with money and with contact about children."
)
"""What survivors said to the charity in the year."""


def answers(sheet: Sheet, said: Mapping[str, str]) -> tuple[Row, ...]:
    """The statements that answer the board, with the last month of a year in which it asks."""
    if not asked(sheet):
        return ()
    return tuple(
        {"record_id": f"st-{sheet.month}-{question}", **prose(text, question=question)}
        for question, text in said.items()
    )


def asked(sheet: Sheet) -> bool:
    """Whether the month is one in which the board is answered."""
    return sheet.borough.profile.asked and sheet.month.end == sheet.month.year().end
