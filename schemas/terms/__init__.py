"""The agency's own words: term maps, the places they go onto, presets, and what a map may say.

Pure values. Where maps are kept, and who may set them, is for the service; how a reader applies one
to a file is for the intake.
"""

from schemas.terms.mapping import NONE, TermMap
from schemas.terms.places import NOT_HELD, Place, fills, places
from schemas.terms.presets import PRESETS, Preset
from schemas.terms.reading import Fault, Read, read

__all__ = [
    "NONE",
    "NOT_HELD",
    "PRESETS",
    "Fault",
    "Place",
    "Preset",
    "Read",
    "TermMap",
    "fills",
    "places",
    "read",
]
