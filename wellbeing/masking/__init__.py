"""Find what could tell who or where it was, and propose neutral words for it. No Django here.

Two sources: names that are known (the people, the customer, the places of a report), in whatever
way they are written; and patterns of what names people, places and numbers. Nothing is decided
here: what is found is shown to a person, and a second one looks after that. What may be a name
and may be a word is not changed; both are shown it.
"""

from wellbeing.masking.doubt import doubtful
from wellbeing.masking.finding import Hit, Known, find, mask, remaining, segments
from wellbeing.masking.words import Kind

__all__ = ["Hit", "Kind", "Known", "doubtful", "find", "mask", "remaining", "segments"]
