"""What a report is completed with: 14 days, every question optional, own words for ever."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from incidents.codes import BEHAVIOUR_BY_KEY
from incidents.codes.after import CIRCUMSTANCES, LADDER, OUTCOMES, RELATION_AFTER, TRIGGERS
from incidents.models import Event, Incident, LadderStep, Narrative, Settlement
from incidents.operations import Details, ReportRefused, StepTaken, complete_report
from incidents.queries.completed import minutes_from_warning_to_end
from people.errors import RuleBroken
from people.queries import database_now
from tests.cast import Cast
from tests.factories import IncidentFactory

FULL: dict[str, Any] = {
    "narrative": "It began at the till.",
    "said": "You are all thieves.",
    "trigger": "broken_promise",
    "circumstances": ["alone", "closing_time"],
    "behaved_by": "with_customer",
    "complaint_valid": "valid",
    "is_manner_right": "no",
    "ladder": ["listened", "warned", "ended_contact"],
    "at_warned": "14:10",
    "at_ended_contact": "14:16",
    "by_ended_contact": "colleague",
    "warning": "If it goes on, I will end this.",
    "outcome": "position_held",
    "wish": "A new one",
    "fix": "A repair tomorrow",
    "is_agreed": "yes",
    "is_customers_idea": "on",
    "relation_after": "better",
}


@pytest.fixture
def incident(cast: Cast) -> Incident:
    at = database_now().replace(hour=13, minute=5) - dt.timedelta(days=2)
    return IncidentFactory.create(reported_by=cast.ana, team=cast.north, occurred_at=at)


@pytest.fixture
def ana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ana)
    return client


def address(incident: Incident) -> str:
    return f"/report/{incident.public_id}/details/"


def complete(cast: Cast, incident: Incident, **details: Any) -> Incident:
    return complete_report(
        actor=cast.ana, incident=incident, details=Details(**details), now=database_now()
    )


def test_details_keep_everything_that_was_filled_in(ana: Client, incident: Incident) -> None:
    assert ana.post(address(incident), FULL).status_code == 302
    incident.refresh_from_db()
    assert (incident.trigger, incident.circumstances, incident.outcome) == (9, [1, 4], 4)
    assert (incident.relation_after, incident.is_manner_right) == (1, False)
    assert (incident.behaved_by, incident.complaint_valid) == ("with_customer", 1)
    steps = {row.step: row for row in incident.ladder.all()}
    assert list(steps) == [1, 4, 8]
    assert steps[4].wording == "If it goes on, I will end this."
    assert steps[8].taken_by == LadderStep.By.COLLEAGUE
    settlement = Settlement.objects.get()
    assert (settlement.wish, settlement.fix) == ("A new one", "A repair tomorrow")
    assert (settlement.is_agreed, settlement.is_customers_idea) == (True, True)
    told = {row.part: row.body for row in Narrative.objects.all()}
    assert told == {"story": "It began at the till.", "said": "You are all thieves."}
    assert [event.kind for event in Event.objects.all()] == [Event.Kind.COMPLETED]


def test_details_come_back_filled_in_and_can_be_changed(ana: Client, incident: Incident) -> None:
    ana.post(address(incident), FULL)
    html = ana.get(address(incident)).content.decode()
    assert html.count(" checked") == 12
    assert 'value="14:10"' in html
    assert "A repair tomorrow" in html
    ana.post(address(incident), {"trigger": "price", "ladder": ["listened"]})
    incident.refresh_from_db()
    assert (incident.trigger, incident.outcome, incident.circumstances) == (6, 4, [])
    assert [row.step for row in incident.ladder.all()] == [1]
    assert Narrative.objects.count() == 2


def test_details_sent_twice_are_told_once(ana: Client, incident: Incident) -> None:
    for _ in range(2):
        assert ana.post(address(incident), FULL).status_code == 302
    assert Narrative.objects.count() == 2
    assert incident.ladder.count() == 3
    ana.post(address(incident), {"narrative": "It began earlier."})
    assert Narrative.objects.count() == 3


def test_complaint_and_manner_are_two_answers(ana: Client, incident: Incident) -> None:
    ana.post(address(incident), {"complaint_valid": "valid", "is_manner_right": "no"})
    incident.refresh_from_db()
    assert (incident.complaint_valid, incident.is_manner_right) == (1, False)


def test_details_close_after_fourteen_days_but_not_for_words(
    cast: Cast, ana: Client, incident: Incident
) -> None:
    Incident.objects.filter(pk=incident.pk).update(
        reported_at=database_now() - dt.timedelta(days=14, minutes=1)
    )
    html = ana.get(address(incident)).content.decode()
    assert "The 14 days for details are over." in html
    assert 'name="trigger"' not in html
    assert ana.post(address(incident), FULL).status_code == 302
    incident.refresh_from_db()
    assert incident.trigger is None
    assert [row.body for row in Narrative.objects.all()] == [FULL["narrative"], FULL["said"]]
    with pytest.raises(RuleBroken, match="14 days"):
        complete(cast, incident, trigger="price")


def test_details_of_the_last_minute_are_in_time(cast: Cast, incident: Incident) -> None:
    until = incident.details_until
    kept = complete_report(
        actor=cast.ana, incident=incident, details=Details(outcome="solved"), now=until
    )
    assert kept.outcome == 1
    with pytest.raises(RuleBroken):
        complete_report(
            actor=cast.ana, incident=incident, details=Details(outcome="solved"),
            now=until + dt.timedelta(seconds=1),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"trigger": "moon"}, "trigger"),
        ({"circumstances": ["rain"]}, "circumstances"),
        ({"outcome": "won"}, "outcome"),
        ({"relation_after": "friends"}, "relation_after"),
        ({"behaved_by": "dog"}, "behaved_by"),
        ({"is_manner_right": "maybe"}, "is_manner_right"),
        ({"is_agreed": "maybe"}, "is_agreed"),
        ({"wish": "x" * 301}, "wish"),
        ({"fix": "x" * 301}, "fix"),
        ({"said": "x" * 10_001}, "said"),
        ({"ladder": ["shouted_back"]}, "ladder"),
        ({"ladder": ["warned"], "by_warned": "nobody"}, "by_warned"),
        ({"ladder": ["warned"], "at_warned": "soon"}, "at_warned"),
        ({"ladder": ["warned"], "warning": "x" * 301}, "ladder"),
        ({"ladder": ["ended_contact"]}, "ended_reason"),
        ({"ladder": ["ended_contact"], "ended_reason": "x" * 201}, "ended_reason"),
    ],
)
def test_refused_details_keep_every_other_answer(
    ana: Client, incident: Incident, changes: dict[str, Any], field: str
) -> None:
    typed = {"narrative": "Every word stays.", "fix": "A repair tomorrow"} | changes
    response = ana.post(address(incident), typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "Every word stays." in html
    assert 'role="alert"' in html
    assert not Narrative.objects.exists()
    incident.refresh_from_db()
    assert incident.trigger is None


def test_steps_in_the_wrong_order_or_twice_are_refused(cast: Cast, incident: Incident) -> None:
    at = incident.occurred_at
    for steps in (
        (StepTaken(step="warned"), StepTaken(step="warned")),
        (
            StepTaken(step="warned", taken_at=at + dt.timedelta(minutes=9)),
            StepTaken(step="ended_contact", taken_at=at),
        ),
        (StepTaken(step="listened", taken_at=database_now() + dt.timedelta(hours=1)),),
    ):
        with pytest.raises(ReportRefused) as refused:
            complete(cast, incident, ladder=steps)
        assert refused.value.field == "ladder"


def test_step_after_midnight_belongs_to_the_next_day(cast: Cast, ana: Client) -> None:
    at = (database_now() - dt.timedelta(days=2)).replace(hour=22, minute=50)  # 23:50 there
    late = IncidentFactory.create(reported_by=cast.ana, team=cast.north, occurred_at=at)
    ana.post(address(late), {"ladder": ["listened"], "at_listened": "00:10"})
    assert late.ladder.get().taken_at == (at + dt.timedelta(minutes=20)).replace(
        second=0, microsecond=0
    )


def test_a06_ending_without_a_warning_asks_why_unless_there_was_a_threat(
    cast: Cast, ana: Client, incident: Incident
) -> None:
    """The form shows the ladder; a threat or violence excuses a missing warning."""
    html = ana.get(address(incident)).content.decode()
    places = [html.index(f'name="ladder" value="{word.key}"') for word in LADDER]
    assert places == sorted(places)
    refused = ana.post(address(incident), {"ladder": ["ended_contact"]})
    assert refused.status_code == 422
    assert "without a warning. Say in a few words why." in refused.content.decode()
    reason = {"ladder": ["ended_contact"], "ended_reason": "The line was full of children."}
    assert ana.post(address(incident), reason).status_code == 302
    assert incident.ladder.get().reason == "The line was full of children."
    for key in ("threat_words", "intimidation", "physical", "weapon", "property"):
        behaviours = [BEHAVIOUR_BY_KEY[key].number]
        serious = IncidentFactory.create(
            reported_by=cast.ana, team=cast.north, behaviours=behaviours,
            occurred_at=incident.occurred_at,
        )  # fmt: skip
        complete(cast, serious, ladder=(StepTaken(step="ended_contact"),))
    for key in ("swearing", "refuses_to_leave_or_hang_up"):
        behaviours = [BEHAVIOUR_BY_KEY[key].number]
        other = IncidentFactory.create(
            reported_by=cast.ana, team=cast.north, behaviours=behaviours,
            occurred_at=incident.occurred_at,
        )  # fmt: skip
        with pytest.raises(ReportRefused):
            complete(cast, other, ladder=(StepTaken(step="ended_contact"),))


def test_a08_warning_can_be_read_out_and_the_time_to_the_end_is_kept(
    cast: Cast, ana: Client, incident: Incident
) -> None:
    html = ana.get(address(incident)).content.decode()
    assert "If it goes on, I will end this conversation." in html
    ana.post(address(incident), FULL)
    warned = incident.ladder.get(step=4)
    ended = incident.ladder.get(step=8)
    assert minutes_from_warning_to_end([warned, ended]) == 6
    assert "6 minutes after the warning" in ana.get(f"/report/{incident.public_id}/").text


def test_a39_what_set_it_off_is_one_tap_in_one_list(ana: Client, incident: Incident) -> None:
    html = ana.get(address(incident)).content.decode()
    for word in TRIGGERS:
        assert f'type="radio" name="trigger" value="{word.key}"' in html
    ana.post(address(incident), {"trigger": "waiting_time"})
    incident.refresh_from_db()
    assert incident.trigger == 1


def test_lists_of_the_details_are_all_on_the_page(ana: Client, incident: Incident) -> None:
    html = ana.get(address(incident)).content.decode()
    lists = {"circumstances": CIRCUMSTANCES, "outcome": OUTCOMES, "relation_after": RELATION_AFTER}
    for name, entries in lists.items():
        for word in entries:
            assert f'name="{name}" value="{word.key}"' in html


def test_words_of_a_step_that_came_from_elsewhere_stay(
    ana: Client, cast: Cast, incident: Incident
) -> None:
    steps = (StepTaken(step="listened", wording="I hear you."), StepTaken(step="warned"))
    complete(cast, incident, ladder=steps)
    ana.post(address(incident), {"ladder": ["listened", "warned"], "warning": "Last time."})
    said = {row.step: row.wording for row in incident.ladder.all()}
    assert set(said.values()) == {"I hear you.", "Last time."}


def test_preparedness_is_one_tap_of_the_reporter(ana: Client, incident: Incident) -> None:
    url = f"/report/{incident.public_id}/preparedness/"
    assert ana.post(url, {"prepared": "no"}).status_code == 302
    incident.refresh_from_db()
    assert incident.prepared == "no"
    shown = ana.get(f"/report/{incident.public_id}/").text
    assert "Felt prepared for it" in shown
    page = ana.get(f"/report/{incident.public_id}/thanks/").text
    assert 'value="no" aria-pressed="true"' in page
    assert ana.post(url, {"prepared": "maybe"}, follow=True).status_code == 200
    incident.refresh_from_db()
    assert incident.prepared == "no"


def test_preparedness_is_for_the_reporter_alone(
    client: Client, incident: Incident, cast: Cast
) -> None:
    url = f"/report/{incident.public_id}/preparedness/"
    for user, status in ((cast.max, 403), (cast.zoe, 404), (cast.hana, 404)):
        client.force_login(user)
        assert client.post(url, {"prepared": "no"}).status_code == status
    incident.refresh_from_db()
    assert incident.prepared == ""
