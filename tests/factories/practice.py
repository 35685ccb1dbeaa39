import datetime as dt

import factory
from factory.django import DjangoModelFactory

from incidents.codes import CHANNEL_BY_KEY, TOPIC_BY_KEY
from incidents.codes.after import STEP_BY_KEY
from wellbeing.models import Scenario, ScenarioText


class ScenarioTextFactory(DjangoModelFactory[ScenarioText]):
    class Meta:
        model = ScenarioText

    language = "en"
    title = "The wrong parcel"
    situation = "The customer brings a parcel back for the third time."
    opening = "Do you people ever listen?"
    roles = "The customer: You carried it here yourself.\nThe colleague: You cannot refund it."
    to_try = "Say what you see before you say what is needed."
    to_learn = "Being heard comes first."


class ScenarioFactory(DjangoModelFactory[Scenario]):
    """One that ships with the product, published, with a text in English."""

    class Meta:
        model = Scenario
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"made_{n}")
    channels = factory.LazyFunction(lambda: [CHANNEL_BY_KEY["counter"].number])
    steps = factory.LazyFunction(lambda: [STEP_BY_KEY["listened"].number])
    topics = factory.LazyFunction(lambda: [TOPIC_BY_KEY["de_escalation"].number])
    made_at = dt.datetime(2026, 11, 18, 13, 5, tzinfo=dt.UTC)
    published_at = factory.SelfAttribute("made_at")
    words = factory.RelatedFactory(ScenarioTextFactory, "scenario")
