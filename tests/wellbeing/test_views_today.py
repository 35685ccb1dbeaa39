import datetime as dt

from django.urls import reverse
from django.utils import timezone

from incidents.models import Break
from incidents.operations import Wish, give_answer, reply_to_answer
from people.models import Notice
from tests.cast import Cast
from tests.factories import (
    AgreedSupportFactory,
    CareSeriesFactory,
    CheckInFactory,
    MembershipFactory,
    PromiseFactory,
    UserFactory,
)
from tests.wellbeing.pages import (
    just_now,
    next_checkin,
    queries_of,
    reported,
    signed_in,
    text_of,
)
from tests.wellbeing.stories import report
from wellbeing.models import CheckIn
from wellbeing.operations import sweep_care


def today_for(cast: Cast, query: str = "") -> str:
    return text_of(signed_in(cast.max).get(f"/today/{query}").text)


def test_today_is_empty_and_says_so(cast: Cast) -> None:
    text = today_for(cast)
    assert "Nothing needs you today. All check-ins are held and all callbacks kept." in text
    assert "Nothing needs you now." in text


def test_today_puts_the_serious_report_first_and_claims_it_with_one_press(cast: Cast) -> None:
    reported(cast.ana, cast.north, "threat_words")
    client = signed_in(cast.max)
    assert "Ana Bakker needs somebody now" in text_of(client.get("/today/").text)
    checkin = CheckIn.objects.get(alert_at__isnull=False)
    response = client.post(reverse("wellbeing:claim", args=[checkin.public_id]))
    assert response.status_code == 302
    checkin.refresh_from_db()
    assert checkin.claimed_by == cast.max
    assert "needs somebody now" not in text_of(client.get("/today/").text)


def test_a24_manager_gets_a_task_and_reminders(cast: Cast) -> None:
    """The talk stands on Today when it is due; when it stays undone its holder is reminded."""
    wish = Wish(when="tomorrow")
    report(cast.ana, cast.north, just_now(), wish=wish)
    row = next_checkin(cast.ana)
    assert row.owner == cast.max
    assert f"/checkin/{row.public_id}/" in signed_in(cast.max).get("/today/").text
    reminders = Notice.objects.filter(kind=Notice.Kind.LATE, path=f"/checkin/{row.public_id}/")
    sweep_care(now=row.due_at + dt.timedelta(hours=23))
    assert not reminders.exists()
    sweep_care(now=row.due_at + dt.timedelta(days=6))
    assert [notice.recipient for notice in reminders] == [cast.max]
    CheckIn.objects.filter(pk=row.pk).update(due_at=just_now())
    text = today_for(cast)
    assert "Check-ins 1" in text
    assert "Due now" in text


def test_today_says_in_words_how_late_a_check_in_is(cast: Cast) -> None:
    now = just_now()
    for late in (dt.timedelta(days=1, hours=2), dt.timedelta(hours=3), dt.timedelta(minutes=5)):
        person = UserFactory.create()
        series = CareSeriesFactory.create(person=person, started_at=now - dt.timedelta(days=4))
        CheckInFactory.create(series=series, owner=cast.max, due_at=now - late, latest_at=now)
    text = today_for(cast)
    assert "1 day late" in text
    assert "3 hours late" in text
    assert "Due now" in text
    assert text.index("1 day late") < text.index("3 hours late")
    assert "Three things need you today." in text


def test_today_tells_facts_and_not_how_it_was_for_the_person(cast: Cast) -> None:
    """Their own reading raises care and alerts; what stands here is what was done."""
    reported(cast.ana, cast.north, "shouting", reading=3)
    text = today_for(cast)
    assert "Ana Bakker needs somebody now" in text
    assert "New reports 1" in text
    assert "Threatening" not in text
    assert "Unpleasant" in text
    CheckIn.objects.update(due_at=just_now(), alert_at=None)
    assert "Threatening" not in today_for(cast)
    reported(cast.ana, cast.north, "threat_words", reading=1)
    assert "Threatening" in today_for(cast)


