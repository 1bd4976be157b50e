"""Labelled faults: what goes wrong in what invented agencies send, and the key of what finds it.

What belongs here: mistakes in the records of a return, returns that come late, empty or not at all,
and contradictions that four published reports were found to hold, each as rows that can be sent.
What does not: finding any of it.
"""

from synth.faults.fault import Fault
from synth.faults.kinds import KINDS, UnknownFaultError, chosen
from synth.faults.lapsing import lapses, planted_lapses
from synth.faults.planting import EVERY, HABITS, Plan, faulty, planted
from synth.faults.published import contradictions
from synth.faults.spoiling import Spoilt, spoilt

__all__ = [
    "EVERY",
    "HABITS",
    "KINDS",
    "Fault",
    "Plan",
    "Spoilt",
    "UnknownFaultError",
    "chosen",
    "contradictions",
    "faulty",
    "lapses",
    "planted",
    "planted_lapses",
    "spoilt",
]
