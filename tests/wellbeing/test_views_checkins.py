import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from incidents.models import Incident, Narrative
from incidents.operations import add_narrative
from people.models import RoleGrant
from tests.cast import Cast
from tests.factories import CareNoteFactory, CheckInFactory
from tests.wellbeing.pages import just_now, next_checkin, reported, signed_in, text_of
from wellbeing.models import AgreedSupport, CareNote, CheckIn, Escalation, TrainingNeed

NOTE = "Sleeps fine, dreads Fridays."


def url_of(checkin: CheckIn, name: str = "checkin") -> str:
    return reverse(f"wellbeing:{name}", args=[checkin.public_id])


def ana_reported(cast: Cast, *behaviours: str) -> CheckIn:
    incident = reported(cast.ana, cast.north, *behaviours)
    add_narrative(actor=cast.ana, incident=incident, body="He leaned over.", now=just_now())
    return next_checkin(cast.ana)


def test_guide_has_the_four_goals_and_no_debriefing(cast: Cast) -> None:
    """Room to vent, safety, how it is handled, practical help with all that belongs to it."""
    reported(cast.ana, cast.north)
    page = signed_in(cast.max).get(url_of(next_checkin(cast.ana))).text
    goals = text_of(page[page.index("Four things this talk is for") :])
    for goal in (
        "Room. Ana may be angry, tired or fine.",
        "Safety. “Is there anything you don’t look forward to this week?",
        "Clarity. Say what happens with the report and when an answer comes.",
        "Practical help. That it stands in the register, reporting to the police together, "
        "damage and costs, what to do when the customer keeps turning up, calling or posting.",
    ):
        assert goal in goals
    assert "debrief" not in page.lower()


def test_checkin_gives_the_holder_a_guide_and_what_was_written(cast: Cast) -> None:
    checkin = ana_reported(cast)
    text = text_of(signed_in(cast.max).get(url_of(checkin)).text)
    assert "Ana already wrote down what happened. Don’t ask to hear it all again." in text
    assert "He leaned over." in text
    assert "If it happened again tomorrow, could Ana handle it?" in text
    assert "Only you and Ana can read this." in text


def test_checkin_held_with_a_training_need_and_support(cast: Cast) -> None:
    checkin = ana_reported(cast)
    answers = {
        "outcome": "held",
        "note": NOTE,
        "repeat_ready": "with_backup",
        "topics": ["2"],
        "support_1_what": "Dex sits next to Ana",
        "support_1_by": str(cast.dex.public_id),
        "support_1_until": "2030-01-01",
        "is_help_offered": "on",
    }
    response = signed_in(cast.max).post(url_of(checkin), answers)
    assert (response.status_code, response["Location"]) == (302, "/today/")
    checkin.refresh_from_db()
    assert (checkin.outcome, checkin.held_by) == ("held", cast.max)
    assert CareNote.objects.get().body == NOTE
    assert AgreedSupport.objects.get().by_whom == cast.dex
    assert TrainingNeed.objects.get().person == cast.ana


def test_checkin_shows_the_person_what_was_agreed_and_written(cast: Cast) -> None:
    checkin = ana_reported(cast)
    signed_in(cast.max).post(
        url_of(checkin),
        {
            "outcome": "held",
            "note": NOTE,
            "support_1_what": "x y",
            "support_1_by": cast.max.public_id,
        },
    )
    text = text_of(signed_in(cast.ana).get(url_of(checkin)).text)
    assert NOTE in text
    assert "x y" in text
    assert "Only you and Max can read this." in text


def test_checkin_keeps_what_was_typed_when_something_is_wrong(cast: Cast) -> None:
    checkin = ana_reported(cast)
    answers = {"note": NOTE, "support_1_what": "Another desk", "next_on": "2030-01-01"}
    response = signed_in(cast.max).post(url_of(checkin), answers)
    assert response.status_code == 422
    assert NOTE in response.text
    assert "Another desk" in response.text
    assert set(response.context["form"].errors) == {"outcome", "support_1_by", "next_time"}
    assert "Choose how it went." in text_of(response.text)
    assert CareNote.objects.count() == 0


def test_checkin_says_at_the_field_what_the_rule_refuses(cast: Cast) -> None:
    checkin = ana_reported(cast)
    response = signed_in(cast.max).post(
        url_of(checkin), {"outcome": "held", "next_on": "2020-01-01", "next_time": "10:00"}
    )
    assert response.status_code == 422
    assert "next_on" in response.context["form"].errors


def test_checkin_declined_is_a_normal_outcome(cast: Cast) -> None:
    checkin = ana_reported(cast)
    typed_before = {"support_1_what": "Another desk", "support_1_by": cast.max.public_id}
    answers = {"outcome": "declined", "repeat_ready": "yes", "note": NOTE, **typed_before}
    assert signed_in(cast.max).post(url_of(checkin), answers).status_code == 302
    checkin.refresh_from_db()
    assert (checkin.outcome, checkin.repeat_ready) == ("declined", "")
    assert CareNote.objects.get().body == NOTE
    assert AgreedSupport.objects.count() == 0


