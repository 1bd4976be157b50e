"""The agencies' own voices: the same records in the words, codes and layout of each one's system.

What belongs here: how a system names its columns and codes what it holds, the term map that leads
back to the common words, and files so written. What does not: what happened, and reading any of it.
"""
