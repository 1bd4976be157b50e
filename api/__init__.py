"""The service: its verbs, the doors that lead to them, and the rules they obey.

Doors (`v1`, `cli`) call `services`; services call `queries` and the pure rules (`policies`,
`intake`, `disclosure`, `reports`); plumbing (`db`, `settings`, `problems`, `logs`) lies
underneath. What data look like belongs in `schemas`, and who may ask belongs in `auth`.
"""
