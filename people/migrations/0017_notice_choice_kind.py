from django.db import migrations, models

import people.models.notices


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0016_scope_of_contacts"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="noticechoice",
            name="notice_choice_once",
        ),
        migrations.RemoveConstraint(
            model_name="noticechoice",
            name="notice_choice_urgent_shown",
        ),
        migrations.AddField(
            model_name="noticechoice",
            name="kind",
            field=models.CharField(default="", max_length=16),
        ),
        migrations.AlterField(
            model_name="noticechoice",
            name="topic",
            field=models.CharField(choices=people.models.notices.topics, default="", max_length=12),
        ),
    ]
