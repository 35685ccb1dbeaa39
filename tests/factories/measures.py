import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from incidents.codes.customer import Rung
from incidents.models import HouseRules, Letter, Measure, MeasureGround
from tests.factories.incidents import CustomerFactory
from tests.factories.people import TeamFactory, UserFactory

AT = dt.datetime(2026, 11, 18, 15, 0, tzinfo=dt.UTC)


class MeasureFactory(DjangoModelFactory[Measure]):
    """A proposal; `is_taken` with who decided makes it one that holds for three months."""

    class Meta:
        model = Measure

    customer = factory.SubFactory(CustomerFactory)
    team = factory.SubFactory(TeamFactory)
    kind = int(Rung.SECOND_PERSON)
    proposed_by = factory.SubFactory(UserFactory)
    proposed_at = AT
    house_rules = factory.LazyFunction(lambda: HouseRules.objects.in_force(AT))
    rule = 2
    no_warning_reason = "It went too far to wait."
    customer_view = "They had waited for an hour."
    starts_on = factory.LazyAttribute(lambda o: timezone.localdate(o.proposed_at))
    ends_on = factory.LazyAttribute(lambda o: o.starts_on + dt.timedelta(days=90))
    review_on = factory.LazyAttribute(lambda o: o.starts_on + dt.timedelta(days=45))
    stays_open = "Letters are always answered."
    objection_address = "Postbus 1, Alkmaar"


class GroundFactory(DjangoModelFactory[MeasureGround]):
    class Meta:
        model = MeasureGround

    fact = "Called a colleague names at the counter."
    happened_on = factory.SelfAttribute("incident.occurred_on")


class LetterFactory(DjangoModelFactory[Letter]):
    class Meta:
        model = Letter

    kind = "restriction"
    language = "en"
    subject = "How we are in contact with you from now on"
    body = "This is what happened."
    made_at = factory.SelfAttribute("measure.proposed_at")
