"""What the serializers share: a rule in a serializer's voice, and no field lost in silence."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from people.errors import RuleBroken
from people.models import Organisation

UNKNOWN_FIELD = _("This field is not known here.")


def follow(rule: Callable[..., None], *values: object) -> None:
    """Apply a rule of a report, speaking as a serializer does."""
    try:
        rule(*values)
    except RuleBroken as problem:
        raise serializers.ValidationError(str(problem.message)) from None


class MomentField(serializers.DateTimeField):
    """A moment; one without an offset is read where the organisation is, not the server."""

    def enforce_timezone(self, value: dt.datetime) -> dt.datetime:
        if timezone.is_naive(value):
            value = value.replace(tzinfo=Organisation.current().time_zone)
        return super().enforce_timezone(value)


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields it does not know, so that a misspelt one is not lost in silence."""

    def to_internal_value(self, data: Mapping[str, object]) -> dict[str, Any]:
        values: dict[str, Any] = super().to_internal_value(data)
        unknown = [name for name in data if name not in self.fields]
        if unknown:
            raise serializers.ValidationError({name: [UNKNOWN_FIELD] for name in unknown})
        return values
