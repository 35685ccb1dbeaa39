"""What a report may carry besides the story: why, how, what was tried and how it ended."""

from typing import Any

from rest_framework import serializers

from incidents.models import LadderStep
from incidents.operations import Details, StepTaken, completing
from incidents.serializers.common import MomentField, StrictSerializer


def _key(words: str) -> serializers.CharField:
    """Return a field for one key of a code list; the rules say whether it is one."""
    return serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text=f"A key of `{words}` in /api/v1/codes/.",
    )


def _text(most: int) -> serializers.CharField:
    return serializers.CharField(
        required=False, allow_blank=True, default="", help_text=f"{most} characters at most."
    )


class StepSerializer(StrictSerializer):
    """One step that was taken in the contact."""

    step = serializers.CharField(
        help_text="A key of `ladder` in /api/v1/codes/.",
        error_messages=dict.fromkeys(("required", "blank", "null"), completing.UNKNOWN_STEP),
    )
    at = MomentField(
        required=False,
        allow_null=True,
        default=None,
        help_text="When, with an offset; leave it out when it is not known.",
        error_messages={"invalid": completing.STEP_TIME},
    )
    by = serializers.CharField(
        required=False, default=LadderStep.By.ME, help_text="`me`, `colleague` or `manager`."
    )
    wording = _text(completing.SHORT_MAX)

    def taken(self, values: dict[str, Any]) -> StepTaken:
        return StepTaken(
            step=values["step"],
            taken_at=values["at"],
            taken_by=values["by"],
            wording=values["wording"],
        )


class SettlementSerializer(StrictSerializer):
    """What the customer wanted and what was agreed."""

    wish = _text(completing.SHORT_MAX)
    fix = _text(completing.SHORT_MAX)
    is_agreed = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        error_messages={"invalid": completing.YES_OR_NO},
    )
    is_customers_idea = serializers.BooleanField(
        required=False, default=False, error_messages={"invalid": completing.YES_OR_NO}
    )


class DetailsSerializer(StrictSerializer):
    """The optional part of a report; the form asks the same on a page of its own."""

    trigger = _key("triggers")
    circumstances = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        default=list,
        help_text="Keys of `circumstances` in /api/v1/codes/.",
    )
    ladder = StepSerializer(many=True, required=False, default=list)
    ended_reason = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="Needed when the contact was ended without a warning or a threat.",
    )
    outcome = _key("outcomes")
    relation_after = _key("relation_after")
    is_manner_right = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        error_messages={"invalid": completing.UNKNOWN_MANNER},
    )
    behaved_by = _key("behaved_by")
    prepared = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="Whether the reporter felt prepared for it: a key of `prepared` in"
        " /api/v1/codes/. Left out of what is written for a colleague.",
    )
    settlement = SettlementSerializer(required=False, allow_null=True, default=None)

    def details(self, values: dict[str, Any]) -> Details:
        """Take the details out of validated values, for the operation."""
        names = ("trigger", "ended_reason", "outcome", "relation_after", "is_manner_right")
        steps = values.pop("ladder")
        return Details(
            **{name: values.pop(name) for name in (*names, "behaved_by", "prepared")},
            circumstances=tuple(values.pop("circumstances")) or None,
            ladder=tuple(StepSerializer().taken(step) for step in steps) or None,
            **(values.pop("settlement") or {}),
        )
