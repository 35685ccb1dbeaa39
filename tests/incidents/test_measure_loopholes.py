"""Ways round the rules of measures, each of them closed; and nobody left without an answer."""

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client

from incidents.codes.customer import FLAGLESS, Rung
from incidents.models import Customer, Event, Measure
from incidents.operations import judge_report
from incidents.operations.measures import (
    Ground,
    decide_objection,
    decide_relation,
    end_due_measures,
    move_report,
    open_relation_review,
    propose_measure,
    receive_objection,
    refuse_measure,
    review_measure,
    take_measure,
)
from incidents.queries.customers import match
from incidents.queries.measures import earlier_warnings
from incidents.queries.tasks import tasks_of
from people.errors import RuleBroken
from people.models import Membership, Notice, Organisation, User
from tests.cast import Cast
from tests.factories import CustomerFactory, MembershipFactory, UserFactory
from tests.incidents.steps import FACT, Story, proposed, report, taken, tell, terms

DAY = dt.timedelta(days=1)


@pytest.fixture
def story(cast: Cast) -> Story:
    colleague = UserFactory.create(name="Bram Vos")
    MembershipFactory.create(user=colleague, team=cast.north)
    return tell(cast, colleague, dt.datetime.now(dt.UTC))


def refused(field: str | None = None) -> "pytest.RaisesExc[RuleBroken]":
    return pytest.raises(RuleBroken, check=lambda e: field is None or e.field == field)


def paths(user: User, now: dt.datetime) -> list[str]:
    return [task.path for task in tasks_of(User.objects.get(pk=user.pk), now)]


def told(path: str) -> set[User]:
    return {notice.recipient for notice in Notice.objects.filter(path=path)}


@pytest.mark.parametrize("kind", sorted(FLAGLESS))
def test_step_on_one_voice_leaves_no_note_at_the_desk(
    client: Client, story: Story, kind: int
) -> None:
    measure = proposed(story, kind, story.of_ana)
    with refused("desk_note"):
        take_measure(actor=story.cast.max, measure=measure, terms=terms(story), now=story.now)
    client.force_login(story.cast.max)
    assert 'name="desk_note"' not in client.get(f"{measure.get_absolute_url()}decision/").text
    plain = terms(story, desk_note="")
    measure = take_measure(actor=story.cast.max, measure=measure, terms=plain, now=story.now)
    objection = receive_objection(
        actor=story.cast.max, measure=measure, received_on=story.today, text="", now=story.now
    )
    with refused("desk_note"):
        decide_objection(
            actor=story.cast.pim, objection=objection, outcome="change", reason="R.",
            desk_note="Watch out.", now=story.now,
        )  # fmt: skip
    known = match(story.customer.identity.reference, story.today)
    assert known is not None
    assert known.notes == []


def test_safety_note_is_not_made_longer_by_another_one(story: Story) -> None:
    threat = report(story.cast, story.customer, story.cast.ana, story.now, behaviours=[6],
                    severity=3)  # fmt: skip
    one = replace(story, of_ana=threat, of_col=threat)
    waiting = proposed(one, Rung.SAFETY_NOTE)
    short = terms(one, ends_on=one.today + 14 * DAY)
    take_measure(actor=one.cast.max, measure=waiting, terms=short, now=one.now)
    with refused("kind"):
        proposed(one, Rung.SAFETY_NOTE)
    again = report(story.cast, story.customer, story.cast.ana, story.now, behaviours=[6],
                   severity=3)  # fmt: skip
    assert proposed(replace(one, of_col=again), Rung.SAFETY_NOTE)


def test_nothing_rests_on_a_report_whose_manner_was_all_right(client: Client, story: Story) -> None:
    judge_report(
        actor=story.cast.max, incident=story.of_ana, complaint_valid="valid",
        is_manner_right=True, reason="Upset, no more.", now=story.now + dt.timedelta(minutes=1),
    )  # fmt: skip
    for kind in (Rung.EXPLANATION_LETTER, Rung.WARNING_LETTER):
        measure = proposed(story, kind)
        note = terms(story, desk_note="")
        with pytest.raises(RuleBroken, match="found all right"):
            take_measure(actor=story.cast.max, measure=measure, terms=note, now=story.now)
    client.force_login(story.cast.max)
    page = client.get(measure.get_absolute_url()).text
    assert "In one report the manner was found all right" in page
    assert "still has to be read" not in page


