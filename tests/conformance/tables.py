"""All checks, in the order in which they are made. Adding one is adding a line to its table."""

from tests.conformance import (
    access,
    assertions,
    documents,
    endpoints,
    forms,
    nonces,
    proofs,
    rar,
    signatures,
)
from tests.conformance.check import Check

TABLES = (assertions, signatures, proofs, access, endpoints, forms, rar, documents)


def checks(*, nonce: bool) -> list[Check]:
    """The checks of a server that asks for nonces, or of one that does not."""
    always = [check for table in TABLES for check in table.CHECKS]
    return [*always, *(nonces.ON if nonce else nonces.OFF)]
