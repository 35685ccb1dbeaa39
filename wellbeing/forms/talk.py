"""The form of a check-in: what came out of the talk, in a few short questions."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import WishWith, WordList
from incidents.operations.assignment import USUALLY
from incidents.queries import words
from people.forms.base import DateInput, TimeInput
from people.forms.careful import CarefulField
from people.models import User
from wellbeing.codes import Outcome, RepeatReady
from wellbeing.models import AgreedSupport, CheckIn
from wellbeing.operations import AskedBack, Happened, Support, Talk
from wellbeing.queries.around import Around
from wellbeing.queries.circle import helpers_of, others_for

SUPPORT_ROWS = (1, 2, 3)
HAPPENED = [
    (Happened.YES.value, _("Yes")),
    (Happened.NOT_YET.value, _("Not yet")),
    (Happened.NOT_NEEDED.value, _("No longer needed")),
]
# The control is hidden; its label is drawn as a chip or a card.
CHIP = {"class": "btn-check"}


class TalkForm(forms.Form):
    """Validates the answers and gives them as one Talk; the operation keeps them."""

    outcome = forms.ChoiceField(
        label=_("Did you talk?"),
        widget=forms.RadioSelect(CHIP),
        choices=[
            (Outcome.HELD.value, _("Yes")),
            (Outcome.NOT_NOW.value, _("Not yet, another time")),
            (Outcome.OTHER_PERSON.value, _("Rather with somebody else")),
            (Outcome.DECLINED.value, _("No talk wanted")),
        ],
        error_messages={"required": _("Choose how it went. “No talk wanted” is fine too.")},
    )
    note = CarefulField(
        label=_("Your note"),
        required=False,
        max_length=4000,
        rows=4,
        has_hint=False,
        attrs={"class": "form-control"},
    )
    repeat_ready = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect(CHIP),
        choices=[
            (RepeatReady.YES.value, _("Yes")),
            (RepeatReady.WITH_BACKUP.value, _("Yes, with something in place")),
            (RepeatReady.NOT_NOW.value, _("Not now")),
        ],
    )
    topics = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(CHIP),
    )
    next_on = forms.DateField(label=_("Day"), required=False, widget=DateInput())
    next_time = forms.TimeField(label=_("Time"), required=False, widget=TimeInput())
    is_help_offered = forms.BooleanField(
        label=_("I said where professional help is, and that it is fine to use it."),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    facts = CarefulField(
        label=_("Did facts come up that the report doesn’t have yet?"),
        required=False,
        max_length=4000,
        rows=3,
        attrs={"class": "form-control"},
    )
    facts_about = forms.ChoiceField(label=_("Which report are they about?"), required=False)
    away_from = forms.MultipleChoiceField(
        label=_("Somebody else takes"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )
    away_until = forms.DateField(label=_("Until when"), required=False, widget=DateInput())
    with_whom = forms.ChoiceField(
        label=_("With whom, then?"),
        required=False,
        error_messages={"invalid_choice": _("Choose somebody who is there.")},
    )
    is_last = forms.BooleanField(
        label=_("No next talk is wanted."),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        checkin: CheckIn,
        reader: User,
        now: dt.datetime,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        person = checkin.series.person
        topics = self.fields["topics"]
        topics.choices = [(w.number, w.label) for w in words(WordList.TOPIC)]  # type: ignore[attr-defined]
        helpers = helpers_of(person, checkin.owner, now=now)
        for row in SUPPORT_ROWS:
            self.fields |= _support_fields(row, helpers)
        self.around = Around.of(checkin, reader)
        self._offer_others(checkin, now)
        self._ask_back()
        self._offer_facts()
        self._offer_away(now)

    def _offer_others(self, checkin: CheckIn, now: dt.datetime) -> None:
        """Offer who else is there for this person; buddies by name, those near by apart."""
        others = others_for(checkin, now=now)
        trained = ((_NEAR, others.near), (_FURTHER, others.further))
        self.buddies = {str(row.public_id): row for _head, rows in trained for row in rows}
        self.fields["with_whom"].choices = [  # type: ignore[attr-defined]
            ("", _("whoever is free first")),
            *((kind.value, _INSTEAD[kind] % {"name": user.name}) for kind, user in others.leaders),
            *((head, _named(rows)) for head, rows in trained if rows),
        ]

    def _ask_back(self) -> None:
        for support in self.around.supports:
            self.fields[_back(support)] = forms.ChoiceField(
                label=support.what,
                required=False,
                widget=forms.RadioSelect(CHIP),
                choices=HAPPENED,
            )

    def _offer_facts(self) -> None:
        """Ask for facts where a report can take them; of private care nothing goes there."""
        choices = [(str(one.public_id), label) for one, label in self.around.reports.items()]
        if not choices:
            del self.fields["facts"], self.fields["facts_about"]
            return
        self.fields["facts_about"].choices = choices  # type: ignore[attr-defined]
        self.fields["facts_about"].initial = choices[0][0]

    def _offer_away(self, now: dt.datetime) -> None:
        customers = [(str(key), label) for key, (_who, label) in self.around.customers.items()]
        if not customers:
            del self.fields["away_from"], self.fields["away_until"]
            return
        self.fields["away_from"].choices = customers  # type: ignore[attr-defined]
        self.fields["away_from"].initial = [key for key, _label in customers]
        self.fields["away_until"].initial = timezone.localdate(now) + USUALLY

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for row in SUPPORT_ROWS:
            self._check_support(row, data)
        if self._asks_when(data) and bool(data.get("next_on")) != bool(data.get("next_time")):
            field = "next_time" if data.get("next_on") else "next_on"
            if field not in self.errors:
                self.add_error(field, _("Give both the day and the time of the next talk."))
        return data

    def _asks_when(self, data: dict[str, Any]) -> bool:
        """Tell whether the two choose a moment; after some outcomes its fields are not shown."""
        return data.get("outcome") not in (Outcome.OTHER_PERSON, Outcome.DECLINED)

    def _check_support(self, row: int, data: dict[str, Any]) -> None:
        what, by_whom, until = (data.get(f"support_{row}_{part}") for part in _PARTS)
        if what and not by_whom:
            self.add_error(f"support_{row}_by", _("Choose who does this."))
        if (by_whom or until) and not what and f"support_{row}_what" not in self.errors:
            self.add_error(f"support_{row}_what", _("Write what was agreed."))

    def _next_at(self) -> dt.datetime | None:
        """Return the moment the two chose; None leaves the next talk as it is planned.

        What stood in the form as it opened belongs to the following talk: nobody chose it.
        """
        if not self._asks_when(self.cleaned_data):
            return None
        if not {"next_on", "next_time"} & set(self.changed_data):
            return None
        return moment_of(self.cleaned_data["next_on"], self.cleaned_data["next_time"])

    @property
    def support_rows(self) -> list[dict[str, Any]]:
        """The fields of each row of agreed support, for the template."""
        return [{part: self[f"support_{row}_{part}"] for part in _PARTS} for row in SUPPORT_ROWS]

    def talk(self) -> Talk:
        """Return what was answered."""
        data = self.cleaned_data
        buddy = self.buddies.get(data["with_whom"])
        rows = (tuple(data[f"support_{row}_{part}"] for part in _PARTS) for row in SUPPORT_ROWS)
        return Talk(
            outcome=Outcome(data["outcome"]),
            repeat_ready=data["repeat_ready"],
            is_help_offered=data["is_help_offered"],
            note=data["note"],
            supports=tuple(Support(what, by, until) for what, by, until in rows if what),
            topics=tuple(data["topics"]),
            next_at=self._next_at(),
            with_whom=WishWith.BUDDY if buddy is not None else data["with_whom"],
            buddy=buddy,
            is_last=data["is_last"],
            asked_back=self._asked_back(),
            facts=data.get("facts", ""),
            facts_about=self.around.report(data.get("facts_about", "")),
            away_from=tuple(
                self.around.customers[uuid.UUID(key)][0] for key in data.get("away_from", [])
            ),
            away_until=data.get("away_until"),
        )

    def _asked_back(self) -> tuple[AskedBack, ...]:
        """Return what came of earlier support, as far as it was answered."""
        answers = ((one, self.cleaned_data[_back(one)]) for one in self.around.supports)
        return tuple(AskedBack(one, Happened(answer)) for one, answer in answers if answer)

    @property
    def back_rows(self) -> list[tuple[AgreedSupport, forms.BoundField]]:
        """Earlier support with the question whether it happened, for the template."""
        return [(support, self[_back(support)]) for support in self.around.supports]


_INSTEAD = {
    WishWith.MANAGER: _("the manager, %(name)s"),
    WishWith.DEPUTY: _("the deputy, %(name)s"),
    WishWith.ADVISER: _("the confidential adviser, %(name)s"),
}
_NEAR, _FURTHER = _("Trained buddies near by"), _("Trained buddies further away")
_PARTS = ("what", "by", "until")


def _named(users: list[User]) -> list[tuple[str, str]]:
    return [(str(user.public_id), user.name) for user in users]


def _back(support: AgreedSupport) -> str:
    return f"back_{support.public_id.hex}"


def _support_fields(row: int, helpers: QuerySet[User]) -> dict[str, forms.Field]:
    return {
        f"support_{row}_what": CarefulField(
            label=_("What"), required=False, max_length=200, has_hint=False
        ),
        f"support_{row}_by": forms.ModelChoiceField(
            label=_("By whom"),
            required=False,
            queryset=helpers,
            to_field_name="public_id",
            empty_label="",
        ),
        f"support_{row}_until": forms.DateField(
            label=_("Until when"),
            required=False,
            widget=DateInput(),
        ),
    }


def moment_of(day: dt.date | None, time: dt.time | None) -> dt.datetime | None:
    """Return the instant of a day and time on the reader's clock; None when one is missing."""
    if day is None or time is None:
        return None
    return dt.datetime.combine(day, time, tzinfo=timezone.get_current_timezone()).astimezone(dt.UTC)


def plan_of(checkin: CheckIn | None) -> dict[str, Any]:
    """Return the first values of the next talk: what is already planned."""
    if checkin is None:
        return {}
    local = timezone.localtime(checkin.due_at)
    return {"next_on": local.date(), "next_time": local.time().replace(second=0, microsecond=0)}