def test_apology_and_letters_that_count_no_more_are_no_warning(
    client: Client, story: Story
) -> None:
    sorry = proposed(story, Rung.APOLOGY)
    empty = terms(story, starts_on=None, ends_on=None, desk_note="")
    take_measure(actor=story.cast.max, measure=sorry, terms=empty, now=story.now)
    letter = taken(story, Rung.EXPLANATION_LETTER, desk_note="", ends_on=story.today + DAY)
    measure = proposed(story)
    assert list(earlier_warnings(measure, story.today)) == [letter]
    assert list(earlier_warnings(measure, story.today + DAY)) == [letter]
    assert not earlier_warnings(measure, story.today + 2 * DAY).exists()
    with refused("earlier_warning"):
        take_measure(
            actor=story.cast.max, measure=measure,
            terms=terms(story, earlier_warning=sorry, no_warning_reason=""), now=story.now,
        )  # fmt: skip
    client.force_login(story.cast.max)
    page = client.get(f"{measure.get_absolute_url()}decision/")
    assert page.status_code == 200
    assert "Explanation letter, " in page.text
    assert "Apology from us, " not in page.text


@pytest.mark.parametrize(
    ("zone", "reader", "last_moment"),
    [
        ("Europe/Amsterdam", "America/Los_Angeles", "2027-02-16T22:59:59+00:00"),
        ("Europe/Amsterdam", "Pacific/Auckland", "2027-02-16T22:59:59+00:00"),
        ("America/Curacao", "Europe/Amsterdam", "2027-02-17T03:59:59+00:00"),
        ("Europe/Amsterdam", "Europe/Lisbon", "2027-03-28T21:59:59+00:00"),
    ],
)
def test_measure_ends_with_its_day_where_the_organisation_is(
    cast: Cast, now: dt.datetime, zone: str, reader: str, last_moment: str
) -> None:
    colleague = UserFactory.create(name="Bram Vos")
    MembershipFactory.create(user=colleague, team=cast.north)
    Organisation.objects.update_or_create(pk=1, defaults={"time_zone": zone})
    story = tell(cast, colleague, now)
    last = dt.datetime.fromisoformat(last_moment)
    ends_on = dt.date(2027, 3, 28) if last.month == 3 else dt.date(2027, 2, 16)
    measure = taken(story, ends_on=ends_on)
    over = last + dt.timedelta(seconds=1)
    User.objects.filter(pk=cast.zoe.pk).update(time_zone=reader)
    for moment, is_held in ((last, True), (over, False)):
        day = Organisation.current().day_of(moment)
        assert Measure.objects.in_force(day).filter(pk=measure.pk).exists() is is_held
        assert end_due_measures(now=moment) == (0 if is_held else 1)
    measure.refresh_from_db()
    assert (measure.ended_at, measure.ended_by) == (over, None)


def test_desk_reads_the_day_of_the_organisation_and_not_the_readers(
    client: Client, story: Story
) -> None:
    """A note of one day: somewhere in the world it is always the day before or after."""
    Organisation.objects.update_or_create(pk=1, defaults={"time_zone": "UTC"})
    start = Organisation.current().day_of(story.now)
    taken(story, starts_on=start, ends_on=start)
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        User.objects.filter(pk=story.cast.zoe.pk).update(time_zone=zone)
        client.force_login(User.objects.get(pk=story.cast.zoe.pk))
        page = client.post(
            "/customer-match/", {"customer_ref": story.customer.identity.reference}
        ).text
        assert start == Organisation.current().day_of(dt.datetime.now(dt.UTC))
        assert "Always with two of us." in page


def test_ended_measure_names_its_last_day(client: Client, story: Story) -> None:
    measure = taken(story)
    assert measure.ends_on is not None
    over = dt.datetime.combine(measure.ends_on + DAY, dt.time(3), dt.UTC)
    assert end_due_measures(now=over) == 1
    client.force_login(story.cast.max)
    page = client.get(measure.get_absolute_url()).text
    assert f"ended on {measure.ends_on:%-d %B %Y}" in page


def test_early_look_does_not_stand_for_the_one_at_half(story: Story) -> None:
    measure = taken(story)
    path = f"{measure.get_absolute_url()}review/"
    assert measure.review_on is not None
    review_measure(
        actor=story.cast.max, measure=measure, decision="keep", reason="R.", now=story.now
    )
    near = dt.datetime.combine(measure.review_on - 14 * DAY, dt.time(12), dt.UTC)
    assert path not in paths(story.cast.max, near - DAY)
    assert path in paths(story.cast.max, near)
    review_measure(actor=story.cast.max, measure=measure, decision="keep", reason="R.", now=near)
    assert path not in paths(story.cast.max, near + DAY)
    measure.refresh_from_db()
    assert measure.is_looked_at


