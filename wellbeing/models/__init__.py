from wellbeing.models.care import CareOffer, CareSeries, CheckIn, Escalation, SeriesReport
from wellbeing.models.talk import AgreedSupport, CareNote, NoteCorrection, SupportVersion
from wellbeing.models.training import TrainingNeed

__all__ = [
    "AgreedSupport",
    "CareNote",
    "CareOffer",
    "CareSeries",
    "CheckIn",
    "Escalation",
    "NoteCorrection",
    "SeriesReport",
    "SupportVersion",
    "TrainingNeed",
]
