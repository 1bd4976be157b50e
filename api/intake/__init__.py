"""From the bytes of a return to rows and findings: formats, term maps, checks, the identifier
screen.

Pure: it reads a stream and knows the datasets; storing what it finds is the returns service's work.
"""
