"""Makers of test rows. They write rows directly; rules are tested through the operations."""

from tests.factories.fairness import (
    ComplaintFactory,
    FactFactory,
    FollowUpFactory,
    PoliceStepFactory,
    ReactionFactory,
)
from tests.factories.incidents import (
    AgreementFactory,
    AnswerFactory,
    CustomerFactory,
    IncidentFactory,
    NarrativeFactory,
    ProductFactory,
    PromiseFactory,
    RemedyFactory,
)
from tests.factories.measures import GroundFactory, LetterFactory, MeasureFactory
from tests.factories.people import MembershipFactory, SiteFactory, TeamFactory, UserFactory
from tests.factories.practice import ScenarioFactory, ScenarioTextFactory
from tests.factories.wellbeing import (
    AgreedSupportFactory,
    CareNoteFactory,
    CareSeriesFactory,
    CheckInFactory,
    CourseAttendanceFactory,
    CourseFactory,
    TrainingNeedFactory,
)

__all__ = [
    "AgreedSupportFactory",
    "AgreementFactory",
    "AnswerFactory",
    "CareNoteFactory",
    "CareSeriesFactory",
    "CheckInFactory",
    "ComplaintFactory",
    "CourseAttendanceFactory",
    "CourseFactory",
    "CustomerFactory",
    "FactFactory",
    "FollowUpFactory",
    "GroundFactory",
    "IncidentFactory",
    "LetterFactory",
    "MeasureFactory",
    "MembershipFactory",
    "NarrativeFactory",
    "PoliceStepFactory",
    "ProductFactory",
    "PromiseFactory",
    "ReactionFactory",
    "RemedyFactory",
    "ScenarioFactory",
    "ScenarioTextFactory",
    "SiteFactory",
    "TeamFactory",
    "TrainingNeedFactory",
    "UserFactory",
]
