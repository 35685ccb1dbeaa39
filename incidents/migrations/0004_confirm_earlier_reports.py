from typing import Any

from django.db import migrations
from django.db.models import F


def confirm(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - as Django calls it
    """Reports from before were told by the person themself: they count from the start."""
    incident = apps.get_model("incidents", "Incident")
    incident.objects.filter(confirmed_at=None).update(confirmed_at=F("reported_at"))


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_the_moment_itself")]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop, elidable=True)]
