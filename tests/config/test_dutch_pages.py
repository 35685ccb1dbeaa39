"""A reader of Dutch gets Dutch: pages, their errors, days and numbers."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from zoneinfo import available_timezones

import pytest
from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator, MinValueValidator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from rest_framework.exceptions import NotAuthenticated, ParseError, PermissionDenied, Throttled

from config.templatetags.luwte import in_words
from incidents.serializers import ReportSerializer
from people.models import User
from tests.cast import Cast
from tests.config.test_translations import sides, texts_of
from tests.factories import IncidentFactory

PAGES = {
    "ana": (
        "wellbeing:home",
        "wellbeing:mine",
        "wellbeing:training",
        "wellbeing:checkin_new",
        "incidents:report_new",
        "people:preferences",
        "breathe",
        "help",
        "policy",
    ),
    "max": ("wellbeing:today", "wellbeing:reports", "incidents:customers"),
    "hana": ("wellbeing:training", "policy"),
    "bo": (
        "people:people",
        "people:teams",
        "people:person_new",
        "incidents:words",
        "/words/behaviour/",
    ),
}
# Languages are called by their own names.
ALSO_DUTCH = {"English"}


class Texts(HTMLParser):
    """Collects the pieces of text a page shows, spaces folded."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_data(self, data: str) -> None:
        self.found.add(" ".join(data.split()))


def shown(html: str) -> set[str]:
    reader = Texts()
    reader.feed(html)
    return reader.found


@pytest.fixture(scope="module")
def english() -> set[str]:
    """Return the texts that read otherwise in Dutch, values left out."""
    texts = {tuple(map(tuple, sides(entry))) for entry in texts_of("nl")}
    # Some zones of the clock have the name of a country.
    known = ALSO_DUTCH | available_timezones()
    return {said for given, turned in texts for said in given if said not in turned} - known


def reader(client: Client, person: User) -> Client:
    User.objects.filter(pk=person.pk).update(language="nl")
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("who", "name"), [(who, name) for who, names in PAGES.items() for name in names]
)
def test_page_speaks_dutch_only(
    client: Client, cast: Cast, english: set[str], who: str, name: str
) -> None:
    IncidentFactory.create(reported_by=cast.ana, team=cast.north)
    address = name if name.startswith("/") else reverse(name)
    answer = reader(client, getattr(cast, who)).get(address, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="nl"' in text
    assert shown(text) & english == set()


def test_language_switch_turns_the_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)
    assert "Report what happened" in client.get(reverse("wellbeing:home")).content.decode()
    client.post(reverse("language"), {"language": "nl", "next": reverse("wellbeing:home")})
    assert "Meld wat er gebeurde" in client.get(reverse("wellbeing:home")).content.decode()


def test_saving_another_language_is_confirmed_in_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)
    given = {"language": "nl", "theme": "device"}
    answer = client.post(reverse("people:preferences"), given, follow=True)
    assert "Bewaard." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "people:slip_sign_in"])
def test_entrance_speaks_the_language_of_the_browser(
    client: Client, english: set[str], name: str
) -> None:
    answer = client.get(reverse(name), headers={"accept-language": "nl-BE,nl;q=0.9"})
    assert shown(answer.content.decode()) & english == set()


def test_missing_page_says_so_in_dutch(client: Client, cast: Cast) -> None:
    text = reader(client, cast.ana).get("/nowhere/").content.decode()
    assert "Hier is niets te vinden" in text


def test_report_without_answers_is_refused_in_dutch(client: Client, cast: Cast) -> None:
    answer = reader(client, cast.ana).post(reverse("incidents:report_new"), {})
    assert answer.status_code == 422
    assert "Kies wat de klant deed. Twijfel je? Kies “iets anders”." in answer.content.decode()


def test_wrong_password_is_refused_in_dutch(client: Client, cast: Cast) -> None:
    client.cookies["luwte_language"] = "nl"
    given = {"login": cast.ana.email or "", "password": "wrong-wrong"}
    text = client.post(reverse("account_login"), given).content.decode()
    assert "Deze naam en dit wachtwoord horen niet bij elkaar." in text
    assert "Vul dit in." in client.post(reverse("account_login"), {}).content.decode()


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("kort", "Dit wachtwoord is te kort:"),
        ("1234567890", "Dit wachtwoord is te makkelijk te raden."),
    ],
)
def test_weak_password_is_refused_in_dutch(
    client: Client, cast: Cast, password: str, said: str
) -> None:
    given = {"current": "x", "password": password, "password_again": password}
    answer = reader(client, cast.ana).post(reverse("people:password"), given)
    assert said in answer.content.decode()


def test_wrong_fields_are_refused_in_dutch(client: Client, cast: Cast) -> None:
    given = {"name": "", "email": "no address", "language": "xx"}
    text = reader(client, cast.bo).post(reverse("people:person_new"), given).content.decode()
    assert "Vul dit in." in text
    assert "Voer een geldig e-mailadres in." in text
    assert not re.search(r"This field|Enter a valid|Select a valid", text)


def test_moment_reads_as_the_dutch_say_it(cast: Cast) -> None:
    moment = IncidentFactory.create(reported_by=cast.ana, team=cast.north).occurred_at
    with override("nl"):
        assert re.search(r" om \d\d\.\d\d uur$", in_words(moment))
        assert re.fullmatch(r"\d\d:\d\d", in_words(moment, "time"))
        assert re.fullmatch(r"\d\d? [a-z]{3}", in_words(moment, "short"))
    with override("en"):
        assert re.search(r", \d\d:\d\d$", in_words(moment))


USED = (
    forms.BooleanField,
    forms.CharField,
    forms.ChoiceField,
    forms.DateField,
    forms.EmailField,
    forms.IntegerField,
    forms.ModelChoiceField,
    forms.MultipleChoiceField,
    forms.TimeField,
)


def messages_of_libraries() -> Iterator[Any]:
    """Give what fields of forms and of the API can say when something is wrong."""
    for field in (kind.default_error_messages for kind in USED):
        yield from field.values()
    for validator in (MaxLengthValidator, MinValueValidator, EmailValidator):
        yield validator.message
    report = ReportSerializer(context={"now": timezone.now()})
    for part in (report, *report.fields.values()):
        yield from part.error_messages.values()
    for problem in (NotAuthenticated, ParseError, PermissionDenied, Throttled):
        yield problem.default_detail


def said(message: Any) -> str:
    """Return a message as a form would say it; some need their number to choose a plural."""
    try:
        return str(message)
    except KeyError:
        return str(message % {"limit_value": 3, "show_value": 4})


@pytest.mark.django_db
def test_libraries_refuse_in_dutch() -> None:
    messages = list(messages_of_libraries())
    with override("en"):
        english = [said(message) for message in messages]
    with override("nl"):
        dutch = [said(message) for message in messages]
    same = [text for text, other in zip(english, dutch, strict=True) if text and text == other]
    assert same == []
