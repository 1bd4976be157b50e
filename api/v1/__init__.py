"""The interface over HTTP, version 1: one module per noun, each with a blueprint of its own.

What belongs here: routes, and reading and writing messages. What does not: decisions; a route calls
one service.
"""

from api.v1 import (
    aggregates,
    agreements,
    cases,
    catalogue,
    contribution,
    envelopes,
    expectations,
    indicators,
    operations,
    participation,
    people,
    periods,
    person_requests,
    records,
    releases,
    reminders,
    reports,
    returns,
    statements,
    structures,
    templates,
    term_maps,
    transparency,
)

BLUEPRINTS = (
    tuple(
        module.blueprint
        for module in (
            returns,
            envelopes,
            term_maps,
            expectations,
            periods,
            participation,
            reminders,
            contribution,
            people,
            person_requests,
            cases,
            records,
            agreements,
            releases,
            aggregates,
            indicators,
            reports,
            statements,
            catalogue,
            structures,
            templates,
        )
    )
    + transparency.BLUEPRINTS
)
"""Everything under `/v1`."""

PUBLIC = (operations.blueprint,)
"""What stands at the root."""
