import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.models import Draft, Incident
from people.models import User
from tests.cast import Cast
from tests.factories import IncidentFactory, MembershipFactory, ProductFactory, TeamFactory

URL = "/report/new/"
SIGN_IN = reverse("account_login")


@pytest.fixture
def ana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ana)
    return client


@pytest.fixture
def typed(cast: Cast) -> dict[str, Any]:
    """The form as Ana's browser sends it, with the two answers and what was filled in."""
    local = timezone.localtime() - dt.timedelta(minutes=3)
    return {
        "key": "0192-key",
        "behaviours": ["shouting", "personal_insult"],
        "reading": "2",
        "occurred_on": local.strftime("%Y-%m-%d"),
        "occurred_time": local.strftime("%H:%M"),
        "team": str(cast.north.public_id),
        "channel": "counter",
    }


def page(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_form_shows_its_questions_with_the_guesses_filled_in(ana: Client, cast: Cast) -> None:
    IncidentFactory.create(reported_by=cast.ana, team=cast.north, channel=2)
    html = page(ana.get(URL))
    for words in ("What happened?", "raised their voice", "How was it for you?", "Desk North"):
        assert words in html
    assert 'value="phone" id="id_channel_1" checked' in html
    assert "With Max Visser" in html
    assert "Max gets a message straight away" in html
    assert timezone.localdate().isoformat() in html
    assert "How are you now" not in html
    assert "checked" not in html.split("How was it for you?")[1].split("When and where")[0]


def test_two_answers_are_enough(ana: Client, cast: Cast, typed: dict[str, Any]) -> None:
    response = ana.post(URL, typed)
    incident = Incident.objects.get()
    assert (response.status_code, response["Location"]) == (
        302, f"/report/{incident.public_id}/thanks/",
    )  # fmt: skip
    assert (incident.reported_by, incident.team, incident.severity) == (cast.ana, cast.north, 2)
    assert (incident.wish_when, incident.wish_with) == ("", "")
    assert incident.source == Incident.Source.FORM


def test_everything_can_be_told(ana: Client, cast: Cast, typed: dict[str, Any]) -> None:
    product = ProductFactory.create()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    ana.post(URL, typed | {
        "product": str(product.public_id), "customer_ref": "k 12", "narrative": "He leaned in.",
        "wish_when": "at", "wish_on": tomorrow.isoformat(), "wish_time": "10:30",
        "wish_with": "deputy",
    })  # fmt: skip
    incident = Incident.objects.get()
    assert incident.customer is not None
    assert incident.product == product
    assert incident.narratives.get().body == "He leaned in."
    assert (incident.wish_when, incident.wish_with) == ("at", "deputy")
    assert incident.wish_at is not None
    local = timezone.localtime(incident.wish_at)
    assert (local.date(), local.hour, local.minute) == (tomorrow, 10, 30)


def test_time_is_that_of_the_reader(ana: Client, cast: Cast, typed: dict[str, Any]) -> None:
    ana.post(URL, typed | {"occurred_on": "2026-07-01", "occurred_time": "12:00"})
    assert Incident.objects.get().occurred_at == dt.datetime(2026, 7, 1, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"behaviours": []}, "behaviours", "Choose what the customer did"),
        ({"behaviours": ["frowned"]}, "behaviours", "not in the list"),
        ({"reading": ""}, "reading", "Choose how it was for you"),
        ({"reading": "9"}, "reading", "one of the four"),
        ({"occurred_on": ""}, "occurred_on", "date and a time"),
        ({"occurred_time": "25:00"}, "occurred_time", "date and a time"),
        ({"occurred_on": "2999-01-01"}, "occurred_on", "not come yet"),
        ({"occurred_on": "9999-12-31"}, "occurred_on", "not come yet"),
        ({"occurred_on": "0001-01-01"}, "occurred_on", "before the year 2000"),
        ({"team": "elsewhere"}, "team", "team is not known"),
        ({"channel": "pigeon"}, "channel", "not in the list"),
        ({"product": "00000000-0000-7000-8000-000000000000"}, "product", "product is not known"),
        ({"product": "other"}, "product_other", "Write which product"),
        ({"product_other": "Perpetuum"}, "product_other", "product is not known"),
        ({"wish_when": "later"}, "wish_when", "Choose when you would like"),
        ({"wish_when": "at"}, "wish_on", "which day and at what time"),
        ({"wish_when": "at", "wish_on": "2020-01-01", "wish_time": "9:00"}, "wish_on", "to come"),
        ({"wish_with": "ceo"}, "wish_with", "Choose who may ask"),
        ({"customer_ref": "x" * 61}, "customer_ref", "60 characters"),
        ({"narrative": "x" * 10_001}, "narrative", "10,000 characters"),
    ],
)
def test_refused_form_says_so_at_the_field_and_loses_nothing(
    ana: Client, typed: dict[str, Any], changes: dict[str, Any], field: str, message: str
) -> None:
    ProductFactory.create_batch(7)
    data = typed | {"narrative": "Kept <words>.", "customer_ref": "K-77"} | changes
    response = ana.post(URL, data)
    html = page(response)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert message in response.context["form"].errors[field][0]
    assert 'role="alert"' in html
    assert f'href="#id_{field}' in html
    assert f'id="id_{field}_error"' in html
    assert "<title>Error" in html
    target = html.split('class="err-sum')[1].split('href="#')[1].split('"')[0]
    assert f'id="{target}"' in html
    if "narrative" not in changes:
        assert "Kept &lt;words&gt;." in html
    if "behaviours" not in changes:
        assert 'value="shouting" id="id_behaviours_0" checked' in html
    assert 'value="0192-key"' in html
    assert not Incident.objects.exists()


