import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from incidents.codes import BEHAVIOUR_BY_KEY, CHANNEL_BY_KEY
from incidents.codes.customer import REMEDY_BY_KEY
from incidents.models import (
    Agreement,
    Answer,
    Customer,
    CustomerIdentity,
    Incident,
    Narrative,
    Promise,
    Remedy,
)
from incidents.models import Product as ProductModel
from incidents.severity import severity_of
from tests.factories.people import TeamFactory, UserFactory


class ProductFactory(DjangoModelFactory[ProductModel]):
    class Meta:
        model = ProductModel

    name = factory.Sequence(lambda n: f"Product {n}")


class CustomerIdentityFactory(DjangoModelFactory[CustomerIdentity]):
    class Meta:
        model = CustomerIdentity

    reference = factory.Sequence(lambda n: f"K{n:05d}")


class CustomerFactory(DjangoModelFactory[Customer]):
    class Meta:
        model = Customer
        skip_postgeneration_save = True

    identity = factory.RelatedFactory(CustomerIdentityFactory, "customer")


class IncidentFactory(DjangoModelFactory[Incident]):
    """A report of an insult at the counter; local day and hour follow `occurred_at` in UTC."""

    class Meta:
        model = Incident

    reported_by = factory.SubFactory(UserFactory)
    team = factory.SubFactory(TeamFactory)
    site = factory.SelfAttribute("team.site")
    channel = CHANNEL_BY_KEY["counter"].number
    behaviours = factory.LazyFunction(lambda: [BEHAVIOUR_BY_KEY["personal_insult"].number])
    severity = factory.LazyAttribute(lambda o: int(severity_of(o.behaviours)))
    reading = 2
    occurred_at = dt.datetime(2026, 11, 18, 13, 5, tzinfo=dt.UTC)
    occurred_on = factory.LazyAttribute(lambda o: timezone.localdate(o.occurred_at))
    local_hour = factory.LazyAttribute(lambda o: o.occurred_at.hour)
    confirmed_at = factory.LazyAttribute(lambda o: None if o.written_by else o.reported_at)
    written_by = None
    reported_at = factory.SelfAttribute("occurred_at")
    answer_due_at = factory.LazyAttribute(lambda o: o.reported_at + dt.timedelta(days=14))


class NarrativeFactory(DjangoModelFactory[Narrative]):
    class Meta:
        model = Narrative

    incident = factory.SubFactory(IncidentFactory)
    written_by = factory.SelfAttribute("incident.reported_by")
    written_at = factory.SelfAttribute("incident.reported_at")
    body = "The customer leaned over the counter."


class AnswerFactory(DjangoModelFactory[Answer]):
    class Meta:
        model = Answer

    incident = factory.SubFactory(IncidentFactory)
    written_by = factory.SubFactory(UserFactory)
    written_at = factory.SelfAttribute("incident.reported_at")
    sentence = "We called the customer back together."


class AgreementFactory(DjangoModelFactory[Agreement]):
    class Meta:
        model = Agreement

    customer = factory.SubFactory(CustomerFactory)
    team = factory.SubFactory(TeamFactory)
    text = "Two colleagues at the counter."
    agreed_by = factory.SubFactory(UserFactory)
    agreed_at = dt.datetime(2026, 11, 18, 15, 0, tzinfo=dt.UTC)


class PromiseFactory(DjangoModelFactory[Promise]):
    class Meta:
        model = Promise

    customer = factory.SubFactory(CustomerFactory)
    team = factory.SubFactory(TeamFactory)
    owner = factory.SubFactory(UserFactory)
    what = "An answer about the bill."
    made_by = factory.SelfAttribute("owner")
    made_at = dt.datetime(2026, 11, 17, 9, 0, tzinfo=dt.UTC)
    due_at = dt.datetime(2026, 11, 19, 9, 0, tzinfo=dt.UTC)


class RemedyFactory(DjangoModelFactory[Remedy]):
    """A refund that was asked for and waits for an answer."""

    class Meta:
        model = Remedy

    incident = factory.SubFactory(IncidentFactory)
    kind = REMEDY_BY_KEY["refund"].number
    value = Decimal(80)
    fault_side = "ours"
    asked_by = factory.SelfAttribute("incident.reported_by")
    asked_at = factory.SelfAttribute("incident.reported_at")
