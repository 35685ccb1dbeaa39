"""What the API takes in about contacts; what stands in a row is judged where files are too."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from reports.exposure.lines import COLUMNS, Fault, Kind, Row
from reports.exposure.sheets import ROWS_MOST
from reports.operations.intake.words import SENTENCES


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
