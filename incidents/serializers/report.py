"""What the API takes in and gives back; the rules are those of the form."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.functional import Promise
from rest_framework import serializers

from incidents.models import Product
from incidents.operations import ReportInput, Wish, completing, rules
from incidents.queries import SeveralFound, person_named, product_named, team_named
from incidents.serializers.common import MomentField, StrictSerializer, follow
from incidents.serializers.details import DetailsSerializer
from people.errors import RuleBroken
from people.models import Team, User

NAME_MAX = 200
Named = TypeVar("Named")


class WishSerializer(StrictSerializer):
    """When and by whom the person would like to be asked how they are."""

    when = serializers.CharField(
        help_text="`soon`, `end_of_shift`, `tomorrow`, `at` (with a time) or `none`.",
        error_messages=dict.fromkeys(("required", "blank", "null"), rules.UNKNOWN_WISH),
    )
    at = MomentField(
        required=False,
        allow_null=True,
        help_text="Needed with `at`, in the future.",
        error_messages={"invalid": rules.NO_WISH_TIME},
    )

    buddy = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        default=None,
        max_length=NAME_MAX,
        help_text="The trained buddy, named as `reported_by` is; needed with `buddy` only.",
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add `with`, which Python keeps for itself."""
        holder = serializers.CharField(
            required=False,
            allow_blank=True,
            default="",
            source="with_whom",
            help_text="`manager`, `deputy`, `adviser`, or `buddy` (then name the buddy).",
        )
        return {**super().get_fields(), "with": holder}

    def validate_when(self, when: str) -> str:
        follow(rules.check_wish, when, "")
        return when

    def validate_with(self, with_whom: str) -> str:
        follow(rules.check_wish, "", with_whom)
        return with_whom

    def validate_buddy(self, text: str | None) -> User | None:
        none, several = rules.NO_BUDDY, rules.SEVERAL_PEOPLE
        return _named(person_named, text, none=none, several=several) if text else None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        try:
            rules.check_wish_at(attrs["when"], attrs.get("at"), self.context["now"])
        except RuleBroken as problem:
            raise serializers.ValidationError({"at": [str(problem.message)]}) from None
        return attrs


class ReportSerializer(DetailsSerializer):
    """One report of somebody who works here, in their own words or in those of a colleague.

    Files are added by the reporter, in the product: this takes none.
    """

    occurred_at = MomentField(
        help_text="With an offset, such as 2026-11-18T14:05:00+01:00.",
        error_messages=dict.fromkeys(("required", "null", "invalid"), rules.NO_TIME),
    )
    team = serializers.CharField(
        max_length=NAME_MAX,
        help_text="Public id or name of an open team.",
        error_messages=dict.fromkeys(("required", "blank", "null"), rules.NO_TEAM),
    )
    reported_by = serializers.CharField(
        max_length=NAME_MAX,
        help_text="Public id, e-mail, sign-in name or full name of a person who works here.",
        error_messages=dict.fromkeys(("required", "blank", "null"), rules.UNKNOWN_PERSON),
    )
    written_by = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        default=None,
        max_length=NAME_MAX,
        help_text="Who wrote it for a colleague, named as `reported_by` is: it counts once the"
        " colleague confirms it. Leave it out for a report of one's own.",
    )
    is_anonymous = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Keep the reporter's name from the manager: the confidential adviser holds it.",
        error_messages=dict.fromkeys(("invalid", "null"), completing.YES_OR_NO),
    )
    channel = serializers.CharField(
        help_text="A key of `channels` in /api/v1/codes/.",
        error_messages=dict.fromkeys(("required", "blank", "null"), rules.NO_CHANNEL),
    )
    behaviours = serializers.ListField(
        child=serializers.CharField(),
        help_text="One or more keys of `behaviours` in /api/v1/codes/.",
        error_messages=dict.fromkeys(("required", "null"), rules.NO_BEHAVIOUR),
    )
    reading = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The person's own reading, 1 to 4; leave it out when nobody asked.",
        error_messages={"invalid": rules.UNKNOWN_READING},
    )
    product = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        default=None,
        max_length=NAME_MAX,
        help_text="Public id or name of a product in use.",
    )
    customer_ref = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="The customer's number, phone or mail; found when known, noted when new.",
    )
    narrative = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="The reporter's own words, 10,000 characters at most.",
    )
    said = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="The words that were used, apart from the story; overviews leave them out.",
    )
    complaint_valid = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="A key of `complaint_valid` in /api/v1/codes/.",
    )
    checkin_wish = WishSerializer(required=False, allow_null=True, default=None)

    def validate_occurred_at(self, occurred_at: dt.datetime) -> dt.datetime:
        follow(rules.check_occurred_at, occurred_at, self.context["now"])
        return occurred_at

    def validate_team(self, text: str) -> Team:
        return _named(team_named, text, none=rules.UNKNOWN_TEAM, several=rules.SEVERAL_TEAMS)

    def validate_reported_by(self, text: str) -> User:
        is_colleague = bool(self.initial_data.get("written_by"))
        none = rules.UNKNOWN_COLLEAGUE if is_colleague else rules.UNKNOWN_PERSON
        return _named(person_named, text, none=none, several=rules.SEVERAL_PEOPLE)

    def validate_written_by(self, text: str | None) -> User | None:
        none, several = rules.UNKNOWN_PERSON, rules.SEVERAL_PEOPLE
        return _named(person_named, text, none=none, several=several) if text else None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["written_by"] == attrs["reported_by"]:
            raise serializers.ValidationError({"written_by": [str(rules.NOT_YOURSELF)]})
        return attrs

    def validate_product(self, text: str | None) -> Product | None:
        unknown = rules.UNKNOWN_PRODUCT
        return _named(product_named, text, none=unknown, several=unknown) if text else None

    def validate_channel(self, key: str) -> str:
        follow(rules.check_channel, key)
        return key

    def validate_behaviours(self, keys: list[str]) -> list[str]:
        follow(rules.check_behaviours, keys)
        return keys

    def validate_reading(self, reading: int | None) -> int | None:
        follow(rules.check_reading, reading)
        return reading

    def validate_customer_ref(self, customer_ref: str) -> str:
        follow(rules.check_reference, customer_ref)
        return customer_ref

    def validate_narrative(self, narrative: str) -> str:
        follow(rules.check_words, narrative)
        return narrative

    def validate_said(self, said: str) -> str:
        follow(rules.check_words, said, "said")
        return said

    def validate_complaint_valid(self, key: str) -> str:
        follow(rules.check_complaint, key)
        return key

    def writer(self) -> User | None:
        """Return who wrote it for a colleague; None when it is the reporter's own."""
        found: User | None = self.validated_data["written_by"]
        return found

    def report(self) -> ReportInput:
        """Return what was told, for the operation."""
        values = dict(self.validated_data)
        values.pop("written_by")
        wish = values.pop("checkin_wish")
        details = self.details(values)
        return ReportInput(
            **{**values, "behaviours": tuple(values["behaviours"])},
            wish=Wish(**wish) if wish else Wish(),
            details=details,
        )


def _named(
    find: Callable[[str], "Named | None"],
    text: str,
    *,
    none: "str | Promise",
    several: "str | Promise",
) -> "Named":
    """Return the one row that a text names."""
    try:
        row = find(text)
    except SeveralFound:
        raise serializers.ValidationError(str(several)) from None
    if row is None:
        raise serializers.ValidationError(str(none))
    return row