def test_wish_time_of_another_choice_is_left_alone(ana: Client, typed: dict[str, Any]) -> None:
    ana.post(URL, typed | {"wish_when": "soon", "wish_on": "2020-01-01", "wish_time": "09:00"})
    assert Incident.objects.get().wish_at is None


def test_second_tap_and_back_button_lead_to_the_first_report(
    ana: Client, typed: dict[str, Any]
) -> None:
    first = ana.post(URL, typed)
    again = ana.post(URL, typed | {"behaviours": ["threat_words"]})
    broken = ana.post(URL, typed | {"behaviours": []})
    assert first["Location"] == again["Location"] == broken["Location"]
    assert Incident.objects.count() == 1


def test_going_back_to_a_sent_form_leads_to_the_report(ana: Client, typed: dict[str, Any]) -> None:
    html = page(ana.get(URL))
    key = html.split('data-address="?key=')[1].split('"')[0]
    assert f'<noscript><meta http-equiv="refresh" content="0; url=?key={key}"></noscript>' in html
    own = ana.get(f"{URL}?key={key}")
    assert f'name="key" value="{key}"' in page(own)
    assert "noscript" not in page(own)
    sent = ana.post(URL, typed | {"key": key})
    assert ana.get(f"{URL}?key={key}")["Location"] == sent["Location"]
    assert ana.get(f"{URL}?key={'x' * 65}").status_code == 200
    assert ana.get(URL).status_code == 200


def test_key_belongs_to_the_account(client: Client, cast: Cast, typed: dict[str, Any]) -> None:
    for user in (cast.ana, cast.max):
        client.force_login(user)
        client.post(URL, typed)
    assert Incident.objects.count() == 2


def test_phone_brings_its_chips_forward(ana: Client) -> None:
    html = page(ana.post("/report/new/behaviours/", {"channel": "phone", "behaviours": "weapon"}))
    front = html.split("<details")[0]
    assert front.index("would not leave or hang up") < front.index("raised their voice")
    assert "again and again" in front
    assert 'value="weapon"' in html
    assert html.count("checked") == 1
    assert "open" in html.split("<details")[1].split(">")[0]
    counter = page(ana.post("/report/new/behaviours/", {"channel": "counter"}))
    assert "again and again" not in counter.split("<details")[0]


