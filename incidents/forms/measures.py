"""Measures: a proposal from what was reported, and the terms of a decision with defaults."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from incidents.codes.customer import FLAGLESS, MEASURES, Rung
from incidents.codes.letters import DESK_NOTES
from incidents.models import HouseRules, Incident, Measure, MeasureGround
from incidents.operations.measures import Ground, Terms, default_end, half_way, language_of
from incidents.queries.measures import earlier_warnings
from people.forms.base import day_field
from people.forms.careful import CarefulField
from people.models import Organisation, Team

KINDS = [(int(word.number), word.label) for word in MEASURES]
STATES = [
    ("", _("all")),
    ("undecided", _("waiting for a decision")),
    ("in_force", _("in force")),
    ("ended", _("ended")),
    ("refused", _("not taken")),
]

FACT = {"maxlength": 300, "class": "form-control"}


class ProposalForm(forms.Form):
    """Which step, and in one sentence for each report what happened."""

    kind = forms.TypedChoiceField(
        label=_("Which step?"),
        help_text=_("The lightest one that helps."),
        coerce=int,
        error_messages={
            "required": _("Choose a measure."),
            "invalid_choice": _("Choose a measure."),
        },
    )
    why = CarefulField(label=_("Why is this needed?"), required=False, rows=2, max_length=500)

    def __init__(self, data: QueryDict | None, *, reports: list[Incident], first: Incident) -> None:
        super().__init__(data)
        self.reports = sorted(reports, key=lambda report: report.pk != first.pk)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "…"),
            *((number, capfirst(str(label))) for number, label in KINDS),
        ]
        for report in self.reports:
            self.fields[self.name_of(report)] = CarefulField(
                required=False, rows=2, has_hint=False, attrs=FACT
            )

    @staticmethod
    def name_of(report: Incident) -> str:
        return f"fact_{report.public_id}"

    @property
    def rows(self) -> list[tuple[Incident, forms.BoundField]]:
        """Each report with the field for its fact."""
        return [(report, self[self.name_of(report)]) for report in self.reports]

    def facts(self) -> list[Ground]:
        """Return the reports that a fact was written for."""
        told = [(report, self.cleaned_data[self.name_of(report)]) for report in self.reports]
        return [Ground(report, fact) for report, fact in told if fact.strip()]


class TermsForm(forms.Form):
    """Everything that a measure has to say, with the usual answers filled in."""

    why = CarefulField(
        label=_("Why is this needed, and not something lighter?"),
        help_text=_("The customer reads this sentence in the letter."),
        required=False,
        rows=2,
    )
    tried = CarefulField(label=_("What was tried before?"), required=False, rows=1)
    rule = forms.TypedChoiceField(
        label=_("Which house rule was broken?"), required=False, coerce=int, empty_value=None
    )
    earlier_warning = forms.ModelChoiceField(
        label=_("Which earlier measure was the warning?"),
        queryset=Measure.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("there was none"),
        error_messages={
            "invalid_choice": _("Choose a measure that was taken for this customer before.")
        },
    )
    no_warning_reason = CarefulField(label=_("If there was none: why not?"), required=False, rows=1)
    customer_view = CarefulField(
        label=_("What does the customer say about it?"),
        help_text=_("Talk first. It goes into the letter, in the customer’s own words."),
        required=False,
        rows=2,
    )
    no_view_reason = CarefulField(
        label=_("If they were not asked: why not?"), required=False, rows=1
    )
    starts_on = day_field(_("From"))
    ends_on = day_field(
        _("Until and with"), help_text=_("Twelve months at most; shorter is better.")
    )
    review_on = day_field(
        _("Look at it again on"), help_text=_("At half of the term at the latest.")
    )
    stays_open = CarefulField(
        label=_("What stays open to the customer?"),
        help_text=_("A basic service never stops for ever."),
        required=False,
        rows=1,
    )
    desk_note = CarefulField(
        label=_("What does the desk do?"),
        help_text=_("All that colleagues see: an instruction, never the story."),
        required=False,
    )
    objection_address = forms.CharField(label=_("Where can the customer object?"), required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        measure: Measure,
        grounds: list[MeasureGround],
        rules: HouseRules | None,
        today: dt.date,
    ) -> None:
        super().__init__(data, initial=_usual(measure, today))
        self.grounds = grounds
        self.language = dict(settings.LANGUAGES)[language_of(measure.customer)]
        told = rules.rules() if rules else []
        self.fields["rule"].choices = [  # type: ignore[attr-defined]
            ("", "…"),
            *((number, f"{number}. {rule}") for number, rule in enumerate(told, start=1)),
        ]
        self.fields["earlier_warning"].queryset = earlier_warnings(measure, today)  # type: ignore[attr-defined]
        self.fields["earlier_warning"].label_from_instance = _in_words  # type: ignore[attr-defined]
        if measure.kind in FLAGLESS:  # colleagues read nothing of it
            del self.fields["desk_note"]
        for ground in grounds:
            self.fields[f"fact_{ground.pk}"] = CarefulField(
                label=_("Fact"),
                required=False,
                initial=ground.fact,
                rows=2,
                has_hint=False,
                attrs=FACT,
            )

    @property
    def rows(self) -> list[tuple[MeasureGround, forms.BoundField]]:
        """Each ground with the field for its fact."""
        return [(ground, self[f"fact_{ground.pk}"]) for ground in self.grounds]

    def terms(self) -> Terms:
        """Return what was decided; only for a valid form."""
        data = self.cleaned_data
        return Terms(**{name: data[name] for name in Terms.__dataclass_fields__ if name in data})

    def facts(self) -> dict[int, str]:
        """Return the facts as they are worded now, by the number of their ground."""
        return {ground.pk: self.cleaned_data[f"fact_{ground.pk}"] for ground in self.grounds}


def _in_words(measure: Measure) -> str:
    day = date_format(measure.starts_on or measure.proposed_at, "j F Y")
    return f"{capfirst(str(measure.word.label))}, {day}"


def _usual(measure: Measure, today: dt.date) -> dict[str, object]:
    """Return the answers that are filled in beforehand: short terms and the usual address."""
    ends_on = default_end(measure.kind, today)
    organisation = Organisation.current()
    latest = earlier_warnings(measure, today).first()
    with translation.override(organisation.language):
        note = str(DESK_NOTES.get(measure.kind, ""))
    with translation.override(language_of(measure.customer)):  # it stands in the letter
        stays_open = str(_("Letters and e-mail are always answered."))
    return {
        "why": measure.why,
        "earlier_warning": latest.public_id if latest else None,
        "starts_on": today,
        "ends_on": ends_on,
        "review_on": half_way(today, ends_on),
        "stays_open": stays_open,
        "desk_note": note,
        "objection_address": organisation.objection_address or organisation.address,
        "no_view_reason": _("There was no time: it was about safety.")
        if measure.kind == Rung.SAFETY_NOTE
        else "",
    }


class MeasureFilterForm(forms.Form):
    """Which measures the list shows, from the address."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    kind = forms.TypedChoiceField(label=_("Step"), required=False, coerce=int, empty_value=None)
    team = forms.ModelChoiceField(
        label=_("Team"),
        required=False,
        queryset=Team.objects.none(),
        to_field_name="public_id",
        empty_label=_("all"),
    )

    def __init__(self, data: QueryDict, *, teams: "QuerySet[Team]") -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", _("all")), *KINDS]  # type: ignore[attr-defined]
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]

    def value(self, name: str) -> Any:  # noqa: ANN401 - what the field gives
        """Return what one field asks for; nonsense in the address asks for nothing."""
        self.is_valid()
        return self.cleaned_data.get(name)
