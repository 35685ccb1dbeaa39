"""Mails that wait and said "late" say what every other task says."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def say_task(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("people", "Outbox").objects.filter(template="late").update(template="task")


class Migration(migrations.Migration):
    dependencies = [("people", "0012_notice_choices")]

    operations = [migrations.RunPython(say_task, migrations.RunPython.noop, elidable=True)]
