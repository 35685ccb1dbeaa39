"""Who may do what to people and teams. Seeing is `visible_to`; this is about doing."""

from people.models import Membership, RoleGrant, Team, User

Kind = Membership.Kind


def administers(user: User) -> bool:
    """Make and change people, teams, sites, roles and words."""
    return user.is_admin


def may_set_absence(user: User, person: User) -> bool:
    """Note that somebody is away or back: they themself, HR, and who leads above them.

    A deputy is not above the manager of the same team: the tasks would become theirs.
    """
    if person.pk == user.pk or user.is_hr:
        return True
    mine = {m.team_id: m.kind for m in user.present_memberships if m.leads}
    return bool(mine) and any(_is_above(mine, place) for place in person.present_memberships)


def _is_above(mine: dict[int, str], place: Membership) -> bool:
    here = mine.get(place.team_id)
    if place.kind == Kind.STAFF and here is not None:
        return True
    if place.kind == Kind.DEPUTY and here == Kind.MANAGER:
        return True
    above = place.team.parent
    while above is not None and above.pk not in mine:
        above = above.parent
    return above is not None


def may_list_people(user: User) -> bool:
    """Open the list of people: administrators everybody, leaders their own teams."""
    return user.is_admin or user.is_manager


def may_open_person(user: User, person: User) -> bool:
    """Open a person's page: administrators, and leaders the people of their teams."""
    return user.is_admin or (person.pk != user.pk and _shares_a_led_team(user, person))


def may_invite(user: User, person: User) -> bool:
    """Send the invitation again: administrators, and leaders to those they lead."""
    if person.pk == user.pk or not person.is_active:
        return False
    return user.is_admin or _leads(user, person)


def may_make_slip(user: User, person: User) -> bool:
    """Print a sign-in slip.

    A slip lets its holder become that person. Who signs in by e-mail gets a link by mail instead;
    leaders print slips only for people they lead, and nobody prints one for somebody who can read
    others' reports and has a mail address.
    """
    if person.pk == user.pk or not person.is_active:
        return False
    if person.email and person.has_usable_password():
        return False
    if user.is_admin:
        return not person.email or not _reads_others(person)
    return _leads(user, person)


def may_look_after_devices(user: User) -> bool:
    """Register shared tills and desks: administrators any, leaders those of their teams."""
    return user.is_admin or user.is_manager


def may_look_after_devices_of(user: User, team: Team) -> bool:
    """Register or end the devices of this team: administrators, and who leads it."""
    return user.is_admin or team.pk in user.led_team_ids


def may_look_after_closing_days(user: User) -> bool:
    """Say when teams are closed: administrators for all, leaders for their teams."""
    return user.is_admin or user.is_manager


def may_close(user: User, team: Team | None) -> bool:
    """Close this team for some days; without a team, the whole organisation."""
    return user.is_admin or (team is not None and team.pk in user.led_team_ids)


def may_have_pin(user: User) -> bool:
    """A PIN is weak, so it never opens what others told: for staff without any other role."""
    return not user.is_manager and not user.roles


def _reads_others(person: User) -> bool:
    return person.is_manager or bool(person.roles - {RoleGrant.Role.ADMIN})


def _shares_a_led_team(user: User, person: User) -> bool:
    return bool(set(user.led_team_ids) & set(person.team_ids))


def _leads(user: User, person: User) -> bool:
    """Managers lead staff and deputies of their teams, deputies lead staff; no one with a role."""
    if person.roles or any(m.kind == Kind.MANAGER for m in person.present_memberships):
        return False
    kind_in = {m.team_id: m.kind for m in person.present_memberships}
    for mine in user.present_memberships:
        theirs = kind_in.get(mine.team_id)
        if mine.kind == Kind.MANAGER and theirs in {Kind.STAFF, Kind.DEPUTY}:
            return True
        if mine.kind == Kind.DEPUTY and theirs == Kind.STAFF:
            return True
    return False