def test_products_of_the_team_come_first_by_last_use(ana: Client, cast: Cast) -> None:
    old, new, *rest = ProductFactory.create_batch(9)
    day = dt.datetime(2026, 10, 1, 12, tzinfo=dt.UTC)
    for number, product in enumerate((old, old, new)):
        at = day + dt.timedelta(days=number)
        IncidentFactory.create(
            reported_by=cast.zoe, team=cast.north, product=product, occurred_at=at
        )
    IncidentFactory.create(team=cast.south, product=rest[-1])
    frame = ana.get(URL).context["frame"]
    assert frame.used_products[:2] == [new, old]
    assert len(frame.used_products) == 6


def test_another_product_is_found_by_its_name(ana: Client, typed: dict[str, Any]) -> None:
    products = ProductFactory.create_batch(8)
    name = products[7].name.upper()
    ana.post(URL, typed | {"product": "other", "product_other": name})
    assert Incident.objects.get().product == products[7]


def test_person_in_two_teams_chooses(ana: Client, cast: Cast, typed: dict[str, Any]) -> None:
    MembershipFactory.create(user=cast.ana, team=cast.south)
    assert 'name="team" id="id_team"' in page(ana.get(URL))
    ana.post(URL, typed | {"team": str(cast.south.public_id)})
    assert Incident.objects.get().team == cast.south


def test_person_without_team_is_told(client: Client, cast: Cast, typed: dict[str, Any]) -> None:
    client.force_login(cast.hana)
    assert "not in a team yet" in page(client.get(URL))
    assert client.post(URL, typed).status_code == 422
    assert not Incident.objects.exists()


def test_form_without_own_manager_names_who_there_is(client: Client, cast: Cast) -> None:
    client.force_login(cast.max)
    html = page(client.get(URL))
    assert "With Dex Kuiper" in html
    assert "Pim Jansen" in html


def test_draft_comes_back_as_it_was_typed(ana: Client, typed: dict[str, Any], cast: Cast) -> None:
    left = typed | {"reading": "", "occurred_time": "half past", "narrative": "Not done"}
    response = ana.post("/report/new/draft/", left)
    assert (response.status_code, response["Location"]) == (302, reverse("wellbeing:home"))
    html = page(ana.get(URL))
    assert "This is what you were writing" in html
    for part in ("Not done", 'value="half past"', 'value="0192-key"'):
        assert part in html
    assert 'value="personal_insult" id="id_behaviours_2" checked' in html


