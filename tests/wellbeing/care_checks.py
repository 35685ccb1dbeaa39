"""What must hold for the care of one person: the database compared with the oracle."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from people.models import Absence, User
from tests.wellbeing.care_oracle import (
    FIRST_TALK,
    FOLLOW_UPS,
    OPENS,
    SLACK,
    UNCLAIMED,
    Calendar,
    Care,
    Load,
    at,
    day_of,
    kind_of,
    late_levels,
)
from wellbeing.codes import Why
from wellbeing.models import CareNote, CareOffer, CareSeries, CheckIn, Escalation

Key = tuple[int, bool]  # whose care, and whether it is for what they told without their name
Moment = dt.datetime


@dataclass(frozen=True)
class Wished:
    """What was wished for with a report or alone, and who that is when they are there."""

    when: str = ""
    at: Moment | None = None
    holder: User | None = None


def open_of(key: Key) -> list[CheckIn]:
    pk, is_private = key
    rows = CheckIn.objects.open().filter(series__person=pk, series__is_private=is_private)
    return list(_ordered(rows))


def _ordered(rows: QuerySet[CheckIn]) -> QuerySet[CheckIn]:
    return rows.select_related("series__person", "owner").order_by("due_at", "pk")


def counted(rows: Iterable[CheckIn]) -> Counter[str]:
    return Counter(kind_of(row.step) for row in rows)


def talks_of(rows: Iterable[CheckIn]) -> list[CheckIn]:
    return [row for row in rows if kind_of(row.step) == "talk"]


def calendar_of(pk: int) -> Calendar:
    """The working days of a person; away are all days they noted."""
    return _calendar(Absence.objects.filter(user=pk))


def _calendar(absences: Iterable[Absence]) -> Calendar:
    days = set[dt.date]()
    for absence in absences:
        last = absence.ends_on or absence.starts_on
        count = (last - absence.starts_on).days + 1
        days |= {absence.starts_on + dt.timedelta(days=n) for n in range(count)}
    return Calendar(frozenset(days))


def check_kept(cares: Mapping[Key, Care]) -> None:
    """Care runs as long as it should, with all it should hold, about all it should be about."""
    people = {pk for pk, _is_private in cares}
    series: dict[Key, list[CareSeries]] = {key: [] for key in cares}
    for one in CareSeries.objects.filter(person__in=people).prefetch_related("reports"):
        series[one.person_id, one.is_private].append(one)
    rows: dict[Key, list[CheckIn]] = {key: [] for key in cares}
    for row in _ordered(CheckIn.objects.open().filter(series__person__in=people)):
        rows[row.series.person_id, row.series.is_private].append(row)
    absences = list(Absence.objects.filter(user__in=people))
    for key, care in cares.items():
        check_runs(series[key], care)
        check_reports(series[key], care)
        check_contacts(rows[key], care)
        check_alert_waits(rows[key], care)
        check_distance(rows[key], care, _calendar(a for a in absences if a.user_id == key[0]))


def check_runs(series: list[CareSeries], care: Care) -> None:
    running = [one for one in series if one.ended_at is None]
    assert [one.preset for one in running] == [care.preset] * care.is_running, care
    assert sorted(one.end for one in series if one.ended_at) == sorted(care.ends), care


def check_contacts(rows: list[CheckIn], care: Care) -> None:
    assert counted(rows) == care.open, (care, rows)


def check_reports(series: list[CareSeries], care: Care) -> None:
    joined = {report.incident_id for one in series for report in one.reports.all()}
    assert joined == care.cared_for, care


def check_alert_waits(rows: list[CheckIn], care: Care) -> None:
    """An alert that nobody has taken up is with a contact that is open."""
    if care.alert_since is not None:
        assert waits(rows, care.alert_since), care


def waits(rows: list[CheckIn], since: Moment) -> bool:
    """Whether one of these contacts holds the alert of that moment, and nobody took it up."""
    return any(row.alert_at == since and row.claimed_at is None for row in rows)


def check_distance(rows: list[CheckIn], care: Care, calendar: Calendar) -> None:
    """Five working days between two talks, unless the person asks."""
    before = care.talked_at
    for row in talks_of(rows):
        if before is not None and not row.asked_when and care.preset != "declined":
            assert calendar.days_between(before, row.due_at) >= 5, (before, row.due_at)
        before = row.due_at


def check_load(loads: Mapping[int, Load]) -> None:
    """Who met much was offered a check-in, exactly as often as promised."""
    offered: dict[int, list[Moment]] = {pk: [] for pk in loads}
    for offer in CareOffer.objects.filter(because="load").order_by("offered_at"):
        offered[offer.person_id].append(offer.offered_at)
    assert offered == {pk: load.offered for pk, load in loads.items()}


def check_notes(notes: Mapping[int, set[int]]) -> None:
    """What was noted in a talk is there for the two who talked alone."""
    for user in User.objects.all() if notes else ():
        seen = set(CareNote.objects.visible_to(user).values_list("pk", flat=True))
        assert seen == {pk for pk, pair in notes.items() if user.pk in pair}, user


def check_planned(
    key: Key, preset: str, wished: Wished, care: Care, now: Moment, *, is_new: bool
) -> None:
    """What was planned just now is where it was promised, by whom it was wished."""
    rows, calendar = open_of(key), calendar_of(key[0])
    talks = talks_of(rows)
    if preset == "declined":
        if is_new:
            check_offered_again(key, now)
        return
    check_first_talk(talks, calendar.latest_talk(now, preset, wished.when, care.talked_at))
    if preset == "serious":
        check_first_contact(rows, now)
    if wished.when:
        check_wish_met(rows, wished, calendar, now, is_new=is_new)
    if is_new and preset in FOLLOW_UPS:
        anchor = now if preset == "serious" else talks[0].due_at
        check_follow_ups(talks[1:], preset, anchor, calendar)


def check_first_talk(talks: list[CheckIn], latest: Moment) -> None:
    assert talks, "no talk is planned"
    assert talks[0].due_at <= latest, (talks[0].due_at, latest)


def check_first_contact(rows: list[CheckIn], now: Moment) -> None:
    contacts = [row.due_at for row in rows if row.step == "first_contact"]
    assert contacts, "no first contact is planned"
    assert min(contacts) <= now + dt.timedelta(hours=8), (contacts, now)


def check_follow_ups(talks: list[CheckIn], preset: str, anchor: Moment, calendar: Calendar) -> None:
    assert len(talks) == len(FOLLOW_UPS[preset]), (preset, talks)
    for row, days in zip(talks, FOLLOW_UPS[preset], strict=True):
        first = anchor + dt.timedelta(days=days)
        landed = at(calendar.on_or_after(day_of(first)), dt.time(0))
        assert landed <= row.due_at <= landed + SLACK, (preset, days, row.due_at)


def check_wish_met(
    rows: list[CheckIn], wished: Wished, calendar: Calendar, now: Moment, *, is_new: bool
) -> None:
    """The wish is met, or a contact says why not; whoever was wished for holds the talks."""
    by = calendar.wish_met_by(now, wished.when, wished.at)
    answers = [row for row in rows if row.asked_when == wished.when and now < row.due_at <= by]
    if wished.at is not None:
        exact = [row for row in answers if row.due_at == wished.at]
        answers = exact if exact or is_new else answers
    said = [row for row in rows if row.why]
    assert answers or said or (not is_new and rows[0].due_at <= by), (wished, by, rows)
    if wished.when == "tomorrow" and is_new and answers:
        following = at(calendar.days_after(day_of(now), 1), OPENS)
        is_too_late = following > now + FIRST_TALK and answers[0].why == Why.BEYOND_BOUND
        assert day_of(answers[0].due_at) > day_of(now) or is_too_late, (answers, now)
    check_wished_for(talks_of(rows), answers, wished.holder, now)


def check_wished_for(
    talks: list[CheckIn], answers: list[CheckIn], holder: User | None, now: Moment
) -> None:
    """Whoever was wished for holds the talk that answers and those after it, when they are there.

    A talk that is late already may stay with who has it when another one is to come.
    """
    coming = [row.due_at for row in talks if row.due_at > now]
    since = answers[0].due_at if answers else min(coming, default=talks[0].due_at)
    for row in talks:
        if holder is None or row.due_at < since or row.claimed_at is not None:
            continue
        if _is_there(holder, row):
            assert row.owner == holder, (holder, row.step, row.owner, row.due_at)


def _is_there(user: User, row: CheckIn) -> bool:
    return not Absence.objects.on(day_of(row.due_at)).filter(user=user).exists()


def check_offered_again(key: Key, now: Moment) -> None:
    """Once more after two weeks, on a working day."""
    day = calendar_of(key[0]).on_or_after(day_of(now) + dt.timedelta(days=14))
    found = [(row.step, day_of(row.due_at)) for row in open_of(key)]
    assert found == [("second_offer", day)], (key, now)


def check_planned_again(key: Key, holder: User, next_at: Moment | None) -> None:
    """After "not now" there is a contact at the new date, after "another person" another holder."""
    rows = open_of(key)
    if next_at is None:
        assert holder not in [row.owner for row in rows], (holder, rows)
    else:
        assert next_at in [row.due_at for row in rows], (next_at, rows)


def check_told(key: Key, care: Care, now: Moment) -> None:
    """After a sweep everything open has somebody there by its day, and the late are told."""
    for row in open_of(key):
        check_holder(key, row, now)
        check_late_told(row, care, now)
        check_unclaimed_told(row, now)


def check_holder(key: Key, row: CheckIn, now: Moment) -> None:
    assert row.owner is not None
    assert row.owner.is_active
    assert row.owner_id != key[0]
    assert row.owner.is_adviser or not key[1]
    talk_on = max(day_of(now), day_of(row.due_at))
    assert not Absence.objects.on(talk_on).filter(user=row.owner).exists()


def check_late_told(row: CheckIn, care: Care, now: Moment) -> None:
    assert row.parked_at is None
    assert row.escalate_at is None or row.escalate_at > now
    is_serious = care.preset == "serious" or row.alert_at is not None
    late = late_levels(row.due_at, now, is_serious=is_serious)
    assert _levels(row, "late", row.due_at) == late, (row.due_at, now)


def check_unclaimed_told(row: CheckIn, now: Moment) -> None:
    """The longer an alert waits for somebody to take it up, the more have been told of it."""
    if row.alert_at is None or row.claimed_at is not None:
        return
    passed = now - row.alert_at
    told = {level for level, after in UNCLAIMED.items() if passed >= after}
    assert _levels(row, "unclaimed", row.alert_at) - {0} == told, passed


def _levels(row: CheckIn, reason: str, since: Moment) -> set[int]:
    told = Escalation.objects.filter(checkin=row, reason=reason, since=since)
    levels = list(told.values_list("level", flat=True))
    assert len(levels) == len(set(levels))
    return set(levels)
