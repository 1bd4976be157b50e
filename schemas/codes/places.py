"""Code lists of geography: local authorities and wards, by ONS codes. Nothing smaller is held.

Ward boundaries of Bromley changed at the elections of May 2022. No published table splits counts
between the two sets, so they are separate codes with dates and no crosswalk.
"""

from datetime import date
from typing import Final

from schemas.codes.lists import Code, CodeList, plain

BROMLEY: Final = "E09000006"
LAST_DAY_OF_OLD_WARDS: Final = date(2022, 5, 4)  # eve of the elections on the new boundaries
FIRST_DAY_OF_NEW_WARDS: Final = date(2022, 5, 5)  # London borough elections, 5 May 2022
_ONS_WARDS = "ONS Open Geography, wards of the United Kingdom"

LOCAL_AUTHORITY = CodeList(
    "local_authority",
    "CL-35",
    "Local authority",
    "ONS Open Geography, local authority districts; outside_london: design",
    plain(
        ("E09000001", "City of London"),
        ("E09000002", "Barking and Dagenham"),
        ("E09000003", "Barnet"),
        ("E09000004", "Bexley"),
        ("E09000005", "Brent"),
        ("E09000006", "Bromley"),
        ("E09000007", "Camden"),
        ("E09000008", "Croydon"),
        ("E09000009", "Ealing"),
        ("E09000010", "Enfield"),
        ("E09000011", "Greenwich"),
        ("E09000012", "Hackney"),
        ("E09000013", "Hammersmith and Fulham"),
        ("E09000014", "Haringey"),
        ("E09000015", "Harrow"),
        ("E09000016", "Havering"),
        ("E09000017", "Hillingdon"),
        ("E09000018", "Hounslow"),
        ("E09000019", "Islington"),
        ("E09000020", "Kensington and Chelsea"),
        ("E09000021", "Kingston upon Thames"),
        ("E09000022", "Lambeth"),
        ("E09000023", "Lewisham"),
        ("E09000024", "Merton"),
        ("E09000025", "Newham"),
        ("E09000026", "Redbridge"),
        ("E09000027", "Richmond upon Thames"),
        ("E09000028", "Southwark"),
        ("E09000029", "Sutton"),
        ("E09000030", "Tower Hamlets"),
        ("E09000031", "Waltham Forest"),
        ("E09000032", "Wandsworth"),
        ("E09000033", "Westminster"),
        ("outside_london", "Outside London"),
    ),
)

_UNTIL_2022: Final = (
    ("E05000106", "Bickley"),
    ("E05000107", "Biggin Hill"),
    ("E05000108", "Bromley Common and Keston"),
    ("E05000109", "Bromley Town"),
    ("E05000110", "Chelsfield and Pratts Bottom"),
    ("E05000111", "Chislehurst"),
    ("E05000112", "Clock House"),
    ("E05000113", "Copers Cope"),
    ("E05000114", "Cray Valley East"),
    ("E05000115", "Cray Valley West"),
    ("E05000116", "Crystal Palace"),
    ("E05000117", "Darwin"),
    ("E05000118", "Farnborough and Crofton"),
    ("E05000119", "Hayes and Coney Hall"),
    ("E05000120", "Kelsey and Eden Park"),
    ("E05000121", "Mottingham and Chislehurst North"),
    ("E05000122", "Orpington"),
    ("E05000123", "Penge and Cator"),
    ("E05000124", "Petts Wood and Knoll"),
    ("E05000125", "Plaistow and Sundridge"),
    ("E05000126", "Shortlands"),
    ("E05000127", "West Wickham"),
)

_FROM_2022: Final = (
    ("E05013987", "Beckenham Town & Copers Cope"),
    ("E05013988", "Bickley & Sundridge"),
    ("E05013989", "Biggin Hill"),
    ("E05013990", "Bromley Common & Holwood"),
    ("E05013991", "Bromley Town"),
    ("E05013992", "Chelsfield"),
    ("E05013993", "Chislehurst"),
    ("E05013994", "Clock House"),
    ("E05013995", "Crystal Palace & Anerley"),
    ("E05013996", "Darwin"),
    ("E05013997", "Farnborough & Crofton"),
    ("E05013998", "Hayes & Coney Hall"),
    ("E05013999", "Kelsey & Eden Park"),
    ("E05014000", "Mottingham"),
    ("E05014001", "Orpington"),
    ("E05014002", "Penge & Cator"),
    ("E05014003", "Petts Wood & Knoll"),
    ("E05014004", "Plaistow"),
    ("E05014005", "Shortlands & Park Langley"),
    ("E05014006", "St Mary Cray"),
    ("E05014007", "St Paul's Cray"),
    ("E05014008", "West Wickham"),
)

WARD = CodeList(
    "ward",
    "CL-36",
    "Ward",
    f"{_ONS_WARDS}: 2002 to 2022 and from May 2022",
    (
        *(
            Code(code, name, parent=BROMLEY, valid_to=LAST_DAY_OF_OLD_WARDS)
            for code, name in _UNTIL_2022
        ),
        *(
            Code(code, name, parent=BROMLEY, valid_from=FIRST_DAY_OF_NEW_WARDS)
            for code, name in _FROM_2022
        ),
    ),
)

LISTS = (LOCAL_AUTHORITY, WARD)
