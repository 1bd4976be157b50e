"""Routes by which agencies see what was done with their data, and prove it."""

from api.v1.transparency import audit_events, audit_seals, disclosures, register

BLUEPRINTS = tuple(
    module.blueprint for module in (disclosures, register, audit_events, audit_seals)
)
"""All of them."""
