"""The verbs: each is one transaction, its steps in order, with its audit event in the same commit.

A service takes its session and the time as arguments, asks `queries` and the rules, and flushes;
the door commits. No HTTP here, and no SELECT worth a name of its own.
"""
