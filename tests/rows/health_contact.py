"""One health contact, with every rule given something to look at."""

from typing import Final

from tests.rows.people import ADA, MONTH, Changes, person

SECTOR: Final = "nhs_acute"

GOOD: Final[Changes] = {
    "record_id": "hc-1",
    "contact_month": MONTH,
    **person("subject", ADA),
    "setting": "ed",
    "enquiry_made": "routine",
    "result": "disclosed_current",
    "person_type": "patient",
    "injury_presentation": True,
    "referral_offered": True,
    "referral_accepted": True,
    "to_service": "idva",
    "child_safeguarding_raised": False,
}
