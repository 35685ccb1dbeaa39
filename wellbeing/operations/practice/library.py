"""The shelf of scenarios that ship with the product."""

import datetime as dt

from django.db import transaction

from incidents.codes import CHANNEL_BY_KEY, TOPIC_BY_KEY
from incidents.codes.after import STEP_BY_KEY
from wellbeing.models import Scenario, ScenarioText
from wellbeing.shelf import built_in


@transaction.atomic
def stock_library(*, now: dt.datetime) -> list[Scenario]:
    """Put the built-in scenarios on the shelf where they are missing; return the new ones.

    Checks: nothing. Writes: scenarios and their texts, each key once. An installation gets them
    by its migrations; this is for a database that was emptied.
    """
    known = set(Scenario.objects.exclude(key=None).values_list("key", flat=True))
    missing = [item for item in built_in() if item.key not in known]
    made = Scenario.objects.bulk_create(
        Scenario(
            key=item.key,
            minutes=item.minutes,
            channels=[CHANNEL_BY_KEY[key].number for key in item.channels],
            steps=[STEP_BY_KEY[key].number for key in item.steps],
            topics=[TOPIC_BY_KEY[key].number for key in item.topics],
            made_at=now,
            published_at=now,
        )
        for item in missing
    )
    ScenarioText.objects.bulk_create(
        ScenarioText(scenario=row, language=language, **words)
        for row, item in zip(made, missing, strict=True)
        for language, words in item.words.items()
    )
    return made
