from wellbeing.models.care import CareSeries, CheckIn, Escalation, SeriesReport
from wellbeing.models.talk import AgreedSupport, CareNote
from wellbeing.models.training import TrainingNeed

__all__ = [
    "AgreedSupport",
    "CareNote",
    "CareSeries",
    "CheckIn",
    "Escalation",
    "SeriesReport",
    "TrainingNeed",
]
