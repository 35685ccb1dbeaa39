"""Help now on the pages: one press, the page of the caller, of who comes, and the lists."""

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from incidents.models import HelpCall, HelpRing, Incident, Takeover
from incidents.operations.help import accept_call, raise_call
from people.models import DutySwitch, Organisation, User
from people.queries import database_now
from tests.cast import Cast
from tests.factories import IncidentFactory
from tests.wellbeing.pages import signed_in, text_of

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def manned(cast: Cast) -> Cast:
    """The cast with everybody on duty, at whatever hour the tests run."""
    for person in (cast.max, cast.dex, cast.nora, cast.pim, cast.otto):
        DutySwitch.objects.create(user=person, is_on_duty=True, switched_at=database_now())
    return cast


def press(person: User, **data: str) -> Any:
    return signed_in(person).post("/help/new/", {"key": "page-1", **data})


def open_call(cast: Cast, **reason: Any) -> HelpCall:
    return raise_call(actor=cast.ana, team=cast.north, key="a", now=database_now(), **reason)


def test_every_page_of_staff_has_a_button_that_calls_by_itself(manned: Cast) -> None:
    for path in ("/home/", "/mine/", "/report/new/", "/breathe/", "/account/", "/help/"):
        page = signed_in(manned.ana).get(path).text
        assert 'action="/help/new/"' in page, path
        assert 'form="help-form"' in page, path


def test_one_press_rings_and_shows_who_is_asked(manned: Cast) -> None:
    response = press(manned.ana)
    call = HelpCall.objects.get()
    assert (response.status_code, response["Location"]) == (302, call.get_absolute_url())
    assert (call.raised_by, call.team) == (manned.ana, manned.north)
    page = text_of(signed_in(manned.ana).get(response["Location"]).text)
    assert "Somebody is being asked" in page
    assert "Asked: Max Visser" in page
    assert "deputies" in page
    press(manned.ana)
    press(manned.ana, key="page-2")
    assert HelpCall.objects.count() == 1


def test_person_without_a_team_gets_the_numbers(manned: Cast) -> None:
    Organisation.objects.update(security_phone="088 555 9000", emergency_number="999")
    assert press(manned.hana)["Location"] == "/help/"
    page = signed_in(manned.hana).get("/help/").text
    assert 'href="tel:0885559000"' in page
    assert 'href="tel:999"' in page
    assert 'id="help-form"' not in page


def test_numbers_show_at_once_when_nobody_is_on_duty(manned: Cast) -> None:
    DutySwitch.objects.update(is_on_duty=False)
    page = signed_in(manned.ana).get(press(manned.ana)["Location"]).text
    assert "Nobody has answered. Call now." in page
    numbers = page.split("data-exhausted")[1].split("</div>")[0]
    assert 'href="tel:0725550100"' in numbers
    assert 'href="tel:112"' in numbers


def test_reason_can_be_added_after_the_press(manned: Cast) -> None:
    call = open_call(manned)
    client = signed_in(manned.ana)
    sent = {"wanted": "take_over", "heat": "3", "channel": "phone", "place": "Desk 3"}
    assert client.post(f"{call.get_absolute_url()}reason/", sent).status_code == 302
    call.refresh_from_db()
    assert (call.wanted, call.heat, call.place) == ("take_over", 3, "Desk 3")
    page = text_of(signed_in(manned.max).get(call.get_absolute_url()).text)
    for word in ("Desk 3", "asks you to: take over", "Threatening", "phone"):
        assert word in page


def test_wrong_reason_is_refused_beside_its_field_and_nothing_is_lost(manned: Cast) -> None:
    call = open_call(manned)
    sent = {"wanted": "join", "heat": "9", "place": "x" * 81}
    response = signed_in(manned.ana).post(f"{call.get_absolute_url()}reason/", sent)
    assert response.status_code == 422
    page = response.text
    assert "This is too long: 80 characters at most." in page
    assert "x" * 81 in page
    assert 'value="join" id="id_wanted_1" checked' in page


