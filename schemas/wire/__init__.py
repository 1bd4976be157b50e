"""Message shapes of the API, one module per noun: what a request may say and what an answer says.

Marshmallow schemas without behaviour; what a record looks like is said by its dataset instead.
"""
