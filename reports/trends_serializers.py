"""What the API answers about a period; a count that is null is not shown, and never nought."""

from typing import Any

from rest_framework import serializers

NOT_SHOWN = "null: not shown, because few people stand behind it or would be told by it."


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

    place = serializers.CharField(allow_null=True, help_text="null: at no place.")


class TeamCountSerializer(_CountSerializer):
    """Reports of one team, or of small teams together."""

    team = serializers.CharField(allow_null=True, help_text="null: several teams together.")
    above = serializers.CharField(allow_null=True, help_text="The team above them.")
    teams = serializers.IntegerField(help_text="How many teams this is.")


class HourCountSerializer(_CountSerializer):
    """Reports in one part of the week, rounded to five; of the newest whole quarter."""

    weekday = serializers.IntegerField(help_text="1 is Monday.")
    from_hour = serializers.IntegerField()
    to_hour = serializers.IntegerField()


class TriggerCountSerializer(_CountSerializer):
    """What set it off, by product, rounded to five; of the newest whole quarter, or of the year."""

    trigger = serializers.CharField(help_text="A key of the code list.")
    product = serializers.CharField()


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
