"""What a person reads when something goes wrong, and that nothing they wrote is lost."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

from config import views
from tests.cast import Cast

HERE: dict[str, Any] = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def strict(cast: Cast) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana)
    return client


@pytest.mark.parametrize("language", ["en", "nl"])
def test_missing_page_says_so_in_the_frame(client: Client, cast: Cast, language: str) -> None:
    cast.ana.language = language
    cast.ana.save(update_fields=["language"])
    client.force_login(cast.ana)
    answer = client.get("/nowhere/")
    text = answer.content.decode()
    assert answer.status_code == 404
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1
    assert "<main" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status"), [(views.bad_request, 400), (views.permission_denied, 403)]
)
def test_error_page_names_no_internals(view: object, status: int, rf: RequestFactory) -> None:
    request: HttpRequest = rf.get("/x/")
    answer = view(request, Exception("secret reason"))  # type: ignore[operator]
    assert answer.status_code == status
    assert "secret reason" not in answer.content.decode()


def test_broken_server_answers_without_a_database(rf: RequestFactory) -> None:
    answer = server_error(rf.get("/x/"))
    assert answer.status_code == 500
    assert "Nothing you wrote is lost" in answer.content.decode()


def test_stale_page_keeps_what_was_written_and_sends_it_again(strict: Client) -> None:
    written = {"language": "nl", "note": '<b>"two"</b>', "many": ["a", "b"], "password": "hush"}
    answer = strict.post(reverse("language"), written, **HERE)
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "hush" not in text
    assert 'name="note" value="&lt;b&gt;&quot;two&quot;&lt;/b&gt;"' in text
    assert re.findall(r'name="many" value="(\w)"', text) == ["a", "b"]
    token = re.search(r'action="/language/">\s*<input[^>]*value="(\w+)"', text)
    assert token is not None
    again = {"language": "nl", "csrfmiddlewaretoken": token.group(1)}
    assert strict.post(reverse("language"), again, **HERE).status_code == 302


def test_help_is_one_press_from_a_page_that_is_not_there(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)
    text = client.get("/nowhere/").text
    assert 'form="help-form"' in text
    assert f'action="{reverse("incidents:help_new")}"' in text
    client.logout()
    assert "help-form" not in client.get("/sign-in/nowhere/").text


def test_stale_page_of_a_call_for_help_shows_the_numbers(strict: Client) -> None:
    text = strict.post(reverse("incidents:help_new"), {"key": "k"}, **HERE).text
    assert "Send it now" in text
    assert 'href="tel:0725550100"' in text
    assert 'href="tel:112"' in text


def test_call_for_help_of_who_was_signed_out_shows_the_numbers(client: Client, cast: Cast) -> None:
    page = client.post(reverse("incidents:help_new"), {"key": "k"}, follow=True)
    assert page.resolver_match is not None
    assert page.resolver_match.url_name == "account_login"
    assert "Your call for help was not sent." in page.text
    assert page.redirect_chain[0][0].startswith("/sign-in/?next=%2Fhelp%2F&")
    assert 'href="tel:112"' in page.text
    for other in ("next=/home/&unsent=1", "next=/help/"):
        assert "Your call for help" not in client.get(f"/sign-in/?{other}").text


def test_who_was_signed_out_comes_back_to_the_page_of_the_form(cast: Cast) -> None:
    browser = Client()
    there: dict[str, Any] = {"HTTP_REFERER": "http://testserver/mine/?page=2"}
    page = browser.post(reverse("incidents:pause_new"), follow=True, **there)
    assert page.redirect_chain == [("/sign-in/?next=%2Fmine%2F&unsent=1", 302)]
    assert "Sign in and send it once more." in page.text
    elsewhere: dict[str, Any] = {"HTTP_REFERER": "https://elsewhere.example/mine/"}
    answer = browser.post(reverse("incidents:pause_new"), **elsewhere)
    assert answer["Location"] == "/sign-in/?next=%2F&unsent=1"
    assert "once more" not in browser.get("/mine/", follow=True).text


def test_stale_page_says_that_files_are_chosen_again(strict: Client) -> None:
    file = SimpleUploadedFile("note.pdf", b"%PDF-1.4", "application/pdf")
    sent = {"narrative": "Every word.", "files": file}
    text = strict.post(reverse("incidents:report_new"), sent, **HERE).text
    assert "Every word." in text
    assert "Only the files have to be chosen again." in text


@pytest.mark.parametrize(
    "origin", [{}, {"HTTP_ORIGIN": "https://elsewhere.example"}, {"HTTP_ORIGIN": "null"}]
)
def test_form_of_another_site_is_not_offered_again(strict: Client, origin: dict[str, Any]) -> None:
    answer = strict.post(reverse("language"), {"language": "nl", "note": "planted"}, **origin)
    assert answer.status_code == 403
    assert "planted" not in answer.content.decode()