def test_draft_is_kept_after_each_change(ana: Client, typed: dict[str, Any]) -> None:
    response = ana.post("/report/new/draft/", typed, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "Kept as a draft" in page(response)
    assert "<html" not in page(response)


def test_draft_goes_with_the_report_and_does_not_come_back(
    ana: Client, typed: dict[str, Any]
) -> None:
    ana.post("/report/new/draft/", typed)
    ana.post(URL, typed)
    ana.post("/report/new/draft/", typed, headers={"HX-Request": "true"})
    assert not Draft.objects.exists()


def test_draft_of_another_report_stays(ana: Client, typed: dict[str, Any]) -> None:
    ana.post("/report/new/draft/", typed | {"key": "begun-here", "narrative": "Still writing."})
    ana.post("/report/new/", typed | {"key": "written-without-a-network"})
    assert Incident.objects.count() == 1
    assert Draft.objects.get().data["narrative"] == ["Still writing."]


def test_draft_can_be_thrown_away(ana: Client, typed: dict[str, Any]) -> None:
    ana.post("/report/new/draft/", typed)
    assert ana.post("/report/new/discard/")["Location"] == URL
    assert not Draft.objects.exists()
    assert ana.get("/report/new/discard/").status_code == 405


def test_sign_in_that_ran_out_keeps_what_was_typed(
    ana: Client, cast: Cast, typed: dict[str, Any]
) -> None:
    owner = ana.get(URL).context["owner"]
    ana.logout()
    response = ana.post(URL, typed | {"owner": owner, "narrative": "Nearly lost"})
    assert (response.status_code, response["Location"]) == (
        302,
        f"{SIGN_IN}?next=/report/new/",
    )
    assert "Your draft is safe" in page(ana.get(response["Location"]))
    ana.force_login(cast.ana)
    assert "Nearly lost" in page(ana.get(URL))


@pytest.mark.parametrize("owner", ["", "made-up", "0:1:x"])
def test_nobody_writes_a_draft_for_somebody_else(
    client: Client, cast: Cast, typed: dict[str, Any], owner: str
) -> None:
    for path in (URL, "/report/new/draft/"):
        assert client.post(path, typed | {"owner": owner}).status_code == 302
    assert not Draft.objects.exists()
    User.objects.filter(pk=cast.ana.pk).update(is_active=False, deactivated_at=timezone.now())


def test_form_asks_for_sign_in(client: Client, cast: Cast) -> None:
    assert client.get(URL)["Location"] == f"{SIGN_IN}?next=/report/new/"
    assert client.post("/report/new/behaviours/").status_code == 204


def test_csrf_failure_sends_nothing_and_keeps_the_page(cast: Cast, typed: dict[str, Any]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.ana)
    here = {"Referer": "http://testserver/report/new/"}
    response = strict.post(URL, typed | {"narrative": "Not lost"}, headers=here)
    assert response.status_code == 403
    assert 'name="narrative" value="Not lost"' in page(response)
    assert not Incident.objects.exists()


def test_form_speaks_dutch(ana: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.ana.pk).update(language="nl")
    response = ana.get(URL)
    assert '<html lang="nl"' in page(response)


def test_form_asks_the_database_the_same_at_one_and_many_rows(ana: Client, cast: Cast) -> None:
    counts = []
    for size in (1, 8):
        ProductFactory.create_batch(size)
        for team in TeamFactory.create_batch(size):
            MembershipFactory.create(user=cast.ana, team=team)
        IncidentFactory.create_batch(size, reported_by=cast.ana, team=cast.north)
        with CaptureQueriesContext(connection) as caught:
            ana.get(URL)
        counts.append(len(caught))
    assert counts == [17, 17]


def test_sending_asks_little_before_it_writes(ana: Client, typed: dict[str, Any]) -> None:
    """Session, account, clock, teams; then key, organisation, steps, header, draft."""
    with CaptureQueriesContext(connection) as caught:
        assert ana.post(URL, typed).status_code == 302
    sql = [q["sql"] for q in caught if q["sql"].split()[0] in {"SELECT", "INSERT", "DELETE"}]
    draft = next(n for n, one in enumerate(sql) if one.startswith("DELETE"))
    assert draft + 1 == 9, "\n".join(sql[: draft + 1])


def test_draft_without_a_team_asks_a_person_of_two_teams(
    ana: Client, cast: Cast, typed: dict[str, Any]
) -> None:
    """A report from a device that knew no teams: the likely one is not taken in silence."""
    MembershipFactory.create(user=cast.ana, team=cast.south)
    del typed["team"]
    nothing = '<option value="">Choose a team</option>'
    assert nothing not in ana.get(URL).content.decode()
    ana.post(f"{URL}draft/", typed | {"narrative": "So it was."})
    page = ana.get(URL).content.decode()
    assert nothing in page
    assert "selected" not in page[page.index('id="id_team"') : page.index("</select>")]
    sent = ana.post(URL, typed | {"team": "", "narrative": "So it was."})
    assert sent.status_code == 422
    assert "team" in sent.context["form"].errors
    assert nothing in sent.content.decode()
    assert "So it was." in sent.content.decode()
