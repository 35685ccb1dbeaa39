import datetime as dt

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from incidents.models import Incident
from reports.operations.publish import publish_month
from reports.operations.training import wishes_shared
from tests.cast import Cast
from tests.factories import MembershipFactory, TrainingNeedFactory, UserFactory
from tests.reports.company import OCTOBER, after_close, founded
from tests.wellbeing.pages import just_now, signed_in, text_of
from wellbeing.models import (
    CheckIn,
    Course,
    CourseAttendance,
    QuizVisit,
    SeriesReport,
    TrainingNeed,
)

NEXT_YEAR = (just_now() + dt.timedelta(days=365)).date().isoformat()


def test_training_is_empty_and_says_so(cast: Cast) -> None:
    text = text_of(signed_in(cast.max).get("/training/").text)
    assert "Nothing is wished for now." in text
    assert "Nothing is planned." in text


def test_training_groups_the_wishes_of_the_team_by_subject(cast: Cast) -> None:
    for person in (cast.ana, cast.dex):
        TrainingNeedFactory.create(person=person)
    TrainingNeedFactory.create(person=cast.zoe, topic=7)
    text = text_of(signed_in(cast.max).get("/training/").text)
    assert text.count("Calming a heated contact") >= 1
    assert "Ana: an own wish, by 16 February" in text
    assert "Dex: an own wish, by 16 February" in text
    assert "Zoe" not in text


def test_training_shows_staff_their_own_wishes_alone(cast: Cast) -> None:
    TrainingNeedFactory.create(person=cast.ana)
    TrainingNeedFactory.create(person=cast.dex, topic=7)
    text = text_of(signed_in(cast.ana).get("/training/").text)
    assert "Calming a heated contact" in text
    assert "Dex" not in text


def test_training_shows_hr_neither_live_counts_nor_names(cast: Cast) -> None:
    client = signed_in(cast.hana)
    before = text_of(client.get("/training/").text)
    for person in UserFactory.create_batch(5, name="Somebody Secret"):
        TrainingNeedFactory.create(person=person)
    assert text_of(client.get("/training/").text) == before


def test_needs_puts_an_own_wish_on_the_board_once(cast: Cast) -> None:
    client = signed_in(cast.ana)
    for _ in range(2):
        assert client.post(reverse("wellbeing:needs"), {"topic": "4"}).status_code == 302
    assert TrainingNeed.objects.get().person == cast.ana


def test_needs_asks_for_a_subject(cast: Cast) -> None:
    response = signed_in(cast.ana).post(reverse("wellbeing:needs"), {"topic": "99"})
    assert response.status_code == 422
    assert response.context["wish_form"].errors


def test_plans_sets_one_day_for_those_who_are_ticked(cast: Cast) -> None:
    needs = [TrainingNeedFactory.create(person=person) for person in (cast.ana, cast.dex)]
    client = signed_in(cast.max)
    keys = [str(need.public_id) for need in needs]
    assert (
        client.post(reverse("wellbeing:plans"), {"need": keys, "on": NEXT_YEAR}).status_code == 302
    )
    assert TrainingNeed.objects.filter(planned_on=NEXT_YEAR).count() == 2
    assert client.post(reverse("wellbeing:completions"), {"need": keys[:1]}).status_code == 302
    assert TrainingNeed.objects.filter(done_at__isnull=False).count() == 1


def test_plans_refuses_a_day_that_has_gone(cast: Cast) -> None:
    need = TrainingNeedFactory.create(person=cast.ana)
    answers = {"need": str(need.public_id), "on": "2020-01-01"}
    response = signed_in(cast.max).post(reverse("wellbeing:plans"), answers)
    assert response.status_code == 422
    assert "Choose today or a later day." in text_of(response.text)
    assert 'value="2020-01-01"' in response.text
    assert 'class="mt3" open' in response.text


@pytest.mark.parametrize("name", ["plans", "completions"])
def test_plans_and_completions_refuse_others(cast: Cast, name: str) -> None:
    need = TrainingNeedFactory.create(person=cast.ana)
    answers = {"need": str(need.public_id), "on": NEXT_YEAR}
    url = reverse(f"wellbeing:{name}")
    for who in (cast.zoe, cast.otto, cast.hana, cast.bo):
        assert signed_in(who).post(url, answers).status_code == 404
    assert signed_in(cast.ana).post(url, answers).status_code == 403
    assert signed_in(cast.max).post(url, {"need": "nonsense"}).status_code == 404
    assert signed_in(cast.max).get(url).status_code == 405
    need.refresh_from_db()
    assert (need.planned_on, need.done_at) == (None, None)


@pytest.mark.parametrize("name", ["plans", "completions"])
def test_plans_and_completions_ask_for_somebody(cast: Cast, name: str) -> None:
    url = reverse(f"wellbeing:{name}")
    response = signed_in(cast.max).post(url, {"on": NEXT_YEAR})
    assert response.status_code == 422
    assert "Tick at least one person." in response.text
    assert signed_in(cast.ana).post(url).status_code == 403


def test_need_refusal_asks_first_and_takes_it_off(cast: Cast) -> None:
    need = TrainingNeedFactory.create(person=cast.ana)
    url = reverse("wellbeing:need_refusal", args=[need.public_id])
    client = signed_in(cast.ana)
    assert "off the board?" in client.get(url).text
    assert client.post(url).status_code == 302
    need.refresh_from_db()
    assert need.refused_at is not None


def test_need_refusal_is_for_the_person_alone(cast: Cast) -> None:
    need = TrainingNeedFactory.create(person=cast.ana)
    url = reverse("wellbeing:need_refusal", args=[need.public_id])
    assert signed_in(cast.max).post(url).status_code == 403
    assert signed_in(cast.zoe).post(url).status_code == 404


def test_training_reads_a_fixed_number_of_rows(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    TrainingNeedFactory.create(person=cast.ana)
    client = signed_in(cast.max)
    client.get("/training/")
    with django_assert_num_queries(11):
        client.get("/training/")
    for _ in range(4):
        person = UserFactory.create()
        MembershipFactory.create(user=person, team=cast.north)
        TrainingNeedFactory.create(person=person)
    with django_assert_num_queries(11):
        client.get("/training/")


def test_a27_need_is_counted_for_hr_without_names_and_the_person_may_refuse(cast: Cast) -> None:
    """A27: counted per topic for HR with no names; the person sees it and can refuse."""
    founded(teams=2)
    people = UserFactory.create_batch(4, name="Somebody Secret")
    needs = [TrainingNeedFactory.create(person=person) for person in (cast.ana, *people)]
    ana = signed_in(cast.ana)
    assert "Calming a heated contact" in text_of(ana.get("/training/").text)
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    html = signed_in(cast.hana).get(reverse("reports:training_effect")).text
    wishes = text_of(html.split('id="wishes"')[1].split("</section>")[0])
    assert "Calming a heated contact 5" in wishes
    assert "Secret" not in html
    assert "Ana" not in html
    url = reverse("wellbeing:need_refusal", args=[needs[0].public_id])
    assert ana.post(url).status_code == 302
    assert wishes_shared(5) == []


def test_no_model_of_training_leads_to_a_report() -> None:
    """What is behind a need is stored nowhere, so it cannot be shown to anybody."""
    for model in (TrainingNeed, Course, CourseAttendance, QuizVisit):
        related = {field.related_model for field in model._meta.get_fields()}
        assert not related & {Incident, SeriesReport, CheckIn}
