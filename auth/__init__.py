"""Who is asking, and why: the OAuth 2 server, callers, agreements in force, and the record of
every call.

Pure rules and values (`agreements`, `scopes`, `caller`) stand beside one module per standard, the
store, the guard and the routes. It knows `schemas` and nothing of `api`.
"""
