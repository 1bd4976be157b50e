"""Pure rules on who may do what and when: permissions, order of events, and status graphs as data.

Plain values in, a verdict or a refusal out. No Flask, no database, no clock.
"""