def test_adviser_decides_where_every_leader_reported_it(story: Story) -> None:
    cast = story.cast
    of_max = report(cast, story.customer, cast.ana, story.now)
    of_max.reported_by = cast.max
    of_max.save(update_fields=["reported_by"])
    of_dex = report(cast, story.customer, cast.dex, story.now)
    measure = propose_measure(
        actor=cast.pim, customer=story.customer, kind=Rung.WARNING_LETTER,
        facts=[Ground(of_max, FACT), Ground(of_dex, FACT)], now=story.now,
    )  # fmt: skip
    path = measure.get_absolute_url()
    assert told(path) == set(), "nobody but who proposed it can, and they know"
    assert path in paths(cast.pim, story.now)
    for person in (cast.max, cast.dex, cast.otto):
        assert path not in paths(person, story.now)
    take_measure(actor=cast.pim, measure=measure, terms=terms(story), now=story.now)
    letter = measure.letters.get().get_absolute_url()
    assert letter in paths(cast.pim, story.now)
    near = story.now + 40 * DAY
    assert f"{path}review/" in paths(cast.pim, near)


def test_nobody_is_told_of_what_they_cannot_open(client: Client, story: Story) -> None:
    """Where the team has no free leader it goes to the advisers, not to the team above."""
    Membership.objects.filter(user__in=[story.cast.max, story.cast.dex]).update(
        ends_on=story.today - DAY
    )
    measure = propose_measure(
        actor=story.cast.ana, customer=story.customer, kind=Rung.ORDER_TALK,
        facts=[Ground(story.of_ana, FACT)], now=story.now,
    )  # fmt: skip
    people = told(measure.get_absolute_url())
    assert people == {story.cast.pim}
    for person in people:
        client.force_login(person)
        assert client.get(measure.get_absolute_url()).status_code == 200


def test_second_people_are_told_and_the_timeline_says_so(story: Story) -> None:
    cast = story.cast
    measure = proposed(story, Rung.END_OF_RELATION)
    take_measure(actor=cast.max, measure=measure, terms=terms(story), now=story.now)
    assert told(measure.get_absolute_url()) == {cast.dex}
    assert Event.objects.filter(kind=Event.Kind.MEASURE_PREPARED, actor=cast.max).count() == 2
    third = report(cast, story.customer, cast.ana, story.now)
    review = open_relation_review(incident=third, now=story.now)
    assert review is not None
    assert told(review.get_absolute_url()) == {cast.max}
    decide_relation(actor=cast.max, review=review, decision="end", reason="R.", now=story.now)
    assert told(review.get_absolute_url()) == {cast.max, cast.dex}
    assert Event.objects.filter(kind=Event.Kind.RELATION_WEIGHED, actor=cast.max).count() == 1


def test_pages_of_what_is_done_lead_back(client: Client, story: Story) -> None:
    client.force_login(story.cast.max)
    measure = taken(story)
    objection = receive_objection(
        actor=story.cast.max, measure=measure, received_on=story.today, text="", now=story.now
    )
    decide_objection(
        actor=story.cast.dex, objection=objection, outcome="withdraw", reason="R.", now=story.now
    )
    turned_down = proposed(story, Rung.ENTRY_BAN)
    refuse_measure(actor=story.cast.max, measure=turned_down, reason="R.", now=story.now)
    for page, home in (
        (f"{measure.get_absolute_url()}review/", measure),
        (f"{turned_down.get_absolute_url()}refusal/", turned_down),
        (f"{turned_down.get_absolute_url()}objections/", turned_down),
        (f"{turned_down.get_absolute_url()}decision/", turned_down),
    ):
        for method in (client.get, client.post):
            assert method(page).headers.get("Location") == home.get_absolute_url(), page
    client.force_login(story.cast.dex)
    answer = {"outcome": "withdraw", "reason": "R."}
    again = client.post(objection.get_absolute_url(), answer)
    assert again.headers["Location"] == measure.get_absolute_url()


def test_proposal_about_a_firm_leads_to_who_it_was(client: Client, story: Story) -> None:
    firm = CustomerFactory.create(kind=Customer.Kind.ORGANISATION)
    move_report(
        actor=story.cast.max, incident=story.of_ana, customer_ref=firm.identity.reference,
        now=story.now,
    )  # fmt: skip
    path = f"/report/{story.of_ana.public_id}/measure/new/"
    client.force_login(story.cast.max)
    page = client.get(path).text
    assert "Choose the contact person who behaved like this." in page
    assert f"/report/{story.of_ana.public_id}/customer/" in page
    client.force_login(story.cast.ana)
    page = client.get(path).text
    assert "Choose the contact person who behaved like this." in page
    assert f'href="/report/{story.of_ana.public_id}/customer/"' not in page
