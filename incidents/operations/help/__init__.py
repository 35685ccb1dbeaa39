"""Help now: raise a call, let it travel, come to it, and bring it to an end."""

from incidents.operations.help.call import raise_call
from incidents.operations.help.travel import advance_calls

__all__ = ["advance_calls", "raise_call"]