def test_today_lists_new_reports_apart_from_answers_owed(cast: Cast) -> None:
    again = reported(cast.ana, cast.north)
    answer = give_answer(actor=cast.max, incident=again, sentence="We wait.", now=just_now())
    reply_to_answer(actor=cast.ana, answer=answer, reply="not_yet", reason="When?", now=just_now())
    reported(cast.ana, cast.north, "swearing")
    text = today_for(cast)
    assert text.index("Answers owed") < text.index("Said “not yet” to the last answer.")
    assert text.index("New reports") < text.index("Swore · counter, Alkmaar")


def test_today_lists_what_was_promised(cast: Cast) -> None:
    support = AgreedSupportFactory.create(by_whom=cast.max, until=timezone.localdate(just_now()))
    client = signed_in(cast.max)
    assert "Swap the Friday desk shift" in client.get("/today/").text
    client.post(reverse("wellbeing:support_completion", args=[support.public_id]))
    assert "Swap the Friday desk shift" not in client.get("/today/").text


def test_support_completion_refuses_who_sees_nothing_of_it(cast: Cast) -> None:
    support = AgreedSupportFactory.create(checkin__series__person=cast.ana, by_whom=cast.max)
    url = reverse("wellbeing:support_completion", args=[support.public_id])
    assert signed_in(cast.zoe).post(url).status_code == 404
    assert signed_in(cast.ana).get(url).status_code == 405
    assert signed_in(cast.ana).post(url).status_code == 302


def test_today_can_be_narrowed_to_one_of_several_teams(cast: Cast) -> None:
    MembershipFactory.create(user=cast.max, team=cast.south, kind="manager")
    reported(cast.ana, cast.north)
    reported(cast.zoe, cast.south, "swearing", reading=1)
    assert "Zoe Amrani" in today_for(cast)
    assert "Zoe Amrani" not in today_for(cast, f"?team={cast.north.public_id}")


def test_team_filter_holds_for_tasks_answers_and_promised_support(cast: Cast) -> None:
    MembershipFactory.create(user=cast.max, team=cast.south, kind="manager")
    for person, team in ((cast.ana, cast.north), (cast.zoe, cast.south)):
        reported(person, team, "threat_words")
        AgreedSupportFactory.create(checkin=next_checkin(person), by_whom=cast.max)
        cover = Break.objects.create(person=person, team=team, started_at=just_now())
        PromiseFactory.create(
            incident=None, team=team, owner=person, due_at=just_now(), what=f"Ring {team}"
        )
        assert cover.covered_by is None
    everything = today_for(cast)
    assert everything.count("Read the report; judge complaint and manner") == 2
    assert everything.count("Cover is needed") == 2
    assert everything.count("Swap the Friday desk shift") == 4
    for team, other in ((cast.north, cast.south), (cast.south, cast.north)):
        page = signed_in(cast.max).get(f"/today/?team={team.public_id}").text
        text = text_of(page[page.index("All teams") :])
        assert text.count("Read the report; judge complaint and manner") == 1
        assert text.count("Cover is needed") == 1
        assert text.count("Swap the Friday desk shift") == 2
        assert f"Ring {team}" in text
        assert f"{other}, " not in text
        assert f"Ring {other}" not in text


def test_today_shows_nothing_of_other_teams(cast: Cast) -> None:
    reported(cast.zoe, cast.south, "threat_words")
    assert "Zoe" not in today_for(cast)


def test_today_reads_a_fixed_number_of_rows(cast: Cast) -> None:
    reported(cast.ana, cast.north, "threat_words")
    client = signed_in(cast.max)
    client.get("/today/")
    before = queries_of(client, "/today/")
    for _ in range(3):
        person = UserFactory.create()
        MembershipFactory.create(user=person, team=cast.north)
        reported(person, cast.north, "threat_words")
        AgreedSupportFactory.create(by_whom=cast.max, until=timezone.localdate(just_now()))
    assert queries_of(client, "/today/") == before


def test_claim_refuses_who_was_not_asked_and_the_person(cast: Cast) -> None:
    reported(cast.ana, cast.north, "threat_words")
    url = reverse("wellbeing:claim", args=[next_checkin(cast.ana).public_id])
    assert signed_in(cast.zoe).post(url).status_code == 404
    assert signed_in(cast.dex).post(url).status_code == 404
    assert signed_in(cast.ana).post(url).status_code == 403
    assert signed_in(cast.max).get(url).status_code == 405
