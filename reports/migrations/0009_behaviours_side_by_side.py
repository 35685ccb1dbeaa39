import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One row for all behaviours of a product in a month. The next refresh fills everything anew."""

    dependencies = [
        ("incidents", "0030_figures_noted"),
        ("reports", "0008_cards_follow_joins"),
    ]

    operations = [
        migrations.DeleteModel(name="MonthProductBehaviour"),
        migrations.CreateModel(
            name="MonthProductBehaviour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                (
                    "counts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), size=None
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="incidents.product",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "product"),
                        name="month_product_behaviour_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.RunSQL("DELETE FROM reports_rollupstate", migrations.RunSQL.noop, elidable=True),
    ]
