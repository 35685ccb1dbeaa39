from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_confirm_earlier_reports")]

    operations = [
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at__isnull", False), ("written_by__isnull", False), _connector="OR"
                ),
                name="incident_unconfirmed_has_writer",
            ),
        ),
    ]