def test_poll_says_nothing_when_there_is_nothing(
    manned: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(manned.max)
    client.get("/today/")
    with django_assert_num_queries(5):
        assert client.get("/help/poll/").status_code == 204


def heard(person: User) -> list[dict[str, str]]:
    response = signed_in(person).get("/help/poll/")
    return [] if response.status_code == 204 else response.json()["calls"]


def test_managers_and_deputies_on_duty_hear_at_once_others_do_not(manned: Cast) -> None:
    open_call(manned, place="Desk 3", wanted="join")
    for person in (manned.max, manned.dex):
        [call] = heard(person)
        assert call["state"] == "ring"
        assert call["title"] == "Ana Bakker asks for help"
        assert call["text"].startswith("Desk North · Desk 3 · come and stand beside · since ")
    assert [call["state"] for call in heard(manned.ana)] == ["own"]
    for person in (manned.nora, manned.pim, manned.otto, manned.zoe, manned.hana, manned.bo):
        assert heard(person) == []
    DutySwitch.objects.filter(user=manned.dex).update(is_on_duty=False)
    assert heard(manned.dex) == []


def test_poll_lets_a_call_go_on_without_the_worker(manned: Cast) -> None:
    call = open_call(manned)
    HelpCall.objects.update(escalate_at=database_now() - MINUTE)
    heard(manned.zoe)
    call.refresh_from_db()
    assert call.level == HelpCall.Level.DEPUTIES


def test_poll_keeps_when_it_was_seen_and_the_caller_reads_it(manned: Cast) -> None:
    call = open_call(manned)
    before = heard(manned.ana)[0]["mark"]
    heard(manned.max)
    assert HelpRing.objects.get(call=call, person=manned.max).seen_at is not None
    assert heard(manned.ana)[0]["mark"] != before
    assert "Seen by Max" in text_of(signed_in(manned.ana).get(call.get_absolute_url()).text)


def test_others_are_told_who_goes(manned: Cast) -> None:
    call = open_call(manned)
    response = signed_in(manned.max).post(f"{call.get_absolute_url()}acceptance/", {"kind": "join"})
    assert response.status_code == 302
    [told] = heard(manned.dex)
    assert (told["state"], told["title"]) == ("taken", "Max is on the way to Ana Bakker")
    late = signed_in(manned.dex).post(
        f"{call.get_absolute_url()}acceptance/", {"kind": "join"}, follow=True
    )
    assert "Max is on the way already." in text_of(late.text)
    HelpCall.objects.update(accepted_at=database_now() - 2 * MINUTE)
    assert heard(manned.dex) == []
    assert "Max is on the way" in signed_in(manned.ana).get(call.get_absolute_url()).text


def test_call_becomes_a_report_without_retyping(manned: Cast) -> None:
    call = open_call(manned, heat=3, channel="phone", place="Desk 3", wanted="join")
    accept_call(actor=manned.max, call=call, kind="join", now=database_now())
    client = signed_in(manned.ana)
    ended = client.post(f"{call.get_absolute_url()}end/", follow=True)
    link = f"/report/new/?call={call.public_id}"
    assert link in ended.text
    page = client.get(link)
    form = page.context["form"]
    assert form["reading"].value() == "3"
    assert form["channel"].value() == "phone"
    assert form["team"].value() == str(manned.north.public_id)
    assert f'name="call" value="{call.public_id}"' in page.text
    typed = {name: form[name].value() or "" for name in ("reading", "channel", "team", "call")}
    typed |= {name: form[name].value() for name in ("occurred_on", "occurred_time", "narrative")}
    sent = client.post("/report/new/", {**typed, "behaviours": ["threat_words"], "key": "k"})
    assert sent.status_code == 302
    incident = Incident.objects.get()
    call.refresh_from_db()
    assert call.incident == incident
    assert Takeover.objects.get().incident == incident
    assert incident.events.filter(kind="taken_over", actor=manned.max).exists()
    assert incident.narratives.get().body == "Desk 3"
    again = {**typed, "behaviours": ["threat_words"], "key": "k2"}
    client.post("/report/new/", again)
    call.refresh_from_db()
    assert call.incident == incident, "the first report keeps it"


def test_call_of_somebody_else_makes_no_report(manned: Cast) -> None:
    call = open_call(manned)
    page = signed_in(manned.zoe).get(f"/report/new/?call={call.public_id}")
    assert page.context["form"]["call"].value() is None


def test_fifteen_minutes_question_stands_on_both_pages(manned: Cast) -> None:
    call = open_call(manned)
    accept_call(actor=manned.max, call=call, kind="join", now=database_now())
    HelpCall.objects.update(accepted_at=database_now() - 16 * MINUTE)
    assert heard(manned.max)[0]["state"] == "asked"
    for person in (manned.ana, manned.max):
        page = signed_in(person).get(call.get_absolute_url()).text
        assert "Is it still going on?" in page
        assert "Still going on" in page
    signed_in(manned.max).post(f"{call.get_absolute_url()}continuation/")
    assert "Is it still going on?" not in signed_in(manned.ana).get(call.get_absolute_url()).text


def test_who_comes_reads_the_words_for_it_and_says_how(manned: Cast) -> None:
    call = open_call(manned)
    accept_call(actor=manned.max, call=call, kind="take_over", now=database_now())
    client = signed_in(manned.max)
    page = text_of(client.get(call.get_absolute_url()).text)
    assert "I’m the next step we have for this" in page
    url = f"{call.get_absolute_url()}takeover/"
    refused = client.post(url, {"kind": "take_over", "is_said": "on"})
    assert refused.status_code == 422
    assert "Choose why you took over." in refused.text
    sent = {"kind": "take_over", "reason": "fresh_face", "is_said": "on"}
    assert client.post(url, sent).status_code == 302
    takeover = Takeover.objects.get()
    assert (takeover.reason, takeover.is_said) == (3, True)
    assert "You may walk away" in signed_in(manned.ana).get(call.get_absolute_url()).text


@pytest.mark.parametrize(("asked", "is_on"), [("on", True), ("off", False)])
def test_duty_is_one_tap_and_today_says_until_when(cast: Cast, asked: str, *, is_on: bool) -> None:
    client = signed_in(cast.max)
    client.post("/duty/", {"duty": asked})
    switch = DutySwitch.objects.get(user=cast.max)
    assert switch.is_on_duty == is_on
    assert switch.until is not None
    assert switch.until > database_now()
    assert f"{'On' if is_on else 'Off'} duty until" in text_of(client.get("/today/").text)


def test_list_of_calls_asks_as_little_for_many_rows_as_for_one(
    manned: Cast, django_assert_max_num_queries: Any
) -> None:
    client, counts = signed_in(manned.max), []
    now = database_now()
    for total in (1, 60):
        HelpCall.objects.bulk_create(
            HelpCall(
                raised_by=manned.ana,
                team=manned.north,
                key=f"{total}-{number}",
                raised_at=now - MINUTE * number,
                accepted_by=manned.max,
                accepted_at=now,
                ended_at=now,
            )
            for number in range(total)
        )
        with django_assert_max_num_queries(20) as captured:
            page = client.get("/help/calls/?page=1&state=")
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert len(page.context["page"].object_list) == 25
    assert "page=2" in page.text


def test_list_of_calls_is_filtered_by_its_address(manned: Cast) -> None:
    call = open_call(manned)
    client = signed_in(manned.max)

    def found(query: str) -> int:
        return len(client.get(f"/help/calls/?{query}").context["page"].object_list)

    assert (found(""), found("state=open"), found("state=nobody"), found("kind=join")) == (
        1,
        1,
        1,
        0,
    )
    accept_call(actor=manned.max, call=call, kind="join", now=database_now())
    assert (found("state=nobody"), found("kind=join"), found("kind=advise")) == (0, 1, 0)
    assert found(f"team={manned.north.public_id}") == 1


def test_takeover_is_noted_on_a_report_from_its_page(manned: Cast) -> None:
    incident = IncidentFactory.create(reported_by=manned.ana, team=manned.north)
    client = signed_in(manned.max)
    assert "I stepped in" in client.get(incident.get_absolute_url()).text
    url = f"{incident.get_absolute_url()}takeover/"
    refused = client.post(url, {"kind": ""})
    assert refused.status_code == 422
    assert "Choose one of the three." in refused.text
    sent = {"kind": "take_over", "reason": "safety"}
    assert client.post(url, sent)["Location"] == incident.get_absolute_url()
    page = text_of(client.get(incident.get_absolute_url()).text)
    assert "You have it from here. The colleague is free." in page
    mine = text_of(signed_in(manned.ana).get(incident.get_absolute_url()).text)
    assert "Max has it from here. You are free of it." in mine


def test_felt_backed_is_a_task_on_home_and_answered_with_one_form(manned: Cast) -> None:
    call = open_call(manned)
    accept_call(actor=manned.max, call=call, kind="join", now=database_now())
    client = signed_in(manned.ana)
    client.post(f"{call.get_absolute_url()}end/")
    url = Takeover.objects.get().get_absolute_url()
    assert url in client.get("/home/").text
    assert client.post(url, {"reply": ""}).status_code == 422
    assert client.post(url, {"reply": "partly"}).status_code == 302
    assert url not in client.get("/home/").text
    assert "It is part of totals only." in client.get(url).text
    record = text_of(signed_in(manned.max).get("/help/record/").text)
    assert "too few answers to say" in record
    assert "Ana Bakker" not in record
