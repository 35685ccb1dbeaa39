import datetime as dt

import factory
from factory.django import DjangoModelFactory

from incidents.codes import COMPLAINT_VALID_BY_KEY
from incidents.models import Complaint, Fact, FollowUp, Judgement, PoliceStep, Reaction
from tests.factories.incidents import IncidentFactory
from tests.factories.people import UserFactory


class ComplaintFactory(DjangoModelFactory[Complaint]):
    class Meta:
        model = Complaint

    incident = factory.SubFactory(IncidentFactory)
    what = "A new date for the installation."
    opened_by = factory.SubFactory(UserFactory)
    opened_at = dt.datetime(2026, 11, 18, 13, 5, tzinfo=dt.UTC)


class JudgementFactory(DjangoModelFactory[Judgement]):
    """Who leads the team finds the complaint right and the manner not."""

    class Meta:
        model = Judgement

    incident = factory.SubFactory(IncidentFactory)
    complaint_valid = COMPLAINT_VALID_BY_KEY["valid"].number
    is_manner_right = False
    behaviours = factory.SelfAttribute("incident.behaviours")
    judged_by = factory.SubFactory(UserFactory)
    judged_at = dt.datetime(2026, 11, 18, 13, 5, tzinfo=dt.UTC)


class ReactionFactory(DjangoModelFactory[Reaction]):
    class Meta:
        model = Reaction

    incident = factory.SubFactory(IncidentFactory)
    due_at = factory.LazyAttribute(lambda o: o.incident.reported_at + dt.timedelta(hours=24))


class PoliceStepFactory(DjangoModelFactory[PoliceStep]):
    """The police question of a serious report; `wish` answers it at once."""

    class Meta:
        model = PoliceStep

    incident = factory.SubFactory(IncidentFactory)
    wished_at = factory.LazyAttribute(lambda o: o.incident.reported_at if o.wish else None)
    wish = ""
    due_at = factory.LazyAttribute(lambda o: o.incident.reported_at + dt.timedelta(days=2))


class FollowUpFactory(DjangoModelFactory[FollowUp]):
    class Meta:
        model = FollowUp

    incident = factory.SubFactory(IncidentFactory)
    text = "We moved your date twice. That was our mistake."
    begun_by = factory.SubFactory(UserFactory)
    begun_at = dt.datetime(2026, 11, 18, 13, 5, tzinfo=dt.UTC)


class FactFactory(DjangoModelFactory[Fact]):
    class Meta:
        model = Fact

    follow_up = factory.SubFactory(FollowUpFactory)
    text = "The date was moved twice."
    source = "The planning of May."
