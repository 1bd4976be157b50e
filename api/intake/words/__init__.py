"""What an agency's own column names and codes may stand for: proposed from a sample file.

Translating by a map that is agreed belongs to reading (`api.intake.reading.term_maps`).
"""
