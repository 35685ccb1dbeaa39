from incidents.models.answer import Answer
from incidents.models.assignment import AssignmentNote
from incidents.models.change import ReportChange
from incidents.models.customer import Agreement, Customer, CustomerIdentity, CustomerMerge
from incidents.models.details import Attachment, Event, Judgement, LadderStep, Settlement
from incidents.models.fairness import Complaint, Fact, FollowUp, PoliceStep, Reaction
from incidents.models.helpnow import (
    Break,
    FeltBacked,
    HelpCall,
    HelpRing,
    HelpRoute,
    Takeover,
    TakeoverKind,
)
from incidents.models.incident import Draft, Incident, Narrative
from incidents.models.letter import Letter, LetterTemplate
from incidents.models.measure import Evidence, Measure, MeasureGround
from incidents.models.people_involved import Message, Praise, Witness, WitnessAccount
from incidents.models.procedure import HouseRules, Procedure, ProcedureStep
from incidents.models.promise import Promise, Remedy, RemedyRule
from incidents.models.reading import InvolvedColleague, ReadingConsent
from incidents.models.second_look import Objection, RelationReview
from incidents.models.tally import Tally
from incidents.models.words import CodeWord, Product

__all__ = [
    "Agreement",
    "Answer",
    "AssignmentNote",
    "Attachment",
    "Break",
    "CodeWord",
    "Complaint",
    "Customer",
    "CustomerIdentity",
    "CustomerMerge",
    "Draft",
    "Event",
    "Evidence",
    "Fact",
    "FeltBacked",
    "FollowUp",
    "HelpCall",
    "HelpRing",
    "HelpRoute",
    "HouseRules",
    "Incident",
    "InvolvedColleague",
    "Judgement",
    "LadderStep",
    "Letter",
    "LetterTemplate",
    "Measure",
    "MeasureGround",
    "Message",
    "Narrative",
    "Objection",
    "PoliceStep",
    "Praise",
    "Procedure",
    "ProcedureStep",
    "Product",
    "Promise",
    "Reaction",
    "ReadingConsent",
    "RelationReview",
    "Remedy",
    "RemedyRule",
    "ReportChange",
    "Settlement",
    "Takeover",
    "TakeoverKind",
    "Tally",
    "Witness",
    "WitnessAccount",
]
