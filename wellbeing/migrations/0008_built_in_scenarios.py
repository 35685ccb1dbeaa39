"""Put the scenarios that ship with the product into the library."""

import datetime as dt
from typing import Any

from django.db import migrations

from incidents.codes import CHANNEL_BY_KEY, TOPIC_BY_KEY
from incidents.codes.after import STEP_BY_KEY
from wellbeing.shelf import built_in

SINCE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def stock(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - as Django calls it
    """Add what is not there yet."""
    scenarios = apps.get_model("wellbeing", "Scenario").objects
    texts = apps.get_model("wellbeing", "ScenarioText").objects
    for item in built_in():
        row, is_new = scenarios.get_or_create(
            key=item.key,
            defaults={
                "minutes": item.minutes,
                "channels": [CHANNEL_BY_KEY[key].number for key in item.channels],
                "steps": [STEP_BY_KEY[key].number for key in item.steps],
                "topics": [TOPIC_BY_KEY[key].number for key in item.topics],
                "made_at": SINCE,
                "published_at": SINCE,
            },
        )
        for language, words in item.words.items() if is_new else ():
            texts.create(scenario=row, language=language, **words)


def clear(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - as Django calls it
    """Take them away again; nothing points at them when this runs."""
    apps.get_model("wellbeing", "ScenarioText").objects.filter(scenario__key__isnull=False).delete()
    apps.get_model("wellbeing", "Scenario").objects.filter(key__isnull=False).delete()


class Migration(migrations.Migration):
    dependencies = [("wellbeing", "0007_practice_library")]

    operations = [migrations.RunPython(stock, clear)]
