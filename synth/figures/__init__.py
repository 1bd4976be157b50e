"""Published and assumed figures that the invented borough is drawn from, each with its source.

`to be confirmed` marks a figure taken from general knowledge; `assumed` one that nobody published.
"""
