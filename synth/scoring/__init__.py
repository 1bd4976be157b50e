"""How real the written files of an invented borough look, scored without any real record.

What is read are the files and the profile's targets, never the simulation: a score holds for files
of any origin in the same layout. Nothing here draws.
"""