def test_checkin_without_a_talk_raises_no_training_and_adds_no_facts(cast: Cast) -> None:
    """Fields that were filled in before the outcome changed are hidden, and sent all the same."""
    checkin = ana_reported(cast)
    about = str(Incident.objects.get().public_id)
    typed_before = {"topics": ["2"], "facts": "He came back.", "facts_about": about}
    answer = signed_in(cast.max).post(url_of(checkin), {"outcome": "declined", **typed_before})
    assert answer.status_code == 302
    assert not TrainingNeed.objects.filter(person=cast.ana).exists()
    assert not Narrative.objects.filter(body="He came back.").exists()


def opened_values(page: str) -> dict[str, str]:
    """Return the moment of the next talk as it stands in the form when it opens."""
    inputs = re.findall(r"<input[^>]*>", page)
    sent = {}
    for name in ("next_on", "next_time"):
        (field,) = (one for one in inputs if f'name="{name}"' in one)
        sent[name] = field.split('value="')[1].split('"')[0]
    return sent


def talk_and_following(cast: Cast) -> tuple[CheckIn, CheckIn]:
    reported(cast.ana, cast.north, reading=3)
    first, second = CheckIn.objects.open().filter(series__person=cast.ana)[:2]
    return first, second


def test_untouched_next_talk_is_counted_from_the_talk(cast: Cast) -> None:
    """A browser sends what stood in the form; nobody asked for that moment."""
    talk, following = talk_and_following(cast)
    client = signed_in(cast.max)
    answers = {"outcome": "held", **opened_values(client.get(url_of(talk)).text)}
    assert client.post(url_of(talk), answers).status_code == 302
    following.refresh_from_db()
    assert following.asked_when == ""


def test_not_now_asks_for_a_moment_of_its_own(cast: Cast) -> None:
    """What the form opens with is the moment of the talk after this one."""
    talk, following = talk_and_following(cast)
    client = signed_in(cast.max)
    opened = opened_values(client.get(url_of(talk)).text)
    answer = client.post(url_of(talk), {"outcome": "not_now", **opened})
    assert answer.status_code == 422
    assert "Choose another date and time." in answer.text
    talk.refresh_from_db()
    assert talk.is_open
    assert CheckIn.objects.open().filter(due_at=following.due_at).count() == 1


@pytest.mark.parametrize("outcome", ["held", "declined", "other_person"])
def test_checkin_is_saved_when_the_following_one_is_late_too(cast: Cast, outcome: str) -> None:
    talk, following = talk_and_following(cast)
    late = just_now() - dt.timedelta(days=2)
    CheckIn.objects.filter(pk=talk.pk).update(due_at=late - dt.timedelta(days=2))
    CheckIn.objects.filter(pk=following.pk).update(due_at=late)
    client = signed_in(cast.max)
    answers = {"outcome": outcome, **opened_values(client.get(url_of(talk)).text)}
    assert client.post(url_of(talk), answers).status_code == 302


def test_checkin_pressed_twice_is_written_down_once(cast: Cast) -> None:
    checkin = ana_reported(cast)
    client = signed_in(cast.max)
    for _ in range(2):
        assert client.post(url_of(checkin), {"outcome": "held", "note": NOTE}).status_code == 302
    assert CareNote.objects.count() == 1


@pytest.mark.parametrize("who", ["zoe", "otto", "dex", "hana", "bo", "pim"])
def test_checkin_does_not_exist_for_anybody_else(cast: Cast, who: str) -> None:
    checkin = ana_reported(cast)
    client = signed_in(getattr(cast, who))
    assert client.get(url_of(checkin)).status_code == 404
    assert client.post(url_of(checkin), {"outcome": "held"}).status_code == 404
    for name in ("time", "holder", "refusal", "claim"):
        assert client.post(url_of(checkin, name)).status_code == 404


def test_checkin_note_is_for_the_two_people_alone(cast: Cast) -> None:
    note = CareNoteFactory.create(
        checkin__series__person=cast.ana, checkin__owner=cast.otto, written_by=cast.max, body=NOTE
    )
    RoleGrant.objects.create(user=cast.otto, role=RoleGrant.Role.ADMIN)
    assert NOTE not in signed_in(cast.otto).get(url_of(note.checkin)).text


def test_checkin_offers_who_was_told_to_take_it_over(cast: Cast) -> None:
    checkin = ana_reported(cast)
    now = just_now()
    Escalation.objects.create(
        checkin=checkin, reason="late", level=1, told=cast.dex, since=now, told_at=now
    )
    client = signed_in(cast.dex)
    text = text_of(client.get(url_of(checkin)).text)
    assert "Max Visser holds this check-in" in text
    assert "Did you talk?" not in text
    assert client.post(url_of(checkin), {"outcome": "held"}).status_code == 403
    assert client.post(url_of(checkin, "claim")).status_code == 302
    assert "Did you talk?" in text_of(client.get(url_of(checkin)).text)


