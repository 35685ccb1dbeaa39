"""Help now: raise a call, let it travel, come to it, and bring it to an end."""

from incidents.operations.help.call import add_reason, call_again, raise_call
from incidents.operations.help.come import SomebodyElseComes, accept_call, note_seen, pass_call
from incidents.operations.help.end import NotInCall, end_call, say_still
from incidents.operations.help.takeover import (
    link_call,
    note_takeover,
    record_takeover,
    say_felt_backed,
)
from incidents.operations.help.travel import advance_calls

__all__ = [
    "NotInCall",
    "SomebodyElseComes",
    "accept_call",
    "add_reason",
    "advance_calls",
    "call_again",
    "end_call",
    "link_call",
    "note_seen",
    "note_takeover",
    "pass_call",
    "raise_call",
    "record_takeover",
    "say_felt_backed",
    "say_still",
]
