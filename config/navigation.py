"""The places of each role, for the sidebar and the bottom bar."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.queries.duty import can_be_rung
from people.http import device_of
from people.ids import uuid7
from people.models import Organisation, User


@dataclass(frozen=True)
class Place:
    """One place to go: URL name, words and icon; `prefix` marks the pages that belong to it."""

    url_name: str
    label: "str | Promise"
    icon: str
    also: tuple[str, ...] = field(default=())


HOME = Place("wellbeing:home", _("Home"), "home")
MINE = Place("wellbeing:mine", pgettext_lazy("tab", "My reports"), "notebook-pen")
REPORT = Place("incidents:report_new", _("Report"), "square-pen")
NOTES = Place("wellbeing:reflections", pgettext_lazy("tab", "For me"), "lock")
BREATHE = Place("breathe", _("Breathe"), "leaf")
TODAY = Place("wellbeing:today", _("Today"), "sun", ("/checkin/",))
REPORTS = Place("wellbeing:reports", _("Reports"), "inbox")
CUSTOMERS = Place(
    "incidents:customers", _("Customers"), "contact-round", ("/customer/", "/measure")
)
PROMISES = Place("incidents:promises", _("Promises"), "phone-call", ("/promise/",))
REMEDIES = Place("incidents:remedy_rules", _("Remedies"), "heart-handshake")
STEPS = Place("incidents:procedure", pgettext_lazy("tab", "Steps"), "footprints", ("/procedure/",))
RULES = Place("incidents:house_rules_edit", pgettext_lazy("tab", "Rules"), "list")
TRAINING = Place("wellbeing:training", _("Training"), "graduation-cap")
PRACTICE = Place("wellbeing:practice", _("Practice"), "users")
KEPT = Place("reports:promises", pgettext_lazy("tab", "We promise"), "heart-handshake")
TRENDS = Place("reports:trends", _("Trends"), "chart-line")
NUMBERS = Place("reports:contacts", pgettext_lazy("tab", "Contacts"), "phone")
PATTERNS = Place("reports:patterns", _("Patterns"), "patterns", ("/pattern/",))
COUNTED = Place("reports:counted", pgettext_lazy("tab", "Counted"), "chart-line")
CHANGES = Place("reports:setting_changes", pgettext_lazy("tab", "Changes"), "history")
POLICY = Place("policy", _("Policy"), "scale")
PEOPLE = Place("people:people", _("People"), "users", ("/people/",))
TEAMS = Place("people:teams", _("Teams"), "network", ("/teams/",))
LETTERS = Place("incidents:wordings", _("Letters"), "mail", ("/letters/",))
WORDS = Place("incidents:words", _("Words"), "languages", ("/words/",))
SETTINGS = Place(
    "people:organisation",
    pgettext_lazy("tab", "Settings"),
    "wrench",
    ("/help/route/", "/devices/", "/care/"),
)
AWAY = Place("people:absences", pgettext_lazy("tab", "Away"), "calendar")
OBJECTIONS = Place("incidents:objection_new", _("Objections"), "message-circle")

STAFF = (HOME, MINE, REPORT, BREATHE, NOTES, STEPS, PROMISES, PRACTICE, AWAY)
MANAGER = (TODAY, REPORTS, CUSTOMERS, TRAINING, PATTERNS, COUNTED)
HR = (
    KEPT,
    TRENDS,
    PATTERNS,
    TRAINING,
    POLICY,
    REMEDIES,
    RULES,
    LETTERS,
    OBJECTIONS,
    NUMBERS,
)
SHARED = Place("wellbeing:reflections_shared", pgettext_lazy("tab", "Shared"), "users")
ADVISER = (TODAY, REPORTS, CUSTOMERS, SHARED, COUNTED)
COUNCIL = (KEPT, POLICY, CHANGES)
ADMIN = (PEOPLE, TEAMS, WORDS, POLICY, LETTERS, SETTINGS, NUMBERS)


def groups_of(user: User) -> "list[tuple[str | Promise, tuple[Place, ...]]]":
    """Return the groups of places of a person, the one they land on first.

    Everybody may report, so staff places are always there; who has two roles sees both groups.
    """
    groups: list[tuple[str | Promise, tuple[Place, ...]]] = []
    if user.is_manager:
        groups.append((_("My team"), MANAGER if user.is_admin else (*MANAGER, PEOPLE)))
    elif user.is_adviser:
        groups.append((_("Adviser"), ADVISER))
    if user.is_hr:
        groups.append((_("HR"), HR))
    if user.is_council:
        groups.append((_("Works council"), COUNCIL))
    if user.is_admin:
        groups.append((_("Administration"), ADMIN))
    meets_customers = bool(user.team_ids) and not (user.is_manager or user.is_adviser)
    own = (*STAFF, CUSTOMERS) if meets_customers else STAFF
    groups.append((_("For yourself"), own if user.is_hr or user.is_council else (*own, KEPT)))
    return groups


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates `navigation` (groups of places), `places` (the bottom bar) and the names."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"organisation": Organisation.current(), "team_device": device_of(request)}
    groups = [
        {"label": label, "places": [_shown(place, request.path) for place in places]}
        for label, places in groups_of(user)
    ]
    return {
        "navigation": groups,
        "places": _bottom_bar(groups),
        "organisation": Organisation.current(),
        "team_device": device_of(request),
        "help_key": str(uuid7()),
        "can_be_rung": can_be_rung(user),
    }


def _shown(place: Place, path: str) -> dict[str, Any]:
    try:
        url = reverse(place.url_name)
    except NoReverseMatch:
        url = "/"
    is_current = path == url or (url != "/" and path.startswith(url))
    return {
        "url": url,
        "label": place.label,
        "icon": place.icon,
        "is_current": is_current or any(path.startswith(prefix) for prefix in place.also),
    }


def _bottom_bar(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first: list[dict[str, Any]] = groups[0]["places"]
    return first[:4]
