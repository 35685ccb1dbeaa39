"""Forms of training: a course, who had it, a sheet of attendances, one answer of the quiz."""

import datetime as dt
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.codes import WordList
from incidents.queries import words
from people.forms.base import DateInput, day_field, helper
from people.models import User
from wellbeing.attendances import SIZE_MOST, Fault, Sheet, SheetRefused, read_sheet
from wellbeing.models import Course
from wellbeing.operations.courses import NO_TOPIC, NOT_YET, Attendance, CourseInput
from wellbeing.queries.roster import Key

STARTER_DAYS = 30
KEEPABLE_FOR = dt.timedelta(hours=2)

FAULTS: "dict[Fault, str | Promise]" = {
    Fault.NOT_A_TABLE: _("This is not a table. Save the sheet as CSV and choose that file."),
    Fault.TOO_LARGE: _("This file is too large: 1 MB at most."),
    Fault.TOO_MANY: _("These are too many lines: 5,000 at most in one file."),
    Fault.NO_PERSON: _("Nobody is named."),
    Fault.NO_COURSE: _("No course is named."),
    Fault.NO_DAY: _("There is no day."),
    Fault.BAD_DAY: _("This is no day: write 2026-11-30 or 30-11-2026."),
    Fault.FUTURE: _("This day is still to come."),
    Fault.BROKEN: _("A quotation mark is never closed."),
    Fault.UNKNOWN_PERSON: _("Nobody has this e-mail address or sign-in name."),
    Fault.UNKNOWN_COURSE: _("There is no course with this name."),
}
COLUMNS: "dict[str, str | Promise]" = {
    "person": pgettext_lazy("column", "person"),
    "course": pgettext_lazy("column", "course"),
    "done_on": pgettext_lazy("column", "date"),
}


class CourseForm(forms.Form):
    """What a course is, and by when people should have it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    topics = forms.TypedMultipleChoiceField(
        label=_("What it is about"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NO_TOPIC, "invalid_choice": NO_TOPIC},
    )
    is_for_starters = forms.BooleanField(label=_("New starters should have it"), required=False)
    starter_days = forms.IntegerField(
        label=_("Within how many days"), required=False, min_value=1, max_value=365
    )
    starters_since = day_field(
        _("Counts for who began on or after"),
        help_text=_("Who began earlier is asked for nothing."),
    )
    repeat_months = forms.IntegerField(
        label=_("Again after how many months"),
        help_text=_("Leave it empty when once is enough."),
        required=False,
        min_value=1,
        max_value=120,
    )
    is_given = forms.BooleanField(
        label=_("This course is given"),
        help_text=_("Who had it stays noted when it is not given any more."),
        required=False,
    )
    helper = helper()

    def __init__(self, data: QueryDict | None = None, *, course: Course | None = None) -> None:
        super().__init__(data, initial=_initial(course))
        topics = [(word.number, word.label) for word in words(WordList.TOPIC, with_hidden=True)]
        self.fields["topics"].choices = topics  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("is_for_starters"):
            for name, message in (
                ("starter_days", _("Write a number of days from 1 to 365.")),
                ("starters_since", _("Say from which first day at work it counts.")),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return data

    def to_course(self) -> CourseInput:
        """Return what was written; only for a valid form."""
        data = self.cleaned_data
        is_for_starters = data["is_for_starters"]
        return CourseInput(
            name=data["name"],
            topics=tuple(data["topics"]),
            repeat_months=data["repeat_months"],
            starter_days=data["starter_days"] if is_for_starters else None,
            starters_since=data["starters_since"] if is_for_starters else None,
            is_given=data["is_given"],
        )


def _initial(course: Course | None) -> dict[str, Any]:
    if course is None:
        since = timezone.localdate()
        return {"is_given": True, "starter_days": STARTER_DAYS, "starters_since": since}
    return {
        "name": course.name,
        "topics": course.topics,
        "repeat_months": course.repeat_months,
        "is_for_starters": course.starter_days is not None,
        "starter_days": course.starter_days or STARTER_DAYS,
        "starters_since": course.starters_since or timezone.localdate(),
        "is_given": course.retired_at is None,
    }


class AttendanceForm(forms.Form):
    """Who of the team had a course, and on which day."""

    people = forms.ModelMultipleChoiceField(
        label=_("Who was there?"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one person."),
            "invalid_choice": _("Somebody is not in your team any more."),
        },
    )
    done_on = forms.DateField(
        label=_("On which day?"),
        widget=DateInput(),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )
    helper = helper()

    def __init__(self, data: QueryDict | None, *, members: Any) -> None:  # noqa: ANN401 - a queryset
        super().__init__(data, initial={"done_on": timezone.localdate()})
        self.fields["people"].queryset = members  # type: ignore[attr-defined]

    def clean_done_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(NOT_YET)
        return day


class SheetForm(forms.Form):
    """A file with attendances; read as soon as it is there."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV with three columns: person (e-mail address or sign-in name), course, date."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This is not a table. Save the sheet as CSV and choose that file."),
            "missing": _("Choose a file."),
        },
    )
    helper = helper()
    sheet: Sheet

    def clean_file(self) -> "UploadedFile[bytes]":
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            self.sheet = read_sheet(upload.read(SIZE_MOST + 1), timezone.localdate())
        except SheetRefused as refused:
            raise forms.ValidationError(_why(refused)) from refused
        return upload


def _why(refused: SheetRefused) -> str:
    if refused.fault is not None:
        return str(FAULTS[refused.fault])
    names = ", ".join(str(COLUMNS[name]) for name in refused.missing)
    return _("These columns are missing: %(names)s.") % {"names": names}


class RosterForm(forms.Form):
    """The good lines of a sheet on their way to be kept: signed, for the one who sent the file."""

    rows = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data)
        self.salt = f"attendances:{user.pk}"

    def sign(self, keys: list[Key]) -> str:
        """Pack the lines for the page."""
        packed = [(person, course, day.isoformat()) for person, course, day in keys]
        return signing.dumps(packed, salt=self.salt, compress=True)

    def clean_rows(self) -> list[Attendance]:
        try:
            packed = signing.loads(self.cleaned_data["rows"], salt=self.salt, max_age=KEEPABLE_FOR)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("This took too long. Choose the file again.")) from error
        return [Attendance(who, course, dt.date.fromisoformat(day)) for who, course, day in packed]


class AnswerForm(forms.Form):
    """One answer of the quiz; it is never kept."""

    answer = forms.TypedChoiceField(
        label=_("Your answer"),
        coerce=int,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )

    def __init__(self, data: QueryDict | None = None, *, options: int) -> None:
        super().__init__(data)
        self.fields["answer"].choices = [(n, n) for n in range(options)]  # type: ignore[attr-defined]
