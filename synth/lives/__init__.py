"""What happens: the plan of lives, by part of life, whoever comes to know of it.

Households of a month are numbered, and all that is drawn about one follows from its key. Everything
is drawn in whole columns, for as many households at once as are asked for.
"""
