"""Who may do what in care. Whether somebody may see a row at all is `visible_to`'s question."""

from incidents.models import Incident
from people.models import User
from wellbeing.codes import RepeatReady
from wellbeing.models import (
    AgreedSupport,
    CareNote,
    CareSeries,
    CheckIn,
    Reflection,
    Scenario,
    ScenarioConsent,
    TrainingNeed,
)


def may_hold(user: User, checkin: CheckIn) -> bool:
    """The present holder, as long as it is open; never the person."""
    return checkin.is_open and checkin.owner_id == user.pk and not _is_own(user, checkin)


def may_claim(user: User, checkin: CheckIn) -> bool:
    """The holder and who was told to take over; whoever sees an open one and is not the person.

    That somebody else was first is the operation's to say.
    """
    return checkin.is_open and not _is_own(user, checkin)


def may_put_in_calendar(user: User, checkin: CheckIn) -> bool:
    """The two it is between."""
    return _is_own(user, checkin) or checkin.owner_id == user.pk


def may_move(user: User, checkin: CheckIn) -> bool:
    """The person, and the holder together with the person."""
    return checkin.is_open and (_is_own(user, checkin) or may_hold(user, checkin))


def may_choose(user: User, checkin: CheckIn) -> bool:
    """Declining, and choosing who holds it, is the person's alone."""
    return checkin.is_open and _is_own(user, checkin)


def may_pass_on(user: User, checkin: CheckIn) -> bool:
    """The trained buddy whom the person chose may say that they cannot."""
    return may_hold(user, checkin) and checkin.series.wish_buddy_id == user.pk


def may_end(user: User, series: CareSeries) -> bool:
    """The person, at any talk; pressing twice is no offence."""
    return series.person_id == user.pk


def may_read_note(user: User, note: CareNote) -> bool:
    """The person it is about and who wrote it; nobody after them."""
    return user.pk in {note.written_by_id, note.checkin.series.person_id}


def may_ask_away(user: User, checkin: CheckIn) -> bool:
    """The person, after a talk in which they could not handle a repeat now."""
    return _is_own(user, checkin) and checkin.repeat_ready == RepeatReady.NOT_NOW


def may_correct_note(user: User, note: CareNote) -> bool:
    """The person it is about; who wrote it wrote it."""
    return note.checkin.series.person_id == user.pk


def may_correct_support(user: User, support: AgreedSupport) -> bool:
    """The person it is for."""
    return support.checkin.series.person_id == user.pk


def may_finish_support(user: User, support: AgreedSupport) -> bool:
    """Who promised it, and the person it is for."""
    return user.pk in {support.by_whom_id, support.checkin.series.person_id}


def may_keep_reflection(user: User, reflection: Reflection) -> bool:
    """Everything but reading is the author's alone."""
    return reflection.author_id == user.pk


def may_open_shared_reflections(user: User) -> bool:
    """What colleagues share comes to advisers."""
    return user.is_adviser


def may_plan_need(user: User, need: TrainingNeed) -> bool:
    """Who leads the person, or a team: then their own too. The operation asks if it is open."""
    return need.person_id != user.pk or user.is_manager


def may_refuse_need(user: User, need: TrainingNeed) -> bool:
    """Refusing is the person's alone."""
    return need.person_id == user.pk


def may_edit_courses(user: User) -> bool:
    """Which courses there are, and sheets of who had them: HR and administrators."""
    return user.is_hr or user.is_admin


def may_record_attendances(user: User) -> bool:
    """Who leads a team notes who of it had a course."""
    return user.is_manager


def can_become_scenario(incident: Incident) -> bool:
    """A closed report, told or confirmed by a person who works here and can say yes or no."""
    is_theirs = incident.confirmed_at is not None and incident.reported_by.is_active
    return incident.closed_at is not None and is_theirs


def may_ask_scenario(user: User, incident: Incident) -> bool:
    """Who acts on the report asks; never the person about their own."""
    return incident.is_led_by(user)


def may_go_on_with_scenario(user: User, consent: ScenarioConsent) -> bool:
    """Who acts on the report goes on where the one who asked works here or acts on it no more."""
    asker, incident = consent.asked_by, consent.incident
    is_stuck = not asker.is_active or not may_ask_scenario(asker, incident)
    return is_stuck and may_ask_scenario(user, incident)


def may_answer_scenario(user: User, consent: ScenarioConsent) -> bool:
    """Saying yes or no is the person's alone."""
    return consent.reporter_id == user.pk


def may_draft_scenario(user: User, consent: ScenarioConsent) -> bool:
    """Who asked writes, once the person has agreed."""
    return consent.asked_by_id == user.pk and bool(consent.is_agreed)


def may_look_second(user: User) -> bool:
    """Who leads a team, advises or works at HR knows what can be recognised."""
    return user.is_active and (user.is_manager or user.is_adviser or user.is_hr)


def may_pass_look(user: User, scenario: Scenario) -> bool:
    """The one who was asked, never who wrote it."""
    return scenario.second_by_id == user.pk and scenario.made_by_id != user.pk


def may_record_session(user: User) -> bool:
    """Who works in a team writes down what it played: whoever led it, or the group itself."""
    return bool(user.team_ids)


def may_open_today(user: User) -> bool:
    """Who leads a team or advises has a day to look at; a buddy, the check-ins they hold."""
    return user.is_manager or user.is_adviser or user.is_buddy


def may_set_presets(user: User) -> bool:
    """How far apart contacts lie is set, and its changes are read, by administrators alone."""
    return user.is_admin


def may_keep_helpers(user: User) -> bool:
    """HR keeps the list of helpers that everybody reads."""
    return user.is_hr


def may_open_reports(user: User) -> bool:
    """Who leads a team or advises has reports to look after."""
    return user.is_manager or user.is_adviser


def _is_own(user: User, checkin: CheckIn) -> bool:
    return checkin.series.person_id == user.pk


def may_answer_impact(user: User, incident: Incident) -> bool:
    """How much it took out of them is the reporter's alone to say."""
    return incident.reported_by_id == user.pk
