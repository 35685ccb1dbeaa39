"""The report form. Its page is written by hand; see templates/incidents/report_new.html."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from incidents.codes import BEHAVIOURS, CHANNELS, READINGS, WISHES, Reading, WishWhen, WishWith
from incidents.codes.after import BEHAVED_BY
from incidents.forms.colleague import WhomForm, team_of
from incidents.forms.rule import follow, refuse, same_message
from incidents.models import HelpCall, Product
from incidents.operations import Details, ReportInput, ReportRefused, Wish, completing, rules
from incidents.queries.calls import call_to_report
from incidents.queries.form import FormFrame
from people.forms.careful import KEEP, ask_once
from people.models import User

DATES, TIMES = ["%Y-%m-%d"], ["%H:%M", "%H:%M:%S"]
OTHER, NOT_ABOUT_ONE = "other", "none"
SHOWN_AT = {"occurred_at": "occurred_on", "wish_at": "wish_on"}


class ReportForm(WhomForm):
    """Two answers are needed; the rest is filled in or may stay empty."""

    behaviours = forms.MultipleChoiceField(
        choices=[(word.key, word.label) for word in BEHAVIOURS],
        error_messages={
            "required": rules.NO_BEHAVIOUR,
            **same_message(rules.UNKNOWN_BEHAVIOUR, "invalid_choice", "invalid_list"),
        },
    )
    reading = forms.TypedChoiceField(
        coerce=int,
        choices=[(word.reading.value, word.label) for word in READINGS],
        error_messages={"required": rules.NO_READING, "invalid_choice": rules.UNKNOWN_READING},
    )
    occurred_on = forms.DateField(
        input_formats=DATES, error_messages=same_message(rules.NO_TIME, "required", "invalid")
    )
    occurred_time = forms.TimeField(
        input_formats=TIMES, error_messages=same_message(rules.NO_TIME, "required", "invalid")
    )
    team = forms.ChoiceField(
        error_messages={"required": rules.NO_TEAM, "invalid_choice": rules.UNKNOWN_TEAM}
    )
    channel = forms.ChoiceField(
        choices=[(word.key, word.label) for word in CHANNELS],
        error_messages={"required": rules.NO_CHANNEL, "invalid_choice": rules.UNKNOWN_CHANNEL},
    )
    product = forms.CharField(max_length=60, required=False)
    product_other = forms.CharField(required=False)
    wish_when = forms.ChoiceField(
        choices=list(WISHES.items()),
        required=False,
        error_messages={"invalid_choice": rules.UNKNOWN_WISH},
    )
    wish_on = forms.DateField(
        input_formats=DATES, required=False, error_messages={"invalid": rules.NO_WISH_TIME}
    )
    wish_time = forms.TimeField(
        input_formats=TIMES, required=False, error_messages={"invalid": rules.NO_WISH_TIME}
    )
    wish_with = forms.ChoiceField(
        choices=[(kind.value, kind.value) for kind in WishWith],
        required=False,
        error_messages={"invalid_choice": rules.UNKNOWN_HOLDER},
    )
    wish_buddy = forms.CharField(max_length=40, required=False)
    behaved_by = forms.ChoiceField(
        choices=list(BEHAVED_BY.items()),
        required=False,
        error_messages={"invalid_choice": completing.UNKNOWN_WHO},
    )
    customer_ref = forms.CharField(required=False)
    narrative = forms.CharField(required=False)
    # The call for help this is a report of; one that is not the reader's own is left aside.
    call = forms.CharField(required=False)

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - as Django's forms take it
        *,
        frame: FormFrame,
        user: User,
        now: dt.datetime,
        **options: Any,  # noqa: ANN401 - as Django's forms take it
    ) -> None:
        super().__init__(data, frame=frame, user=user, **options)
        self.now = now
        teams = self.fields["team"]
        assert isinstance(teams, forms.ChoiceField)  # noqa: S101 - for the type checker
        teams.choices = [(str(team.public_id), team.name) for team in frame.teams]

    def clean_product_other(self) -> str:
        """Know the product by its name when it is not one of the chips."""
        name: str = self.cleaned_data["product_other"].strip()
        if self.data.get("product") == OTHER and not name:
            raise forms.ValidationError(rules.NO_PRODUCT_NAME)
        if name and self._product_named(name) is None:
            raise forms.ValidationError(rules.UNKNOWN_PRODUCT)
        return name

    def clean_customer_ref(self) -> str:
        reference: str = self.cleaned_data["customer_ref"]
        follow(rules.check_reference, reference)
        return reference

    def clean_narrative(self) -> str:
        narrative: str = self.cleaned_data["narrative"]
        follow(rules.check_words, narrative)
        if self.person() != self.user:
            ask_once(narrative, is_meant=self.is_meant)
        return narrative

    @property
    def is_meant(self) -> bool:
        """Whether the writer keeps medical words about a colleague after they were asked."""
        return bool(self.data.get(f"narrative{KEEP}"))

    def clean(self) -> dict[str, Any]:
        """Check what needs two fields: the moments, and the product behind a chip."""
        values = self.cleaned_data
        values["occurred_at"] = _moment(values.get("occurred_on"), values.get("occurred_time"))
        if values["occurred_at"] is not None:
            self._check("occurred_on", rules.check_occurred_at, values["occurred_at"], self.now)
        values["wish_at"] = None
        if values.get("wish_when") == WishWhen.AT and not self.has_error("wish_on"):
            at = _moment(values.get("wish_on"), values.get("wish_time"))
            values["wish_at"] = at
            self._check("wish_on", rules.check_wish_at, WishWhen.AT, at, self.now)
        values["wish_buddy"] = self._chosen_buddy()
        values["product"] = self._chosen_product()
        return values

    def report(self) -> ReportInput:
        """Return what was told, for the operation."""
        values = self.cleaned_data
        team = next(t for t in self.frame.teams if str(t.public_id) == values["team"])
        person = self.person()
        return ReportInput(
            occurred_at=values["occurred_at"],
            team=team_of(person, team),
            reported_by=person,
            channel=values["channel"],
            behaviours=tuple(values["behaviours"]),
            reading=Reading(values["reading"]),
            product=values["product"],
            customer_ref=values["customer_ref"],
            narrative=values["narrative"],
            help_call=self.help_call(),
            details=Details(behaved_by=values["behaved_by"]),
            wish=self.wish(),
            is_anonymous=values["is_anonymous"],
        )

    def wish(self) -> Wish:
        """Return the wish; for a colleague there is none, they are asked themselves."""
        values = self.cleaned_data
        if self.person() != self.user:
            return Wish()
        buddy: User | None = values["wish_buddy"]
        return Wish(values["wish_when"], values["wish_at"], values["wish_with"], buddy)

    def help_call(self) -> HelpCall | None:
        """Return the call for help it is made of; one without a name is tied to none."""
        values = self.cleaned_data
        is_plain = self.person() == self.user and not values["is_anonymous"]
        return call_to_report(self.user, values["call"]) if values["call"] and is_plain else None

    def refuse(self, refused: ReportRefused) -> None:
        """Show what the operation found, each at its field."""
        for problem in refused.problems:
            refuse(self, problem, SHOWN_AT)

    def _check(self, name: str, rule: Any, *values: object) -> None:  # noqa: ANN401 - a function
        try:
            follow(rule, *values)
        except forms.ValidationError as error:
            self.add_error(name, error)

    def _chosen_buddy(self) -> User | None:
        """Return the named buddy; who wants one has to say which."""
        if self.cleaned_data.get("wish_with") != WishWith.BUDDY:
            return None
        chosen = self.cleaned_data.get("wish_buddy", "")
        found = [user for user in self.frame.buddies if str(user.public_id) == chosen]
        if not found:
            self.add_error("wish_buddy", rules.NO_BUDDY)
        return next(iter(found), None)

    def _chosen_product(self) -> Product | None:
        name = self.cleaned_data.get("product_other", "")
        if name:
            return self._product_named(name)
        chosen = self.cleaned_data.get("product", "")
        if chosen in {"", OTHER, NOT_ABOUT_ONE}:
            return None
        found = [p for p in self.frame.products if str(p.public_id) == chosen]
        if not found:
            self.add_error("product", rules.UNKNOWN_PRODUCT)
        return next(iter(found), None)

    def _product_named(self, name: str) -> Product | None:
        wanted = name.casefold()
        return next((p for p in self.frame.products if p.name.casefold() == wanted), None)


def _moment(day: dt.date | None, clock: dt.time | None) -> dt.datetime | None:
    """Join a day and a time in the reader's time zone."""
    if day is None or clock is None:
        return None
    return dt.datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())
