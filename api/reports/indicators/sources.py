"""The publications that targets, benchmarks and breaks are taken from, named once."""

from __future__ import annotations

from typing import Final

KINGSTON: Final = (
    "the Kingston police response to the Metropolitan Police Authority's board, November 2007"
)
BROMLEY: Final = (
    "the Bromley police response to the Metropolitan Police Authority's board, November 2008"
)
UPDATE: Final = "the Safer Bromley Partnership's update for 2022/23 quarter 3"
BOARD: Final = "the Metropolitan Police Authority Domestic Violence Board's report, 2007"
SAFELIVES: Final = "SafeLives, data on conferences (MARAC), recommended level of cases"
HOME_OFFICE: Final = "Home Office, crime outcomes in England and Wales, technical annex"
DAPO: Final = "Metropolitan Police and College of Policing on the pilot of protection orders, 2024"
WARDS: Final = "Office for National Statistics, wards and their codes, May 2022"