def test_checkin_is_not_written_down_by_the_person(cast: Cast) -> None:
    checkin = ana_reported(cast)
    assert signed_in(cast.ana).post(url_of(checkin), {"outcome": "held"}).status_code == 403


def test_actions_answer_posts_alone(cast: Cast) -> None:
    checkin = ana_reported(cast)
    client = signed_in(cast.ana)
    for name in ("time", "holder", "refusal", "claim"):
        assert client.get(url_of(checkin, name)).status_code == 405
    assert client.put(url_of(checkin)).status_code == 405


def test_time_moves_the_check_in_within_its_bound(cast: Cast) -> None:
    checkin = ana_reported(cast)
    at = timezone.localtime(timezone.now() + dt.timedelta(hours=2)).replace(second=0, microsecond=0)
    answers = {"on": timezone.localdate(at).isoformat(), "at": at.strftime("%H:%M")}
    response = signed_in(cast.ana).post(url_of(checkin, "time"), answers)
    assert response.status_code == 302
    checkin.refresh_from_db()
    assert checkin.due_at == at


def test_time_says_why_a_moment_is_too_late_and_keeps_it(cast: Cast) -> None:
    checkin = ana_reported(cast)
    response = signed_in(cast.ana).post(
        url_of(checkin, "time"), {"on": "2031-05-06", "at": "10:00"}
    )
    assert response.status_code == 422
    assert "is the latest" in text_of(response.text)
    assert 'value="2031-05-06"' in response.text


def test_time_refused_to_the_holder_keeps_the_page_of_the_talk(cast: Cast) -> None:
    checkin = ana_reported(cast)
    response = signed_in(cast.max).post(
        url_of(checkin, "time"), {"on": "2031-05-06", "at": "10:00"}
    )
    assert response.status_code == 422
    text = text_of(response.text)
    assert "One thing is missing" in text
    assert "is the latest" in text
    assert "How does Ana say it’s going?" in text


def test_holder_gives_the_check_in_to_the_chosen_one(cast: Cast) -> None:
    checkin = ana_reported(cast)
    response = signed_in(cast.ana).post(url_of(checkin, "holder"), {"with_whom": "adviser"})
    assert response.status_code == 302
    checkin.refresh_from_db()
    assert checkin.owner == cast.pim


def test_holder_is_the_choice_of_the_person_alone(cast: Cast) -> None:
    checkin = ana_reported(cast)
    client = signed_in(cast.max)
    assert client.post(url_of(checkin, "holder"), {"with_whom": "deputy"}).status_code == 403
    assert client.post(url_of(checkin, "refusal")).status_code == 403


def test_holder_asks_to_choose(cast: Cast) -> None:
    checkin = ana_reported(cast)
    response = signed_in(cast.ana).post(url_of(checkin, "holder"), {})
    assert response.status_code == 422
    assert "Choose with whom you would rather talk." in response.text


def test_refusal_is_fine(cast: Cast) -> None:
    checkin = ana_reported(cast)
    client = signed_in(cast.ana)
    response = client.post(url_of(checkin, "refusal"), follow=True)
    assert "That is fine." in response.text
    checkin.refresh_from_db()
    assert checkin.outcome == "declined"
    assert client.post(url_of(checkin, "refusal")).status_code == 302


def test_checkin_new_plans_one_without_a_report(cast: Cast) -> None:
    client = signed_in(cast.ana)
    assert "You don’t need a report or a reason." in client.get("/checkin/new/").text
    response = client.post("/checkin/new/", {"when": "tomorrow", "with_whom": "deputy"})
    checkin = next_checkin(cast.ana)
    assert response["Location"] == url_of(checkin)
    assert checkin.owner == cast.dex


def test_checkin_new_asks_for_the_day_that_was_announced(cast: Cast) -> None:
    response = signed_in(cast.ana).post("/checkin/new/", {"when": "at"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"on", "at"}


def test_checkin_of_nobody_says_who_is_missing(cast: Cast) -> None:
    checkin = ana_reported(cast)
    CheckIn.objects.filter(pk=checkin.pk).update(owner=None)
    text = text_of(signed_in(cast.ana).get(url_of(checkin)).text)
    assert "Nobody is found for this check-in" in text


def test_checkin_reads_a_fixed_number_of_rows(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    checkin = ana_reported(cast)
    client = signed_in(cast.max)
    client.get(url_of(checkin))
    with django_assert_num_queries(40):
        client.get(url_of(checkin))
    for _ in range(3):
        CheckInFactory.create(
            series=checkin.series,
            owner=cast.max,
            held_by=cast.max,
            outcome="held",
            done_at=just_now(),
        )
        CareNoteFactory.create(checkin=CheckInFactory.create(series=checkin.series))
    with django_assert_num_queries(40):
        client.get(url_of(checkin))
