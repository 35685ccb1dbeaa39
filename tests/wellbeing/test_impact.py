"""How much something took out of somebody at work: private, skippable, and gone with the care."""

import datetime as dt

import pytest

from incidents.operations import Wish
from people.errors import RuleBroken
from people.models import Notice, Organisation
from tests.cast import Cast
from tests.wellbeing.pages import signed_in
from tests.wellbeing.stories import checkins_of, report, series_of
from wellbeing.codes import Preset, Step
from wellbeing.models import CareImpact, CareSeries
from wellbeing.operations import answer_impact, end_care
from wellbeing.operations.load import _load, limits_of

pytestmark = pytest.mark.django_db
QUESTION = "How much did this take out of you at work?"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def _asked(cast: Cast) -> None:
    Organisation.objects.update(has_impact_tap=True)


def test_question_is_off_unless_the_organisation_wants_it(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now)
    assert QUESTION not in signed_in(cast.ana).get(f"/report/{incident.public_id}/thanks/").text
    with pytest.raises(RuleBroken):
        answer_impact(actor=cast.ana, incident=incident, value=3, now=now)


@pytest.mark.usefixtures("_asked")
@pytest.mark.parametrize(
    ("value", "preset"),
    [(0, None), (1, None), (2, Preset.LIGHT), (3, Preset.STANDARD), (4, Preset.SERIOUS)],
)
def test_impact_alone_leads_to_care(
    cast: Cast, now: dt.datetime, value: int, preset: Preset | None
) -> None:
    incident = report(cast.ana, cast.north, now, "swearing", reading=1)
    assert not CareSeries.objects.exists()

    row = answer_impact(actor=cast.ana, incident=incident, value=value, now=now + HOUR)

    found = CareSeries.objects.values_list("preset", flat=True)
    assert list(found) == ([preset] if preset else [])
    assert (row is not None) == (preset is not None), "kept only as long as there is care"


@pytest.mark.usefixtures("_asked")
def test_impact_makes_planned_care_stricter_and_earlier_never_later(
    cast: Cast, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now)
    before = checkins_of(cast.ana)[0].due_at
    Notice.objects.all().delete()

    answer_impact(actor=cast.ana, incident=incident, value=4, now=now + HOUR)

    rows = checkins_of(cast.ana)
    assert series_of(cast.ana).preset == Preset.SERIOUS
    assert [row.step for row in rows].count(Step.TALK) == 1
    assert rows[0].step == Step.FIRST_CONTACT
    assert next(row for row in rows if row.step == Step.TALK).due_at <= before
    told = Notice.objects.filter(recipient=cast.max)
    assert [notice.kind for notice in told] == ["checkin_task"], "no alert, and no word of why"

    answer_impact(actor=cast.ana, incident=incident, value=0, now=now + 2 * HOUR)
    assert series_of(cast.ana).preset == Preset.SERIOUS
    assert CareImpact.objects.get().value == 0


@pytest.mark.usefixtures("_asked")
def test_who_declined_stays_declined_whatever_the_impact(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now, wish=Wish(when="none"))
    answer_impact(actor=cast.ana, incident=incident, value=4, now=now + HOUR)
    assert series_of(cast.ana).preset == Preset.DECLINED
    assert [row.step for row in checkins_of(cast.ana)] == [Step.SECOND_OFFER]


@pytest.mark.usefixtures("_asked")
def test_answer_goes_when_the_care_ends_and_is_not_asked_again(
    cast: Cast, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now)
    answer_impact(actor=cast.ana, incident=incident, value=3, now=now + HOUR)
    end_care(actor=cast.ana, series=series_of(cast.ana), now=now + 2 * HOUR)
    assert not CareImpact.objects.exists()
    with pytest.raises(RuleBroken):
        answer_impact(actor=cast.ana, incident=incident, value=3, now=now + 3 * HOUR)
    assert QUESTION not in signed_in(cast.ana).get(f"/report/{incident.public_id}/").text


@pytest.mark.usefixtures("_asked")
def test_what_stays_with_somebody_weighs_twice_on_top(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now, "swearing", reading=1)
    limits = limits_of(Organisation.current())
    assert _load(cast.ana, limits, now) == 1
    answer_impact(actor=cast.ana, incident=incident, value=3, now=now + HOUR)
    assert _load(cast.ana, limits, now) == 1 + 2


@pytest.mark.usefixtures("_asked")
def test_one_tap_is_seen_by_the_two_and_by_nobody_else(cast: Cast, now: dt.datetime) -> None:
    now = dt.datetime.now(dt.UTC)
    incident = report(cast.ana, cast.north, now)
    own = f"/report/{incident.public_id}/"
    ana = signed_in(cast.ana)
    assert QUESTION in ana.get(own + "thanks/").text
    answer = ana.post(own + "impact/", {"value": "3"})
    assert (answer.status_code, answer["Location"]) == (302, own)
    assert "You said: It is still with me." in ana.get(own).text

    checkin = f"/checkin/{checkins_of(cast.ana)[0].public_id}/"
    assert "It is still with me" in signed_in(cast.max).get(checkin).text
    for person in (cast.max, cast.dex, cast.nora, cast.hana, cast.pim, cast.bo):
        for page in (own, "/today/", "/reports/", "/people/", "/home/", "/training/"):
            assert "still with me" not in signed_in(person).get(page).text
        assert signed_in(person).post(own + "impact/", {"value": "1"}).status_code in {403, 404}
    assert "still with me" not in signed_in(cast.dex).get(checkin).text


@pytest.mark.usefixtures("_asked")
@pytest.mark.parametrize("value", ["", "5", "-1", "lots", "٣"])
def test_answer_off_the_scale_changes_nothing(cast: Cast, value: str) -> None:
    incident = report(cast.ana, cast.north, dt.datetime.now(dt.UTC))
    address = f"/report/{incident.public_id}/impact/"
    assert signed_in(cast.ana).post(address, {"value": value}).status_code == 302
    assert not CareImpact.objects.exists()
