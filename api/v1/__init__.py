"""The REST door, version 1: routes that guard, read a schema, call one service and answer.

No rule, no query and no decision lives here; a route that needs one is missing a service.
"""
