"""What other apps may react to. Sent by incidents.operations alone, inside its transaction."""

from django.dispatch import Signal

# incident: Incident, now: datetime. Not sent for history (reports imported long after the fact).
# For a colleague: at once when serious, else when the colleague has confirmed it.
incident_reported = Signal()
# incident: Incident, now: datetime. From now on the report counts: sent by, or confirmed by, the
# person it happened to. Not sent for history.
incident_confirmed = Signal()
# incident: Incident, now: datetime. The reporter said whether they felt prepared for it.
preparedness_told = Signal()
# answer: Answer, now: datetime.
answer_given = Signal()
# answer: Answer, now: datetime.
answer_replied = Signal()
# witness: Witness, now: datetime.
witness_invited = Signal()
# incident: Incident, person: User (who was part of what happened), now: datetime.
involvement_noted = Signal()
# takeover: Takeover, now: datetime.
takeover_recorded = Signal()
# takeover: Takeover, now: datetime. The report of the call it was part of has been written.
takeover_tied = Signal()
# tally: Tally, now: datetime.
tally_recorded = Signal()
# tally: Tally, now: datetime. Sent when somebody takes one back at once.
tally_undone = Signal()
# call: HelpCall, person: User (who is asked to come), now: datetime.
help_rung = Signal()
# incident: Incident, now: datetime. Complaint and manner were judged; the latest judgement counts.
report_judged = Signal()
# merge: CustomerMerge, now: datetime. Two entries became one customer; its rows have moved.
customers_joined = Signal()
# merge: CustomerMerge, now: datetime. They are two again; the rows have gone back.
customers_parted = Signal()
