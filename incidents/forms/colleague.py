"""Whom it happened to, and whether the manager may know: part of the report form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from incidents.operations import rules
from incidents.queries.form import FormFrame, own_teams
from people.models import Team, User
from people.queries import colleague_called


class WhomForm(forms.Form):
    """Oneself unless a colleague is chosen from the team or named exactly."""

    colleague = forms.CharField(required=False, max_length=60)
    colleague_login = forms.CharField(required=False, max_length=254)
    is_anonymous = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - as Django's forms take it
        *,
        frame: FormFrame,
        user: User,
        **options: Any,  # noqa: ANN401 - as Django's forms take it
    ) -> None:
        super().__init__(data, **options)
        self.frame, self.user = frame, user

    def clean_colleague(self) -> User | None:
        """Know the colleague among those of one's own teams."""
        chosen = self.cleaned_data["colleague"]
        if not chosen:
            return None
        found = next((c for c in self.frame.colleagues if str(c.public_id) == chosen), None)
        if found is None:
            raise ValidationError(rules.UNKNOWN_COLLEAGUE)
        return found

    def clean_colleague_login(self) -> User | None:
        """Know somebody of another team by the whole address or sign-in name alone."""
        login = self.cleaned_data["colleague_login"].strip()
        if not login:
            return None
        found = colleague_called(login)
        if found is None or not own_teams(found):
            raise ValidationError(rules.UNKNOWN_COLLEAGUE)
        if found == self.user:
            raise ValidationError(rules.NOT_YOURSELF)
        return found

    def person(self) -> User:
        """Return whom it happened to."""
        values = self.cleaned_data
        found: User | None = values.get("colleague_login") or values.get("colleague")
        return found or self.user


def team_of(person: User, chosen: Team) -> Team:
    """Return the chosen team when the person works in it, else their own."""
    teams = own_teams(person)
    return chosen if chosen in teams or not teams else teams[0]
