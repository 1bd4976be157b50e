"""The periods of the sealed year that reports are written from."""

from schemas.period import Period
from tests.integration.borough import MONTHS

YEAR = Period.parse("2025-26")
Q4 = YEAR.quarters()[-1]
MARCH = MONTHS[-1]
