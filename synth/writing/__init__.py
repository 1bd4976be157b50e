"""The borough written down: folders that hold every file of it, or the rows of one dataset alone.

What belongs here: parts and how they are joined, names that a file has only when it is whole, and
a run that has its folder to itself. What does not: what the files tell.
"""
