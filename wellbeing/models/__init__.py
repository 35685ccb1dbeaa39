from wellbeing.models.alert import StandingAlert
from wellbeing.models.calendar import CalendarCopy, CalendarFeed
from wellbeing.models.care import CareSeries, CheckIn, Escalation, SeriesReport
from wellbeing.models.circle import BuddyCard, Helper, VentSlot
from wellbeing.models.course import Course, CourseAttendance, QuizVisit
from wellbeing.models.impact import CareImpact
from wellbeing.models.offer import CareOffer
from wellbeing.models.practice import PracticeSession, SessionPerson
from wellbeing.models.presets import UnitPreset
from wellbeing.models.reflection import Reflection
from wellbeing.models.scenario import Scenario, ScenarioConsent, ScenarioText
from wellbeing.models.talk import AgreedSupport, CareNote, NoteCorrection, SupportVersion
from wellbeing.models.training import TrainingNeed

__all__ = [
    "AgreedSupport",
    "BuddyCard",
    "CalendarCopy",
    "CalendarFeed",
    "CareImpact",
    "CareNote",
    "CareOffer",
    "CareSeries",
    "CheckIn",
    "Course",
    "CourseAttendance",
    "Escalation",
    "Helper",
    "NoteCorrection",
    "PracticeSession",
    "QuizVisit",
    "Reflection",
    "Scenario",
    "ScenarioConsent",
    "ScenarioText",
    "SeriesReport",
    "SessionPerson",
    "StandingAlert",
    "SupportVersion",
    "TrainingNeed",
    "UnitPreset",
    "VentSlot",
]
