"""Presets that a unit sets itself: whose care they shape, what is kept, and the page."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.errors import RuleBroken
from people.models import SettingChange, Team
from tests.cast import Cast
from tests.wellbeing.pages import queries_of, signed_in, text_of
from tests.wellbeing.stories import checkins_of, local, report, series_of
from wellbeing.codes import Outcome, Preset, Step
from wellbeing.models import CareSeries, CheckIn, UnitPreset
from wellbeing.operations import Talk, end_care, hold_checkin
from wellbeing.operations.presets import reset_preset, set_preset
from wellbeing.presets import DEFAULTS, Timing, Timings
from wellbeing.queries.presets import held_by, rules_of
from wellbeing.queries.preview import contacts_for_report

pytestmark = pytest.mark.django_db

# A talk within a day, and one talk after it, ten days on.
QUICK = (
    Timing(Step.TALK, 24, 48),
    Timing(Step.FOLLOW_UP, 10, 20),
    Timing(Step.FOLLOW_UP, 42, 56, is_on=False),
)
PAGE = "/care/standard/"
TYPED = {
    "after_0": "24",
    "latest_0": "48",
    "is_on_1": "on",
    "after_1": "10",
    "latest_1": "20",
    "after_2": "42",
    "latest_2": "56",
}


def quicken(cast: Cast, team: Team | None, now: dt.datetime, timings: Timings = QUICK) -> None:
    set_preset(actor=cast.bo, team=team, preset=Preset.STANDARD, timings=timings, now=now)


def plan_of(cast: Cast) -> list[tuple[str, dt.datetime]]:
    return [(row.step, row.due_at) for row in checkins_of(cast.ana)]


QUICK_PLAN = [
    (Step.TALK, local("2026-11-19 14:05")),
    (Step.FOLLOW_UP, local("2026-11-30 14:05")),  # ten days on is a Sunday
]


def test_care_of_a_team_keeps_to_the_steps_of_that_team(cast: Cast, now: dt.datetime) -> None:
    quicken(cast, cast.north, now)
    incident = report(cast.ana, cast.north, now)
    assert plan_of(cast) == QUICK_PLAN
    assert checkins_of(cast.ana)[0].latest_at == now + dt.timedelta(hours=48)
    report(cast.zoe, cast.south, now)
    assert checkins_of(cast.zoe)[0].due_at == local("2026-11-20 17:00")
    shown = contacts_for_report(incident, now)
    assert [(one.step, one.due_at) for one in shown] == QUICK_PLAN


def test_team_inherits_from_the_nearest_team_above_else_the_organisation(
    cast: Cast, now: dt.datetime
) -> None:
    region = cast.north.parent
    assert rules_of(cast.north) == DEFAULTS
    quicken(cast, None, now)
    assert held_by(cast.north)[1].source is None
    assert not held_by(cast.north)[1].is_default
    other = (Timing(Step.TALK, 48, 72), *QUICK[1:])
    quicken(cast, region, now, other)
    assert held_by(cast.north)[1].source == region
    assert rules_of(cast.north).standard == other
    quicken(cast, cast.north, now)
    assert held_by(cast.north)[1].is_own
    assert (rules_of(cast.north).standard, rules_of(cast.south).standard) == (QUICK, other)
    assert rules_of(cast.north).serious == DEFAULTS.serious
    assert rules_of(None).standard == QUICK


def test_care_that_runs_keeps_the_steps_it_began_with(cast: Cast, now: dt.datetime) -> None:
    """Also when the first talk is held, from which the later ones count, and when one joins it."""
    report(cast.ana, cast.north, now)
    before = plan_of(cast)
    quicken(cast, cast.north, now)
    assert plan_of(cast) == before

    hour = dt.timedelta(hours=1)
    (talk, *_later) = checkins_of(cast.ana)
    hold_checkin(actor=cast.max, checkin=talk, talk=Talk(outcome=Outcome.HELD), now=now + hour)
    counted = [(Step.FOLLOW_UP, local("2026-12-02 15:05")), (Step.FOLLOW_UP, before[2][1])]
    assert plan_of(cast)[0] == counted[0]
    assert len(plan_of(cast)) == 2

    report(cast.ana, cast.north, now + 30 * dt.timedelta(days=1))
    assert [row.step for row in checkins_of(cast.ana)].count(Step.FOLLOW_UP) == 2
    series = series_of(cast.ana)
    assert series.rules == DEFAULTS
    end_care(actor=cast.ana, series=series, now=now)


def test_care_that_begins_later_keeps_to_the_steps_of_its_own_beginning(
    cast: Cast, now: dt.datetime
) -> None:
    quicken(cast, cast.north, now)
    report(cast.ana, cast.north, now)
    reset_preset(actor=cast.bo, team=cast.north, preset=Preset.STANDARD, now=now)
    assert series_of(cast.ana).rules.standard == QUICK
    hour = dt.timedelta(hours=1)
    talk = checkins_of(cast.ana)[0]
    hold_checkin(actor=cast.max, checkin=talk, talk=Talk(outcome=Outcome.HELD), now=now + hour)
    assert plan_of(cast) == [(Step.FOLLOW_UP, local("2026-11-30 15:05"))]
    end_care(actor=cast.ana, series=series_of(cast.ana), now=now + hour)
    report(cast.ana, cast.north, now + 40 * dt.timedelta(days=1))
    assert series_of(cast.ana).rules == DEFAULTS
    assert CareSeries.objects.running().get(person=cast.ana).own_steps == {}
    assert CheckIn.objects.open().filter(series__person=cast.ana).count() == 3


def test_change_is_logged_with_who_when_from_what_to_what(cast: Cast, now: dt.datetime) -> None:
    quicken(cast, cast.north, now)
    quicken(cast, cast.north, now)  # nothing changes: no line
    reset_preset(actor=cast.bo, team=cast.north, preset=Preset.STANDARD, now=now)
    reset_preset(actor=cast.bo, team=cast.north, preset=Preset.STANDARD, now=now)
    lines = SettingChange.objects.filter(area="care", team=cast.north, by=cast.bo, at=now)
    made, back = lines.order_by("pk")[:4], lines.order_by("pk")[4:]
    assert [(row.name, row.old, row.new) for row in made] == [
        ("standard.own", False, True),
        ("standard.0", [72, 72, True], [24, 48, True]),
        ("standard.1", [14, 21, True], [10, 20, True]),
        ("standard.2", [42, 56, True], [42, 56, False]),
    ]
    assert [(row.new, row.old) for row in back] == [(row.old, row.new) for row in made]
    page = text_of(signed_in(cast.bo).get("/settings/changes/?area=care").content.decode())
    assert "Standard: Talk after that" in page
    assert "after 42 days, at the latest after 56 days not planned Bo Dekker" in page


def test_unit_sets_a_preset_once(cast: Cast) -> None:
    twice = [UnitPreset(team=None, preset="light", steps=[]) for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitPreset.objects.bulk_create(twice)


@pytest.mark.parametrize(
    ("place", "changed", "field"),
    [
        (0, Timing(Step.TALK, 4, 48), "after_0"),
        (1, Timing(Step.FOLLOW_UP, 20, 10), "latest_1"),
        (2, Timing(Step.FOLLOW_UP, 10, 56), "after_2"),
    ],
)
def test_steps_out_of_their_bounds_are_refused(
    cast: Cast, now: dt.datetime, place: int, changed: Timing, field: str
) -> None:
    timings = [*QUICK]
    timings[place] = changed
    with pytest.raises(RuleBroken) as caught:
        quicken(cast, None, now, tuple(timings))
    assert caught.value.field == field


def test_closed_team_sets_nothing(cast: Cast, now: dt.datetime) -> None:
    cast.north.closed_on = timezone.localdate(now)
    with pytest.raises(RuleBroken):
        quicken(cast, cast.north, now)


# --- the page ---------------------------------------------------------------------------------


def test_page_shows_the_check_ins_before_anything_is_saved(cast: Cast) -> None:
    bo, unit = signed_in(cast.bo), f"?team={cast.north.public_id}"
    shown = bo.post(PAGE + unit, {**TYPED, "do": "show"})
    text = text_of(shown.content.decode())
    assert shown.status_code == 200
    assert "Your check-ins would be" in text
    assert text.count("It can be put off until") == 2
    assert not UnitPreset.objects.exists()
    saved = bo.post(PAGE + unit, {**TYPED, "do": "save"}, follow=True)
    assert saved.redirect_chain == [(f"/care/{unit}", 302)]
    page = text_of(saved.content.decode())
    assert "This team has set them itself." in page
    assert "“within 72 hours” and became “within 24 hours, at the latest after 48 hours”" in page
    assert "“after 42 days, at the latest after 56 days” and became “not planned”" in page
    assert UnitPreset.objects.get().timings == QUICK


def test_page_says_what_is_wrong_beside_the_number_and_keeps_what_was_typed(cast: Cast) -> None:
    bo = signed_in(cast.bo, "nl")
    answer = bo.post(PAGE, {**TYPED, "after_0": "400", "latest_1": "x", "do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Schrijf een heel getal van 7 tot 200." in page
    assert 'value="400"' in page
    again = bo.post(PAGE, {**TYPED, "after_0": "400", "do": "save"}).content.decode()
    assert "Schrijf een heel getal van 8 tot 120." in again
    assert not UnitPreset.objects.exists()


def test_page_gives_the_steps_up_after_a_question(cast: Cast, now: dt.datetime) -> None:
    quicken(cast, None, now)
    bo = signed_in(cast.bo)
    assert "/care/standard/defaults/" in bo.get(PAGE).content.decode()
    assert "Give up these steps?" in bo.get("/care/standard/defaults/").content.decode()
    assert UnitPreset.objects.exists()
    page = text_of(bo.post("/care/standard/defaults/", follow=True).content.decode())
    assert not UnitPreset.objects.exists()
    assert "Standard: set for itself, the whole organisation It was “yes” and became “no”." in page


def test_page_asks_the_same_of_the_database_for_many_changes(cast: Cast, now: dt.datetime) -> None:
    bo = signed_in(cast.bo)
    quicken(cast, cast.north, now)
    bo.get("/care/")
    few = queries_of(bo, "/care/")
    quicken(cast, cast.south, now)
    for hours in (25, 26, 27, 28):
        quicken(cast, cast.north, now, (Timing(Step.TALK, hours, 48), *QUICK[1:]))
    assert queries_of(bo, "/care/") == few
    assert "Desk South" in bo.get("/care/").content.decode()


def test_page_knows_no_other_preset_and_no_other_unit(cast: Cast) -> None:
    bo = signed_in(cast.bo)
    for address in ("/care/declined/", "/care/?team=x", f"/care/?team={cast.ana.public_id}"):
        assert bo.get(address).status_code == 404
