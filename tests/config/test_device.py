"""The app on a device: manifest, service worker, and pages that name nobody."""

import json

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from config.device import SHELL_FILES, WORKER_SCRIPTS
from people.models import Organisation
from tests.cast import Cast

SHELL = ["/offline/", "/report/offline/"]


def test_worker_is_served_from_the_root_and_never_kept(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-store" in answer["Cache-Control"]
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    for name in (*SHELL_FILES, *WORKER_SCRIPTS):
        assert finders.find(name), name
        assert name.split("/")[-1].split(".")[0] in answer.content.decode()


def test_manifest_has_what_a_phone_asks_for(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    facts = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert {"name", "start_url", "display", "icons"} <= facts.keys()
    assert {icon["purpose"] for icon in facts["icons"]} == {"any", "maskable"}
    for icon in facts["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


@pytest.mark.parametrize("path", SHELL)
def test_shell_names_nobody_and_carries_no_token(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.ana)
    page = client.get(path).content.decode()
    people = [cast.ana, cast.max, cast.dex, cast.nora, cast.pim]
    secret = [person.name for person in people] + [str(cast.ana.public_id), cast.north.name]
    secret += [cast.site.name, str(cast.north.public_id), "csrf"]
    assert [word for word in secret if word in page] == []
    assert "data-shell" in page


def test_offline_page_has_the_number_the_organisation_set(client: Client, cast: Cast) -> None:
    Organisation.objects.update(emergency_number="0 118")
    client.force_login(cast.ana)
    page = client.get("/offline/").content.decode()
    assert 'href="tel:0118"' in page
    assert "Call 0 118" in page
    assert "tel:112" not in page


def test_shell_has_the_two_questions_and_every_way_of_contact(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)
    page = client.get("/report/offline/").content.decode()
    for name in (
        "behaviours",
        "reading",
        "channel",
        "occurred_on",
        "wish_when",
        "is_anonymous",
        "narrative",
    ):
        assert f'name="{name}"' in page, name
    assert 'name="team"' not in page


def test_pages_say_whose_they_are_to_the_script(client: Client, cast: Cast) -> None:
    assert "data-account" not in client.get("/sign-in/").content.decode()
    client.force_login(cast.ana)
    for path in ("/report/new/", "/home/", "/sign-out/"):
        assert f'data-account="{cast.ana.public_id}"' in client.get(path).content.decode(), path
