"""The page on which an administrator puts things in the organisation's own words."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.codes import BEHAVIOURS, CHANNELS, WordList
from incidents.models import CodeWord, Product
from incidents.queries import words
from people.models import User
from tests.cast import Cast
from tests.factories import ProductFactory

CHANNEL = "/words/channel/"


@pytest.fixture
def bo(cast: Cast, client: Client) -> User:
    client.force_login(cast.bo)
    return cast.bo


def _posted(**changes: str) -> dict[str, str]:
    """What the page of the channels sends when only some fields were touched."""
    data = {"form-TOTAL_FORMS": str(len(CHANNELS)), "form-INITIAL_FORMS": str(len(CHANNELS))}
    for number, channel in enumerate(CHANNELS):
        data |= {
            f"form-{number}-key": channel.key,
            f"form-{number}-label_en": str(channel.label),
            f"form-{number}-label_nl": "",
            f"form-{number}-place": str(number + 1),
        }
    return data | {key.replace("__", "-"): value for key, value in changes.items()}


def test_words_page_names_the_lists_and_the_products(client: Client, bo: User) -> None:
    ProductFactory.create(name="Green gas")
    ProductFactory.create(name="Old plan", is_active=False)
    page = client.get("/words/").content.decode()
    for word in ("What a customer did", "Green gas", "Old plan", "Not in use"):
        assert word in page


def test_product_is_added_renamed_and_switched_off(client: Client, bo: User) -> None:
    assert client.post("/words/product/", {"name": "Green gas"}).status_code == 302
    product = Product.objects.get()
    url = f"/words/product/{product.public_id}/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"name": "Greener gas"}).status_code == 302
    product.refresh_from_db()
    assert (product.name, product.is_active) == ("Greener gas", False)


def test_product_with_a_taken_name_stays_typed(client: Client, bo: User) -> None:
    ProductFactory.create(name="Green gas")
    answer = client.post("/words/product/", {"name": "GREEN gas"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_name_error"' in page
    assert 'value="GREEN gas"' in page


def test_list_that_was_not_touched_writes_nothing(client: Client, bo: User) -> None:
    assert client.post(CHANNEL, _posted()).status_code == 302
    assert not CodeWord.objects.exists()


def test_entry_is_reworded_in_both_languages_and_set_back(client: Client, bo: User) -> None:
    changed = _posted(form__0__label_en="desk", form__0__label_nl="loket")
    client.post(CHANNEL, changed)
    assert words(WordList.CHANNEL, "en")[0].label == "desk"
    assert words(WordList.CHANNEL, "nl")[0].label == "loket"
    client.post(CHANNEL, _posted(form__0__label_en="", form__0__label_nl=""))
    assert not CodeWord.objects.exists()


def test_entries_are_reordered_and_hidden(client: Client, bo: User) -> None:
    client.post(CHANNEL, _posted(form__0__place="3", form__2__place="1", form__1__is_hidden="on"))
    assert [word.key for word in words(WordList.CHANNEL)][:3] == ["email", "counter", "chat"]
    page = client.get(CHANNEL).content.decode()
    assert page.index('value="email"') < page.index('value="phone"')


def test_last_visible_word_cannot_be_hidden(client: Client, bo: User) -> None:
    hidden = {f"form__{number}__is_hidden": "on" for number in range(len(CHANNELS))}
    answer = client.post(CHANNEL, _posted(**hidden))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not CodeWord.objects.exists()


def test_entry_that_cannot_be_used_stays_typed(client: Client, bo: User) -> None:
    bad = _posted(form__0__place="first", form__1__label_en="x" * 81)
    answer = client.post(CHANNEL, bad)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_form-0-place_error"' in page
    assert 'id="id_form-1-label_en_error"' in page
    assert 'value="first"' in page
    assert "x" * 81 in page


def test_list_with_other_entries_is_refused(client: Client, bo: User) -> None:
    assert client.post(CHANNEL, _posted(form__0__key="phone")).status_code == 422
    assert client.post(CHANNEL, {}).status_code == 422
    assert client.get("/words/nonsense/").status_code == 404


def test_severity_is_shown_and_cannot_be_changed(client: Client, bo: User) -> None:
    page = client.get("/words/behaviour/").content.decode()
    assert len(re.findall(r"Severity S[0-4]", page)) == len(BEHAVIOURS)
    assert 'name="form-0-severity"' not in page


def test_words_page_asks_as_often_for_many_products(client: Client, bo: User) -> None:
    ProductFactory.create()
    client.get("/words/")
    with CaptureQueriesContext(connection) as first:
        client.get("/words/")
    ProductFactory.create_batch(3)
    with CaptureQueriesContext(connection) as second:
        client.get("/words/")
    assert len(second) == len(first)


@pytest.mark.parametrize("who", ["ana", "max", "hana", "pim"])
def test_words_are_for_administrators(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    product = ProductFactory.create(name="Green gas")
    for path in ("/words/", CHANNEL, f"/words/product/{product.public_id}/"):
        assert client.get(path).status_code == 403
    for path in (CHANNEL, "/words/product/", f"/words/product/{product.public_id}/"):
        assert client.post(path, {"name": "Mine"}).status_code == 403
    product.refresh_from_db()
    assert product.name == "Green gas"


def test_words_refuse_wrong_methods(client: Client, cast: Cast, bo: User) -> None:
    assert client.post("/words/").status_code == 405
    assert client.get("/words/product/").status_code == 405
    assert client.delete(CHANNEL).status_code == 405
