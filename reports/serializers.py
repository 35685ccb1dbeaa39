"""What the API takes in about contacts, and what it answers about a closed period.

What stands in a row of contacts is judged where files are too. A count that is null is not shown,
and never nought.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from reports.exposure.lines import COLUMNS, Fault, Kind, Row
from reports.exposure.sheets import ROWS_MOST
from reports.operations.intake.words import SENTENCES

NOT_SHOWN = "null: not shown, because few people stand behind it or would be told by it."


class ContactsRowSerializer(serializers.Serializer[Any]):
    """Contacts of one team on one day, about a product through a channel."""

    day = serializers.CharField(help_text="2026-11-30")
    team = serializers.CharField(help_text="Name or id of the team.")
    product = serializers.CharField(required=False, help_text="Name or id; empty: none.")
    channel = serializers.CharField(required=False, help_text="A key of the code list.")
    contacts = serializers.IntegerField(min_value=0)


class CustomerRowSerializer(serializers.Serializer[Any]):
    """Contacts with one customer in one month."""

    month = serializers.CharField(help_text="2026-11")
    customer = serializers.CharField(help_text="The customer's number.")
    contacts = serializers.IntegerField(min_value=0)


class ContactsSerializer(serializers.Serializer[Any]):
    """Rows of contacts, and whether bad ones may be left out."""

    rows = ContactsRowSerializer(many=True)
    skip_bad = serializers.BooleanField(default=False)


class CustomerContactsSerializer(serializers.Serializer[Any]):
    """Rows of contacts with customers, and whether bad ones may be left out."""

    rows = CustomerRowSerializer(many=True)
    skip_bad = serializers.BooleanField(default=False)


class FaultSerializer(serializers.Serializer[Any]):
    """A row that was left out: its number, counted from 1, and why."""

    row = serializers.IntegerField()
    message = serializers.CharField()


class TakenSerializer(serializers.Serializer[Any]):
    """How many rows are new, replaced an earlier number, or were known already."""

    rows = serializers.IntegerField()
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()
    left_out = FaultSerializer(many=True)


class RowsSerializer(serializers.Serializer[Any]):
    """Reads any rows as texts, so that they are judged by the same words as those of a file."""

    rows = serializers.ListField(
        child=serializers.DictField(),
        allow_empty=False,
        max_length=ROWS_MOST,
        error_messages={
            "max_length": SENTENCES[Fault.TOO_MANY],
            "empty": _("Send at least one row."),
        },
    )
    skip_bad = serializers.BooleanField(default=False)

    def to_rows(self, kind: Kind) -> list[Row]:
        """Return the rows; only when valid."""
        return [
            Row(number, {name: _text(row.get(name)) for name in COLUMNS[kind]})
            for number, row in enumerate(self.validated_data["rows"], start=1)
        ]


def _text(value: object) -> str:
    return "" if value is None else str(value)


class _CountSerializer(serializers.Serializer[Any]):
    reports = serializers.IntegerField(allow_null=True, help_text=NOT_SHOWN)


class ProductCountSerializer(_CountSerializer):
    """Reports about one product."""

    product = serializers.CharField(allow_null=True, help_text="null: not about a product.")


class ChannelCountSerializer(_CountSerializer):
    """Reports through one channel."""

    channel = serializers.CharField(help_text="A key of the code list.")


class PlaceCountSerializer(_CountSerializer):
    """Reports at one place."""

    id = serializers.UUIDField(allow_null=True, help_text="For the address of the place.")
    place = serializers.CharField(allow_null=True, help_text="null: at no place.")


class TeamCountSerializer(_CountSerializer):
    """Reports of one team, or of small teams together."""

    id = serializers.UUIDField(allow_null=True, help_text="For the address of the team.")
    team = serializers.CharField(allow_null=True, help_text="null: several teams together.")
    above = serializers.CharField(allow_null=True, help_text="The team above them.")
    teams = serializers.IntegerField(help_text="How many teams this is.")


class HourCountSerializer(_CountSerializer):
    """Reports in one part of the week, rounded to five; of the newest whole quarter."""

    weekday = serializers.IntegerField(help_text="1 is Monday.")
    from_hour = serializers.IntegerField()
    to_hour = serializers.IntegerField()


class TriggerCountSerializer(_CountSerializer):
    """What set it off, by product, rounded to five; of the newest whole quarter, or of a year's."""

    trigger = serializers.CharField(
        allow_null=True,
        help_text="A key of the code list; null: other causes, of too few people each, together.",
    )
    product = serializers.CharField()
    is_nearly_all = serializers.BooleanField(
        help_text="Nearly all reports about the product have it: there is no number then."
    )


class TrendsSerializer(serializers.Serializer[Any]):
    """A period as it was frozen when it closed."""

    period = serializers.CharField(help_text="2026-10, 2026-q4 or 2026.")
    made_at = serializers.DateTimeField()
    smallest_group = serializers.IntegerField(help_text="Fewer people than this are not shown.")
    is_shown = serializers.BooleanField(help_text="false: nothing of this period is shown.")
    reports = serializers.IntegerField(allow_null=True, help_text=NOT_SHOWN)
    people = serializers.IntegerField(allow_null=True, help_text="Who reported at least once.")
    serious = serializers.IntegerField(allow_null=True, help_text=f"Threatening. {NOT_SHOWN}")
    contacts = serializers.IntegerField(allow_null=True, help_text="null: not known in all weeks.")
    products = ProductCountSerializer(many=True)
    channels = ChannelCountSerializer(many=True)
    places = PlaceCountSerializer(many=True)
    teams = TeamCountSerializer(many=True)
    hours = HourCountSerializer(many=True)
    triggers = TriggerCountSerializer(many=True)


class PlacePeriodSerializer(_CountSerializer):
    """What one period showed of a place or a team."""

    period = serializers.CharField(source="name", help_text="2026-10, 2026-q4 or 2026.")
    teams = serializers.IntegerField(
        source="joined",
        help_text="How many teams the number is about; 0: places or teams were not shown apart.",
    )
    contacts = serializers.IntegerField(allow_null=True, help_text="null: not known, or a place.")
    per_10000_contacts = serializers.FloatField(source="rate", allow_null=True)


class PlaceToldSerializer(serializers.Serializer[Any]):
    """A place or a team over the periods that were reported, oldest first."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    usual = serializers.ListField(
        child=serializers.IntegerField(),
        allow_null=True,
        help_text="Lowest and highest that are usual for the newest month; null: too few before.",
    )
    compared = serializers.ChoiceField(
        choices=["first", "usual", "more", "fewer"],
        help_text="The newest month beside the usual range; first: there is nothing to compare.",
    )
    months = PlacePeriodSerializer(many=True)
    quarters = PlacePeriodSerializer(many=True)
    years = PlacePeriodSerializer(many=True)
