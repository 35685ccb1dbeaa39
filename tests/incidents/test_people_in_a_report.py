"""Reports for a colleague, witnesses, and questions through the product."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from incidents.models import (
    Event,
    Incident,
    Message,
    PoliceStep,
    Reaction,
    Witness,
    WitnessAccount,
)
from incidents.operations import (
    AlreadyAnswered,
    ReportInput,
    Wish,
    WitnessDeclined,
    add_account,
    agree_witness,
    confirm_report,
    decline_witness,
    invite_witness,
    refuse_report,
    report_incident,
    write_message,
)
from incidents.queries.tasks import tasks_of
from people.errors import RuleBroken
from people.models import Membership, Notice, User
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.incidents.test_anonymous import anonymous
from tests.incidents.test_next_steps import told
from tests.wellbeing.pages import signed_in, text_of
from tests.wellbeing.stories import checkins_of, report
from wellbeing.models import CareOffer


@pytest.fixture
def col(cast: Cast) -> User:
    """A colleague of Ana."""
    user = UserFactory.create(name="Col Vos", email="col@luwte.example")
    MembershipFactory.create(user=user, team=cast.north)
    return user


def for_ana(cast: Cast, col: User, now: dt.datetime, *behaviours: str) -> Incident:
    return report_incident(
        actor=col,
        report=ReportInput(
            occurred_at=now,
            team=cast.north,
            reported_by=cast.ana,
            channel="counter",
            behaviours=behaviours or ("personal_insult",),
            reading=2,
            narrative="I stood beside it.",
        ),
        now=now,
    )


def test_report_for_a_colleague_counts_and_starts_care_when_they_confirm(
    cast: Cast, col: User, now: dt.datetime
) -> None:
    incident = for_ana(cast, col, now)
    assert not Incident.objects.counted().exists()
    assert not checkins_of(cast.ana)
    assert [task.kind for task in tasks_of(cast.ana, now)] == ["confirm"]
    wish = Wish("at", now + dt.timedelta(days=1), "deputy")
    for _ in range(2):
        confirm_report(
            actor=cast.ana, incident=incident, reading=3, wish=wish, narrative="So it was.", now=now
        )
    assert Incident.objects.counted().count() == 1
    assert cast.dex in {checkin.owner for checkin in checkins_of(cast.ana)}
    assert [n.written_by for n in incident.narratives.all()] == [col, cast.ana]
    assert Notice.objects.filter(recipient=col, kind="confirmed").count() == 1
    assert Event.objects.filter(incident=incident, kind="confirmed").count() == 1


def test_serious_report_for_a_colleague_alerts_and_cares_at_once(
    cast: Cast, col: User, now: dt.datetime
) -> None:
    incident = for_ana(cast, col, now, "threat_words")
    planned = [checkin.pk for checkin in checkins_of(cast.ana)]
    assert planned
    assert Notice.objects.filter(recipient=cast.max, kind="alert").count() == 1
    assert not Incident.objects.counted().exists()
    confirm_report(actor=cast.ana, incident=incident, now=now)
    assert [checkin.pk for checkin in checkins_of(cast.ana)] == planned, "care starts once"


def test_serious_report_for_a_colleague_owes_its_steps_at_once(
    cast: Cast, col: User, now: dt.datetime
) -> None:
    incident = for_ana(cast, col, now, "threat_words")
    assert {"police", "confirm"} <= {task.kind for task in tasks_of(cast.ana, now)}
    assert "reaction" in {task.kind for task in tasks_of(cast.max, now)}
    due_at = Reaction.objects.get().due_at
    later = now + dt.timedelta(days=1)
    confirm_report(actor=cast.ana, incident=incident, now=later)
    assert Reaction.objects.get().due_at == due_at, "the clock runs from the report"


def test_refused_serious_report_owes_nothing_any_more(
    cast: Cast, col: User, now: dt.datetime
) -> None:
    incident = for_ana(cast, col, now, "threat_words")
    refuse_report(actor=cast.ana, incident=incident, now=now)
    assert not Reaction.objects.exists()
    assert not PoliceStep.objects.exists()
    assert "police" not in {task.kind for task in tasks_of(cast.ana, now)}


def test_refused_report_never_counts_and_leaves_the_leaders_lists(
    cast: Cast, col: User, now: dt.datetime
) -> None:
    incident = for_ana(cast, col, now)
    refuse_report(actor=cast.ana, incident=incident, now=now)
    with pytest.raises(AlreadyAnswered):
        confirm_report(actor=cast.ana, incident=incident, now=now)
    assert not Incident.objects.counted().exists()
    assert not Incident.objects.visible_to(cast.max).exists()
    assert not checkins_of(cast.ana)


def test_only_the_person_answers_and_the_writer_reads_no_more_than_that(
    cast: Cast, col: User, now: dt.datetime
) -> None:
    incident = for_ana(cast, col, now)
    for actor in (col, cast.max, cast.pim):
        with pytest.raises(RuleBroken):
            confirm_report(actor=actor, incident=incident, now=now)
    assert signed_in(col).get(f"/report/{incident.public_id}/").status_code == 404
    mine = text_of(signed_in(col).get("/mine/").text)
    assert "Sent for Ana Bakker" in mine
    assert "Waiting for your colleague." in mine
    page = signed_in(cast.ana).get(f"/report/{incident.public_id}/confirmation/").text
    assert "Col Vos" in page


def test_witness_sees_facts_only_after_the_reporter_agrees(
    cast: Cast, col: User, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now)
    witness = invite_witness(
        actor=cast.max, incident=incident, person=col, may_see_facts=True, now=now
    )
    url = f"/witness/{witness.public_id}/"
    assert witness.may_see_facts_at is None, "only the reporter's tick counts"
    assert "Alkmaar" not in signed_in(col).get(url).text
    with pytest.raises(RuleBroken):
        agree_witness(actor=cast.max, witness=witness, now=now)
    agree_witness(actor=cast.ana, witness=witness, now=now)
    assert "Alkmaar" in signed_in(col).get(url).text
    assert signed_in(col).get(f"/report/{incident.public_id}/").status_code == 404
    assert signed_in(cast.zoe).get(url).status_code == 404


def test_witness_tells_below_what_was_told_and_gets_an_own_offer(
    cast: Cast, col: User, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now)
    for _ in range(2):
        witness = invite_witness(
            actor=cast.ana, incident=incident, person=col, may_see_facts=True, now=now
        )
    offer = CareOffer.objects.get()
    assert (offer.person, offer.because) == (col, CareOffer.Because.WITNESS)
    assert "witness" in [task.kind for task in tasks_of(col, now)]
    for body in ("He shouted.", "And he left."):
        add_account(actor=col, witness=witness, body=body, now=now)
    assert "He shouted." in signed_in(cast.max).get(f"/report/{incident.public_id}/").text
    with pytest.raises(DatabaseError), transaction.atomic():
        WitnessAccount.objects.update(body="Nothing.")
    assert not tasks_of(col, now)


def test_witness_may_decline_and_only_colleagues_are_asked(
    cast: Cast, col: User, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now)
    for person in (cast.zoe, cast.ana):
        with pytest.raises(RuleBroken):
            invite_witness(
                actor=cast.ana, incident=incident, person=person, may_see_facts=True, now=now
            )
    witness = invite_witness(
        actor=cast.ana, incident=incident, person=col, may_see_facts=False, now=now
    )
    decline_witness(actor=col, witness=witness, now=now)
    with pytest.raises(WitnessDeclined):
        add_account(actor=col, witness=witness, body="But still.", now=now)


def test_leader_cannot_find_an_anonymous_reporter_by_asking_witnesses(
    cast: Cast, now: dt.datetime
) -> None:
    incident = anonymous(cast, now)
    for person in (cast.ana, cast.dex):
        with pytest.raises(RuleBroken, match="The reporter asks"):
            invite_witness(
                actor=cast.max, incident=incident, person=person, may_see_facts=False, now=now
            )
    assert not Witness.objects.exists()


def test_question_and_reply_run_through_the_product_without_a_name(
    cast: Cast, now: dt.datetime
) -> None:
    incident = anonymous(cast, now)
    write_message(actor=cast.max, incident=incident, body="Was it the same man?", now=now)
    assert Notice.objects.filter(recipient=cast.ana, kind="question").count() == 1
    assert "question" in [task.kind for task in tasks_of(cast.ana, now)]
    write_message(actor=cast.ana, incident=incident, body="Yes, it was.", now=now)
    assert "question" not in [task.kind for task in tasks_of(cast.ana, now)]
    page = signed_in(cast.max).get(f"/report/{incident.public_id}/").text
    assert "Yes, it was." in page
    assert "Ana" not in text_of(page)
    told = Notice.objects.get(recipient=cast.max, kind="message")
    assert str(incident.public_id) in told.path


def test_messages_are_for_the_reporter_and_who_looks_after_it(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now)
    for actor in (cast.zoe, cast.otto, cast.hana):
        with pytest.raises(RuleBroken):
            write_message(actor=actor, incident=incident, body="Hm?", now=now)
    url = f"/report/{incident.public_id}/messages/"
    assert signed_in(cast.ana).post(url, {"body": " "}).status_code == 422
    assert not Message.objects.exists()


@pytest.mark.parametrize("behaviour", ["personal_insult", "physical"])
def test_way_to_ask_a_witness_is_on_every_page_of_the_report(
    cast: Cast, col: User, now: dt.datetime, behaviour: str
) -> None:
    incident = told(cast, now, behaviour)
    ask, page = f"/report/{incident.public_id}/witnesses/", f"/report/{incident.public_id}/"
    ana = signed_in(cast.ana)
    for path in (f"{page}thanks/", page):
        text = ana.get(path).text
        assert f'href="{ask}"' in text, path
        assert ("After violence everybody" in text) == (behaviour == "physical"), path
    assert f'href="{ask}"' in signed_in(cast.max).get(page).text


def test_details_are_saved_on_the_way_to_the_witnesses(cast: Cast, col: User) -> None:
    incident = told(cast, dt.datetime.now(dt.UTC), "shouting")
    url = f"/report/{incident.public_id}/details/"
    ana = signed_in(cast.ana)
    assert 'value="witnesses"' in ana.get(url).text
    answer = ana.post(url, {"narrative": "Col stood beside me.", "then": "witnesses"})
    assert answer["Location"] == f"/report/{incident.public_id}/witnesses/"
    assert incident.narratives.get().body == "Col stood beside me."


def test_nobody_to_ask_is_not_asked_for(cast: Cast, now: dt.datetime) -> None:
    Membership.objects.filter(team=cast.north).exclude(user=cast.ana).delete()
    incident = told(cast, now, "shouting")
    ana = signed_in(cast.ana)
    for path in ("thanks/", "details/", ""):
        assert "/witnesses/" not in ana.get(f"/report/{incident.public_id}/{path}").text


def test_account_sent_twice_is_told_once(cast: Cast, col: User, now: dt.datetime) -> None:
    incident = told(cast, now, "shouting")
    witness = invite_witness(
        actor=cast.ana, incident=incident, person=col, may_see_facts=False, now=now
    )
    for _ in range(2):
        add_account(actor=col, witness=witness, body="He shouted.", now=now)
    assert WitnessAccount.objects.count() == 1
    assert Event.objects.filter(kind="witness_told").count() == 1


def test_what_a_witness_may_see_and_says_no_to_is_on_the_timeline(
    cast: Cast, col: User, now: dt.datetime
) -> None:
    incident = told(cast, now, "shouting")
    witness = invite_witness(
        actor=cast.max, incident=incident, person=col, may_see_facts=False, now=now
    )
    for _ in range(2):
        agree_witness(actor=cast.ana, witness=witness, now=now)
        decline_witness(actor=col, witness=witness, now=now)
    kinds = list(Event.objects.filter(incident=incident).values_list("kind", "actor"))
    assert kinds == [
        ("witness_invited", cast.max.pk),
        ("witness_agreed", cast.ana.pk),
        ("witness_declined", col.pk),
    ]


def test_report_for_a_colleague_says_who_wrote_it_and_that_it_waits(
    cast: Cast, col: User, now: dt.datetime
) -> None:
    incident = for_ana(cast, col, now, "threat_words")
    url = f"/report/{incident.public_id}/"
    page = text_of(signed_in(cast.max).get(url).text)
    assert "Not confirmed yet" in page
    assert "Col Vos reported it" in page
    assert "How it was for the reporter" not in page, "nobody has asked Ana"
    assert f'href="{url}confirmation/"' in signed_in(cast.ana).get(url).text
    confirm_report(actor=cast.ana, incident=incident, reading=3, now=now)
    page = text_of(signed_in(cast.max).get(url).text)
    assert "Not confirmed yet" not in page
    assert "How it was for the reporter" in page
    assert "confirmation/" not in signed_in(cast.ana).get(url).text
